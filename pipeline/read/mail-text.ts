import type { Cell, Document, Sheet } from './cell.ts'
import { readCsv, textCell } from './csv.ts'
import { readHtmlText } from './html.ts'
import { Rejection } from './rejection.ts'
import type { SentMail } from './sent-mail.ts'
import { cleanText } from './text.ts'

const longestHeader = 300
/** « TR: », « Fwd: »: a mail that passes another one on. */
const forward = /^\s*(?:tr|fwd?|i)\s*:/i

/**
 * A mail's own text as a document: the lines of its head (`Expéditeur`, `Envoyé`, `Objet`), then what was written, as the same mail saved as plain text
 * is read. Where there is no plain text, where it holds no figure and the page does, or where that has a table, the page is read: plain text
 * that programs make of a table no longer says which figure stands in which column.
 */
export function letterOf(mail: SentMail): Document {
  const { day, subject, text, html } = mail
  const head = headOf(mail)
  const properties = { title: null, modified: day === null ? null : `${day}T00:00:00.000Z` }
  // What a mail passes on is not what was written before it.
  const page = pageOf(html, !forward.test(subject ?? ''))
  if (page !== null && (lacksFigures(text, page) || page.sheets.some(isTable)))
    return { ...page, sheets: withHead(head, page.sheets), properties }
  return { ...readCsv(Buffer.from([...head, '', text].join('\n'))), properties }
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

function headOf({ sender, subject, day }: SentMail): string[] {
  const typed = sender?.name.trim() ?? ''
  // Names are told by their capitals.
  const name = /\p{Lu}/u.test(typed) ? typed : typed.replaceAll(firstLetter, (a) => a.toUpperCase())
  const address = sender === null || sender.address === '' ? '' : `<${sender.address}>`
  const who = `${name} ${address}`.trim()
  const [year, month, date] = day?.split('-') ?? []
  return [
    who === '' ? null : `Expéditeur : ${who}`,
    day === null ? null : `Envoyé : ${date}/${month}/${year}`,
    subject === null ? null : `Objet : ${subject}`,
  ].flatMap((line) => (line === null ? [] : [oneLine(line)]))
}

function oneLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ').trim().slice(0, longestHeader).toWellFormed()
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
