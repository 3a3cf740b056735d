import * as XLSX from 'xlsx'
import * as codepages from 'xlsx/dist/cpexcel'
import type { Document } from './cell.ts'
import { Rejection } from './rejection.ts'
import { documentOf, readOptions, sheetjsCells } from './workbook.ts'
import { xlsLooks } from './xls-looks.ts'

/** Works on opened containers, where `XLSX.read` would add a stub for every formatted empty cell. */
const { parse_xlscfb: parseBinary } = XLSX as unknown as {
  parse_xlscfb: (container: unknown, options: XLSX.ParsingOptions) => XLSX.WorkBook
}

// Workbooks of Excel 95 and earlier keep their text in the code page of their author.
XLSX.set_cptable(codepages)

/** A binary Excel workbook (xls), in its OLE container or bare. Throws a `Rejection`. */
export function readXls(bytes: Buffer): Document {
  try {
    const ole = bytes[0] === 0xd0
    const container = ole ? XLSX.CFB.read(bytes, { type: 'buffer' }) : bytes
    const book = parseBinary(container, { ...readOptions, type: 'buffer' })
    return documentOf(book, 'xls', sheetjsCells(xlsLooks(streamOf(container))))
  } catch (error) {
    if (error instanceof Rejection) throw error
    const message = error instanceof Error ? error.message : ''
    throw new Rejection(/password|encrypt/i.test(message) ? 'protege' : 'corrompu', null, error)
  }
}

/** The stream of records, in its container or bare. */
function streamOf(container: Buffer | ReturnType<typeof XLSX.CFB.read>): Buffer {
  if (Buffer.isBuffer(container)) return container
  const entry = XLSX.CFB.find(container, '/Workbook') ?? XLSX.CFB.find(container, '/Book')
  return Buffer.from((entry?.content ?? []) as Uint8Array)
}
