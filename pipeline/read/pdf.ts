import type { PageViewport, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { getDocument, PasswordException, Util } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Document, Sheet } from './cell.ts'
import { type Drawing, drawingOf } from './pdf-drawing.ts'
import { layOut, type Piece } from './pdf-layout.ts'
import { rulesOf } from './pdf-rules.ts'
import { Rejection } from './rejection.ts'
import { cleanText } from './text.ts'

/** Pages of one report beyond which something else was sent. */
const mostPages = 500
/** Share of a page from which pictures are what it shows. */
const mostOfPage = 0.5
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
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const items = (await page.getTextContent()).items.filter((item) => 'str' in item)
    const view = uprightView(page, items)
    const pieces = [...piecesOf(items, view), ...(await fields(page, view))]
    const sheetName = `Page ${number}`
    const drawnPage = await drawn.getPage(number)
    const drawing = await drawingOf(drawnPage, view)
    const { cells, merges } = layOut(pieces, view.width, rulesOf(drawing.paths))
    const scanned = drawing.pictures >= mostOfPage && drawing.unseenText
    if (scanned) for (const cell of cells) cell.hidden = true
    sheets.push({ name: sheetName, hidden: false, cells, merges })
    const motif = scanned ? recognised(number) : unreadable(number, pieces, drawing)
    if (motif !== null) remarks.push({ sheet: sheetName, motif })
    page.cleanup()
    drawnPage.cleanup()
  }
  if (sheets.every(({ cells }) => cells.length === 0)) throw new Rejection('image_seule')
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
function piecesOf(items: TextItem[], view: PageViewport): Piece[] {
  let below = view.height
  return items.flatMap((item) => {
    const [, , c, d, x, y] = Util.transform(view.transform, item.transform) as number[]
    const height = Math.hypot(c!, d!) || item.height || 10
    if (isUpright(view, item)) {
      return split({ text: item.str, left: x!, right: x! + item.width, y: y!, height })
    }
    if (item.str.trim() === '') return []
    below += height * 3
    return [{ text: item.str, left: 0, right: item.width, y: below, height }]
  })
}

/** Some programs write a whole line at once, its columns held apart by spaces. */
function split(piece: Piece): Piece[] {
  const { text, left, right } = piece
  const letter = (right - left) / Math.max(text.length, 1)
  return [...text.matchAll(/\S+(?:\s{1,2}\S+)*/g)].map(({ 0: part, index }) => ({
    ...piece,
    text: part,
    left: left + index * letter,
    right: left + (index + part.length) * letter,
  }))
}

/** Values of form fields: they are drawn over the page and no part of its text. */
async function fields(page: PDFPageProxy, viewport: PageViewport): Promise<Piece[]> {
  const annotations: unknown[] = await page.getAnnotations()
  return annotations.flatMap((annotation) => {
    const { fieldValue, rect } = annotation as { fieldValue?: unknown; rect?: number[] }
    if (typeof fieldValue !== 'string' || fieldValue.trim() === '' || rect === undefined) return []
    const [x1, y1] = viewport.convertToViewportPoint(rect[0]!, rect[1]!) as [number, number]
    const [x2, y2] = viewport.convertToViewportPoint(rect[2]!, rect[3]!) as [number, number]
    const height = Math.min(Math.abs(y2 - y1), 12)
    const y = (y1 + y2) / 2 + height / 3
    return [{ text: fieldValue, left: Math.min(x1, x2), right: Math.max(x1, x2), y, height }]
  })
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
