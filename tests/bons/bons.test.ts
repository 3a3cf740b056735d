import { createHash } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { recogniseLargeText, recogniseWithLists } from '../../pipeline/bons/bons.ts'
import type { Document, Sheet } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { csv, figures, header, line, list, recogniseText, unused, withTools } from './lists.ts'

const plain = { pass_scannes: '20', pass_achetes: '30 ?', beneficiaires_uniques: '7' }

describe('a list of vouchers', () => {
  test('is counted: scanned, persons, and a question for bought', async () => {
    const found = await recogniseText(list(30))
    expect(figures(found)).toEqual(plain)
    const [scanned] = found.readings
    expect(scanned).toMatchObject({
      address: 'D2:D31',
      sheet: 'csv',
      text: '20 pass dont la colonne « Date de scan » est remplie',
      labelAddress: 'D1',
      rule: 'bons',
    })
  })

  test.each([
    ['utf-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['windows-1252', (text: string) => Buffer.from(text.replaceAll('’', "'"), 'latin1')],
    ['utf-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['tabs', (text: string) => Buffer.from(text.replaceAll(';', '\t'))],
    ['quoted', (text: string) => Buffer.from(text.replaceAll(/[^;\r\n]+/g, '"$&"'))],
  ])('gives the same in %s, held or streamed', async (_, encode) => {
    const bytes = encode(list(30))
    expect(figures(await recogniseText(bytes))).toEqual(plain)
    expect(figures((await streamed(bytes))!)).toEqual(plain)
  })

  test.each([
    ['codes of one shape', (n: number) => `BRI-${String(n % 7).padStart(3, '0')}`, '7'],
    ['names', (n: number) => ['Martinet Éloïse', 'Duvalois Marc', 'Bellerose Inès'][n % 3]!, '3 ?'],
    ['codes of two shapes', (n: number) => (n % 2 ? `BRI-00${n % 7}` : `X${n % 7}1`), undefined],
  ])('« Bénéficiaire » over %s', async (_, person, wanted) => {
    const lines = Array.from(
      { length: 28 },
      (_, n) => `PN20-${String(n).padStart(6, '0')};Scanné;${person(n)};12/03/2022`,
    )
    const found = await recogniseText(
      `N° Pass;Statut;Bénéficiaire;Date de scan\n${lines.join('\n')}`,
    )
    expect(figures(found).beneficiaires_uniques).toBe(wanted)
  })

  test('gives the same in a workbook, whose other sheets are read as ever', async () => {
    const rows = list(30)
      .trimEnd()
      .split('\r\n')
      .map((text) => text.split(';'))
    const book = XLSX.utils.book_new()
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'Export')
    const summary = [['Nombre de pass achetés', 45]]
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(summary), 'Synthèse')
    const bytes = XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
    const found = await withTools(async (tools) =>
      recogniseWithLists(await readDocument(bytes, 'xlsx'), tools),
    )
    expect(
      found.readings.map(({ sheet, indicator, number }) => [sheet, indicator, number]),
    ).toEqual([
      ['Synthèse', 'pass_achetes', 45],
      ['Export', 'pass_scannes', 20],
      ['Export', 'pass_achetes', 30],
      ['Export', 'beneficiaires_uniques', 7],
    ])
  })

  test('says that they were bought when its title or a column does', async () => {
    expect(figures(await recogniseText(`Liste des pass achetés;;\r\n\r\n${list(30)}`))).toEqual({
      ...plain,
      pass_achetes: '30',
    })
    const dated = list(30).replaceAll('Date d’émission', 'Date d’achat')
    expect(figures(await recogniseText(dated)).pass_achetes).toBe('30')
  })

  test('keeps its titles for hints, and a stated figure above it', async () => {
    const found = await recogniseText(
      `SIREN;909000101\r\nNombre de pass achetés;1200\r\n\r\n${list(30)}`,
    )
    expect(found.cues.sirens.map(({ text }) => text)).toEqual(['909000101'])
    expect(
      found.readings.filter(({ rule }) => rule !== 'bons').map(({ number }) => number),
    ).toEqual([1200])
  })

  test('tells laureates apart by their column', async () => {
    const lines = Array.from({ length: 30 }, (_, n) => line(n))
    const rows = [header, ...lines].map((text, n) =>
      n === 0 ? `${text};SIREN` : `${text};${n <= 12 ? '909000101' : '909 000 200'}`,
    )
    expect(figures(await recogniseText(rows.join('\n')))).toEqual({
      'pass_scannes 909000101': '12',
      'beneficiaires_uniques 909000101': '7',
      'pass_scannes 909000200': '18',
      'beneficiaires_uniques 909000200': '7',
    })
  })
})

