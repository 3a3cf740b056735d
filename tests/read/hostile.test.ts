import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { formatOf } from '../../pipeline/land/format.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { createPool } from '../../pipeline/read/pool.ts'
import { Rejection, reason, rejections } from '../../pipeline/read/rejection.ts'
import { zipEntries } from '../../pipeline/read/zip.ts'
import { book, codeOf, patch, textsOf, unzip, write, xlsxOf, zip } from './fixtures.ts'

const plain = () => write(book({ Feuille: XLSX.utils.aoa_to_sheet([['Pass', 12]]) }), 'xlsx')
const ods = (rows: string) =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
      <office:body><office:spreadsheet><table:table table:name="F">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
  })

function formatCode(bytes: Buffer): string {
  try {
    return formatOf(bytes)
  } catch (error) {
    if (error instanceof Rejection) return error.code
    throw error
  }
}

describe('zip containers', () => {
  test('one that declares more than it may is refused before it is inflated', () => {
    const bytes = plain()
    const [entry] = [...zipEntries(bytes).keys()]
    const at = bytes.lastIndexOf(entry!) - 46
    bytes.writeUInt32LE(0x7fffffff, at + 24)
    expect(formatCode(bytes)).toBe('bombe')
  })

  test('one that inflates to more than it declares is refused', async () => {
    const bytes = patch(plain(), { 'xl/worksheets/sheet1.xml': () => Buffer.alloc(2 ** 20, 0x20) })
    const at = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46
    bytes.writeUInt32LE(10, at + 24)
    expect(await codeOf(bytes, 'xlsx')).toBe('bombe')
  })

  test('a dense one is refused by its ratio', () => {
    expect(formatCode(zip({ '[Content_Types].xml': Buffer.alloc(40 * 2 ** 20) }))).toBe('bombe')
  })

  test('entries that share bytes are refused', async () => {
    const bytes = plain()
    const names = [...zipEntries(bytes).keys()]
    const at = (name: string) => bytes.lastIndexOf(name) - 46
    bytes.writeUInt32LE(bytes.readUInt32LE(at(names[0]!) + 42), at(names[1]!) + 42)
    await expect(readDocument(bytes, 'xlsx')).rejects.toThrow(/entrées superposées/)
  })

  test('damage that SheetJS would not see is: a byte, an end, a name', async () => {
    const damaged = plain()
    const entry = zipEntries(damaged).get('xl/worksheets/sheet1.xml')!
    damaged.writeUInt32LE((entry.crc ^ 1) >>> 0, damaged.lastIndexOf(entry.name) - 46 + 16)
    expect(await codeOf(damaged, 'xlsx')).toBe('corrompu')
    const whole = plain()
    expect(formatCode(whole.subarray(0, whole.length >> 1))).toBe('tronque')
    expect(formatCode(zip({ '../x.xml': 'x' }))).toBe('corrompu')
    expect(formatCode(zip({ 'a.txt': 'x' }))).toBe('archive')
  })

  test('what is known from another container is believed only as far as the bytes are the same', async () => {
    const known = plain()
    await readDocument(known, 'xlsx')
    const entry = zipEntries(known).get('xl/workbook.xml')!
    const at = known.lastIndexOf(entry.name) - 46
    for (const [place, value] of [
      [16, (entry.crc ^ 1) >>> 0],
      [24, entry.size + 1],
    ] as const) {
      const lying = Buffer.from(known)
      lying.writeUInt32LE(value, at + place)
      expect(await codeOf(lying, 'xlsx')).toBe('corrompu')
    }
    const stored = Buffer.from(known)
    stored.writeUInt16LE(0, at + 10)
    expect(await codeOf(stored, 'xlsx')).toBe('corrompu')
    const changed = Buffer.from(known)
    const start = entry.offset + 30 + Buffer.byteLength(entry.name)
    changed[start + entry.compressed - 3]! ^= 1
    expect(await codeOf(changed, 'xlsx')).toBe('corrompu')
  })

  test('data that is cut off inside a sheet is no empty sheet', async () => {
    const cut = patch(plain(), {
      'xl/worksheets/sheet1.xml': (xml) => xml.slice(0, xml.indexOf('</sheetData>')),
    })
    expect(await codeOf(cut, 'xlsx')).toBe('corrompu')
    const missing = unzip(plain())
    delete missing['xl/worksheets/sheet1.xml']
    expect(await codeOf(zip(missing), 'xlsx')).toBe('corrompu')
  })
})

