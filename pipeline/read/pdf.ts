import type { PageViewport, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { getDocument, PasswordException, Util } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Document, Sheet } from './cell.ts'
import { type Drawing, drawingOf } from './pdf-drawing.ts'
import type { Run } from './pdf-ink.ts'
import { layOut } from './pdf-layout.ts'
import type { Piece } from './pdf-lines.ts'
import { rulesOf } from './pdf-rules.ts'
import { Rejection } from './rejection.ts'
import { cleanText, isConcealed } from './text.ts'

/** Pages of one report beyond which something else was sent. */
const mostPages = 500
/** Share of a page from which pictures are what it shows. */
const mostOfPage = 0.5
/** Share of a page under which nothing is a picture: a matrix under which nothing was painted passes for one of a point. */
const leastOfPage = 0.001
/** Letters and digits that a stamp over a scan may have; a page of text has more. */
const ofStamp = 100
/** Drawn paths of a page without text from which they are letters turned into drawings, or a chart. */
const manyPaths = 300

/**
 * A PDF: a sheet a page (`Page 1`), rows and columns as drawn rules say, or else a row a line of text and columns
 * where white runs down between texts. What was
 * typed into the fields of a form counts as text. A page that shows a picture instead of text is a remark, and what a scanner's software
 * has read on it is hidden. Throws a `Rejection`, also where all pages are only pictures.
 */
export async function readPdf(bytes: Buffer): Promise<Document> {
  // Without its end a reader would rebuild what it can and leave out the rest without a word.
  if (!bytes.subarray(-4096).includes('startxref')) throw new Rejection('tronque')
  const options = { disableFontFace: true, useSystemFonts: false, verbosity: 0 }
  // Each takes its bytes over. What is drawn is walked apart: a picture of any size is left out of it, which counts as an error.
  const task = getDocument({ ...options, data: new Uint8Array(bytes), stopAtErrors: true })
  const drawn = getDocument({ ...options, data: new Uint8Array(bytes), maxImageSize: 0 })
  try {
    return await documentOf(await task.promise, await drawn.promise)
  } catch (error) {
    if (error instanceof Rejection) throw error
    throw new Rejection(error instanceof PasswordException ? 'protege' : 'corrompu', null, error)
  } finally {
    await Promise.all([task.destroy(), drawn.destroy()])
  }
}

async function documentOf(pdf: PDFDocumentProxy, drawn: PDFDocumentProxy): Promise<Document> {
  if (pdf.numPages > mostPages) throw new Rejection('trop_volumineux', `${pdf.numPages} pages`)
  const sheets: Sheet[] = []
  const remarks: NonNullable<Document['remarks']> = []
  let drawnOn = false
  const layers = await pdf.getOptionalContentConfig()
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const items = (await page.getTextContent()).items.filter((item) => 'str' in item)
    const view = uprightView(page, items)
    const sheetName = `Page ${number}`
    const drawnPage = await drawn.getPage(number)
    const drawing = await drawingOf(drawnPage, view, (layer) => layers.isVisible(layer))
    const pieces = [...piecesOf(items, view, drawing.unseen), ...(await fields(page, view))]
    const { cells, merges } = layOut(pieces, view.width, rulesOf(drawing.paths))
    const scanned = drawing.pictures >= mostOfPage && drawing.unseenText
    if (scanned) for (const cell of cells) cell.hidden = true
    drawnOn ||= drawing.pictures > leastOfPage || drawing.paths.length > 0
    sheets.push({ name: sheetName, hidden: false, cells, merges })
    const motif = scanned ? recognised(number) : unreadable(number, pieces, drawing)
    if (motif !== null) remarks.push({ sheet: sheetName, motif })
    page.cleanup()
    drawnPage.cleanup()
  }
  if (sheets.every(({ cells }) => cells.length === 0)) {
    throw drawnOn ? new Rejection('image_seule') : new Rejection('vide', 'des pages blanches')
  }
  return { format: 'pdf', sheets, properties: await propertiesOf(pdf), remarks }
}

function recognised(page: number): string {
  return `la page ${page} est une image dont le texte a été reconnu par un logiciel : ses chiffres sont à vérifier sur l’image`
}

/** Why a page shows more than can be read of it; null when it doesn't, a blank page among others. */
function unreadable(
  page: number,
  pieces: readonly Piece[],
  { pictures, paths }: Drawing,
): string | null {
  const letters = pieces.map(({ text }) => text.replaceAll(/[^\p{L}\p{N}]/gu, '')).join('').length
  if (pictures >= mostOfPage && letters < ofStamp) {
    return `la page ${page} est une image : rien n’en est lu, y regarder s’il s’y trouve des chiffres`
  }
  if (letters === 0 && paths.length >= manyPaths) {
    return `la page ${page} est un dessin sans texte : rien n’en est lu, y regarder s’il s’y trouve des chiffres`
  }
  return null
}

type TextItem = Extract<
  Awaited<ReturnType<PDFPageProxy['getTextContent']>>['items'][number],
  { str: string }
>

/** The page as it is read: turned so that most of its letters stand upright, whatever the page says of itself. */
function uprightView(page: PDFPageProxy, items: TextItem[]): PageViewport {
  const views = [0, 90, 180, 270].map((turn) =>
    page.getViewport({ scale: 1, rotation: (page.rotate + turn) % 360 }),
  )
  const upright = views.map((view) =>
    items.reduce((sum, item) => sum + (isUpright(view, item) ? item.str.trim().length : 0), 0),
  )
  return views[upright.indexOf(Math.max(...upright))]!
}

