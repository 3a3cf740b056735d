import { crc32 } from 'node:zlib'
import * as XLSX from 'xlsx'

const { CFB } = XLSX

/** A mail as Outlook saves it; what isn't given isn't in the file. */
export interface Msg {
  subject?: string
  /** `PidTagBody`, in Unicode. */
  body?: string
  /** The same in a code page: the bytes, and its number. */
  narrow?: { body: Buffer; page?: number }
  /** `PidTagHtml`, and the number of the code page that the mail says of it. */
  html?: string | Buffer
  htmlPage?: number
  /** `PidTagRtfCompressed`, as its bytes are. */
  rtf?: Buffer
  from?: { name?: string; address?: string; x500?: string }
  /** When it was sent. */
  sent?: Date
  /** The headers under which it came. */
  headers?: string
  messageClass?: string
  files?: MsgFile[]
}

export interface MsgFile {
  name?: string
  content?: Buffer | string
  mimeType?: string
  /** How it is attached: 1 with its bytes, 7 by an address. */
  method?: number
  isHidden?: boolean
  /** A mail that is attached as Outlook keeps it. */
  mail?: Msg
  /** Streams of an object that a program laid into the text. */
  object?: Record<string, Buffer>
}

type Tree = Map<string, Buffer>

/** The bytes of a msg file ([MS-OXMSG]). */
export function msg(mail: Msg): Buffer {
  const tree: Tree = new Map()
  addMail(tree, '', mail, 32)
  // Names that programs give to properties of their own; no file may lack their streams.
  for (const id of ['0002', '0003', '0004'])
    tree.set(`__nameid_version1.0/__substg1.0_${id}0102`, Buffer.alloc(16))
  return container(tree)
}

/** A container with the streams that are named, folders in their names. */
export function container(tree: Tree | Record<string, Buffer>): Buffer {
  const made = CFB.utils.cfb_new()
  const streams = tree instanceof Map ? [...tree] : Object.entries(tree)
  for (const [path, bytes] of streams) CFB.utils.cfb_add(made, `/${path}`, bytes)
  return Buffer.from(CFB.write(made, { type: 'buffer' }) as Uint8Array)
}

function addMail(tree: Tree, at: string, mail: Msg, header: number): void {
  const fixed: Buffer[] = []
  text(tree, at, 0x001a, mail.messageClass ?? 'IPM.Note')
  text(tree, at, 0x0037, mail.subject)
  text(tree, at, 0x0042, mail.from?.name)
  text(tree, at, 0x5d02, mail.from?.address)
  text(tree, at, 0x0065, mail.from?.x500)
  text(tree, at, 0x007d, mail.headers)
  text(tree, at, 0x1000, mail.body)
  if (mail.narrow !== undefined) {
    tree.set(`${at}__substg1.0_1000001E`, mail.narrow.body)
    if (mail.narrow.page !== undefined) fixed.push(entry(0x3ffd, 0x0003, mail.narrow.page))
  }
  if (mail.html !== undefined)
    tree.set(`${at}__substg1.0_10130102`, Buffer.from(mail.html as string))
  if (mail.htmlPage !== undefined) fixed.push(entry(0x3fde, 0x0003, mail.htmlPage))
  if (mail.rtf !== undefined) tree.set(`${at}__substg1.0_10090102`, mail.rtf)
  if (mail.sent !== undefined) fixed.push(timeEntry(0x0039, mail.sent))
  for (const [n, file] of (mail.files ?? []).entries()) {
    const number = n.toString(16).toUpperCase().padStart(8, '0')
    addFile(tree, `${at}__attach_version1.0_#${number}/`, file)
  }
  tree.set(`${at}__properties_version1.0`, Buffer.concat([Buffer.alloc(header), ...fixed]))
}

