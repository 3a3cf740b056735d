import { expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { heldWorkbook, recogniseWithLists } from '../../pipeline/bons/bons.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { openLargeWorkbook } from '../../pipeline/read/large-workbook.ts'
import { Rejection } from '../../pipeline/read/rejection.ts'
import { zipEntries } from '../../pipeline/read/zip.ts'
import { header, withTools } from '../bons/lists.ts'
import { book, cellsOf, codeOf, unzip, write, zip } from './fixtures.ts'

const lines = 60_000
const padding = ' '.repeat(120)
const text = (ref: string, value: string) =>
  `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`
const columns = 'ABCDEFGHI'

/** A row of texts, with enough white between tags to make a large sheet of few rows. */
function row(n: number, values: string[], attributes = ''): string {
  const cells = values.map((value, col) => (value === '' ? '' : text(`${columns[col]}${n}`, value)))
  return `<row r="${n}"${attributes}>${cells.join('')}${padding}</row>`
}

function workbook(data: string, second = [['Pass achetés', 7]]): Buffer {
  const sheets = {
    'Pass achetés': XLSX.utils.aoa_to_sheet([['x']]),
    Note: XLSX.utils.aoa_to_sheet(second),
  }
  const parts = unzip(write(book(sheets), 'xlsx'))
  const xml = parts['xl/worksheets/sheet1.xml']!
  parts['xl/worksheets/sheet1.xml'] = xml
    .replace(/<dimension[^>]*>/, '<dimension ref="A1:A2"/>')
    .replace(/<sheetData>.*<\/sheetData>/s, () => `<sheetData>${data}</sheetData>`)
  return zip(parts)
}

function list(attributesOf: (n: number) => string = () => ''): string {
  const titles = row(1, header.split(';'))
  const rows = Array.from({ length: lines }, (_, n) => {
    const scanned = n % 3 === 0
    const status = scanned ? 'Scanné' : 'Distribué'
    const person = scanned ? `ZKQ${n % 900}` : ''
    const scan = scanned ? '12/03/2022' : ''
    const code = `PN20-${String(n).padStart(6, '0')}`
    return row(n + 2, [code, '01/02/2021', status, scan, 'Lieu', person], attributesOf(n))
  })
  return titles + rows.join('')
}

async function recognised(bytes: Buffer) {
  const large = await openLargeWorkbook(bytes, 'xlsx')
  return await withTools(async (tools) => {
    const { document, streams } = await heldWorkbook(large!, tools)
    return await recogniseWithLists(document, tools, streams)
  })
}

test('a list that goes on past what is held is counted, the sheets beside it are read', async () => {
  const { readings } = await recognised(workbook(list(), [['Pass scannés', 12]]))
  const lists = readings.filter(({ rule }) => rule === 'bons')
  expect(lists.map(({ indicator, number, address }) => [indicator, number, address])).toEqual([
    ['pass_scannes', lines / 3, `D2:D${lines + 1}`],
    ['pass_achetes', lines, `A2:A${lines + 1}`],
    ['beneficiaires_uniques', 300, `F2:F${lines + 1}`],
  ])
  expect(lists.flatMap(({ doubts }) => doubts)).toEqual([])
  const beside = readings.filter(({ rule }) => rule !== 'bons')
  expect(beside.map(({ number, sheet }) => [number, sheet])).toEqual([[12, 'Note']])
})

test('hidden lines past what is held make the counts doubtful', async () => {
  const hidden = workbook(list((n) => (n === 40_000 ? ' hidden="1"' : '')))
  const { readings } = await recognised(hidden)
  const lists = readings.filter(({ rule }) => rule === 'bons')
  expect(lists.map(({ doubts }) => doubts)).toEqual(
    lists.map(() => [expect.stringMatching(/masquées/)]),
  )
})

test('damage past what is held is found before anything is counted on it', async () => {
  const bytes = workbook(list())
  const entry = zipEntries(bytes).get('xl/worksheets/sheet1.xml')!
  bytes.writeUInt32LE((entry.crc ^ 1) >>> 0, bytes.lastIndexOf(entry.name) - 46 + 16)
  await expect(recognised(bytes)).rejects.toThrow(Rejection)
  const cut = workbook(list()).subarray(0, -1)
  expect(await codeOf(cut, 'xlsx')).toBe('tronque')
})

test('a long table that is no list is refused with its own reason, and no other', async () => {
  const rows = Array.from({ length: 200_000 }, (_, n) => {
    const [a, b, c] = [`A${n + 2}`, `B${n + 2}`, `C${n + 2}`]
    return `<row r="${n + 2}"><c r="${a}"><v>${2019 + (n % 4)}</v></c><c r="${b}" t="inlineStr"><is><t>Site ${n % 300}</t></is></c><c r="${c}"><v>${n % 97}</v></c></row>`
  })
  const bytes = workbook(row(1, ['Année', 'Site', 'Valeur']) + rows.join(''))
  expect(await codeOf(bytes, 'xlsx')).toBe('feuille_trop_longue')
  await expect(recognised(bytes)).rejects.toThrow(/feuille «\s?Pass achetés\s?», lue/)
})

test('a large sheet of few cells is read whole: empty rows, merges, shared and rich texts', async () => {
  const empty = Array.from(
    { length: 120_000 },
    (_, n) => `<row r="${n + 3}">${padding}<c r="A${n + 3}" s="0"/></row>`,
  )
  const strings =
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si/><si><t>Pass &amp; co</t></si><si><r><rPr><strike/></rPr><t>100</t></r><r><t> 120</t></r></si></sst>'
  const bytes = workbook(
    `<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>2</v></c></row>${empty.join('')}<row r="200000"><c r="B200000"><v>2</v></c></row>`,
  )
  const parts = unzip(bytes)
  parts['xl/sharedStrings.xml'] = strings
  parts['xl/worksheets/sheet1.xml'] = parts['xl/worksheets/sheet1.xml']!.replace(
    '</sheetData>',
    '</sheetData><mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>',
  )
  const document = await readDocument(zip(parts), 'xlsx')
  const cells = cellsOf(document)
  expect(Object.entries(cells).map(([at, { text, struck }]) => [at, text, struck])).toEqual([
    ['A1', 'Pass & co', false],
    ['B1', '100 120', true],
    ['B200000', '2', false],
  ])
  expect(document.sheets[0]!.merges).toEqual([{ top: 0, left: 0, bottom: 1, right: 0 }])
  expect(document.sheets[1]!.cells[0]!.text).toBe('Pass & co')
})

test('a small workbook is not read this way', async () => {
  expect(await openLargeWorkbook(workbook('<row/>'), 'xlsx')).toBeNull()
})