describe('workbooks', () => {
  test('formatted cells without content cost nothing', async () => {
    const row = (n: number) =>
      `<row r="${n}" ht="20" customHeight="1">${'ABCDEFGHIJ'.replaceAll(/./g, `<c r="$&${n}" s="0"/>`)}</row>`
    const empty = Array.from({ length: 50_000 }, (_, n) => row(n + 2)).join('')
    const bytes = xlsxOf(
      `<row r="1"><c r="A1"><v>1</v></c></row>${empty}<row r="60000"><c r="B60000"><v>2</v></c></row>`,
    )
    expect(textsOf(await readDocument(bytes, 'xlsx'))).toEqual({ A1: '1', B60000: '2' })
  })

  test('repeated cells and rows with content are counted before they are written out', async () => {
    const cell =
      '<table:table-cell table:number-columns-repeated="COLS"><text:p>x</text:p></table:table-cell>'
    const bomb = (rows: number, cols: number) =>
      ods(
        `<table:table-row table:number-rows-repeated="${rows}">${cell.replace('COLS', `${cols}`)}</table:table-row>`,
      )
    expect(await codeOf(bomb(1_000_000, 1_000), 'ods')).toBe('bombe')
    expect(await codeOf(bomb(1, 2_000_000_000), 'ods')).toBe('bombe')
    expect(await codeOf(bomb(2_000_000, 1), 'ods')).toBe('bombe')
    expect(Object.keys(textsOf(await readDocument(bomb(2, 2), 'ods')))).toEqual([
      'A1',
      'B1',
      'A2',
      'B2',
    ])
  })

  test('repetitions without content, as every spreadsheet ends with, are nothing', async () => {
    const end =
      '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    const bytes = ods(
      `<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>${end}`,
    )
    expect(textsOf(await readDocument(bytes, 'ods'))).toEqual({ A1: 'x' })
  })

  test('passwords are said, whatever the format', async () => {
    const encrypted = XLSX.CFB.utils.cfb_new()
    XLSX.CFB.utils.cfb_add(encrypted, '/EncryptionInfo', Buffer.alloc(64))
    XLSX.CFB.utils.cfb_add(encrypted, '/EncryptedPackage', Buffer.alloc(5000))
    expect(formatCode(Buffer.from(XLSX.CFB.write(encrypted, { type: 'buffer' })))).toBe('protege')
    const manifest = '<manifest:manifest><manifest:encryption-data/></manifest:manifest>'
    const locked = zip({ ...unzip(ods('')), 'META-INF/manifest.xml': manifest })
    expect(await codeOf(locked, 'ods')).toBe('protege')
    const entry = plain()
    for (const name of zipEntries(entry).keys()) {
      const at = entry.lastIndexOf(name) - 46
      entry.writeUInt16LE(entry.readUInt16LE(at + 8) | 1, at + 8)
    }
    expect(formatCode(entry)).toBe('protege')
  })

  test('an xls that is cut off or scrambled is refused or read, never an error of ours', async () => {
    const whole = write(book({ F: XLSX.utils.aoa_to_sheet([['Pass', 12]]) }), 'biff8')
    for (let size = 512; size < whole.length; size += 512) {
      const outcome = await codeOf(whole.subarray(0, size), 'xls').catch(
        (error: Error) => error.message,
      )
      expect(['corrompu', 'tronque', 'read as xls']).toContain(outcome)
    }
  })
})

