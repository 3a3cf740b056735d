import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { Rejection } from './rejection.ts'
import { dayOfHeader, type EnclosedFile, type SentMail } from './sent-mail.ts'

/** Bytes of all headers together, parts inside each other, and parts beyond which no mail goes. */
const mostHeaders = 2 ** 20
const deepestParts = 30
const mostParts = 2_000

/** Whether lines that end with a space go on in the next one, and whether that space is none of the text. */
type Flowed = 'kept' | 'deleted' | null

/** A mail as it was sent (RFC 5322), taken apart. Throws a `Rejection` for one that was cut off or is made to exhaust its reader. */
export async function emlOf(bytes: Buffer): Promise<SentMail> {
  const { email, flowed } = await parse(bytes)
  const text = email.text ?? ''
  const { from } = email
  return {
    sender: from === undefined ? null : { name: from.name, address: from.address ?? '' },
    day: dayOfHeader(headerOf(email, 'date')),
    subject: email.subject ?? null,
    text: flowed === null ? text : unflowed(text, flowed),
    html: email.html ?? '',
    isUnread: false,
    isNotice: /^multipart\/report/i.test(headerOf(email, 'content-type')),
    files: email.attachments.map(fileOf),
  }
}

function fileOf(attachment: Attachment): EnclosedFile {
  const { filename, mimeType, disposition, related } = attachment
  const content = contentOf(attachment)
  return {
    name: filename ?? '',
    mimeType,
    size: content.length,
    isApart: disposition === 'attachment' && related !== true,
    open: () => content,
  }
}

/** The mail taken apart, and whether its lines are to be put together again (`format=flowed`, with or without `delsp`). */
async function parse(bytes: Buffer): Promise<{ email: Email; flowed: Flowed }> {
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

/**
 * Text whose lines a program has broken (RFC 3676), put together again: a line that ends with a space goes on in the next one that is as deeply
 * quoted, except the mark of a signature.
 */
function unflowed(text: string, space: 'kept' | 'deleted'): string {
  const paragraphs: { depth: number; lines: string[]; open: boolean }[] = []
  for (const line of text.split(/\r?\n/)) {
    const depth = /^>*/.exec(line)![0].length
    const said = line.slice(depth).replace(/^ /, '')
    const last = paragraphs.at(-1)
    const open = said.endsWith(' ') && said !== '-- '
    const own = open && space === 'deleted' ? said.slice(0, -1) : said
    if (last?.open && last.depth === depth) {
      last.lines.push(own)
      last.open = open
    } else paragraphs.push({ depth, lines: [own], open })
  }
  return paragraphs
    .map(({ depth, lines }) => `${'>'.repeat(depth)}${depth > 0 ? ' ' : ''}${lines.join('')}`)
    .join('\n')
}
