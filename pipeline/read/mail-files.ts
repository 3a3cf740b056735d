import { createHash } from 'node:crypto'
import { formatOf } from '../land/format.ts'
import { type Document, type Format, isMail, type MailFormat, type Part } from './cell.ts'
import { emlOf } from './eml.ts'
import { mailOf } from './mail.ts'
import { letterOf } from './mail-text.ts'
import { msgOf } from './msg.ts'
import { ownFailure, Rejection } from './rejection.ts'
import type { EnclosedFile, SentMail } from './sent-mail.ts'
import { cleanText } from './text.ts'

/** Reads a document of a known format. Throws a `Rejection`. */
type Read = (bytes: Uint8Array, format: Format) => Promise<Document>

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
/** A mail as it was sent: by itself, or what its signature is of, which Outlook keeps as one attached file. */
const sentTypes = /^(?:message\/rfc822|multipart\/signed)$/

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
export async function readMail(bytes: Buffer, format: MailFormat, read: Read): Promise<Document> {
  const room = { mails: deepestMails, files: mostFiles, cells: mostCells }
  return await documentOf(await sentMail(bytes, format), format, read, room)
}

async function sentMail(bytes: Buffer, format: MailFormat): Promise<SentMail> {
  return format === 'eml' ? await emlOf(bytes) : msgOf(bytes)
}

async function documentOf(
  mail: SentMail,
  format: MailFormat,
  read: Read,
  room: Room,
): Promise<Document> {
  const letter = letterOf(mail)
  const parts: Part[] = [{ name: null, document: letter }]
  const remarks: NonNullable<Document['remarks']> = []
  const seen = new Set<string>()
  let pictures = 0
  if (mail.isUnread) {
    const motif =
      'le texte du message n’est pas lu, il n’y est qu’en texte enrichi (RTF) : y regarder s’il s’y trouve des chiffres'
    remarks.push({ sheet: null, motif })
  }
  for (const file of mail.files) {
    const { mimeType } = file
    const name = nameOf(file, parts.length)
    // A notice that a mail didn't arrive holds that mail, which says nothing anew.
    const isReturned = mail.isNotice && mimeType === 'message/rfc822'
    if (isReturned || besideTypes.test(mimeType) || besideNames.test(name)) continue
    try {
      const content = file.open()
      if (isRepeated(content, seen)) continue
      if (--room.files < 0) throw new Rejection('bombe', 'pièces jointes sans fin')
      const document = await readAttached(content, mimeType, format, read, room)
      parts.push({ name, document })
      room.cells -= cellsOf(document)
      if (room.cells < 0) throw new Rejection('trop_volumineux', 'pièces jointes')
    } catch (error) {
      const refused = error instanceof Rejection ? error : ownFailure(error)
      if (refused === null || room.files < 0 || room.cells < 0) throw error
      if (refused.code === 'image') {
        if (file.isApart && file.size >= pageBytes) pictures++
      } else if (!isNothing(refused, mimeType, name)) {
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
  return mailOf(format, parts, letter.properties, remarks)
}

/** Whether the same bytes were met before in this mail. */
function isRepeated(content: Buffer | SentMail, seen: Set<string>): boolean {
  if (!Buffer.isBuffer(content)) return false
  const hash = createHash('sha256').update(content).digest('hex')
  if (seen.has(hash)) return true
  seen.add(hash)
  return false
}

/** @param around the format of the mail that it is attached to */
async function readAttached(
  content: Buffer | SentMail,
  mimeType: string,
  around: MailFormat,
  read: Read,
  room: Room,
): Promise<Document> {
  if (!Buffer.isBuffer(content)) return await within(room, () => content, around, read)
  const format = sentTypes.test(mimeType) ? 'eml' : formatOf(content)
  if (!isMail(format)) return await read(content, format)
  return await within(room, () => sentMail(content, format), format, read)
}

/** A mail inside of another one. Throws a `Rejection` where too many are inside each other. */
async function within(
  room: Room,
  open: () => SentMail | Promise<SentMail>,
  format: MailFormat,
  read: Read,
): Promise<Document> {
  if (room.mails === 0) throw new Rejection('bombe', 'messages emboîtés sans fin')
  room.mails--
  try {
    return await documentOf(await open(), format, read, room)
  } finally {
    room.mails++
  }
}

/** The name of an attached file on one line, without folders; one of its own where it has none. */
function nameOf({ name, mimeType }: EnclosedFile, number: number): string {
  const plain = cleanText(name)
    .replaceAll(/\s+/g, ' ')
    .replace(/^.*[\\/]/, '')
    .trim()
    .normalize('NFC')
  const kept = plain.length > longestName ? plain.slice(-longestName) : plain
  if (kept !== '') return kept.toWellFormed()
  return mimeType === 'message/rfc822' ? 'message joint.eml' : `pièce jointe ${number}`
}

/** An empty text that a program attached on its way (`ATT00001.htm`), and no report. */
function isNothing({ code }: Rejection, mimeType: string, name: string): boolean {
  const isText = mimeType.startsWith('text/') || /\.(?:txt|html?)$/i.test(name)
  return (code === 'vide' || code === 'html') && isText
}

function cellsOf({ sheets }: Document): number {
  return sheets.reduce((sum, { cells }) => sum + cells.length, 0)
}