function isUpright({ transform }: PageViewport, item: TextItem): boolean {
  const [a, b] = Util.transform(transform, item.transform) as number[]
  return a! > 0 && Math.abs(b!) <= a!
}

/** Texts by their places; what doesn't stand upright is none of a line or column, and comes below the page, each on a line of its own. */
function piecesOf(items: TextItem[], view: PageViewport, unseen: readonly Run[]): Piece[] {
  let below = view.height
  return items.flatMap((item) => {
    const [, , c, d, x, y] = Util.transform(view.transform, item.transform) as number[]
    const height = Math.hypot(c!, d!) || item.height || 10
    const upright = isUpright(view, item)
    const width = upright ? item.width : 0
    const lost = unseen.filter((run) => isPartOf(run, x!, x! + width, y!))
    const [text, hidden] = seenOf(
      item.str,
      lost.map((run) => run.text),
    )
    if (upright) {
      return split({ text, left: x!, right: x! + width, y: y!, height, hidden })
    }
    if (text.trim() === '') return []
    below += height * 3
    return [{ text, left: 0, right: item.width, y: below, height, hidden }]
  })
}

function isPartOf(run: Run, left: number, right: number, y: number): boolean {
  return Math.abs(run.y - y) < 0.1 && run.x > left - 0.1 && run.x <= right
}

/** A text without those parts of it that nobody sees, or as a whole where it is to count as unseen. */
function seenOf(text: string, lost: readonly string[]): [text: string, hidden: boolean] {
  if (lost.length === 0) return [text, false]
  const seen = lost.reduce((rest, part) => rest.replace(part, ''), text)
  const hidden = isConcealed(seen, lost.join(''))
  return [hidden ? text : seen, hidden]
}

const leader = /[.·_]{4,}|…{2,}|(?:[._] ){3,}[._]?/g

/** Some programs write a whole line at once, its columns held apart by spaces; dots and strokes that lead to an answer are none of it. */
function split(piece: Piece): Piece[] {
  const { text, left, right } = piece
  const letter = (right - left) / Math.max(text.length, 1)
  const plain = text.replaceAll(leader, (dots) => ' '.repeat(dots.length))
  return [...plain.matchAll(/\S+(?:\s{1,2}\S+)*/g)].map(({ 0: part, index }) => ({
    ...piece,
    text: part,
    left: left + index * letter,
    right: left + (index + part.length) * letter,
  }))
}

/** Values of form fields, and what was typed over the page: both are drawn over it and no part of its text. */
async function fields(page: PDFPageProxy, viewport: PageViewport): Promise<Piece[]> {
  const annotations: unknown[] = await page.getAnnotations()
  return annotations.flatMap((one) => {
    const annotation = one as Annotation
    const lines = linesOf(annotation)
    const { rect, annotationFlags = 0 } = annotation
    if (rect === undefined || lines.every((line) => line.trim() === '')) return []
    const [x1, y1] = viewport.convertToViewportPoint(rect[0]!, rect[1]!) as [number, number]
    const [x2, y2] = viewport.convertToViewportPoint(rect[2]!, rect[3]!) as [number, number]
    const lineHeight = Math.abs(y2 - y1) / lines.length
    const height = Math.min(lineHeight, 12)
    const hidden = (annotationFlags & unseenFlags) !== 0
    const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)]
    return lines.map((text, n) => {
      const y = Math.min(y1, y2) + lineHeight * (n + 0.5) + height / 3
      return { text, left, right, y, height, hidden }
    })
  })
}

interface Annotation {
  subtype?: string
  fieldType?: string
  fieldValue?: unknown
  /** What the value of a box or button is when it is ticked. */
  exportValue?: unknown
  buttonValue?: unknown
  contentsObj?: { str?: string }
  rect?: number[]
  annotationFlags?: number
}

/** Annotations that aren't shown: invisible, hidden, not on a screen. */
const unseenFlags = 1 | 2 | 32

function linesOf({
  subtype,
  fieldType,
  fieldValue,
  exportValue,
  buttonValue,
  contentsObj,
}: Annotation): string[] {
  if (subtype === 'FreeText') return (contentsObj?.str ?? '').split(/\r\n?|\n/)
  if (fieldType === 'Btn') {
    const ticked = exportValue ?? buttonValue
    return ticked === undefined || ticked === null ? [] : [ticked === fieldValue ? '☒' : '☐']
  }
  if (Array.isArray(fieldValue)) return [fieldValue.join(', ')]
  return typeof fieldValue === 'string' ? fieldValue.split(/\r\n?|\n/) : []
}

async function propertiesOf(pdf: PDFDocumentProxy): Promise<Document['properties']> {
  const { info } = await pdf.getMetadata()
  const { Title, ModDate } = info as { Title?: unknown; ModDate?: unknown }
  const title = typeof Title === 'string' ? cleanText(Title).trim() : ''
  return { title: title || null, modified: typeof ModDate === 'string' ? pdfDate(ModDate) : null }
}

/** `D:20240115100000+01'00'` in ISO 8601. */
function pdfDate(text: string): string | null {
  const parts = /^D?:?(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?(?:([+-]\d\d)'?(\d\d)?'?)?/.exec(text)
  if (parts === null) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone, rest = '00'] = parts
  const offset = zone === undefined ? 'Z' : `${zone}:${rest}`
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
