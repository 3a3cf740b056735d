import { createHash } from 'node:crypto'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { formatOf } from '../land/format.ts'
import type { Document, Format, Part } from './cell.ts'
import { mailOf } from './mail.ts'
import { letterOf } from './mail-text.ts'
import { ownFailure, Rejection } from './rejection.ts'
import { cleanText } from './text.ts'

/** Reads a document of a known format. Throws a `Rejection`. */
type Read = (bytes: Uint8Array, format: Format) => Promise<Document>

/** Bytes of all headers together, parts inside each other, and parts beyond which no mail goes. */
const mostHeaders = 2 ** 20
const deepestParts = 30
const mostParts = 2_000
/** Mails inside each other, files attached to all of them, and cells in all of these. */
const deepestMails = 4
const mostFiles = 100
const mostCells = 450_000
/** Bytes from which a picture that is attached by itself may show a page of figures; logos have less. */
const pageBytes = 50_000
const longestName = 120

/** What signatures, invitations and receipts are made of: nobody attaches them to be read. */
const besideTypes =
  /^(?:text\/(?:calendar|(?:x-)?vcard|directory|rfc822-headers)|application\/(?:(?:x-)?pkcs7-signature|pgp-(?:signature|keys)|ics|applefile)|message\/(?:delivery-status|disposition-notification|global-delivery-status|feedback-report))$/
const besideNames = /\.(?:vcf|p7s|asc|sig|ics)$/i

/** What is left to spend on a mail and those inside it. */
interface Room {
  mails: number
  files: number
  cells: number
}

/**
 * A mail as programs save it: its own text, as a mail saved as plain text is read, and the files that are attached to it, each by the reader
 * of its true format. What is attached and can't be read is a remark; pictures in the text, signatures and invitations are nothing. Throws a
 * `Rejection` for a mail that was cut off or is made to exhaust its reader.
 * @param read reads what is attached
 */
export async function readEml(bytes: Buffer, read: Read): Promise<Document> {
  return await readMail(bytes, read, { mails: deepestMails, files: mostFiles, cells: mostCells })
}

async function readMail(bytes: Buffer, read: Read, room: Room): Promise<Document> {
  const { email, flowed } = await parse(bytes)
  const letter = letterOf(email, flowed)
  const parts: Part[] = [{ name: null, document: letter }]
  const remarks: NonNullable<Document['remarks']> = []
  const seen = new Set<string>()
  const isReport = /^multipart\/report/i.test(headerOf(email, 'content-type'))
  let pictures = 0
  for (const attachment of email.attachments) {
    const { mimeType } = attachment
    const content = contentOf(attachment)
    const name = nameOf(attachment, parts.length)
    // A notice that a mail didn't arrive holds that mail, which says nothing anew.
    const returned = isReport && mimeType === 'message/rfc822'
    if (returned || besideTypes.test(mimeType) || besideNames.test(name)) continue
    const hash = createHash('sha256').update(content).digest('hex')
    if (seen.has(hash)) continue
    seen.add(hash)
    if (--room.files < 0) throw new Rejection('bombe', 'pièces jointes sans fin')
    try {
      const document = await readAttached(content, mimeType, read, room)
      parts.push({ name, document })
      room.cells -= cellsOf(document)
      if (room.cells < 0) throw new Rejection('trop_volumineux', 'pièces jointes')
    } catch (error) {
      const refused = error instanceof Rejection ? error : ownFailure(error)
      if (refused === null || room.files < 0 || room.cells < 0) throw error
      if (refused.code === 'image') {
        if (isPage(attachment, content)) pictures++
      } else if (!isNothing(refused, mimeType)) {
        remarks.push({
          sheet: null,
          motif: `la pièce jointe « ${name} » n’est pas lue. ${refused.message}`,
        })
      }
    }
  }
  if (pictures > 0) {
    const motif =
      'des images sont jointes au message, dont rien n’est lu : y regarder s’il s’y trouve des chiffres'
    remarks.push({ sheet: null, motif, unlessFigures: true })
  }
  return mailOf(parts, letter.properties, remarks)
}

