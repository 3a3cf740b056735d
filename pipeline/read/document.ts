import type { Document, Format } from './cell.ts'
import { zipEntries } from './zip.ts'

/**
 * Reads one report. `format` is what landing recognised in the bytes. Each reader is loaded at its first use.
 * Throws a `Rejection` whose code and sentence say why the file can't be read.
 */
export async function readDocument(bytes: Uint8Array, format: Format): Promise<Document> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (format) {
    case 'xlsx':
    case 'xlsm': {
      const { openLargeWorkbook } = await import('./large-workbook.ts')
      const entries = zipEntries(buffer)
      const large = await openLargeWorkbook(buffer, format, entries)
      if (large !== null) return await large.whole(new Set())
      const { readXlsx } = await import('./xlsx.ts')
      return readXlsx(buffer, format, entries)
    }
    case 'xlsb': {
      const { readXlsb } = await import('./xlsb.ts')
      return readXlsb(buffer)
    }
    case 'xls': {
      const { readXls } = await import('./xls.ts')
      return readXls(buffer)
    }
    case 'ods': {
      const { readOds } = await import('./ods.ts')
      return readOds(buffer)
    }
    case 'csv': {
      const { readCsv } = await import('./csv.ts')
      return readCsv(buffer)
    }
    case 'docx': {
      const { readDocx } = await import('./docx.ts')
      return readDocx(buffer)
    }
    case 'odt': {
      const { readOdt } = await import('./odt.ts')
      return readOdt(buffer)
    }
    case 'html': {
      const { readHtml } = await import('./html.ts')
      return readHtml(buffer)
    }
    case 'xml': {
      const { readXml2003 } = await import('./xml2003.ts')
      return readXml2003(buffer)
    }
    case 'pdf': {
      const { readPdf } = await import('./pdf.ts')
      return await readPdf(buffer)
    }
  }
}
