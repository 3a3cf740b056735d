import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../pipeline/read/document.ts'
import { findOffice } from '../publish/office.ts'
import { cellsOf, codeOf, textsOf, zip } from './fixtures.ts'

const office = await findOffice('lowriter')

const namespaces = [
  ['office', 'office'],
  ['text', 'text'],
  ['table', 'table'],
  ['style', 'style'],
  ['draw', 'drawing'],
  ['fo', 'xsl-fo-compatible'],
  ['svg', 'svg-compatible'],
].map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
const others = [
  'xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"',
  'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
]
const ns = [...namespaces, ...others].join(' ')

function odt(text: string, styles = '', more: Record<string, string> = {}, dtd = ''): Buffer {
  return zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `<?xml version="1.0"?>${dtd}<office:document-content ${ns}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${text}</office:text></office:body></office:document-content>`,
    ...more,
  })
}
const read = (...parts: Parameters<typeof odt>) => readDocument(odt(...parts), 'odt')
const p = (text: string, style = '') => `<text:p text:style-name="${style}">${text}</text:p>`
const span = (style: string, text: string) =>
  `<text:span text:style-name="${style}">${text}</text:span>`
const style = (name: string, properties: string, family = 'text') =>
  `<style:style style:name="${name}" style:family="${family}">${properties}</style:style>`
const td = (inner: string, attributes = '') =>
  `<table:table-cell ${attributes}>${inner}</table:table-cell>`