async function readAttached(
  content: Buffer,
  mimeType: string,
  read: Read,
  room: Room,
): Promise<Document> {
  const format = mimeType === 'message/rfc822' ? 'eml' : formatOf(content)
  if (format !== 'eml') return await read(content, format)
  if (room.mails === 0) throw new Rejection('bombe', 'messages emboîtés sans fin')
  room.mails--
  try {
    return await readMail(content, read, room)
  } finally {
    room.mails++
  }
}

/** The mail taken apart, and whether its lines are to be put together again (`format=flowed`, with or without `delsp`). */
async function parse(bytes: Buffer): Promise<{ email: Email; flowed: 'kept' | 'deleted' | null }> {
  const raw = bytes.toString('latin1')
  if ((raw.match(/^--\S/gm)?.length ?? 0) > mostParts)
    throw new Rejection('bombe', 'parties sans fin')
  // The library joins a quoted line to the answer below it (RFC 3676, 4.5, forbids it): lines are put together by ourselves.
  const flowed = /;\s*format="?flowed/i.test(raw)
  const fixed = raw.replaceAll(/(;\s*format="?)flowed/gi, '$1fixed_')
  let email: Email
  try {
    email = await PostalMime.parse(flowed ? Buffer.from(fixed, 'latin1') : bytes, {
      maxNestingDepth: deepestParts,
      maxHeadersSize: mostHeaders,
      // Mails inside are read like any other file, within limits of our own.
      maxRfc822NestingDepth: 0,
    })
  } catch (error) {
    // Its errors have neither a kind nor a code of their own.
    const limit = error instanceof Error && /^Maximum (?:header|MIME)/.test(error.message)
    if (!limit) throw error
    throw new Rejection('bombe', 'en-têtes ou parties sans fin', error)
  }
  if (isCutOff(raw, email)) throw new Rejection('tronque')
  const deleted = /;\s*delsp="?yes/i.test(raw)
  return { email, flowed: flowed ? (deleted ? 'deleted' : 'kept') : null }
}

/** Whether the end of a mail is missing: its outermost parts are never closed, or its text in base64 stops within a group. */
function isCutOff(raw: string, email: Email): boolean {
  const type = headerOf(email, 'content-type')
  if (/^\s*multipart\//i.test(type)) {
    const boundary = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(type)
    return boundary !== null && !raw.includes(`--${boundary[1] ?? boundary[2]}--`)
  }
  if (!/base64/i.test(headerOf(email, 'content-transfer-encoding'))) return false
  const body = raw.slice(raw.search(/\r?\n\r?\n/))
  return (body.match(/[\w+/=]/g)?.length ?? 0) % 4 !== 0
}

function headerOf(email: Email, key: string): string {
  return email.headers.find((header) => header.key === key)?.value ?? ''
}

function contentOf({ content }: Attachment): Buffer {
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(content)
}

/** The name of an attached file on one line, without folders; one of its own where it has none. */
function nameOf({ filename, mimeType }: Attachment, number: number): string {
  const plain = cleanText(filename ?? '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^.*[\\/]/, '')
    .trim()
    .normalize('NFC')
  const kept = plain.length > longestName ? plain.slice(-longestName) : plain
  if (kept !== '') return kept.toWellFormed()
  return mimeType === 'message/rfc822' ? 'message joint.eml' : `pièce jointe ${number}`
}

/** Whether a picture was attached by itself, and has as many bytes as one of a page. */
function isPage({ disposition, related }: Attachment, content: Buffer): boolean {
  return disposition === 'attachment' && related !== true && content.length >= pageBytes
}

/** An empty text that a program attached on its way (`ATT00001.htm`), and no report. */
function isNothing({ code }: Rejection, mimeType: string): boolean {
  return (code === 'vide' || code === 'html') && mimeType.startsWith('text/')
}

function cellsOf({ sheets }: Document): number {
  return sheets.reduce((sum, { cells }) => sum + cells.length, 0)
}
