import { expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { formatOf } from '../../pipeline/land/format.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { book, cellsOf, codeOf, textsOf } from './fixtures.ts'

const workbook = (inner: string, dtd = '') =>
  Buffer.from(`<?xml version="1.0"?>${dtd}<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">${inner}</Workbook>`)
const sheet = (rows: string, more = '') =>
  `<Worksheet ss:Name="Bilan"><Table>${rows}</Table>${more}</Worksheet>`

test('indexes that leave out cells, merges, types, formats, comments', async () => {
  const bytes =
    workbook(`<o:DocumentProperties><o:Title>Bilan</o:Title><o:LastSaved>2024-01-15T10:00:00Z</o:LastSaved></o:DocumentProperties>
    <Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="#,##0"/></Style><Style ss:ID="q"><NumberFormat ss:Format="Percent"/></Style></Styles>
    ${sheet(`<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Pass</Data></Cell><Cell><Data ss:Type="String">Total</Data></Cell></Row>
    <Row ss:Index="4"><Cell ss:StyleID="p"><Data ss:Type="Number">1250</Data></Cell><Cell ss:Index="4" ss:StyleID="q"><Data ss:Type="Number">0.452</Data><Comment><Data>à vérifier</Data></Comment></Cell>
    <Cell><Data ss:Type="DateTime">2023-12-31T00:00:00.000</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=RC[-1]"/></Row>`)}`)
  expect(formatOf(bytes)).toBe('xml')
  const document = await readDocument(bytes, 'xml')
  expect(textsOf(document)).toEqual({
    ...{ A1: 'Pass', C1: 'Total', A4: '1\u202f250', D4: '45,20%', E4: '31/12/2023' },
    ...{ F4: '#N/D', G4: '' },
  })
  const cells = cellsOf(document)
  expect(cells.D4).toMatchObject({ value: 0.452, comment: 'à vérifier' })
  expect(cells.E4).toMatchObject({ type: 'date', value: '2023-12-31' })
  expect(cells.G4!.uncomputed).toBe(true)
  expect(document.sheets[0]!.merges).toEqual([{ top: 0, left: 0, bottom: 0, right: 1 }])
  expect(document.properties).toEqual({ title: 'Bilan', modified: '2024-01-15T10:00:00.000Z' })
})

test('what is hidden or struck', async () => {
  const styles = `<Styles><Style ss:ID="w"><Font ss:Color="#FFFFFF"/></Style><Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style>
    <Style ss:ID="d"><Font ss:Color="#FFFFFF"/><Interior ss:Color="#1F497D" ss:Pattern="Solid"/></Style></Styles>`
  const cell = (text: string, style = '') =>
    `<Cell${style && ` ss:StyleID="${style}"`}><Data ss:Type="String">${text}</Data></Cell>`
  const rows = `<Column/><Column ss:Hidden="1"/><Row>${cell('a')}${cell('b')}</Row><Row ss:Hidden="1">${cell('c')}</Row>
    <Row>${cell('d', 'w')}</Row><Row>${cell('e', 'd')}</Row><Row>${cell('f', 's')}</Row>`
  const options =
    '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>'
  const document = await readDocument(workbook(styles + sheet(rows, options)), 'xml')
  expect(document.sheets[0]!.hidden).toBe(true)
  const told = Object.values(cellsOf(document)).map((c) => [c.text, c.hidden, c.struck])
  expect(told).toEqual([
    ['a', false, false],
    ['b', true, false],
    ['c', true, false],
    ['d', true, false],
    ['e', false, false],
    ['f', false, true],
  ])
})

test('what SheetJS writes in this format comes back', async () => {
  const rows = [
    ['Pass achetés', 1250, true],
    ['Pass & co', 12.5, null],
  ]
  const written = XLSX.write(book({ F: XLSX.utils.aoa_to_sheet(rows) }), {
    type: 'buffer',
    bookType: 'xlml',
  }) as Buffer
  expect(textsOf(await readDocument(written, 'xml'))).toEqual({
    ...{ A1: 'Pass achetés', B1: '1250', C1: 'VRAI', A2: 'Pass & co', B2: '12,5' },
  })
})

test('entities, far rows and truncation are refused', async () => {
  const laughs = '<!DOCTYPE Workbook [<!ENTITY a "ha">]>'
  expect(await codeOf(workbook(sheet(''), laughs), 'xml')).toBe('entites')
  const far = sheet('<Row ss:Index="2000000000"><Cell><Data ss:Type="Number">1</Data></Cell></Row>')
  expect(await codeOf(workbook(far), 'xml')).toBe('bombe')
  expect(await codeOf(workbook(sheet('<Row>')).subarray(0, 400), 'xml')).toBe('corrompu')
})
