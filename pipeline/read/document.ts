import type { Document, Format } from './cell.ts'
import { zipEntries } from './zip.ts'

/** Loads a module at its first use; to import it again for each file takes longer than to read a small one. */
function lazy<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let loaded: Promise<Module> | null = null
  return () => {
    loaded ??= load()
    return loaded
  }
}

const modules = {
  large: lazy(() => import('./large-workbook.ts')),
  xlsx: lazy(() => import('./xlsx.ts')),
  xlsb: lazy(() => import('./xlsb.ts')),
  xls: lazy(() => import('./xls.ts')),
  ods: lazy(() => import('./ods.ts')),
  odt: lazy(() => import('./odt.ts')),
  csv: lazy(() => import('./csv.ts')),
  docx: lazy(() => import('./docx.ts')),
  html: lazy(() => import('./html.ts')),
  xml: lazy(() => import('./xml2003.ts')),
  pdf: lazy(() => import('./pdf.ts')),
  mail: lazy(() => import('./mail-files.ts')),
}

/**
 * Reads one report. `format` is what landing recognised in the bytes. Each reader is loaded at its first use.
 * Throws a `Rejection` whose code and sentence say why the file can't be read.
 */
export async function readDocument(bytes: Uint8Array, format: Format): Promise<Document> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (format) {
    case 'xlsx':
    case 'xlsm': {
      const { openLargeWorkbook } = await modules.large()
      const entries = zipEntries(buffer)
      const large = await openLargeWorkbook(buffer, format, entries)
      if (large !== null) return await large.whole(new Set())
      const { readXlsx } = await modules.xlsx()
      return readXlsx(buffer, format, entries)
    }
    case 'xlsb': {
      const { readXlsb } = await modules.xlsb()
      return readXlsb(buffer)
    }
    case 'xls': {
      const { readXls } = await modules.xls()
      return readXls(buffer)
    }
    case 'ods': {
      const { readOds } = await modules.ods()
      return readOds(buffer)
    }
    case 'csv': {
      const { readCsv } = await modules.csv()
      return readCsv(buffer)
    }
    case 'docx': {
      const { readDocx } = await modules.docx()
      return readDocx(buffer)
    }
    case 'odt': {
      const { readOdt } = await modules.odt()
      return readOdt(buffer)
    }
    case 'html': {
      const { readHtml } = await modules.html()
      return readHtml(buffer)
    }
    case 'xml': {
      const { readXml2003 } = await modules.xml()
      return readXml2003(buffer)
    }
    case 'pdf': {
      const { readPdf } = await modules.pdf()
      return await readPdf(buffer)
    }
    case 'eml':
    case 'msg': {
      const { readMail } = await modules.mail()
      return await readMail(buffer, format, readDocument)
    }
  }
}
