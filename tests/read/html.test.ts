import { describe, expect, test } from 'vitest'
import { formatOf } from '../../pipeline/land/format.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { cellsOf, codeOf, textsOf } from './fixtures.ts'

const read = (html: string | Buffer) => readDocument(Buffer.from(html), 'html')

describe('html', () => {
  test('a page that an export button saved under the name of a workbook', async () => {
    const page = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
      <title>Bilan 2023</title><style>td { color: black } .xl1 {mso-number-format:"0"}</style></head>
      <body><p>D\u00e9partement de la Vaubrelle</p><table border=1><tr><td class=xl1>Pass achet\u00e9s<td x:num="1250">1&nbsp;250
      <tr><td>Pass&nbsp;scann&eacute;s</td><td>830</td></tr></table></body></html>`
    const bytes = Buffer.from(page, 'latin1')
    expect(formatOf(bytes)).toBe('html')
    const document = await readDocument(bytes, 'html')
    expect(document.properties.title).toBe('Bilan 2023')
    expect(document.sheets.map(({ name }) => name)).toEqual(['Texte', 'Tableau 1'])
    expect(document.sheets.map(({ after }) => after)).toEqual([undefined, 1])
    expect(textsOf(document, 0)).toEqual({ A1: 'Département de la Vaubrelle' })
    expect(textsOf(document, 1)).toEqual({
      A1: 'Pass achetés',
      B1: '1250',
      A2: 'Pass\u00a0scannés',
      B2: '830',
    })
  })

  test('the number that was stored goes before its text, which follows the language of whoever saved it', async () => {
    const document = await read(
      `<table><tr><td sdval="1433" sdnum="1033;0;#,##0">1,433<td x:num="0.452">45.2%
      <td sdval="45291" sdnum="1033;0;DD/MM/YYYY">12/31/2023<td x:num>830<td sdval="">12 ou 13</table>`,
    )
    const told = Object.values(cellsOf(document)).map(({ text, value }) => [text, value])
    expect(told).toEqual([
      ['1\u202f433', 1433],
      ['45,2%', 0.452],
      ['12/31/2023', null],
      ['830', null],
      ['12 ou 13', null],
    ])
  })

  test('merged cells keep the columns, nested tables stand apart', async () => {
    const document = await read(
      `<table><tr><th rowspan=2>Site<th colspan=2>Pass<tr><th>2021<th>2022
      <tr><td>Nord<td>1<td>2<table><tr><td>dedans</table></table>`,
    )
    expect(textsOf(document, 0)).toEqual({
      ...{ A1: 'Site', B1: 'Pass', B2: '2021', C2: '2022' },
      ...{ A3: 'Nord', B3: '1', C3: '2' },
    })
    expect(document.sheets[0]!.merges).toEqual([
      { top: 0, left: 0, bottom: 1, right: 0 },
      { top: 0, left: 1, bottom: 0, right: 2 },
    ])
    expect(textsOf(document, 1)).toEqual({ A1: 'dedans' })
  })

  test('what is not shown is hidden, what is struck is told', async () => {
    const document = await read(
      `<style>.w { color: #FFF } .n{display:none}</style><table bgcolor=white><col><col style="display:none">
      <tr><td>a<td>b<tr class=n><td>c<tr><td class=w>d<tr bgcolor=navy><td class=w>e
      <tr><td><del>f</del><tr><td style="text-decoration: line-through">g<tr><td>h<font color="white">i</font></table>`,
    )
    const told = Object.values(cellsOf(document)).map((c) => [c.text, c.hidden, c.struck])
    expect(told).toEqual([
      ['a', false, false],
      ['b', true, false],
      ['c', true, false],
      ['d', true, false],
      ['e', false, false],
      ['f', false, true],
      ['g', false, true],
      ['hi', true, false],
    ])
  })

  test('a number that is struck through gives way to the one beside it', async () => {
    const document = await read(
      '<ul><li>Pass scannés : <del>845</del> <ins>861</ins><li>Pass : <del>845</del><li>Pass : 604 <s>en 2022</s></ul>',
    )
    const cells = document.sheets[0]!.cells
    expect(cells.map(({ text, struck, replaced }) => [text, struck, replaced])).toEqual([
      ['Pass scannés :  861', false, ['845']],
      ['Pass : 845', true, undefined],
      ['Pass : 604 en 2022', true, undefined],
    ])
  })

  test('nothing is run or expanded; scripts, styles and forms are no text', async () => {
    const document = await read(
      `<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><body><script>document.write("<table><tr><td>9</table>")</script>
      <select><option>50</select><p>&b; &lt;b&gt; 12 pass<br>ligne 2<iframe src="file:///etc/passwd"></iframe>`,
    )
    expect(document.sheets.map(({ name }) => name)).toEqual(['Texte'])
    const text = Object.values(textsOf(document)).join(' ')
    expect(text).toContain('&b; <b> 12 pass\nligne 2')
    expect(text).not.toMatch(/9|50|ha|root:/)
  })

  test('bombs are refused, and a page without text says so', async () => {
    expect(await codeOf(Buffer.from('<div>'.repeat(5_000)), 'html')).toBe('corrompu')
    const wide = '<table><tr>'.concat('<td colspan=1000>x'.repeat(50))
    expect(await codeOf(Buffer.from(wide), 'html')).toBe('bombe')
    const long = `<table>${'<tr><td>x'.repeat(450_001)}`
    expect(await codeOf(Buffer.from(long), 'html')).toBe('feuille_trop_longue')
    expect(await codeOf(Buffer.from('<html><frameset><frame src="sheet1.htm">'), 'html')).toBe(
      'html',
    )
  })
})
