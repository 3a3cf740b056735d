/** Where the letters of code page 850 (DOS, some exports of old software) stand, from byte 0x80. */
const cp850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'

/** The encodings that are told apart. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | OneByte
type OneByte = 'windows-1252' | 'cp850' | 'macintosh'

const candidates: [name: OneByte, decode: (bytes: Uint8Array) => string][] = [
  ['windows-1252', (bytes) => new TextDecoder('windows-1252').decode(bytes)],
  ['cp850', decode850],
  ['macintosh', (bytes) => new TextDecoder('macintosh').decode(bytes)],
]

/**
 * Text of unknown encoding: its BOM, then the parity of NULs (UTF-16 without BOM), then strict UTF-8, then the
 * one of windows-1252, code page 850 and Mac Roman that gives the most plausible French. UTF-8 that was encoded
 * twice (`Ã©`) is repaired. Null for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const text = withoutFill(decode(bytes))
  return looksBinary(text) ? null : mend(text)
}

/** A text without the NULs that a copy may leave at its end. */
function withoutFill(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--
  return text.slice(0, end)
}

function decode(bytes: Uint8Array): string {
  const wide = wideEncoding(bytes)
  if (wide !== null) return new TextDecoder(wide).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return best(bytes).text
  }
}

/** UTF-16, as the first bytes of a text tell it; null when they are no such text. */
export function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return wideByNuls(bytes)
}

/** The encoding of one byte a letter that gives the most plausible French: for texts that are no UTF-8. */
export function plausibleEncoding(bytes: Uint8Array): OneByte {
  return best(bytes).name
}

/** Decodes a text piece by piece; the last call, without bytes, gives what is left. Twice encoded text is not repaired. */
export function pieceDecoder(encoding: Encoding): (bytes?: Uint8Array) => string {
  if (encoding === 'cp850') return (bytes) => (bytes === undefined ? '' : decode850(bytes))
  const decoder = new TextDecoder(encoding)
  return (bytes) =>
    bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
}

/** The names that decoders have for code pages of Windows which aren't called « windows-… ». */
const codePages: Record<number, string> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  10000: 'macintosh',
  20127: 'windows-1252',
  28591: 'windows-1252',
  28592: 'iso-8859-2',
  28605: 'iso-8859-15',
  65001: 'utf-8',
}

/** Text in a code page of Windows, by its number; in windows-1252 where that is none that is known. */
export function decodeCodePage(bytes: Uint8Array, page: number): string {
  if (page === 850) return decode850(bytes)
  const known = page >= 1_250 && page <= 1_258 ? `windows-${page}` : codePages[page]
  return new TextDecoder(known ?? 'windows-1252').decode(bytes)
}

/** UTF-16 without a BOM: NULs at every other place. */
function wideByNuls(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const head = bytes.subarray(0, 4096)
  const nuls = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) nuls[at % 2]!++
  const [even, odd] = nuls as [number, number]
  const enough = head.length / 5
  if (odd > enough && even * 10 < odd) return 'utf-16le'
  if (even > enough && odd * 10 < even) return 'utf-16be'
  return null
}

function best(bytes: Uint8Array): { name: OneByte; text: string } {
  const scored = candidates.map(([name, read]) => {
    const text = read(bytes)
    return { name, text, score: plausibility(text) }
  })
  return scored.reduce((a, b) => (b.score > a.score ? b : a))
}

function decode850(bytes: Uint8Array): string {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return latin.replaceAll(/[\u0080-\u00ff]/g, (c) => cp850[c.charCodeAt(0) - 0x80]!)
}

const frequent = /[éèàçêùâîôûëïœ]/u
const capital = /[ÉÈÀÇÊÔÎÂÙÛËÏŒ]/u
const sign = /[\u00a0«»°€’‘“”–—…²³§·ᵉº]/u

/** How French a text looks: points for its accents where they belong, none for what French never writes. */
function plausibility(text: string): number {
  let score = 0
  for (const { 0: char, index } of text.matchAll(/\P{ASCII}/gu)) {
    const before = text[index - 1] ?? ' '
    const after = text[index + char.length] ?? ' '
    const within = /[a-z]/.test(before) || /[a-z]/.test(after)
    if (frequent.test(char)) score += within ? 3 : 1
    else if (capital.test(char)) score += /[a-z]/.test(before) ? -3 : 1
    else if (sign.test(char))
      score += /[a-z]/i.test(before) && /[a-z]/i.test(after) ? sideOf(char) : 1
    else score -= 3
  }
  return score
}

/** Between two letters only an apostrophe is at home. */
function sideOf(char: string): number {
  return char === '’' || char === '‘' ? 1 : -2
}

function looksBinary(text: string): boolean {
  const head = text.slice(0, 65_536)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: text holds next to none of them
  const odd = head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0
  return odd * 100 > head.length
}

/**
 * `Ã©` back to `é`. Only pairs that start with Ã, Â or Å, and the signs `â€…` and `â‚¬`: French never writes
 * them, whereas « à » before a quotation mark would pass for a longer sequence.
 */
export function mend(text: string): string {
  if (!/[ÃÂÅâ]/.test(text)) return text
  return text.replaceAll(/[ÃÂÅ]\P{ASCII}|â(?:€\P{ASCII}|‚¬)/gu, (run) => {
    const bytes = Uint8Array.from(run, byte1252)
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      return run
    }
  })
}

const high = new TextDecoder('windows-1252').decode(
  Uint8Array.from({ length: 32 }, (_, n) => 0x80 + n),
)

function byte1252(char: string): number {
  const at = high.indexOf(char)
  return at < 0 ? char.charCodeAt(0) : 0x80 + at
}
