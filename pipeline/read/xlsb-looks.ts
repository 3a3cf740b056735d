import { automatic, type Colour, officeTheme, type Palette, standardIndexed } from './colour.ts'
import { type Fill, type Font, type Look, lookOf, plainLook } from './look.ts'
import { type Parts, partText, relations } from './ooxml.ts'
import type { LookAt } from './workbook.ts'
import { themeColours } from './xlsx-styles.ts'

/** Records of binary workbooks in a zip container (MS-XLSB 2.3) that tell how a cell looks; SheetJS leaves them out. */
const record = {
  row: 0,
  firstCell: 1,
  lastCell: 11,
  firstShortCell: 12,
  lastShortCell: 18,
  font: 43,
  fill: 45,
  format: 47,
  richCell: 62,
  sheet: 156,
  beginCellFormats: 617,
  endCellFormats: 618,
} as const

const struckOut = 0x08
const solid = 1
/** How a colour is stated: by the system, by its place in a palette, in full, or by its place in the theme. */
const [, byIndex, inFull, byTheme] = [0, 1, 2, 3]
const firstOfSystem = 64

/** How the cells of a workbook look, as its parts in folder `xl/` say. */
export function xlsbLooks(parts: Parts): LookAt {
  const theme = partText(parts, 'xl/theme/theme1.xml')
  const palette: Palette = {
    theme: theme === null ? officeTheme : themeColours(theme),
    indexed: standardIndexed,
  }
  const looks = cellFormats(parts.get('xl/styles.bin') ?? Buffer.alloc(0), palette)
  const sheets = sheetParts(parts).map((name) => cellLooks(parts.get(name), looks))
  return (position, row, col) => sheets[position]?.get(`${row},${col}`) ?? plainLook
}

/** The parts of the sheets, in the order of the workbook. */
function sheetParts(parts: Parts): string[] {
  const related = relations(parts, 'xl/_rels/workbook.bin.rels', 'xl/')
  const names: string[] = []
  for (const { type, data } of records(parts.get('xl/workbook.bin') ?? Buffer.alloc(0))) {
    if (type !== record.sheet || data.length < 12) continue
    const id = data.toString('utf16le', 12, 12 + 2 * data.readUInt32LE(8))
    names.push(related.get(id)?.target ?? '')
  }
  return names
}

function cellFormats(styles: Buffer, palette: Palette): Look[] {
  const fonts: Font[] = []
  const fills: Fill[] = []
  const looks: Look[] = []
  let ofCells = false
  for (const { type, data } of records(styles)) {
    if (type === record.font && data.length >= 20) fonts.push(fontOf(data))
    else if (type === record.fill && data.length >= 12) fills.push(fillOf(data))
    else if (type === record.beginCellFormats) ofCells = true
    else if (type === record.endCellFormats) ofCells = false
    else if (type === record.format && ofCells && data.length >= 8) {
      looks.push(lookOf(fonts[data.readUInt16LE(4)], fills[data.readUInt16LE(6)], palette))
    }
  }
  return looks
}

/** Only what doesn't look plain is kept, by `row,col`. */
function cellLooks(part: Buffer | undefined, looks: Look[]): Map<string, Look> {
  const found = new Map<string, Look>()
  if (part === undefined || !looks.some(({ struck, invisible }) => struck || invisible))
    return found
  let row = 0
  let col = -1
  for (const { type, data } of records(part)) {
    if (type === record.row && data.length >= 4) {
      row = data.readUInt32LE(0)
      col = -1
      continue
    }
    const named = (type >= record.firstCell && type <= record.lastCell) || type === record.richCell
    const short = type >= record.firstShortCell && type <= record.lastShortCell
    if ((!named && !short) || data.length < (named ? 7 : 3)) continue
    col = named ? data.readUInt32LE(0) : col + 1
    const look = looks[data.readUIntLE(named ? 4 : 0, 3)]
    if (look?.struck || look?.invisible) found.set(`${row},${col}`, look)
  }
  return found
}

/** A type and a length of seven bits a byte, then the data. A part that is cut off ends the walk. */
function* records(part: Buffer): Iterable<{ type: number; data: Buffer }> {
  for (let at = 0; at < part.length; ) {
    let type = part[at++]!
    if (type >= 0x80) type = (type & 0x7f) | ((part[at++]! & 0x7f) << 7)
    let length = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = part[at++] ?? 0
      length |= (byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    yield { type, data: part.subarray(at, at + length) }
    at += length
  }
}

function fontOf(data: Buffer): Font {
  return { struck: (data.readUInt16LE(2) & struckOut) !== 0, colour: colourAt(data, 12) }
}

function fillOf(data: Buffer): Fill {
  const pattern = data.readUInt32LE(0)
  if (pattern === 0) return { kind: 'none' }
  return pattern === solid ? { kind: 'solid', colour: colourAt(data, 4) } : { kind: 'pattern' }
}

function colourAt(data: Buffer, at: number): Colour {
  const index = data[at + 1]!
  const tint = data.readInt16LE(at + 2) / 0x7fff
  switch (data[at]! >> 1) {
    case byIndex:
      return index < firstOfSystem ? { kind: 'indexed', index, tint } : automatic
    case inFull:
      return { kind: 'rgb', rgb: data.readUIntBE(at + 4, 3) }
    case byTheme:
      return { kind: 'theme', index, tint }
    default:
      return automatic
  }
}
