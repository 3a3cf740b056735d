import { isUtf8 } from 'node:buffer'
import { decodeCodePage } from './encoding.ts'
import { htmlText } from './html.ts'
import { Properties } from './msg-properties.ts'
import { Ole, type Storage } from './ole.ts'
import { Rejection } from './rejection.ts'
import { type Encapsulated, encapsulated } from './rtf.ts'
import { dayOfHeader, type EnclosedFile, type SentMail } from './sent-mail.ts'

/** Properties of mails and attached files by the numbers that [MS-OXPROPS] gives them. */
const ids = {
  messageClass: 0x001a,
  subject: 0x0037,
  submitted: 0x0039,
  writerName: 0x0042,
  writerAddress: 0x0065,
  headers: 0x007d,
  senderName: 0x0c1a,
  senderAddress: 0x0c1f,
  delivered: 0x0e06,
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  content: 0x3701,
  shortName: 0x3704,
  method: 0x3705,
  longName: 0x3707,
  mimeType: 0x370e,
  flags: 0x3714,
  htmlCodePage: 0x3fde,
  senderSmtp: 0x5d01,
  writerSmtp: 0x5d02,
  isHidden: 0x7ffe,
} as const

/** Bytes before the first property of a mail, of one inside of another one, and of an attached file. */
const headers = { mail: 32, inner: 24, file: 8 } as const
/** Ways of attaching of which the file keeps where the document is, and nothing of it. */
const references = new Set([2, 3, 4, 7])
/** The flag of what a page shows. */
const inPage = 4
const ofMails = 'Europe/Paris'

/** A mail as Outlook saves it (msg), taken apart. Throws a `Rejection` for one that was cut off or is made to exhaust its reader. */
export function msgOf(bytes: Buffer): SentMail {
  const ole = new Ole(bytes)
  return mailIn(ole, ole.root, headers.mail, null)
}

function mailIn(ole: Ole, folder: Storage, header: number, page: number | null): SentMail {
  const properties = new Properties(ole, folder, header, page)
  const rich = richText(properties)
  const text = properties.text(ids.body) ?? ''
  const plain = text.trim() === '' && rich?.mode === 'text' ? rich.text : text
  const html = pageOf(properties) ?? (rich?.mode === 'html' ? rich.text : '')
  const attached = folder.storages
    .filter(({ name }) => /^__attach_version1\.0_/i.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    sender: senderOf(properties),
    day: dayOf(properties),
    subject: properties.text(ids.subject)?.trim() || null,
    text: plain,
    html,
    isUnread: rich === null && properties.size(ids.rtf) !== null && `${plain}${html}`.trim() === '',
    isNotice: /^REPORT\./i.test(properties.text(ids.messageClass) ?? ''),
    files: attached.map((one) => fileIn(ole, one, properties.page)),
  }
}

function richText(properties: Properties): Encapsulated | null {
  const packed = properties.bytes(ids.rtf)
  return packed === null ? null : encapsulated(packed)
}

/** The page of a mail. The mail says its encoding; what the page says of that is of the time before it came into the mail. */
function pageOf(properties: Properties): string | null {
  const bytes = properties.bytes(ids.html)
  if (bytes === null) return properties.text(ids.html)
  const page = properties.number(ids.htmlCodePage)
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return page === null ? htmlText(bytes) : decodeCodePage(bytes, page)
}

/** Who wrote the mail, rather than who sent it for them. */
function senderOf(properties: Properties): SentMail['sender'] {
  const first = (...candidates: number[]) =>
    candidates.map((id) => properties.text(id)?.trim() ?? '').filter((text) => text !== '')
  const [name] = first(ids.writerName, ids.senderName)
  // Servers of Exchange keep addresses of their own beside those that mails have.
  const address = first(ids.writerSmtp, ids.writerAddress, ids.senderSmtp, ids.senderAddress).find(
    (one) => one.includes('@'),
  )
  if (name === undefined && address === undefined) return null
  return { name: name === address ? '' : (name ?? ''), address: address ?? '' }
}

/** The day where the mail was written, as its headers say it; the day here for a mail that never had any. */
function dayOf(properties: Properties): string | null {
  const header = /^Date:(.*)$/im.exec(properties.text(ids.headers) ?? '')?.[1] ?? ''
  const said = dayOfHeader(header)
  if (said !== null) return said
  const time = properties.time(ids.submitted) ?? properties.time(ids.delivered)
  if (time === null) return null
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ofMails }).format(time)
}

function fileIn(ole: Ole, folder: Storage, page: number | null): EnclosedFile {
  const properties = new Properties(ole, folder, headers.file, page)
  const inner = properties.folder(ids.content)
  const isMail = inner?.streams.has('__properties_version1.0') === true
  const said = properties.text(ids.longName) || properties.text(ids.shortName) || ''
  const isShown =
    properties.flag(ids.isHidden) || ((properties.number(ids.flags) ?? 0) & inPage) !== 0
  return {
    name: isMail ? 'message joint.msg' : said,
    mimeType: isMail ? 'message/rfc822' : (properties.text(ids.mimeType) ?? '').toLowerCase(),
    size: properties.size(ids.content) ?? sizeOf(inner),
    isApart: !isShown,
    open: () => {
      if (inner !== null && isMail) return mailIn(ole, inner, headers.inner, page)
      return inner === null ? contentOf(properties) : objectIn(ole, inner)
    },
  }
}

/** The bytes of an attached file. Throws a `Rejection` where the mail has none. */
function contentOf(properties: Properties): Buffer {
  const content = properties.bytes(ids.content)
  if (content !== null) return content
  throw new Rejection(references.has(properties.number(ids.method) ?? 0) ? 'raccourci' : 'vide')
}

/**
 * The document behind what a program laid into rich text (OLE), where that is kept as it is saved: a workbook of before 2007 isn't, and anything
 * else is a picture. Throws a `Rejection` for both.
 */
function objectIn(ole: Ole, folder: Storage): Buffer {
  const content = folder.streams.get('package')
  if (content !== undefined) return ole.read(content)
  const isWorkbook = folder.streams.has('workbook') || folder.streams.has('book')
  throw new Rejection(isWorkbook ? 'format_ancien' : 'image', 'objet incorporé')
}

function sizeOf(folder: Storage | null): number {
  return [...(folder?.streams.values() ?? [])].reduce((sum, { size }) => sum + size, 0)
}
