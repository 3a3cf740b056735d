import type { Format } from '../read/cell.ts'
import { decodeText } from '../read/encoding.ts'
import { isOle, oleNames } from '../read/ole.ts'
import { Rejection, type RejectionCode } from '../read/rejection.ts'
import { inflateEntry, isZip, type ZipEntry, zipEntries } from '../read/zip.ts'

/** What is no report but is often sent as one, by the bytes that it has at certain places. */
const others: [code: RejectionCode, detail: string | null, marks: [at: number, bytes: string][]][] =
  [
    ['image', null, [[0, '\x89PNG']]],
    ['image', null, [[0, '\xff\xd8\xff']]],
    ['image', null, [[0, 'GIF8']]],
    ['image', null, [[0, 'II*\0']]],
    ['image', null, [[0, 'MM\0*']]],
    [
      'image',
      null,
      [
        [0, 'RIFF'],
        [8, 'WEBP'],
      ],
    ],
    [
      'image',
      null,
      [
        [0, 'BM'],
        [6, '\0\0\0\0'],
      ],
    ],
    // Photographs of telephones.
    ...['heic', 'heix', 'hevc', 'mif1', 'msf1', 'avif'].map((brand): (typeof others)[number] => [
      'image',
      null,
      [[4, `ftyp${brand}`]],
    ]),
    ['archive', null, [[0, 'Rar!']]],
    ['archive', null, [[0, '7z\xbc\xaf']]],
    ['archive', null, [[0, '\x1f\x8b']]],
    ['archive', null, [[0, 'BZh']]],
    ['archive', null, [[0, '\xfd7zXZ\0']]],
    ['archive', null, [[257, 'ustar']]],
    // What Outlook packs attachments in for readers other than itself.
    ['message', 'winmail.dat', [[0, '\x78\x9f\x3e\x22']]],
    ['raccourci', null, [[0, 'L\0\0\0\x01\x14\x02\0']]],
  ]

/**
 * The true format of a file, by its content and never by its name.
 * Throws the `Rejection` that tells what the file is when it is none that is read.
 */
export function formatOf(bytes: Buffer): Format {
  if (bytes.length === 0) throw new Rejection('vide')
  if (isZip(bytes)) return zipFormat(bytes)
  if (isOle(bytes)) return oleFormat(bytes)
  // Readers of PDF look for the header in the first kilobyte, and so do senders' mail gateways' stamps.
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  const has = ([at, mark]: [number, string]) =>
    bytes.toString('latin1', at, at + mark.length) === mark
  const other = others.find(([, , marks]) => marks.every(has))
  if (other !== undefined) throw new Rejection(other[0], other[1])
  if (isDbase(bytes)) throw new Rejection('format_ancien', 'dBase')
  // A copy that was broken off leaves a file of its size in which nothing stands.
  if (bytes.every((byte) => byte === 0)) throw new Rejection('vide', 'des octets nuls')
  // Workbooks of Excel 2 to 4 have no container.
  if (bytes[0] === 0x09 && bytes[1]! <= 0x08 && bytes[1]! % 2 === 0 && bytes[3] === 0) return 'xls'
  return textFormat(bytes)
}

/** A table of dBase has no signature: its version, the day it was written, and a header that ends where it says. */
function isDbase(bytes: Buffer): boolean {
  const [version, , month, day] = bytes
  if (bytes.length < 33 || ![0x02, 0x03, 0x30, 0x83, 0x8b, 0xf5].includes(version!)) return false
  // FoxPro keeps the name of its database behind it.
  const end = bytes.readUInt16LE(8) - (version === 0x30 ? 263 : 0)
  return month! >= 1 && month! <= 12 && day! >= 1 && day! <= 31 && bytes[end - 1] === 0x0d
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
  if (names.some((name) => /^__(?:properties_version|substg)1\.0/.test(name))) return 'msg'
  throw new Rejection(names.length === 0 ? 'tronque' : 'format_inconnu')
}

/** Whether a text is a mail as programs save it, with the headers of its way and parts; one that a person has copied as text is text like any other. */
function isMessage(start: string): boolean {
  const header = start.slice(0, start.search(/\r?\n\r?\n/) + 1 || start.length)
  const has = (name: string) => new RegExp(`^${name}:`, 'im').test(header)
  return (
    has('From') &&
    (has('Subject') || has('Date')) &&
    ['MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Message-ID', 'Received'].some(
      has,
    )
  )
}

/** A page that a browser saved with its pictures calls itself a mail too. */
const savedPage = /^(?:Snapshot-Content-Location|X-MAF-\w+):|^From: \W*<(?:Saved|Enregistr)/im

/** Files in which programs keep where a document is, and nothing of it: of Windows, macOS, the drive of a browser. */
const shortcut =
  /^(?:\[(?:InternetShortcut|\{[0-9A-F-]+\})\]|<\?xml[^<]*(?:<!DOCTYPE plist[^>]*>\s*)?<plist[^>]*>\s*<dict>\s*<key>URL<|\{\s*"url"\s*:\s*"https?:)/i

/** The format of documents that are written as one part of XML and not read; null where it is none of those known. */
function plainXml(start: string): string | null {
  if (/<office:document\b/.test(start)) return 'OpenDocument XML'
  return /<w:wordDocument\b|<pkg:package\b/.test(start) ? 'XML de Word' : null
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
  if (isMessage(head.trimStart())) {
    if (savedPage.test(start)) throw new Rejection('html', 'MHTML')
    return 'eml'
  }
  if (/^ID;P/.test(start)) throw new Rejection('format_ancien', 'SYLK')
  if (/^TABLE\r?\n0,1\r?\n/.test(start)) throw new Rejection('format_ancien', 'DIF')
  if (shortcut.test(start)) throw new Rejection('raccourci')
  if (/^MIME-Version:/i.test(start)) throw new Rejection('html', 'MHTML')
  if (/^<(?:\?xml|!DOCTYPE|[a-z:]+[\s>])/i.test(start)) {
    if (/<svg\b/.test(start)) throw new Rejection('image', 'SVG')
    const kind = plainXml(start)
    throw new Rejection(kind === null ? 'format_inconnu' : 'format_ancien', kind ?? 'XML')
  }
  return 'csv'
}
