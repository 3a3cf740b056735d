import { automatic, type Colour, officeTheme, type Palette, standardIndexed } from './colour.ts'
import { type Fill, type Font, type Look, lookOf, plainLook } from './look.ts'
import type { LookAt } from './workbook.ts'

/** Records of binary workbooks (MS-XLS 2.3) that tell how a cell looks; SheetJS leaves fonts out. */
const record = {
  formula: 0x0006,
  endOfFile: 0x000a,
  font: 0x0031,
  boundSheet: 0x0085,
  palette: 0x0092,
  multipleRk: 0x00bd,
  richString: 0x00d6,
  format: 0x00e0,
  sharedString: 0x00fd,
  number: 0x0203,
  label: 0x0204,
  booleanOrError: 0x0205,
  rk: 0x027e,
  beginOfFile: 0x0809,
} as const

/** Records of one cell each: row, column and format stand at their start. */
const single: ReadonlySet<number> = new Set([
  record.formula,
  record.richString,
  record.sharedString,
  record.number,
  record.label,
  record.booleanOrError,
  record.rk,
])

const struckOut = 0x08
const solid = 1
/** Indexes from here on are the system's colours. */
const firstOfSystem = 64
const firstOfPalette = 8
/** No font has this number: the fifth one is numbered 5. */
const fontGap = 4

interface BiffRecord {
  type: number
  data: Buffer
}

/**
 * How the cells of a binary workbook look, from its stream of records (Excel 5 and later; earlier ones say nothing). A stream that is
 * damaged says as much as can be read of it: whether it is refused is for the reader of its cells to say.
 */
export function xlsLooks(stream: Buffer): LookAt {
  const fonts: Font[] = []
  const formats: Buffer[] = []
  const indexed: number[] = [...standardIndexed]
  const starts: number[] = []
  for (const { type, data } of records(stream, 0)) {
    if (type === record.endOfFile) break
    if (type === record.font && data.length >= 6) fonts.push(fontOf(data))
    else if (type === record.format) formats.push(data)
    else if (type === record.boundSheet && data.length >= 4) starts.push(data.readUInt32LE(0))
    else if (type === record.palette) readPalette(data, indexed)
  }
  const palette: Palette = { theme: officeTheme, indexed }
  const looks = formats.map((data): Look => {
    if (data.length < 16) return plainLook
    const font = data.readUInt16LE(0)
    return lookOf(fonts[font > fontGap ? font - 1 : font], fillOf(data), palette)
  })
  // SheetJS gives sheets in the order of their places in the stream.
  const sheets = starts.toSorted((a, b) => a - b).map((start) => cellLooks(stream, start, looks))
  return (position, row, col) => sheets[position]?.get(`${row},${col}`) ?? plainLook
}

/** Only what doesn't look plain is kept, by `row,col`. */
function cellLooks(stream: Buffer, start: number, looks: Look[]): Map<string, Look> {
  const found = new Map<string, Look>()
  const add = (row: number, col: number, format: number) => {
    const look = looks[format]
    if (look?.struck || look?.invisible) found.set(`${row},${col}`, look)
  }
  let depth = 0
  for (const { type, data } of records(stream, start)) {
    if (type === record.beginOfFile) depth++
    else if (type === record.endOfFile && --depth <= 0) break
    // Deeper are charts on the sheet, with cells of their own.
    if (depth > 1 || data.length < 6) continue
    if (single.has(type)) add(data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(4))
    else if (type === record.multipleRk) {
      const first = data.readUInt16LE(2)
      // A format and a number, six bytes together, for each column; the last one closes the record.
      for (let at = 4, col = first; at + 6 <= data.length - 2; at += 6, col++) {
        add(data.readUInt16LE(0), col, data.readUInt16LE(at))
      }
    }
  }
  return found
}

function* records(stream: Buffer, start: number): Iterable<BiffRecord> {
  for (let at = start; at + 4 <= stream.length; ) {
    const end = at + 4 + stream.readUInt16LE(at + 2)
    yield { type: stream.readUInt16LE(at), data: stream.subarray(at + 4, end) }
    at = end
  }
}

function fontOf(data: Buffer): Font {
  const struck = (data.readUInt16LE(2) & struckOut) !== 0
  return { struck, colour: colourOf(data.readUInt16LE(4)) }
}

function colourOf(index: number): Colour {
  return index < firstOfSystem ? { kind: 'indexed', index, tint: 0 } : automatic
}

/** The fill stands at the end of the longer format of Excel 97, in the middle of the shorter one of Excel 5. */
function fillOf(data: Buffer): Fill {
  const long = data.length >= 20
  const pattern = long ? data.readUInt32LE(14) >>> 26 : (data.readUInt32LE(8) >>> 16) & 0x3f
  const colours = long ? data.readUInt16LE(18) : data.readUInt16LE(8)
  if (pattern === 0) return { kind: 'none' }
  return pattern === solid
    ? { kind: 'solid', colour: colourOf(colours & 0x7f) }
    : { kind: 'pattern' }
}

/** Red, green, blue and a byte of nothing for each colour from the eighth on. */
function readPalette(data: Buffer, indexed: number[]): void {
  for (let at = 2, n = firstOfPalette; at + 4 <= data.length; at += 4, n++) {
    indexed[n] = data.readUIntBE(at, 3)
  }
}
