import { describe, expect, test } from 'vitest'
import { docx, p, read, tbl, tc, tr, w } from './docx-parts.ts'
import { cellsOf, codeOf, textsOf } from './fixtures.ts'

describe('docx', () => {
  test('tables and text are sheets of their own', async () => {
    const document = await read(
      `${p('Bilan')}<w:p/>${tbl(tr(tc('Pass'), tc('12')))}${p('Fin')}${tbl(tr(tc('x')))}`,
    )
    expect(document.sheets.map(({ name }) => name)).toEqual(['Texte', 'Tableau 1', 'Tableau 2'])
    expect(textsOf(document, 0)).toEqual({ A1: 'Bilan', A3: 'Fin' })
    expect(textsOf(document, 1)).toEqual({ A1: 'Pass', B1: '12' })
    // The rows of the text before each of them.
    expect(document.sheets.map(({ after }) => after)).toEqual([undefined, 2, 3])
  })

  test('grid spans and vertical merges keep the columns', async () => {
    const document = await read(
      tbl(
        tr(tc('Pass', '<w:gridSpan w:val="2"/>'), tc('Total')),
        tr(tc('2019', '<w:vMerge w:val="restart"/>'), tc('a'), tc('1')),
        tr(tc('', '<w:vMerge/>'), tc('b'), tc('2')),
        '<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr>',
      ),
    )
    expect(textsOf(document)).toEqual({
      A1: 'Pass',
      C1: 'Total',
      A2: '2019',
      B2: 'a',
      C2: '1',
      B3: 'b',
      C3: '2',
      C4: '3',
    })
    expect(document.sheets[0]!.merges).toEqual([
      { top: 0, left: 0, bottom: 0, right: 1 },
      { top: 1, left: 0, bottom: 2, right: 0 },
    ])
  })

  test('deleted and moved text is not read, inserted text is', async () => {
    const document = await read(
      `<w:p><w:del><w:r><w:delText>100</w:delText><w:t>100</w:t></w:r></w:del><w:ins><w:r><w:t>120</w:t></w:r></w:ins>
      <w:moveFrom><w:r><w:t>ici</w:t></w:r></w:moveFrom></w:p>
      ${tbl(tr(tc('a')), `<w:tr><w:trPr><w:del w:id="1"/></w:trPr>${tc('b')}</w:tr>`, tr(tc('c')))}
      <w:p><w:pPr><w:rPr><w:del w:id="2"/></w:rPr></w:pPr><w:r><w:t>reste</w:t></w:r></w:p>`,
    )
    expect(textsOf(document, 0)).toEqual({ A1: '120', A2: 'reste' })
    expect(textsOf(document, 1)).toEqual({ A1: 'a', A3: 'c' })
  })

  test('struck and hidden text is flagged', async () => {
    const cells = cellsOf(
      await read(
        p('barré', '<w:strike/>') +
          p('deux fois', '<w:dstrike w:val="true"/>') +
          p('non', '<w:strike w:val="0"/>') +
          p('caché', '<w:vanish/>') +
          `<w:p><w:r><w:t>vu</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> caché</w:t></w:r></w:p>`,
      ),
    )
    expect(Object.values(cells).map(({ text, struck, hidden }) => [text, struck, hidden])).toEqual([
      ['barré', true, false],
      ['deux fois', true, false],
      ['non', false, false],
      ['caché', false, true],
      ['vu', false, false],
    ])
  })

  test('a number that is struck through gives way to the one beside it, and takes its paragraph where none is', async () => {
    const run = (text: string, props = '') =>
      `<w:r><w:rPr>${props}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
    const strike = '<w:strike/>'
    const cells = cellsOf(
      await read(
        `<w:p>${run('Pass achetés : ')}${run('2 400', strike)}${run(' 2 000')}</w:p>` +
          `<w:p>${run('Pass scannés : ')}${run('640', strike)}</w:p>` +
          `<w:p>${run('Pass scannés : 604')}${run(' en 2022', strike)}</w:p>`,
      ),
    )
    expect(Object.values(cells).map(({ text, struck }) => [text, struck])).toEqual([
      ['Pass achetés :  2 000', false],
      ['Pass scannés : 640', true],
      ['Pass scannés : 604 en 2022', true],
    ])
  })

  test('text boxes once, nested tables apart, tabs and breaks in place', async () => {
    const box = (inner: string) => `<w:txbxContent>${inner}</w:txbxContent>`
    const document = await read(
      `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r><w:r><mc:AlternateContent>
      <mc:Choice Requires="wps">${box(p('encadré') + tbl(tr(tc('1', '<w:gridSpan w:val="2"/>'), tc('2'))))}</mc:Choice>
      <mc:Fallback>${box(p('encadré'))}</mc:Fallback></mc:AlternateContent></w:r></w:p>
      ${tbl(tr(`<w:tc>${p('dehors')}${tbl(tr(tc('dedans')))}<w:p/></w:tc>`, tc('x')))}`,
    )
    expect(document.sheets.map((sheet, n) => [sheet.name, textsOf(document, n)])).toEqual([
      ['Texte', { A1: 'encadré', A2: 'a\tb\nc' }],
      ['Tableau 1', { A1: '1', C1: '2' }],
      ['Tableau 2', { A1: 'dehors', B1: 'x' }],
      ['Tableau 3', { A1: 'dedans' }],
    ])
  })

  test('headers, footers, notes, comments and properties', async () => {
    const part = (root: string, inner: string) => `<w:${root} ${w}>${inner}</w:${root}>`
    const document = await read(
      `<w:p><w:r><w:t>12 pass</w:t></w:r><w:r><w:commentReference w:id="4"/></w:r></w:p>`,
      {
        'word/header1.xml': part('hdr', tbl(tr(tc('Département de la Marne')))),
        'word/footer1.xml': part('ftr', p('Page 1')),
        'word/footnotes.xml': part('footnotes', `<w:footnote>${p('provisoire')}</w:footnote>`),
        'word/comments.xml': part('comments', `<w:comment w:id="4">${p('à vérifier')}</w:comment>`),
        'docProps/core.xml':
          '<c xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Bilan</dc:title><dcterms:modified>2024-01-15T10:00:00Z</dcterms:modified></c>',
      },
    )
    expect(document.sheets.map(({ name, cells }) => [name, cells[0]!.text])).toEqual([
      ['Texte', '12 pass'],
      ['En-tête', 'Département de la Marne'],
      ['Pied de page', 'Page 1'],
      ['Notes', 'provisoire'],
    ])
    expect(document.sheets[0]!.cells[0]!.comment).toBe('à vérifier')
    expect(document.properties).toEqual({ title: 'Bilan', modified: '2024-01-15T10:00:00.000Z' })
  })

  test('declared entities are refused, so none is expanded', async () => {
    const laughs = `<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>`
    const outside = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    expect(await codeOf(docx(p('&b;'), {}, laughs), 'docx')).toBe('entites')
    expect(await codeOf(docx(p('&x;'), {}, outside), 'docx')).toBe('entites')
    expect(await codeOf(docx(p('&b;')), 'docx')).toBe('corrompu')
  })

  test('a document that is cut off or bottomless is refused', async () => {
    expect(await codeOf(docx('<w:p>'), 'docx')).toBe('corrompu')
    expect(await codeOf(docx('<w:sdt>'.repeat(2_000)), 'docx')).toBe('corrompu')
  })
})