describe('xlsx', () => {
  const row =
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Pass achetés</t></is></c><c r="B1"><v>7</v></c></row>'
  const dtd = '<!DOCTYPE x [<!ENTITY a "1">]>'

  test.each(['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml', 'xl/workbook.xml'])(
    'entities declared in %s are refused, whoever reads it',
    async (part) => {
      const plain = write(book({ F: XLSX.utils.aoa_to_sheet([['Pass achetés', 7]]) }), 'xlsx')
      const first = patch(plain, { [part]: (xml) => xml.replace(/<(?=[a-z])/, `${dtd}<`) })
      expect(await codeOf(first, 'xlsx')).toBe('entites')
      const said = `<!-- a comment --><!DOCTYPE x PUBLIC "y" "z" [<!ENTITY a "1">]><`
      const later = patch(plain, { [part]: (xml) => xml.replace(/<(?=[a-z])/, said) })
      expect(await codeOf(later, 'xlsx')).toBe('entites')
    },
  )

  test('a large sheet too', async () => {
    const many = Array.from(
      { length: 200_000 },
      (_, n) => `<row r="${n + 2}"><c r="A${n + 2}"><v>1</v></c></row>`,
    )
    const large = xlsxOf(row + many.join('').padEnd(17 * 2 ** 20))
    const sheet = 'xl/worksheets/sheet1.xml'
    const bytes = patch(large, { [sheet]: (xml) => xml.replace(/<(?=[a-z])/, `${dtd}<`) })
    expect(await codeOf(bytes, 'xlsx')).toBe('entites')
  })

  test.each(['<row r="-5"><c><v>1</v></c></row>', '<row r="x"><c><v>1</v></c></row>'])(
    'a cell that is nowhere: %s',
    async (cells) => expect(await codeOf(xlsxOf(row + cells), 'xlsx')).toBe('corrompu'),
  )

  test('a cell beyond all columns or rows', async () => {
    const at = (ref: string, n: number) =>
      xlsxOf(`${row}<row r="${n}"><c r="${ref}"><v>1</v></c></row>`)
    expect(await codeOf(at('ZZZZZZZ2', 2), 'xlsx')).toBe('corrompu')
    expect(await codeOf(at('A4294967295', 4_294_967_295), 'xlsx')).toBe('corrompu')
    const last = await readDocument(at('XFD1048576', 1_048_576), 'xlsx')
    expect(Object.keys(textsOf(last))).toEqual(['A1', 'B1', 'XFD1048576'])
  })
})

describe('formats', () => {
  test.each([
    ['text', 'odt'],
    ['text-template', 'odt'],
    ['spreadsheet', 'ods'],
    ['presentation', 'format_ancien'],
  ])('OpenDocument %s is %s', (kind, code) => {
    const mimetype = `application/vnd.oasis.opendocument.${kind}`
    expect(formatCode(zip({ mimetype, 'content.xml': '<x/>' }))).toBe(code)
  })

  test.each([
    ['', 'vide'],
    [' \n', 'vide'],
    ['<html><table><tr><td>1</td></tr></table></html>', 'html'],
    ['{\\rtf1 x}', 'format_ancien'],
    ['ID;PWXL;N;E\nC;Y1;X1;K"Pass"\n', 'format_ancien'],
    ['<?xml version="1.0"?><x/>', 'format_inconnu'],
    ['Rar!\u001a', 'archive'],
    ['GIF89a', 'image'],
    ['\u0001\u0002\u0003\u0004', 'format_inconnu'],
    ['MIME-Version: 1.0\n\n<html>', 'html'],
    [
      'Received: by x\nFrom: a\nSubject: Bilan\nDate: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n',
      'eml',
    ],
    [
      'From: <Saved by Blink>\nSnapshot-Content-Location: x\nSubject: Bilan\nDate: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n',
      'html',
    ],
    ['From: a\nSubject: Bilan\nDate: x\n\nPass : 12', 'csv'],
    ['%PDF-1.4', 'pdf'],
    ['Pass : 12', 'csv'],
  ])('%j is %s', (content, code) => {
    expect(formatCode(Buffer.from(content, 'latin1'))).toBe(code)
  })

  test.each(['xlsx', 'xlsm', 'xlsb', 'ods', 'biff8', 'biff5', 'biff2'] as const)(
    'what SheetJS writes as %s is known for what it is',
    (type) => {
      const bytes = write(book({ F: XLSX.utils.aoa_to_sheet([['Pass', 12]]) }), type)
      expect(formatCode(bytes)).toBe(type.startsWith('biff') ? 'xls' : type)
    },
  )
})

test('a worker ends what no guard foresees', async () => {
  const entry = new URL('./reading-worker.ts', import.meta.url)
  const pool = createPool<Buffer, string>({ entry, workers: 1, timeoutMs: 20_000, memoryMb: 32 })
  try {
    const rows = Array.from(
      { length: 300_000 },
      (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>${n}</v></c></row>`,
    )
    const heavy = xlsxOf(rows.join(''))
    expect(await pool.run(heavy)).toMatchObject({ ok: false, failure: 'memory' })
    expect(await pool.run(plain())).toEqual({ ok: true, result: 'Pass 12' })
  } finally {
    await pool.close()
  }
})

test('docs/formats.md lists every reason under which a file is refused', async () => {
  const page = await readFile(new URL('../../docs/formats.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, code, text]) => [code, text])
  const codes = Object.keys(rejections) as (keyof typeof rejections)[]
  expect(rows).toEqual(codes.map((code) => [code, reason(code)]))
})
