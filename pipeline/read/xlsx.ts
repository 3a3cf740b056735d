import type { Document, Sheet } from './cell.ts'
import { containerParts, type Parts, partText } from './ooxml.ts'
import { coreProperties } from './properties.ts'
import { Rejection } from './rejection.ts'
import { sharedTexts } from './shared-texts.ts'
import { type ScannedSheet, splitSheet } from './sheet-xml.ts'
import { cleanText } from './text.ts'
import { cellsOf, type WorkbookTables, xlsxCells } from './xlsx-cells.ts'
import { commentsOf } from './xlsx-comments.ts'
import { xlsxStyles } from './xlsx-styles.ts'
import { type ListedSheet, workbookFrame } from './xlsx-workbook.ts'
import type { ZipEntry } from './zip.ts'

/**
 * An Excel workbook in XML (xlsx, xlsm). Throws a `Rejection`.
 * @param entries of its container, where they are known
 */
export function readXlsx(
  bytes: Buffer,
  format: 'xlsx' | 'xlsm',
  entries?: ReadonlyMap<string, ZipEntry>,
): Document {
  return readParts(containerParts(bytes, undefined, entries), format).document
}

/** A workbook whose parts have been read, with what its cells point into. */
export interface ReadWorkbook {
  document: Document
  tables: WorkbookTables
}

/** What of a workbook was read before, its parts being too large to be held. */
export interface ReadBefore {
  /** Parts that are left out. */
  names: ReadonlySet<string>
  /** Sheets that were taken apart, by part. */
  sheets: ReadonlyMap<string, ScannedSheet>
  /** Null where the part of the texts isn't left out. */
  text: WorkbookTables['text'] | null
}

const nothingBefore: ReadBefore = { names: new Set(), sheets: new Map(), text: null }

/** Reads a workbook in XML from its parts. Throws a `Rejection`. */
export function readParts(
  parts: Parts,
  format: 'xlsx' | 'xlsm',
  { names, sheets: ready, text }: ReadBefore = nothingBefore,
): ReadWorkbook {
  const frame = workbookFrame(parts, names)
  const partOf = (name: string | null) => (name === null ? null : partText(parts, name))
  const tables: WorkbookTables = {
    text: text ?? sharedTexts(partOf(frame.texts)),
    styles: xlsxStyles(partOf(frame.styles), partOf(frame.theme)),
    date1904: frame.date1904,
  }
  const sheets = frame.sheets.map((sheet) => readSheet(parts, sheet, ready, tables))
  return { document: { format, sheets, properties: coreProperties(parts) }, tables }
}

function readSheet(
  parts: Parts,
  { name, hidden, part }: ListedSheet,
  ready: ReadonlyMap<string, ScannedSheet>,
  tables: WorkbookTables,
): Sheet {
  const known = part === null ? undefined : ready.get(part)
  if (part !== null && known !== undefined) {
    const comments = commentsOf(parts, part)
    const cells = cellsOf(known, { frame: known.frame, comments }, tables)
    return { name: cleanText(name), hidden, cells, merges: known.frame.merges }
  }
  const xml = part === null ? null : partText(parts, part)
  if (part === null || xml === null) throw new Rejection('corrompu', `feuille « ${name} »`)
  const { data, frame } = splitSheet(xml, part)
  const cells = xlsxCells(data, { frame, comments: commentsOf(parts, part) }, tables)
  return { name: cleanText(name), hidden, cells, merges: frame.merges }
}