describe('a doubt is a question', () => {
  const asked = async (...more: string[]) => {
    const found = await recogniseText(list(30, ...more))
    const scanned = found.readings.find(({ indicator }) => indicator === 'pass_scannes')!
    return [scanned.number, ...scanned.doubts]
  }

  test('a date of scan against the status', async () => {
    expect(await asked(line(90, { scan: '' }))).toEqual([
      21,
      'pour 1 ligne(s), le statut et la date de scan se contredisent',
    ])
    expect(await asked(line(90, { statut: 'Annulé' }))).toHaveLength(2)
  })

  test('a status or a date that nobody knows', async () => {
    const days = ['01/01/1900', '12/03/2010', '99/99/2021', '31/12/2035', '2021-13-01']
    const scans = days.map((scan) => ({ scan }))
    for (const odd of [{ statut: 'Validé' }, { statut: 'XZ', scan: '' }, ...scans]) {
      expect((await asked(line(90, odd)))[1]).toMatch(/ne se comprend pas/)
    }
  })

  test('a code that stands twice counts once; scanned and not scanned is asked about', async () => {
    const found = await recogniseText(list(30, line(0)))
    expect(figures(found)).toEqual(plain)
    expect(found.readings[0]!.text).toContain('(1 répétés, comptés une fois)')
    expect((await asked(line(2)))[1]).toMatch(/scannés sur une ligne et pas sur une autre/)
  })

  test('a code is the same behind the marks that keep its zeros', async () => {
    const marked = ["'PN20-000000", '="PN20-000001"', "'PN20-000003"]
    const found = await recogniseText(list(30, ...marked.map((code) => line(0, { code }))))
    expect(figures(found)).toEqual(plain)
  })

  test('days as they are written', async () => {
    for (const scan of ['1er mars 2021', '2021-03-12', '20210312', '12.03.21', '03/28/2021']) {
      expect(await asked(line(90, { scan }))).toEqual([21])
    }
  })

  test('pages of a pdf that follow without a header of their own', async () => {
    const [page] = (await csv(list(30))).sheets
    const rest = page!.cells.filter(({ row }) => row > 3)
    const of = async (...sheets: Sheet[]) => {
      const document: Document = { ...(await csv(list(30))), format: 'pdf', sheets }
      return figures(await withTools((tools) => recogniseWithLists(document, tools)))
    }
    expect(await of(page!, { ...page!, name: 'Page 2', cells: [] })).toEqual(plain)
    expect((await of(page!, { ...page!, name: 'Page 2', cells: rest })).pass_scannes).toBe('20 ?')
  })

  test('a line without a code, such as a total', async () => {
    expect(await asked('Total;;;20')).toEqual([20, '1 ligne(s) n’ont pas de numéro de pass'])
  })

  test('a line with more cells than the header', async () => {
    expect((await asked(`${line(90)};x`))[1]).toMatch(/plus de cellules/)
  })

  test('a quote that is never closed', async () => {
    expect((await asked(line(90, { person: '"U1' })))[0]).toBe(21)
    const found = await streamed(Buffer.from(list(30, line(90, { person: '"U1' }))))
    expect(found!.readings[0]!.doubts.join()).toMatch(/guillemets/)
  })

  test('no scan at all', async () => {
    const rows = Array.from({ length: 9 }, (_, n) => line(n, unused))
    const found = await recogniseText([header, ...rows].join('\n'))
    expect(figures(found)).toEqual({ pass_scannes: '0 ?', pass_achetes: '9 ?' })
    expect(found.readings[0]!.doubts[0]).toMatch(/colonne des scans est vide/)
  })

  test('scanned lines without a person make a lower bound', async () => {
    const found = await recogniseText(
      list(30, line(90, { person: '' }), line(91, { person: 'NC' })),
    )
    expect(figures(found).beneficiaires_uniques).toBe('7 ?')
    expect(found.readings[2]!.doubts).toEqual([
      '2 ligne(s) scannées n’ont pas de bénéficiaire : le nombre est un minimum',
    ])
  })

  test('persons told by their names or mails only', async () => {
    const found = await recogniseText(list(30).replace('Identifiant bénéficiaire', 'Atelier'))
    expect(figures(found).beneficiaires_uniques).toBe('20 ?')
  })

  test('cancelled vouchers in a list of bought ones', async () => {
    const cancelled = line(90, { statut: 'Annulé', scan: '' })
    const found = await recogniseText(`Pass achetés\r\n\r\n${list(30, cancelled)}`)
    expect(figures(found).pass_achetes).toBe('30 ?')
  })

  test('one identifier for a whole site', async () => {
    const rows = Array.from({ length: 300 }, (_, n) =>
      line(n, { person: n < 150 ? 'ESPACE1' : `U${n}` }),
    )
    expect(figures(await recogniseText([header, ...rows].join('\n'))).beneficiaires_uniques).toBe(
      '151 ?',
    )
  })
})

