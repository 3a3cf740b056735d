import { describe, expect, test } from 'vitest'
import { readDocument } from '../../pipeline/read/document.ts'
import { cellsOf, textsOf, zip } from './fixtures.ts'

const namespaces = [
  ['office', 'urn:oasis:names:tc:opendocument:xmlns:office:1.0'],
  ['table', 'urn:oasis:names:tc:opendocument:xmlns:table:1.0'],
  ['text', 'urn:oasis:names:tc:opendocument:xmlns:text:1.0'],
  ['style', 'urn:oasis:names:tc:opendocument:xmlns:style:1.0'],
  ['number', 'urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0'],
  ['draw', 'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'],
  ['calcext', 'urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'],
]
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ')

const styles = `
<number:number-style style:name="N1"><number:number number:decimal-places="0" number:grouping="true"/><number:text> pass</number:text></number:number-style>
<number:percentage-style style:name="N2"><number:number number:decimal-places="1"/><number:text>%</number:text></number:percentage-style>
<number:date-style style:name="N3"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<style:style style:name="ce0" style:family="table-cell"/>
<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="ce3" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="ce4" style:family="table-cell" style:parent-style-name="ce1"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-type="single"/></style:style>
<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>`

const ods = (tables: string) =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content ${namespaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    'meta.xml': `<office:document-meta ${namespaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Bilan</dc:title><dc:date>2024-01-15T10:00:00.123</dc:date></office:meta></office:document-meta>`,
  })
const table = (inner: string, attributes = '') =>
  `<table:table table:name="F" ${attributes}>${inner}</table:table>`
const row = (inner: string, attributes = '') =>
  `<table:table-row ${attributes}>${inner}</table:table-row>`
const cell = (attributes: string, inner = '') =>
  `<table:table-cell ${attributes}>${inner}</table:table-cell>`
const shown = (text: string) => `<text:p>${text}</text:p>`
const read = (tables: string) => readDocument(ods(tables), 'ods')

describe('ods', () => {
  test('the text that the file shows, the value that it stores, the format as a code', async () => {
    const document = await read(
      table(
        row(
          cell(
            'office:value-type="float" office:value="1250" table:style-name="ce1"',
            shown('1 250 pass'),
          ) +
            cell(
              'office:value-type="percentage" office:value="0.452" table:style-name="ce2"',
              shown('45,2 %'),
            ) +
            cell(
              'office:value-type="date" office:date-value="2023-12-31T00:00:00" table:style-name="ce3"',
              shown('31/12/2023'),
            ) +
            cell('office:value-type="boolean" office:boolean-value="true"', shown('VRAI')) +
            cell('office:value-type="time" office:time-value="PT12H00M00S"', shown('12:00')) +
            cell(
              'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"',
              shown('#N/A'),
            ),
        ) +
          row(
            cell('office:value-type="float" office:value="12.5"') +
              cell('table:formula="of:=SUM([.A1])"'),
          ),
      ),
    )
    const cells = cellsOf(document)
    expect(cells.A1).toMatchObject({ text: '1 250 pass', value: 1250, format: '#,##0" pass"' })
    expect(cells.B1).toMatchObject({ text: '45,2 %', value: 0.452, format: '0.0%' })
    expect(cells.C1).toMatchObject({ value: '2023-12-31', type: 'date', format: 'dd/mm/yyyy' })
    expect(cells.D1).toMatchObject({ text: 'VRAI', value: true, type: 'boolean' })
    expect(cells.E1).toMatchObject({ text: '12:00', value: 0.5, type: 'number' })
    expect(cells.F1).toMatchObject({ text: '#N/D', value: null, type: 'error' })
    expect(cells.A2).toMatchObject({ text: '12,5', value: 12.5, format: null })
    expect(cells.B2).toMatchObject({ uncomputed: true, type: 'empty', value: null })
    expect(document.properties).toEqual({ title: 'Bilan', modified: '2024-01-15T10:00:00.123Z' })
  })

  test('what is hidden: sheets, rows, columns, filtered rows, collapsed groups', async () => {
    const three = cell('table:number-columns-repeated="3"', shown('x'))
    const document = await read(
      table(
        `<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>${row(three)}${row(three, 'table:visibility="filter"')}<table:table-row-group table:display="false">${row(cell('', shown('y')))}</table:table-row-group>${row(cell('', shown('z')))}`,
      ) + table(row(cell('', shown('ancien'))), 'table:style-name="ta1"'),
    )
    const hidden = Object.entries(cellsOf(document)).filter(([, one]) => one.hidden)
    expect(hidden.map(([at]) => at)).toEqual(['C1', 'A2', 'B2', 'C2', 'A3'])
    expect(document.sheets.map((sheet) => sheet.hidden)).toEqual([false, true])
  })

  test('merges, struck text, comments, line breaks; shapes over a cell are not its text', async () => {
    const document = await read(
      table(
        row(
          cell('table:number-columns-spanned="2" table:number-rows-spanned="2"', shown('Pass')) +
            '<table:covered-table-cell/>' +
            cell('table:style-name="ce4"', shown('100')) +
            cell('', '<text:p>100 <text:span text:style-name="T1">120</text:span></text:p>') +
            cell(
              '',
              `<office:annotation>${shown('provisoire')}</office:annotation>${shown('un<text:line-break/>deux')}${shown('trois<text:s text:c="2"/>quatre')}`,
            ) +
            cell('', `<draw:frame>${shown('image')}</draw:frame>`),
        ),
      ),
    )
    const cells = cellsOf(document)
    expect(document.sheets[0]!.merges).toEqual([{ top: 0, left: 0, bottom: 1, right: 1 }])
    expect(
      Object.values(cells).map(({ text, struck, comment }) => [text, struck, comment]),
    ).toEqual([
      ['Pass', false, null],
      ['100', true, null],
      ['100 120', true, null],
      ['un\ndeux\ntrois  quatre', false, 'provisoire'],
    ])
    expect(cells.C1!.format).toBe('#,##0" pass"')
  })

  test('repetitions keep addresses', async () => {
    const text = await read(
      table(
        row(
          cell('table:number-columns-repeated="2"') + cell('', shown('x')),
          'table:number-rows-repeated="2"',
        ) +
          row(cell(''), 'table:number-rows-repeated="5"') +
          row(cell('', shown('y'))),
      ),
    )
    expect(textsOf(text)).toEqual({ C1: 'x', C2: 'x', A8: 'y' })
  })
})
