import { describe, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { readDocument } from '../../pipeline/read/document.ts'
import { book, cellsOf, codeOf, patch, textsOf, unzip, write, xlsxOf, zip } from './fixtures.ts'

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

test('xlsb: workbooks with the same parts are read one after the other', async () => {
  const bytes = write(sample(), 'xlsb')
  for (const turn of [1, 2]) {
    const { sheets } = await readDocument(bytes, 'xlsb')
    expect(
      sheets.map(({ cells }) => cells.length > 0),
      `turn ${turn}`,
    ).toEqual([true, true])
  }
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

  test('a table of texts with one too many or too few is refused, since all later ones would be others', async () => {
    const cells = '<row r="1"><c r="A1" t="s"><v>1</v></c></row>'
    const table = '<si><t>un</t></si><si><r><t>deux</t></r></si>'
    const withTexts = (items: string, end = '</sst>') =>
      xlsxOf(cells, {
        'xl/sharedStrings.xml': `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${items}${end}`,
      })
    expect(textsOf(await readDocument(withTexts(table), 'xlsx'))).toEqual({ A1: 'deux' })
    for (const damaged of ['<si>', '</si>', '<t>', '</t>']) {
      expect(await codeOf(withTexts(table.replace(damaged, '')), 'xlsx'), damaged).toBe('corrompu')
    }
    expect(await codeOf(withTexts(table, ''), 'xlsx')).toBe('corrompu')
    const hinted = '<si/><si><t>120</t><rPh sb="0" eb="1"><t>x</t></rPh><t>120</t></si>'
    expect(textsOf(await readDocument(withTexts(hinted), 'xlsx'))).toEqual({ A1: '120' })
  })

  test('a workbook whose list of sheets is cut off, or which misses a part that it names, is refused', async () => {
    const whole = write(sample(), 'xlsx')
    const cut = { 'xl/workbook.xml': (xml: string) => xml.slice(0, xml.lastIndexOf('<sheet ')) }
    expect(await codeOf(patch(whole, cut), 'xlsx')).toBe('corrompu')
    for (const name of ['xl/styles.xml', 'xl/sharedStrings.xml', 'xl/worksheets/sheet2.xml']) {
      const parts = unzip(whole)
      delete parts[name]
      expect(await codeOf(zip(parts), 'xlsx'), name).toBe('corrompu')
    }
  })

  test('names of parts in another case, paths from the root, quotes, spaces and prefixes change nothing', async () => {
    const whole = write(sample(), 'xlsx')
    const expected = await readDocument(whole, 'xlsx')
    const parts = Object.entries(unzip(whole))
    const renamed = parts.map(([name, text]) => [name.replace('sheet1', 'SHEET1'), text])
    expect(await readDocument(zip(Object.fromEntries(renamed)), 'xlsx')).toEqual(expected)
    const everywhere = (change: (xml: string) => string) =>
      zip(Object.fromEntries(parts.map(([name, text]) => [name, change(text)])))
    const rooted = everywhere((xml) =>
      xml
        .replaceAll(/Target="((?:work|shared|sty|the)[^"]*)"/g, 'Target="/xl/$1"')
        .replaceAll('Target="../', 'Target="/xl/'),
    )
    expect(await readDocument(rooted, 'xlsx')).toEqual(expected)
    const quoted = everywhere((xml) => xml.replaceAll(/="([^"']*)"/g, " = '$1'"))
    expect(await readDocument(quoted, 'xlsx')).toEqual(expected)
    const prefixed = patch(whole, {
      'xl/worksheets/sheet1.xml': (xml) =>
        xml.replace(/xmlns="/, 'xmlns:x="').replaceAll(/<(\/?)([a-z]\w*)/gi, '<$1x:$2'),
    })
    expect(await readDocument(prefixed, 'xlsx')).toEqual(expected)
  })

  test('comments: discussions in place of the notes kept for older programs, in strict workbooks too', async () => {
    const whole = write(sample(), 'xlsx')
    const rels = 'xl/worksheets/_rels/sheet1.xml.rels'
    const thread =
      '<threadedComment ref="A1" id="{1}"><text>L’été &amp; après</text></threadedComment>'
    const discussed = patch(
      zip({
        ...unzip(whole),
        'xl/threadedComments/threadedComment1.xml': `<x>${thread.repeat(2)}</x>`,
      }),
      {
        [rels]: (xml) =>
          xml.replace(
            '</Relationships>',
            '<Relationship Id="t1" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>',
          ),
      },
    )
    expect(cellsOf(await readDocument(discussed, 'xlsx')).A1!.comment).toBe(
      'L’été & après\nL’été & après',
    )
    const strict = patch(whole, {
      [rels]: (xml) =>
        xml.replaceAll(
          'http://schemas.openxmlformats.org/officeDocument/2006',
          'http://purl.oclc.org/ooxml/officeDocument',
        ),
    })
    expect(cellsOf(await readDocument(strict, 'xlsx')).A1!.comment).toBe('chiffre provisoire')
  })

  test('cells out of order, twice, or in a row that is hidden only when it is told again', async () => {
    const bytes = xlsxOf(
      `<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c><c r="B2"><v>3</v></c></row>
      <row r="1"><c r="A1"><v>4</v></c></row>
      <row r="3"><c r="A3"><v>5</v></c></row><row r="3" hidden="1"><c r="B3"><v>6</v></c></row>`,
    )
    const document = await readDocument(bytes, 'xlsx')
    expect(textsOf(document)).toEqual({ A1: '4', A2: '2', B2: '3', A3: '5', B3: '6' })
    expect(document.sheets[0]!.cells.map(({ hidden }) => hidden)).toEqual([
      ...[false, false, false, true, true],
    ])
  })

  test('a column that is stated twice is what is stated last, however many are claimed', async () => {
    const bytes = patch(xlsxOf('<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row>'), {
      'xl/worksheets/sheet1.xml': (xml) =>
        xml.replace(
          '<sheetData>',
          '<cols><col min="1" max="4294967295" hidden="1"/><col min="3" max="3" width="9"/></cols><sheetData>',
        ),
    })
    const { cells } = (await readDocument(bytes, 'xlsx')).sheets[0]!
    expect(cells.map(({ hidden }) => hidden)).toEqual([true, false])
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