describe('what is no list of vouchers', () => {
  test.each([
    ['sites', 'Site;Pass achetés;Pass scannés;Bénéficiaires\nA;120;80;30\nB;90;40;20\nC;80;10;9'],
    [
      'booklets',
      'N° de carnet;Nombre de pass;Statut\nC100001;10;Utilisé\nC100002;10;Utilisé\nC100003;5;Utilisé',
    ],
    [
      'laureates',
      'N° de convention;Nom;Courriel;Pass achetés\n2019-101;Vaubrelle;a@b.fr;12\n2019-102;Val;c@d.fr;30\n2020-102;Port;e@f.fr;9',
    ],
  ])('%s', async (_, text) => {
    const found = await recogniseText(text)
    expect(found.remarks).toBeUndefined()
    expect(found.readings.every(({ rule }) => rule !== 'bons')).toBe(true)
  })

  test('mails in a table of sites are no hint of anything', async () => {
    const found = await recogniseText(
      'Site;Courriel;Pass scannés\nA;a@b.fr;80\nB;c@d.fr;40\nC;e@f.fr;10',
    )
    expect(JSON.stringify(found)).not.toContain('@')
    expect(found.readings.map(({ number }) => number)).toEqual([80, 40, 10])
  })

  test.each([
    ['names', 'Nom;Prénom;Atelier\nMARTINET;Éloïse;A\nDUVALOIS;Marc;B\nBELLEROSE;Inès;C'],
    [
      'one column of persons',
      'Bénéficiaire;Date;Lieu\nMARTINET Éloïse;12/03/2022;A\nDUVALOIS Marc;12/03/2022;B\nBELLEROSE Inès;13/03/2022;C',
    ],
    [
      'no header',
      'MARTINET;e@x.fr;06 12 34 56 78\nDUVALOIS;m@x.fr;06 12 34 56 79\nBELLEROSE;i@x.fr;06 12 34 56 70',
    ],
  ])('a list of persons is one question and not a word of it: %s', async (_, text) => {
    const found = await recogniseText(text)
    expect(found.readings).toEqual([])
    expect(found.remarks).toHaveLength(1)
    expect(JSON.stringify(found)).not.toMatch(/martinet|duvalois|bellerose|@|06 12/i)
  })
})

describe('streaming', () => {
  test('bytes that changed are refused, and nothing is left behind', async () => {
    await withTools(async (tools) => {
      const path = join(tools.scratch, 'liste.csv')
      await writeFile(path, list(30))
      await expect(recogniseLargeText(path, '0'.repeat(64), tools)).rejects.toMatchObject({
        code: 'modifie',
      })
      expect(await readdir(tools.scratch)).toEqual(['liste.csv'])
      const gone = join(tools.scratch, 'parti.csv')
      await expect(recogniseLargeText(gone, '0'.repeat(64), tools)).rejects.toMatchObject({
        code: 'modifie',
      })
    })
  })

  test('addresses count titles, blank lines and the lines of quoted cells above', async () => {
    const found = await streamed(Buffer.from(`"Export\ndu 12 mars"\r\n\r\n${list(30)}`))
    expect(found!.readings[0]!.address).toBe('D4:D33')
  })

  test('a table that is no list is left to others', async () => {
    expect(await streamed(Buffer.from('a;b\n1;2\n3;4\n5;6\n'))).toBeNull()
  })
})

async function streamed(bytes: Uint8Array) {
  return await withTools(async (tools) => {
    const path = join(tools.scratch, 'liste.csv')
    await writeFile(path, bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return await recogniseLargeText(path, sha256, tools)
  })
}
