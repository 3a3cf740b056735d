import * as XLSX from 'xlsx'
import type { Document } from './cell.ts'
import { containerParts, mainPart, type Parts, partText, relations, relationsOf } from './ooxml.ts'
import { Rejection } from './rejection.ts'
import { prepareSheet, struckStyles } from './sheet-xml.ts'
import { documentOf, readOptions, type SheetNotes } from './workbook.ts'
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
 * compares no CRC and inflates whatever it is given; SheetJS then reads the repaired parts.
 * Throws a `Rejection`.
 */
export function readXlsx(bytes: Buffer, format: 'xlsx' | 'xlsm' | 'xlsb'): Document {
  const parts = containerParts(bytes)
  const notes = format === 'xlsb' ? new Map<number, SheetNotes>() : repair(parts)
  return documentOf(parse(parts), format, notes)
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

/** Puts right, in place, what SheetJS misreads; gives what it does not tell, by position of the sheet. */
function repair(parts: Parts): Map<number, SheetNotes> {
  const sheets = sheetParts(parts)
  const styles = partText(parts, 'xl/styles.xml')
  const struck = styles === null ? new Set<number>() : struckStyles(styles)
  const notes = new Map<number, SheetNotes>()
  for (const [name, content] of parts) {
    const sheet = sheets.get(name)
    const strings = /sharedStrings\.xml$/i.test(name)
    if (sheet === undefined && !strings && xmlEncoding(content) === 'utf-8') continue
    let text = partText(parts, name)!
    if (sheet !== undefined) {
      const prepared = prepareSheet(text, name, struck)
      text = prepared.xml
      notes.set(sheet, prepared)
    } else if (strings) {
      // Without content it is not counted, and every later text moves up by one.
      text = text.replaceAll(/<((?:\w+:)?)si\s*\/>/g, '<$1si><$1t/></$1si>')
    }
    parts.set(name, Buffer.from(text.replace(/^(<\?xml[^>]*?)\sencoding=["'][^"']*["']/, '$1')))
  }
  return notes
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
