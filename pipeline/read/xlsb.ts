import * as XLSX from 'xlsx'
import type { Document } from './cell.ts'
import { containerParts } from './ooxml.ts'
import { Rejection } from './rejection.ts'
import { documentOf, readOptions, sheetjsCells } from './workbook.ts'
import { xlsbLooks } from './xlsb-looks.ts'

/** An opened container in the shape that SheetJS takes; its types leave the function out. */
interface SheetjsContainer {
  files: Record<string, { name: string; asNodeBuffer: () => Buffer }>
}
const { parse_zip: parseContainer } = XLSX as unknown as {
  parse_zip: (container: SheetjsContainer, options: XLSX.ParsingOptions) => XLSX.WorkBook
}

/**
 * A binary Excel workbook in a zip container. The container is opened and checked here, since SheetJS compares no CRC and inflates
 * whatever it is given. Throws a `Rejection`.
 */
export function readXlsb(bytes: Buffer): Document {
  const parts = containerParts(bytes)
  const files: SheetjsContainer['files'] = Object.create(null)
  for (const [name, content] of parts) {
    // A manifest would make SheetJS take the workbook for an OpenDocument one.
    if (name.startsWith('META-INF/')) continue
    // A copy: SheetJS notes in it how far it has read, and other workbooks may have the same part.
    const own = Buffer.from(content)
    files[name] = { name, asNodeBuffer: () => own }
  }
  let book: XLSX.WorkBook
  try {
    book = parseContainer({ files }, readOptions)
  } catch (error) {
    throw new Rejection('corrompu', error instanceof Error ? error.message : null, error)
  }
  return documentOf(book, 'xlsb', sheetjsCells(xlsbLooks(parts)))
}
