import type { Format } from '../read/cell.ts'
import { decodeText } from '../read/encoding.ts'
import { Rejection } from '../read/rejection.ts'
import { inflateEntry, isZip, type ZipEntry, zipEntries } from '../read/zip.ts'
import { isOle, oleNames } from './ole.ts'

/** First bytes of what is no report but is often sent as one. */
const pictures = [
  Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  Buffer.from([0xff, 0xd8, 0xff]),
  Buffer.from('GIF8'),
  Buffer.from('II*\0'),
  Buffer.from('MM\0*'),
  Buffer.from('RIFF'),
]
const archives = [
  Buffer.from('Rar!'),
  Buffer.from([0x37, 0x7a, 0xbc, 0xaf]),
  Buffer.from([0x1f, 0x8b]),
  Buffer.from('BZh'),
]

/**
 * The true format of a file, by its content and never by its name.
 * Throws the `Rejection` that tells what the file is when it is none that is read.
 */
export function formatOf(bytes: Buffer): Format {
  if (bytes.length === 0) throw new Rejection('vide')
  if (isZip(bytes)) return zipFormat(bytes)
  if (isOle(bytes)) return oleFormat(bytes)
  const starts = (magic: Buffer) => bytes.subarray(0, magic.length).equals(magic)
  // Readers of PDF look for the header in the first kilobyte, and so do senders' mail gateways' stamps.
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  if (pictures.some(starts)) throw new Rejection('image')
  if (archives.some(starts)) throw new Rejection('archive')
  // Workbooks of Excel 2 to 4 have no container.
  if (bytes[0] === 0x09 && bytes[1]! <= 0x08 && bytes[1]! % 2 === 0 && bytes[3] === 0) return 'xls'
  return textFormat(bytes)
}

/**
 * The format of a file too large to be held, by its first bytes: text in columns may be streamed, nothing else.
 * Throws the `Rejection` that tells what the file is, `trop_volumineux` for a document.
 * @param taille its size in bytes
 */
export function formatOfLarge(head: Buffer, taille: number): Format {
  const document = isZip(head) || isOle(head) || head.subarray(0, 1024).includes('%PDF-')
  const format = document ? null : formatOf(head)
  if (format !== 'csv') throw new Rejection('trop_volumineux', `${Math.ceil(taille / 2 ** 20)} Mio`)
  return format
}

function zipFormat(bytes: Buffer): Format {
  const entries = zipEntries(bytes)
  const mimetype = entries.get('mimetype')
  if (mimetype !== undefined) {
    const type = inflateEntry(bytes, mimetype).toString('latin1').trim()
    const kind = /^application\/vnd\.oasis\.opendocument\.(spreadsheet|text)(?:-template)?$/.exec(
      type,
    )
    if (kind !== null) return kind[1] === 'text' ? 'odt' : 'ods'
    throw new Rejection('format_ancien', type.slice(0, 100))
  }
  const format = officeFormat(bytes, entries)
  if (format !== null) return format
  if (entries.has('[Content_Types].xml')) throw new Rejection('format_ancien')
  if (entries.has('Index/Document.iwa') || entries.has('Index.zip')) {
    throw new Rejection('format_ancien', 'iWork')
  }
  throw new Rejection('archive', 'zip')
}

function officeFormat(bytes: Buffer, entries: Map<string, ZipEntry>): Format | null {
  const types = entries.get('[Content_Types].xml')
  if (types?.encrypted) throw new Rejection('protege')
  // Defaults by extension name types that no part has: only overrides tell what the document is.
  const content = types === undefined ? '' : inflateEntry(bytes, types).toString('utf8')
  const text = content.match(/<(?:\w+:)?Override\s[^>]*>/g)?.join('') ?? ''
  const names = [...entries.keys()]
  if (
    /wordprocessingml\.(?:document|template)\.main|\.word\.(?:document|template)\.macro/i.test(text)
  ) {
    return 'docx'
  }
  if (/ms-excel\.(?:sheet|template|addin)\.macroEnabled\.main/i.test(text)) return 'xlsm'
  if (/ms-excel\.sheet\.binary/i.test(text)) return 'xlsb'
  if (/spreadsheetml\.(?:sheet|template)\.main/i.test(text)) return 'xlsx'
  if (names.includes('word/document.xml')) return 'docx'
  if (names.includes('xl/workbook.bin')) return 'xlsb'
  if (!names.includes('xl/workbook.xml')) return null
  return names.includes('xl/vbaProject.bin') ? 'xlsm' : 'xlsx'
}

function oleFormat(bytes: Buffer): Format {
  const names = oleNames(bytes).map((name) => name.toLowerCase())
  if (names.includes('encryptedpackage')) throw new Rejection('protege')
  if (names.includes('workbook') || names.includes('book')) return 'xls'
  if (names.includes('worddocument')) throw new Rejection('format_ancien', 'Word 97-2003')
  if (names.includes('powerpoint document'))
    throw new Rejection('format_ancien', 'PowerPoint 97-2003')
  if (names.some((name) => name.startsWith('__substg1.0'))) {
    throw new Rejection('message', 'Outlook')
  }
  throw new Rejection(names.length === 0 ? 'tronque' : 'format_inconnu')
}

/** Whether a text is a mail as programs save it, of several parts or encoded; one of plain text is text like any other. */
function isMessage(start: string): boolean {
  const header = start.slice(0, start.search(/\r?\n\r?\n/) + 1 || start.length)
  return (
    ['From', 'Subject', 'Date'].every((name) => new RegExp(`^${name}:`, 'im').test(header)) &&
    /^Content-(?:Type:\s*multipart\/|Transfer-Encoding:\s*(?:base64|quoted-printable))/im.test(
      header,
    ) &&
    // A page that a browser saved calls itself a mail too.
    !/^(?:Snapshot-Content-Location|X-MAF-\w+):|^From: <(?:Saved|Enregistr)/im.test(header)
  )
}

function textFormat(bytes: Buffer): Format {
  const head = decodeText(bytes.subarray(0, 2 ** 16 - (2 ** 16 % 4)))
  if (head === null) throw new Rejection('format_inconnu')
  const start = head.trimStart().slice(0, 2_000)
  if (start === '' && decodeText(bytes)?.trim() === '') throw new Rejection('vide')
  if (/^\{\\rtf/.test(start)) throw new Rejection('format_ancien', 'RTF')
  if (/^<\?xml/.test(start) && start.includes('urn:schemas-microsoft-com:office:spreadsheet')) {
    return 'xml'
  }
  if (
    /^(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|div|title|style|center|font|tr|p|h[1-6])\b/i.test(
      start,
    )
  ) {
    return 'html'
  }
  if (isMessage(head.trimStart())) throw new Rejection('message', 'eml')
  if (/^ID;P/.test(start)) throw new Rejection('format_ancien', 'SYLK')
  if (/^MIME-Version:/i.test(start)) throw new Rejection('html', 'MHTML')
  if (/^<(?:\?xml|!DOCTYPE|[a-z:]+[\s>])/i.test(start)) throw new Rejection('format_inconnu', 'XML')
  return 'csv'
}
