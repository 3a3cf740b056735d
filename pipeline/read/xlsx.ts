import * as XLSX from 'xlsx'
import type { Document } from './cell.ts'
import { containerParts, mainPart, type Parts, partText, relations, relationsOf } from './ooxml.ts'
import { Rejection } from './rejection.ts'
import { type ScannedSheet, scanSheet } from './sheet-xml.ts'
import { documentOf, readOptions, sheetjsCells } from './workbook.ts'
import { xlsbLooks } from './xlsb-looks.ts'
import { xlsxCells } from './xlsx-cells.ts'
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
  const looks = xlsxLooks(...styleParts(parts))
  const scanned = repair(parts)
  const book = parse(parts)
  return documentOf(book, format, (sheet, position, date1904) => {
    const cells = scanned.get(position)
    return cells === undefined ? [] : xlsxCells(cells, sheet, book, looks, date1904)
  })
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
function repair(parts: Parts): Map<number, ScannedSheet> {
  const sheets = sheetParts(parts)
  const scanned = new Map<number, ScannedSheet>()
  for (const [name, content] of parts) {
    const sheet = sheets.get(name)
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
function sheetParts(parts: Parts): Map<string, number> {
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