const tr = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`
const table = (...rows: string[]) => `<table:table>${rows.join('')}</table:table>`

describe('odt', () => {
  test('text, tables with merged cells, tables in cells, lists and headings', async () => {
    const document = await read(
      [
        '<text:h>Bilan</text:h>',
        `<text:list><text:list-item>${p('un<text:s text:c="2"/>deux<text:tab/>trois<text:line-break/>fin')}</text:list-item></text:list>`,
        table(
          tr(
            td(p('Années'), 'table:number-columns-spanned="2"'),
            '<table:covered-table-cell/>',
            td(p('Total')),
          ),
          tr(td(p('2022'), 'table:number-rows-spanned="2"'), td(p('a')), td(p('12'))),
          tr(
            '<table:covered-table-cell/>',
            td(p('b')),
            td(p('dehors') + table(tr(td(p('dedans'))))),
          ),
        ),
      ].join(''),
    )
    expect(document.sheets.map(({ name }, n) => [name, textsOf(document, n)])).toEqual([
      ['Texte', { A1: 'Bilan', A2: 'un  deux\ttrois\nfin' }],
      [
        'Tableau 1',
        { A1: 'Années', C1: 'Total', A2: '2022', B2: 'a', C2: '12', B3: 'b', C3: 'dehors' },
      ],
      ['Tableau 2', { A1: 'dedans' }],
    ])
    expect(document.sheets.map(({ after }) => after)).toEqual([undefined, 2, undefined])
    expect(document.sheets[1]!.merges).toEqual([
      { top: 0, left: 0, bottom: 0, right: 1 },
      { top: 1, left: 0, bottom: 2, right: 0 },
    ])
  })

  test('deleted text is not read; comments and notes are said beside the text', async () => {
    const note = `<text:note><text:note-citation>1</text:note-citation><text:note-body>${p('au 31/12')}</text:note-body></text:note>`
    const document = await read(
      `<text:tracked-changes><text:changed-region><text:deletion>${p('Pass : 999')}</text:deletion></text:changed-region></text:tracked-changes>` +
        p(
          `1 250${note} pass<office:annotation><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">A. B.</dc:creator>${p('à revoir')}</office:annotation>`,
        ),
    )
    expect(textsOf(document, 0)).toEqual({ A1: '1 250 pass' })
    expect(cellsOf(document, 0).A1!.comment).toBe('au 31/12\nà revoir')
    expect(textsOf(document, 1)).toEqual({ A1: 'au 31/12' })
  })

  test('headers and footers, with styles of their own', async () => {
    const white = style('P1', '<style:text-properties fo:color="#ffffff"/>', 'paragraph')
    const master = `<style:master-page><style:header>${table(tr(td(p('Département', 'P1'))))}</style:header><style:footer>${p('Page 1', 'P1')}</style:footer></style:master-page>`
    const styles = `<office:document-styles ${ns}><office:automatic-styles>${style('P1', '', 'paragraph')}</office:automatic-styles><office:master-styles>${master}</office:master-styles></office:document-styles>`
    const document = await read(p('blanc', 'P1'), white, { 'styles.xml': styles })
    expect(
      document.sheets.map(({ name, cells }) => [name, cells[0]!.text, cells[0]!.hidden]),
    ).toEqual([
      ['Texte', 'blanc', true],
      ['En-tête', 'Département', false],
      ['Pied de page', 'Page 1', false],
    ])
  })

  test('what is hidden or struck', async () => {
    const text = (properties: string) => `<style:text-properties ${properties}/>`
    const styles = [
      style('blanc', text('fo:color="#ffffff"')),
      style('surligne', text('fo:color="#ffffff" fo:background-color="#1f497d"')),
      style('absent', text('text:display="none"')),
      style('barre', text('style:text-line-through-style="solid"')),
      style('haut', text('style:text-position="super 58%"')),
      style('fonce', '<style:paragraph-properties fo:background-color="#1f497d"/>', 'paragraph'),
      style('case', '<style:table-cell-properties fo:background-color="#1f497d"/>', 'table-cell'),
      style('boite', '<style:graphic-properties draw:fill="none"/>', 'graphic'),
      style(
        'pleine',
        '<style:graphic-properties draw:fill="solid" draw:fill-color="#ffffff"/>',
        'graphic',
      ),
    ].join('')
    const box = (name: string, inner: string) =>
      p(
        `<draw:frame draw:style-name="${name}"><draw:text-box>${inner}</draw:text-box></draw:frame>`,
      )
    const white = p(span('blanc', 'blanc'))
    const document = await read(
      [
        white,
        p(span('surligne', 'surligné')),
        p(span('blanc', 'sur fond'), 'fonce'),
        p(`Pass : ${span('absent', '12')}`),
        p(span('barre', '13')),
        p(`14${span('haut', '2')}`),
        box('boite', p(span('blanc', 'dans une boîte'))),
        box('pleine', white),
        `<text:section text:display="none">${p('section')}</text:section>`,
        table(tr(td(white), td(white, 'table:style-name="case"'))),
      ].join(''),
      styles,
    )
    const looks = (sheet: number) =>
      document.sheets[sheet]!.cells.map(({ text, hidden, struck }) =>
        [text, hidden ? 'hidden' : '', struck ? 'struck' : ''].join(' ').trim(),
      )
    expect(looks(0)).toEqual([
      'blanc hidden',
      'surligné',
      'sur fond',
      'Pass : 12 hidden',
      '13  struck',
      '14²',
      'dans une boîte',
      'blanc hidden',
      'section hidden',
    ])
    expect(looks(1)).toEqual(['blanc hidden', 'blanc'])
  })

  test('forms give their answers', async () => {
    const mark = (params: [string, string][]) =>
      `<field:fieldmark>${params.map(([name, value]) => `<field:param field:name="${name}" field:value="${value}"/>`).join('')}</field:fieldmark>`
    const document = await read(
      [
        p(`Oui ${mark([['Checkbox_Checked', 'true']])}`),
        p(
          `Choix : ${mark([
            ['Dropdown_ListEntry', 'un'],
            ['Dropdown_ListEntry', 'deux'],
            ['Dropdown_Selected', '1'],
          ])}`,
        ),
        p('Nom : <text:placeholder>&lt;saisir 12&gt;</text:placeholder>'),
        p(
          'Pass : <loext:content-control loext:showing-place-holder="true">cliquer</loext:content-control>',
        ),
        p('Liste : <text:drop-down><text:label text:value="x"/>Région</text:drop-down>'),
      ].join(''),
    )
    expect(Object.values(textsOf(document)).map((text) => text.trim())).toEqual([
      'Oui ☒',
      'Choix : deux',
      'Nom :',
      'Pass :',
      'Liste : Région',
    ])
  })

  test('an embedded workbook and pictures of tables are told', async () => {
    const frame = '<draw:frame svg:width="16cm" svg:height="6cm"><draw:image/></draw:frame>'
    const object = `<office:document-content ${ns}><office:body><office:spreadsheet/></office:body></office:document-content>`
    const { remarks } = await read(p(frame), '', { 'Object 1/content.xml': object })
    expect(remarks!.map(({ motif }) => motif)).toEqual([
      expect.stringMatching(/classeur incorporé/),
      expect.stringMatching(/montre des images/),
    ])
    expect((await read(p('Pass'))).remarks).toEqual([])
  })

  test('repetitions are bounded, entities and passwords refused', async () => {
    const repeated = (rows: number, cols: number) =>
      table(
        `<table:table-row table:number-rows-repeated="${rows}">${td(p('1'), `table:number-columns-repeated="${cols}"`)}</table:table-row>`,
      )
    expect(textsOf(await read(p('un<text:s text:c="-5"/>deux')))).toEqual({ A1: 'un deux' })
    expect(textsOf(await read(repeated(2, 2)))).toEqual({ A1: '1', B1: '1', A2: '1', B2: '1' })
    expect(await codeOf(odt(repeated(1_000_000_000, 1)), 'odt')).toBe('bombe')
    expect(await codeOf(odt(repeated(1, 1_000_000_000)), 'odt')).toBe('bombe')
    expect(await codeOf(odt(repeated(2_000, 900)), 'odt')).toBe('bombe')
    expect(await codeOf(odt('', '', {}, '<!DOCTYPE x [<!ENTITY a "b">]>'), 'odt')).toBe('entites')
    const manifest = { 'META-INF/manifest.xml': '<m:encryption-data/>' }
    expect(await codeOf(odt('', '', manifest), 'odt')).toBe('protege')
  })

  test.skipIf(office === null)(
    'what LibreOffice writes is read as the docx that it came from',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'bilan-odt-'))
      try {
        const report = join(
          'tests',
          'cases',
          'fmt-texte-blanc-docx',
          'rapports',
          'Ormeline bilan.docx',
        )
        await writeFile(join(folder, 'in.docx'), await readFile(report))
        const profile = `-env:UserInstallation=file://${folder}/profile`
        execFileSync(
          'soffice',
          [
            profile,
            '--headless',
            '--convert-to',
            'odt',
            '--outdir',
            folder,
            join(folder, 'in.docx'),
          ],
          { stdio: 'ignore' },
        )
        const before = await readDocument(await readFile(report), 'docx')
        const after = await readDocument(await readFile(join(folder, 'in.odt')), 'odt')
        expect(after.sheets).toEqual(before.sheets)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  )
})
