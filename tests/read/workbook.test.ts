import { describe, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { readDocument } from '../../pipeline/read/document.ts'
import { book, cellsOf, patch, textsOf, write, xlsxOf } from './fixtures.ts'

function sample(): XLSX.WorkBook {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['Pass achetés', 1250, 0.452, true],
    ['Au 31 décembre', 45291, 12.5],
  ])
  sheet.B1.z = '#,##0'
  sheet.C1.z = '0.0%'
  sheet.B2.z = 'dd/mm/yyyy'
  sheet.D2 = { t: 'e', v: 42 }
  sheet['!ref'] = 'A1:D2'
  sheet['!cols'] = [{}, {}, { hidden: true }]
  sheet['!rows'] = [{}, { hidden: true }]
  sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 1, c: 0 } }]
  XLSX.utils.cell_add_comment(sheet.A1, 'chiffre provisoire', 'X')
  const old = XLSX.utils.aoa_to_sheet([[7]])
  const wb = book({ Bilan: sheet, Ancien: old })
  wb.Workbook = { Sheets: [{}, { Hidden: 2 }] }
  wb.Props = { Title: 'Bilan 2023', ModifiedDate: new Date('2024-01-15T10:00:00Z') }
  return wb
}

describe.each(['xlsx', 'xlsm', 'xlsb', 'xls'] as const)('%s', (format) => {
  test('gives what a French user saw, and what was stored', async () => {
    const document = await readDocument(
      write(sample(), format === 'xls' ? 'biff8' : format),
      format,
    )
    const cells = cellsOf(document)
    expect(textsOf(document)).toEqual({
      A1: 'Pass achetés',
      B1: '1\u202f250',
      C1: '45,2%',
      D1: 'VRAI',
      A2: 'Au 31 décembre',
      B2: '31/12/2023',
      C2: '12,5',
      D2: '#N/D',
    })
    expect(cells.A1).toMatchObject({ type: 'text', value: null, comment: 'chiffre provisoire' })
    expect(cells.B1).toMatchObject({ type: 'number', value: 1250, format: '#,##0', hidden: false })
    expect(cells.C1).toMatchObject({ value: 0.452, format: '0.0%', hidden: true })
    expect(cells.D1).toMatchObject({ type: 'boolean', value: true })
    expect(cells.B2).toMatchObject({ type: 'date', value: '2023-12-31' })
    expect(cells.D2).toMatchObject({ type: 'error', value: null })
    expect(document.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['Bilan', false],
      ['Ancien', true],
    ])
    expect(document.sheets[0]!.merges).toEqual([{ top: 0, left: 0, bottom: 1, right: 0 }])
    expect(document.properties.title).toBe('Bilan 2023')
    // SheetJS writes no hidden rows into xls.
    if (format !== 'xls') expect(cells.A2!.hidden).toBe(true)
  })
})

