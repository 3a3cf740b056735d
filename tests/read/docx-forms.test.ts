import { describe, expect, test } from 'vitest'
import { p, read, tbl, tc, tr, w } from './docx-parts.ts'
import { cellsOf, textsOf } from './fixtures.ts'

const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
const control = (properties: string, content: string) =>
  `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`
const line = (label: string, ...rest: string[]) => `<w:p>${run(label)}${rest.join('')}</w:p>`
const field = (properties: string, instruction: string, result = '') =>
  `<w:r><w:fldChar w:fldCharType="begin"><w:ffData>${properties}</w:ffData></w:fldChar></w:r>` +
  `<w:r><w:instrText> ${instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
  `${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`

describe('forms in docx', () => {
  test('content controls give their answer, never what they ask for', async () => {
    const asks = '<w:showingPlcHdr/>'
    const document = await read(
      [
        line('Achetés : ', control('<w:text/>', run('1 250'))),
        line('Scannés : ', control(asks, run('Cliquez ici pour entrer du texte.'))),
        line('Type : ', control('<w:dropDownList w:lastValue="2"/>', run('Région'))),
        line('Bénéficiaires : ', control(asks, run('ex. : 410'))),
        control('', p('Bloc : 12')),
        tbl(
          tr(tc('Pass'), control('', tc('1 700'))),
          control('', tr(tc('Total'), `<w:tc>${control(asks, p('Cliquez ici'))}</w:tc>`)),
        ),
      ].join(''),
    )
    expect(textsOf(document)).toEqual({
      A1: 'Achetés : 1 250',
      A2: 'Scannés : ',
      A3: 'Type : Région',
      A4: 'Bénéficiaires : ex. : 410',
      A5: 'Bloc : 12',
    })
    expect(Object.values(cellsOf(document)).map(({ hidden }) => hidden)).toEqual([
      ...[false, false, false],
      true,
      false,
    ])
    expect(textsOf(document, 1)).toEqual({ A1: 'Pass', B1: '1 700', A2: 'Total' })
  })

  test('old fields of forms, boxes to tick, and results without their instructions', async () => {
    const box = (inner: string) => field(`<w:checkBox>${inner}</w:checkBox>`, 'FORMCHECKBOX')
    const list =
      '<w:ddList><w:result w:val="1"/><w:listEntry w:val="un"/><w:listEntry w:val="deux"/></w:ddList>'
    const document = await read(
      [
        line(
          'Texte : ',
          field('<w:textInput><w:default w:val="999"/></w:textInput>', 'FORMTEXT', run('1 300')),
        ),
        line('Oui : ', box('<w:default w:val="0"/><w:checked/>')),
        line('Non : ', box('<w:default w:val="0"/>')),
        line('Liste : ', field(list, 'FORMDROPDOWN')),
        line(
          'Signe : ',
          '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B7"/></w:r>',
        ),
        line('Police : ', run('\uf06f')),
        line('Somme : ', field('', '=SUM(A1:A9) 888', run('1 500'))),
        line(
          'Champ : ',
          `<w:fldSimple w:instr=" DOCPROPERTY Total 777 ">${run('1 400')}</w:fldSimple>`,
        ),
      ].join(''),
    )
    expect(Object.values(textsOf(document))).toEqual([
      'Texte : 1 300',
      'Oui : ☒',
      'Non : ☐',
      'Liste : deux',
      'Signe : ☑',
      'Police : ☐',
      'Somme : 1 500',
      'Champ : 1 400',
    ])
  })

  test('a note is said beside the text that refers to it', async () => {
    const notes = (kind: string, id: string, text: string) => ({
      [`word/${kind}s.xml`]: `<w:${kind}s ${w}><w:${kind} w:id="${id}">${p(text)}</w:${kind}></w:${kind}s>`,
    })
    const document = await read(
      tbl(tr(`<w:tc>${line('1 250', '<w:r><w:footnoteReference w:id="2"/></w:r>')}</w:tc>`)) +
        line('830', '<w:r><w:endnoteReference w:id="2"/></w:r>'),
      { ...notes('footnote', '2', 'à confirmer'), ...notes('endnote', '2', 'au 31/12') },
    )
    expect(cellsOf(document, 1).A1).toMatchObject({ text: '1 250', comment: 'à confirmer' })
    expect(cellsOf(document, 0).A1).toMatchObject({ text: '830', comment: 'au 31/12' })
  })
})

describe('what of a docx is not read', () => {
  const picture = (width: number, height: number) =>
    `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="${width * 360_000}" cy="${height * 360_000}"/><a:blip/></wp:inline></w:drawing></w:r></w:p>`
  const motifs = async (body: string) => (await read(body)).remarks!.map(({ motif }) => motif)

  test('an embedded workbook is told', async () => {
    const object =
      '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    expect(await motifs(object)).toEqual([expect.stringMatching(/classeur incorporé/)])
    const equation = object.replace('Excel.Sheet.12', 'Equation.3')
    expect(await motifs(equation)).toEqual([])
  })

  test('so is a picture of a table in a letter, and one of a page; no logo', async () => {
    const told = [expect.stringMatching(/montre des images/)]
    expect(await motifs(p('Voir ci-dessous.') + picture(16, 6))).toEqual(told)
    expect(await motifs(p('Voir ci-dessous.') + picture(4, 4))).toEqual([])
    expect(await motifs(tbl(tr(tc('Pass'), tc('12'))) + picture(16, 6))).toEqual([])
    expect(await motifs(p('Texte. '.repeat(400)) + picture(16, 6))).toEqual([])
    expect(await motifs(p('Texte. '.repeat(400)) + picture(20, 25))).toEqual(told)
  })
})
