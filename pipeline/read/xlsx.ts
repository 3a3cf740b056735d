import * as XLSX from 'xlsx'
import type { Document } from './cell.ts'
import { containerParts, mainPart, type Parts, partText, relations, relationsOf } from './ooxml.ts'
import { Rejection } from './rejection.ts'
import { type ScannedSheet, scanSheet } from './sheet-xml.ts'
import { documentOf, readOptions, sheetjsCells } from './workbook.ts'
import { xlsbLooks } from './xlsb-looks.ts'
import { tablesOf, type WorkbookTables, xlsxCells } from './xlsx-cells.ts'
import { xlsxLooks } from './xlsx-styles.ts'
import { xmlEncoding } from './xml.ts'

/** An opened container in the shape that SheetJS takes; its types leave the function out. */
interface SheetjsContainer {
  files: Record<string, { name: string; asNodeBuffer: () => Buffer }>
}
const { parse_zip: parseContainer } = XLSX as unknown as {
  parse_zip: (container: SheetjsContainer, options: XLSX.ParsingOptions) => XLSX.WorkBook
}

/**
 * An Excel workbook in a zip container (xlsx, xlsm, xlsb). The container is opened and checked here, since SheetJS
 * compares no CRC and inflates whatever it is given. Cells in XML are read here as well, three times as fast and with
 * what SheetJS does not tell (strike-through, formulas without a result); SheetJS reads all the rest, from repaired
 * parts. Throws a `Rejection`.
 */
export function readXlsx(bytes: Buffer, format: 'xlsx' | 'xlsm' | 'xlsb'): Document {
  const parts = containerParts(bytes)
  if (format === 'xlsb') {
    return documentOf(parse(parts), format, sheetjsCells(xlsbLooks(parts)))
  }
  return readParts(parts, format).document
}

/** A workbook whose parts have been read, with what its cells point into. */
export interface ReadWorkbook {
  document: Document
  tables: WorkbookTables
}

/**
 * Reads a workbook in XML from its parts, which are changed on the way.
 * @param ready sheets that were taken apart before, by part; their parts needn't be there
 * @param text the shared texts, where their part is left out
 */
export function readParts(
  parts: Parts,
  format: 'xlsx' | 'xlsm',
  ready: ReadonlyMap<string, ScannedSheet> = new Map(),
  text?: WorkbookTables['text'],
): ReadWorkbook {
  const looks = xlsxLooks(...styleParts(parts))
  const scanned = repair(parts, ready)
  const book = parse(parts)
  const tables = tablesOf(book, looks, text)
  const document = documentOf(book, format, (sheet, position) => {
    const cells = scanned.get(position)
    return cells === undefined ? [] : xlsxCells(cells, sheet, tables)
  })
  return { document, tables }
}

/** The parts that hold the styles of a workbook and its theme, as text; null for each that it hasn't. */
function styleParts(parts: Parts): [styles: string | null, theme: string | null] {
  const workbook = mainPart(parts) ?? 'xl/workbook.xml'
  const folder = workbook.slice(0, workbook.lastIndexOf('/') + 1)
  const related = [...relations(parts, relationsOf(workbook), folder).values()]
  const text = (kind: string, name: string) => {
    const target = related.find(({ type }) => type.endsWith(`/${kind}`))?.target
    return partText(parts, target ?? folder + name)
  }
  return [text('styles', 'styles.xml'), text('theme', 'theme/theme1.xml')]
}

function parse(parts: Parts): XLSX.WorkBook {
  const files: SheetjsContainer['files'] = Object.create(null)
  for (const [name, content] of parts) {
    // A manifest would make SheetJS take the workbook for an OpenDocument one.
    if (!name.startsWith('META-INF/')) files[name] = { name, asNodeBuffer: () => content }
  }
  try {
    return parseContainer({ files }, readOptions)
  } catch (error) {
    throw new Rejection('corrompu', error instanceof Error ? error.message : null, error)
  }
}

/** Puts right, in place, what SheetJS misreads, and takes the cells out: by position of the sheet. */
function repair(parts: Parts, ready: ReadonlyMap<string, ScannedSheet>): Map<number, ScannedSheet> {
  const sheets = sheetParts(parts)
  const scanned = new Map<number, ScannedSheet>()
  for (const [name, found] of ready) {
    const sheet = sheets.get(name)
    if (sheet === undefined) continue
    parts.set(name, Buffer.from(found.shell))
    scanned.set(sheet, found)
  }
  for (const [name, content] of parts) {
    const sheet = ready.has(name) ? undefined : sheets.get(name)
    const strings = /sharedStrings\.xml$/i.test(name)
    if (sheet === undefined && !strings && xmlEncoding(content) === 'utf-8') continue
    let text = partText(parts, name)!
    if (sheet !== undefined) {
      const found = scanSheet(text, name)
      text = found.shell
      scanned.set(sheet, found)
    } else if (strings) {
      // Without content it is not counted, and every later text moves up by one.
      text = text.replaceAll(/<((?:\w+:)?)si\s*\/>/g, '<$1si><$1t/></$1si>')
    }
    parts.set(name, Buffer.from(text.replace(/^(<\?xml[^>]*?)\sencoding=["'][^"']*["']/, '$1')))
  }
  return scanned
}

/** Positions of sheets in the workbook by the part that holds them. */
export function sheetParts(parts: Parts): Map<string, number> {
  const found = new Map<string, number>()
  const workbook = mainPart(parts) ?? 'xl/workbook.xml'
  const xml = partText(parts, workbook)
  if (xml === null) throw new Rejection('corrompu', 'classeur absent')
  const folder = workbook.slice(0, workbook.lastIndexOf('/') + 1)
  const related = relations(parts, relationsOf(workbook), folder)
  for (const [position, [tag]] of [...xml.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].entries()) {
    const id = /\s\w+:id\s*=\s*["']([^"']*)["']/.exec(tag)?.[1] ?? ''
    found.set(related.get(id)?.target ?? `${folder}worksheets/sheet${position + 1}.xml`, position)
  }
  return found
}
