import { expect, test } from 'vitest'
import type { Document } from '../../pipeline/read/cell.ts'
import { docx, p, read, tbl, tr, w } from './docx-parts.ts'
import { cellsOf, codeOf } from './fixtures.ts'

const white = '<w:color w:val="FFFFFF"/>'
const blue = '<w:shd w:val="clear" w:color="auto" w:fill="1F497D"/>'
const styles = (inner: string) => ({ 'word/styles.xml': `<w:styles ${w}>${inner}</w:styles>` })
const style = (type: string, id: string, inner: string) =>
  `<w:style w:type="${type}" w:styleId="${id}">${inner}</w:style>`
const run = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`

/** Texts of a sheet that nobody sees, and those that are struck. */
function looks(document: Document, sheet = 0): { hidden: string[]; struck: string[] } {
  const cells = Object.values(cellsOf(document, sheet))
  const texts = (which: 'hidden' | 'struck') =>
    cells.filter((cell) => cell[which]).map(({ text }) => text)
  return { hidden: texts('hidden'), struck: texts('struck') }
}

test('letters in the colour of their ground are hidden, whatever the ground', async () => {
  const document = await read(
    [
      p('white on paper: hidden', white),
      p('theme: hidden', '<w:color w:val="000000" w:themeColor="background1"/>'),
      p(
        'nearly white by its tint: hidden',
        '<w:color w:val="1F497D" w:themeColor="accent1" w:themeTint="08"/>',
      ),
      p('dark theme', '<w:color w:val="FFFFFF" w:themeColor="text1"/>'),
      p('black by its shade', '<w:color w:themeColor="background1" w:themeShade="00"/>'),
      p('shaded run', white + blue),
      p('highlight', `${white}<w:highlight w:val="darkBlue"/>`),
      p('white on its own highlight: hidden', `${white}${blue}<w:highlight w:val="white"/>`),
      p('pattern', `${white}<w:shd w:val="pct25" w:color="auto" w:fill="FFFFFF"/>`),
      p('no colour', '<w:color w:val="auto"/>'),
      p('outlined', `${white}<w:outline/>`),
      `<w:p><w:pPr>${blue}</w:pPr>${run('shaded paragraph', white)}</w:p>`,
      `<w:p><w:pPr>${blue}<w:rPr>${white}</w:rPr></w:pPr>${run('blue on blue: hidden', '<w:color w:val="1F497D"/>')}</w:p>`,
      p(
        'was white',
        `<w:color w:val="000000"/><w:rPrChange><w:rPr>${white}<w:strike/></w:rPr></w:rPrChange>`,
      ),
    ].join(''),
  )
  expect(looks(document)).toEqual({
    hidden: Object.values(cellsOf(document)).flatMap(({ text }) =>
      text.endsWith(': hidden') ? text : [],
    ),
    struck: [],
  })
  expect(looks(document).hidden).toHaveLength(5)
})

test('styles of runs and paragraphs, those that they are based on, and the default one', async () => {
  const paragraph = (id: string, text: string) =>
    `<w:p><w:pPr><w:pStyle w:val="${id}"/></w:pPr>${run(text)}</w:p>`
  const document = await read(
    [
      p('by default: struck'),
      p('style: hidden', '<w:rStyle w:val="Blanc"/><w:strike w:val="0"/>'),
      p('style based on it: hidden', '<w:rStyle w:val="BlancAussi"/>'),
      p('black all the same', '<w:rStyle w:val="Blanc"/><w:color w:val="000000"/>'),
      p('vanished: hidden', '<w:rStyle w:val="Absent"/>'),
      p('not known', '<w:rStyle w:val="Inconnu"/>'),
      paragraph('Titre', 'white on blue'),
      paragraph('Fantome', 'paragraph: hidden'),
    ].join(''),
    styles(
      [
        `<w:style w:type="paragraph" w:styleId="Normal" w:default="1"><w:rPr><w:strike/></w:rPr></w:style>`,
        style('character', 'Blanc', `<w:rPr>${white}</w:rPr>`),
        style('character', 'BlancAussi', '<w:basedOn w:val="Blanc"/>'),
        style('character', 'Absent', '<w:rPr><w:vanish/></w:rPr>'),
        style('paragraph', 'Titre', `<w:pPr>${blue}</w:pPr><w:rPr>${white}</w:rPr>`),
        style('paragraph', 'Fantome', `<w:basedOn w:val="Boucle"/><w:rPr>${white}</w:rPr>`),
        style('paragraph', 'Boucle', '<w:basedOn w:val="Fantome"/>'),
      ].join(''),
    ),
  )
  expect(looks(document)).toEqual({
    hidden: ['style: hidden', 'style based on it: hidden', 'vanished: hidden', 'paragraph: hidden'],
    struck: [
      'by default: struck',
      'style based on it: hidden',
      'black all the same',
      'vanished: hidden',
      'not known',
    ],
  })
})

test('cells: their own ground, that of the table around, and styles that colour some of them', async () => {
  const cell = (inner: string, properties = '') =>
    `<w:tc><w:tcPr>${properties}</w:tcPr>${inner}</w:tc>`
  const nested = tbl(tr(cell(p('nested on blue', white))))
  const document = await read(
    [
      tbl(tr(cell(p('plain: hidden', white)), cell(p('on blue', white), blue), cell(nested, blue))),
      tbl('<w:tblPr><w:tblStyle w:val="Bandes"/></w:tblPr>', tr(cell(p('white', white)))),
    ].join(''),
    styles(
      style(
        'table',
        'Bandes',
        `<w:tblStylePr w:type="firstRow"><w:tcPr>${blue}</w:tcPr></w:tblStylePr>`,
      ),
    ),
  )
  expect(document.sheets.map((_, n) => looks(document, n).hidden)).toEqual([
    ['plain: hidden'],
    [],
    [],
  ])
})

test('text boxes, pages of a colour, and what is drawn behind the text', async () => {
  const box = (text: string, fill: string) =>
    `<w:p><w:r><w:drawing><wps:wsp><wps:spPr>${fill}<a:ln><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>${p(text, white)}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></w:r></w:p>`
  const solid = (colour: string) => `<a:solidFill>${colour}</a:solidFill>`
  const boxes = await read(
    [
      box('dark box', solid('<a:srgbClr val="1F497D"/>')),
      box('white box: hidden', solid('<a:schemeClr val="bg1"/>')),
      box(
        'dark by a change',
        solid('<a:schemeClr val="bg1"><a:lumMod val="50000"/></a:schemeClr>'),
      ),
      box('no fill', '<a:noFill/>'),
    ].join(''),
  )
  expect(looks(boxes).hidden).toEqual(['white box: hidden'])

  const dark = '<w:background w:color="1F497D"/>'
  const shown = { 'word/settings.xml': `<w:settings ${w}><w:displayBackgroundShape/></w:settings>` }
  expect(looks(await read(dark + p('white', white), shown)).hidden).toEqual([])
  expect(looks(await read(dark + p('white', white))).hidden).toEqual(['white'])

  const photograph = '<w:p><w:r><w:drawing><wp:anchor behindDoc="1"/></w:drawing></w:r></w:p>'
  expect(looks(await read(photograph + p('white', white))).hidden).toEqual([])
})

test('a figure that is not seen takes its line with it, unless another one is seen there', async () => {
  const document = await read(
    [
      `<w:p>${run('Pass achetés : ')}${run('1 250', white)}</w:p>`,
      `<w:p>${run('Pass scannés : 830')}${run(' (900)', '<w:vanish/>')}</w:p>`,
      tbl(tr(`<w:tc>${p('Bénéficiaires :')}${p('410', white)}</w:tc>`)),
    ].join(''),
  )
  expect(looks(document).hidden).toEqual(['Pass achetés : 1 250'])
  expect(cellsOf(document).A2!.text).toBe('Pass scannés : 830')
  expect(looks(document, 1).hidden).toEqual(['Bénéficiaires :\n410'])
})

test('styles that declare entities are refused, broken ones when they are used', async () => {
  const entities = `<!DOCTYPE x [<!ENTITY a "b">]><w:styles ${w}/>`
  expect(await codeOf(docx(p('x'), { 'word/styles.xml': entities }), 'docx')).toBe('entites')
  const broken = styles(style('character', 'Casse', '<w:rPr><w:b></w:rPr>'))
  expect(await codeOf(docx(p('x', '<w:rStyle w:val="Casse"/>'), broken), 'docx')).toBe('corrompu')
})

test('the colours of a theme are those of the document', async () => {
  const theme = `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:accent1><a:srgbClr val="FFFFFF"/></a:accent1></a:theme>`
  const text = p('accent', '<w:color w:val="000000" w:themeColor="accent1"/>')
  expect(looks(await read(text, { 'word/theme.xml': theme })).hidden).toEqual(['accent'])
  expect(looks(await read(text)).hidden).toEqual([])
})

test('the number of a note that stands above the line continues no figure', async () => {
  const above = '<w:vertAlign w:val="superscript"/>'
  const document = await read(
    `<w:p>${run('Pass achetés : 1 250')}${run('2', above)}</w:p><w:p>${run('1 250', above)}</w:p>`,
  )
  expect(Object.values(cellsOf(document)).map(({ text }) => text)).toEqual([
    'Pass achetés : 1 250²',
    '1 250',
  ])
})