function addFile(tree: Tree, at: string, file: MsgFile): void {
  const inner = `${at}__substg1.0_3701000D/`
  text(tree, at, 0x3707, file.name)
  text(tree, at, 0x370e, file.mimeType)
  if (file.content !== undefined)
    tree.set(`${at}__substg1.0_37010102`, Buffer.from(file.content as string))
  if (file.mail !== undefined) addMail(tree, inner, file.mail, 24)
  for (const [name, bytes] of Object.entries(file.object ?? {})) tree.set(`${inner}${name}`, bytes)
  const method = file.method ?? (file.mail !== undefined ? 5 : 1)
  const fixed = [entry(0x3705, 0x0003, method), entry(0x7ffe, 0x000b, file.isHidden ? 1 : 0)]
  tree.set(`${at}__properties_version1.0`, Buffer.concat([Buffer.alloc(8), ...fixed]))
}

function text(tree: Tree, at: string, id: number, value: string | undefined): void {
  if (value === undefined) return
  const name = id.toString(16).toUpperCase().padStart(4, '0')
  tree.set(`${at}__substg1.0_${name}001F`, Buffer.from(value, 'utf16le'))
}

function entry(id: number, kind: number, value: number | bigint): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(id * 2 ** 16 + kind)
  bytes.writeUInt32LE(6, 4)
  bytes.writeBigUInt64LE(BigInt(value), 8)
  return bytes
}

function timeEntry(id: number, date: Date): Buffer {
  return entry(id, 0x0040, (BigInt(date.getTime()) + 11_644_473_600_000n) * 10_000n)
}

/** Rich text as `PidTagRtfCompressed` keeps it ([MS-OXRTFCP]), packed in form though nothing of it gets shorter. */
export function packedRtf(rtf: string): Buffer {
  const bytes = Buffer.from(rtf, 'latin1')
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 8) pieces.push(Buffer.of(0), bytes.subarray(at, at + 8))
  // A reference to where the next letter would go ends the text.
  const end = Buffer.alloc(2)
  end.writeUInt16BE(((207 + bytes.length) % 4_096) << 4)
  if (bytes.length % 8 === 0) pieces.push(Buffer.of(1), end)
  else pieces.splice(-2, 1, Buffer.of(1 << (bytes.length % 8)))
  const content = Buffer.concat([...pieces, ...(bytes.length % 8 === 0 ? [] : [end])])
  return withHeader('LZFu', content, bytes.length, ~crc32(content, 0xffffffff) >>> 0)
}

/** The same as it is where a program doesn't pack it. */
export function plainRtf(rtf: string): Buffer {
  const bytes = Buffer.from(rtf, 'latin1')
  return withHeader('MELA', bytes, bytes.length, 0)
}

function withHeader(mark: string, content: Buffer, size: number, sum: number): Buffer {
  const header = Buffer.alloc(16)
  header.writeUInt32LE(content.length + 12)
  header.writeUInt32LE(size, 4)
  header.write(mark, 8, 'latin1')
  header.writeUInt32LE(sum, 12)
  return Buffer.concat([header, content])
}

/** A page put into rich text as Outlook does it ([MS-OXRTFEX]): its tags apart, what shows the same in rich text beside them, to be passed over. */
export function richPage(html: string): string {
  const pieces = html.match(/<[^>]*>|[^<]+/g) ?? []
  const written = pieces.map((piece) =>
    piece.startsWith('<')
      ? `\r\n{\\*\\htmltag64 ${escaped(piece)}}\\htmlrtf {\\par 9 999}\\htmlrtf0 `
      : escaped(piece),
  )
  return `{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\fbidis \\deff0{\\fonttbl\r\n{\\f0\\fswiss Arial;}}\r\n{\\colortbl\\red0\\green0\\blue0;}\r\n\\uc1\\pard\\plain\\deftab360 \\f0\\fs24 ${written.join('')}}`
}

function escaped(piece: string): string {
  return piece
    .replaceAll(/[\\{}]/g, '\\$&')
    .replaceAll(/\r?\n/g, '\\par ')
    .replaceAll(/[\u0080-\u00ff]/g, (c) => `\\'${c.charCodeAt(0).toString(16)}`)
    .replaceAll(/[\u0100-\uffff]/g, (c) => `\\u${c.charCodeAt(0)}?`)
}