describe('xlsx', () => {
  test('a formula without a stored result is neither zero nor empty', async () => {
    const document = await readDocument(
      xlsxOf(
        `<row r="1"><c r="A1"><f>SUM(B1:B2)</f><v></v></c><c r="B1"><f>0+0</f><v>0</v></c>
        <c r="C1" t="n"><f>X()</f><v/></c><c r="D1" t="str"><f>""</f><v></v></c></row>`,
      ),
      'xlsx',
    )
    const cells = cellsOf(document)
    expect(Object.keys(cells)).toEqual(['A1', 'B1', 'C1'])
    expect(cells.A1).toMatchObject({ uncomputed: true, type: 'empty', value: null, text: '' })
    expect(cells.B1).toMatchObject({ uncomputed: false, type: 'number', value: 0 })
    expect(cells.C1!.uncomputed).toBe(true)
  })

  test('rows and cells without references, and prefixed names', async () => {
    const plain = xlsxOf(
      '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>',
    )
    expect(textsOf(await readDocument(plain, 'xlsx'))).toEqual({ A1: '1', C1: '2', A3: '3' })
    const prefixed = patch(plain, {
      'xl/worksheets/sheet1.xml': (xml) =>
        xml
          .replace(/xmlns="/, 'xmlns:x="')
          .replaceAll(/<(\/?)(worksheet|sheetData|row|c|v)\b/g, '<$1x:$2'),
    })
    expect(textsOf(await readDocument(prefixed, 'xlsx'))).toEqual({ A1: '1', C1: '2', A3: '3' })
  })

  test('a dimension that lies hides nothing', async () => {
    const bytes = patch(
      xlsxOf('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="D9"><v>9</v></c></row>'),
      {
        'xl/worksheets/sheet1.xml': (xml) =>
          xml.replace(/<dimension ref="[^"]*"/, '<dimension ref="A1:B2"'),
      },
    )
    expect(textsOf(await readDocument(bytes, 'xlsx'))).toEqual({ A1: '1', D9: '9' })
  })

  test('an empty shared string does not shift the others', async () => {
    const bytes = xlsxOf(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c></row>',
      {
        'xl/sharedStrings.xml':
          '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>un</t></si><si/><si><t>trois</t></si></sst>',
        '[Content_Types].xml': contentTypes,
      },
    )
    expect(textsOf(await readDocument(bytes, 'xlsx'))).toEqual({ A1: 'un', B1: 'trois' })
  })

  test('a sheet in UTF-16', async () => {
    const bytes = patch(
      xlsxOf('<row r="1"><c r="A1" t="inlineStr"><is><t>Épernay</t></is></c></row>'),
      {
        'xl/worksheets/sheet1.xml': (xml) =>
          Buffer.concat([
            Buffer.from([0xff, 0xfe]),
            Buffer.from(xml.replace('UTF-8', 'UTF-16'), 'utf16le'),
          ]),
      },
    )
    expect(textsOf(await readDocument(bytes, 'xlsx'))).toEqual({ A1: 'Épernay' })
  })

  test('struck cells, by style and by rich text', async () => {
    const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
      <fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts><fills><fill/></fills>
      <cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>`
    const rich = '<is><r><rPr><strike/></rPr><t>100</t></r><r><t> 120</t></r></is>'
    const bytes = xlsxOf(
      `<row r="1"><c r="A1" s="0"><v>1</v></c><c r="B1" s="1"><v>2</v></c><c r="C1" s="2"><v>3</v></c>
      <c r="D1" t="inlineStr">${rich}</c></row>`,
      { 'xl/styles.xml': styles },
    )
    const cells = cellsOf(await readDocument(bytes, 'xlsx'))
    expect(Object.values(cells).map(({ struck }) => struck)).toEqual([false, true, false, true])
    expect(cells.D1!.text).toBe('100 120')
  })

  test('both date systems give the same day, whatever the time zone', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([[45291 - 1462, 0.5]])
    sheet.A1.z = 'm/d/yy'
    sheet.B1.z = 'h:mm'
    const wb = book({ Feuille: sheet })
    wb.Workbook = { WBProps: { date1904: true } }
    const cells = cellsOf(await readDocument(write(wb, 'xlsx'), 'xlsx'))
    expect(cells.A1).toMatchObject({ text: '31/12/2023', value: '2023-12-31', type: 'date' })
    expect(cells.B1).toMatchObject({ text: '12:00', value: 0.5, type: 'number' })
  })

  test('names of prototypes are names like others', async () => {
    const names = ['__proto__', 'constructor', 'toString']
    const sheets: [string, XLSX.WorkSheet][] = names.map((n) => [n, XLSX.utils.aoa_to_sheet([[n]])])
    const wb = XLSX.utils.book_new()
    for (const [name, sheet] of sheets) XLSX.utils.book_append_sheet(wb, sheet, name)
    const document = await readDocument(write(wb, 'xlsx'), 'xlsx')
    expect(document.sheets.map(({ name, cells }) => [name, cells[0]?.text])).toEqual(
      names.map((name) => [name, name]),
    )
    expect(({} as Record<string, unknown>).A1).toBeUndefined()
  })
})

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`
