import type { Email } from 'postal-mime'
import type { Cell, Document, Sheet } from './cell.ts'
import { readCsv, textCell } from './csv.ts'
import { readHtmlText } from './html.ts'
import { Rejection } from './rejection.ts'
import { cleanText } from './text.ts'

const longestHeader = 300
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** « TR: », « Fwd: »: a mail that passes another one on. */
const forward = /^\s*(?:tr|fwd?|i)\s*:/i

/**
 * A mail's own text as a document: the lines of its head (`Expéditeur`, `Envoyé`, `Objet`), then what was written, as the same mail saved as plain text
 * is read. Where there is no plain text, where it holds no figure and the page does, or where that has a table, the page is read: plain text
 * that programs make of a table no longer says which figure stands in which column.
 * @param flowed whether lines that end with a space go on in the next one, and whether that space is none of the text
 */
export function letterOf(email: Email, flowed: 'kept' | 'deleted' | null): Document {
  const date = writtenOn(email)
  const head = headOf(email, date)
  const properties = { title: null, modified: date === null ? null : `${date}T00:00:00.000Z` }
  const plain = flowed === null ? (email.text ?? '') : unflowed(email.text ?? '', flowed)
  // What a mail passes on is not what was written before it.
  const page = pageOf(email.html ?? '', !forward.test(email.subject ?? ''))
  if (page !== null && (lacksFigures(plain, page) || page.sheets.some(isTable)))
    return { ...page, sheets: withHead(head, page.sheets), properties }
  const text = [...head, '', plain].join('\n')
  return { ...readCsv(Buffer.from(text)), properties }
}

/** The page of a mail; null where it has no text. */
function pageOf(html: string, quotes: boolean): Document | null {
  if (html.trim() === '') return null
  try {
    return readHtmlText(html, quotes)
  } catch (error) {
    if (error instanceof Rejection && error.code === 'html') return null
    throw error
  }
}

function lacksFigures(plain: string, { sheets }: Document): boolean {
  if (!/[\p{L}\p{N}]/u.test(plain)) return true
  return !/\d/.test(plain) && sheets.some(({ cells }) => cells.some(({ text }) => /\d/.test(text)))
}

/** Whether a sheet is a table of figures, rather than one that puts a text or a signature in its place. */
function isTable({ name, cells }: Sheet): boolean {
  if (!name.startsWith('Tableau')) return false
  const rows = [...Map.groupBy(cells, ({ row }) => row).values()]
  const numbers = cells.filter(({ text }) => /^\s*\d[\d\s.]*$/.test(text))
  return numbers.length > 0 && rows.filter((row) => row.length > 1).length > 1
}

const firstLetter = /(?<![\p{L}\p{M}\p{N}])\p{Ll}/gu

function headOf({ from, subject }: Email, date: string | null): string[] {
  const typed = from?.name.trim() ?? ''
  // Names are told by their capitals.
  const name = /\p{Lu}/u.test(typed) ? typed : typed.replaceAll(firstLetter, (a) => a.toUpperCase())
  const address = from?.address === undefined || from.address === '' ? '' : `<${from.address}>`
  const sender = `${name} ${address}`.trim()
  const [year, month, day] = date?.split('-') ?? []
  return [
    sender === '' ? null : `Expéditeur : ${sender}`,
    date === null ? null : `Envoyé : ${day}/${month}/${year}`,
    subject === undefined ? null : `Objet : ${subject}`,
  ].flatMap((line) => (line === null ? [] : [oneLine(line)]))
}

function oneLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ').trim().slice(0, longestHeader).toWellFormed()
}

/** The day of a mail where it was written, ISO; null when it says none. */
function writtenOn({ headers }: Email): string | null {
  const said = headers.find(({ key }) => key === 'date')?.value ?? ''
  const found = /(?<!\d)(\d{1,2})\s+([A-Z][a-z]{2})[a-z]*\s+(\d{4})(?!\d)/.exec(said)
  const month = months.indexOf(found?.[2] ?? '') + 1
  if (found === null || month === 0) return null
  const day = `${found[3]}-${String(month).padStart(2, '0')}-${found[1]!.padStart(2, '0')}`
  return Number.isNaN(Date.parse(day)) ? null : day
}

/** The sheets of a page with the head above its text. */
function withHead(head: readonly string[], sheets: readonly Sheet[]): Sheet[] {
  const below = head.length + 1
  const own = sheets.find(({ name }) => name === 'Texte')
  const cells: Cell[] = [
    ...head.map((text, row) => textCell(row, 0, text)),
    ...(own?.cells ?? []).map((cell) => ({ ...cell, row: cell.row + below })),
  ]
  const text: Sheet = { name: 'Texte', hidden: false, cells, merges: [] }
  const tables = sheets.filter((sheet) => sheet !== own)
  return [
    text,
    ...tables.map((sheet) =>
      sheet.after === undefined ? sheet : { ...sheet, after: sheet.after + below },
    ),
  ]
}

/**
 * Text whose lines a program has broken (RFC 3676), put together again: a line that ends with a space goes on in the next one that is as deeply
 * quoted, except the mark of a signature.
 */
function unflowed(text: string, space: 'kept' | 'deleted'): string {
  const paragraphs: { depth: number; lines: string[]; open: boolean }[] = []
  for (const line of text.split(/\r?\n/)) {
    const depth = /^>*/.exec(line)![0].length
    const said = line.slice(depth).replace(/^ /, '')
    const last = paragraphs.at(-1)
    const open = said.endsWith(' ') && said !== '-- '
    const own = open && space === 'deleted' ? said.slice(0, -1) : said
    if (last?.open && last.depth === depth) {
      last.lines.push(own)
      last.open = open
    } else paragraphs.push({ depth, lines: [own], open })
  }
  return paragraphs
    .map(({ depth, lines }) => `${'>'.repeat(depth)}${depth > 0 ? ' ' : ''}${lines.join('')}`)
    .join('\n')
}
