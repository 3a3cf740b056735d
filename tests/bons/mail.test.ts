import { expect, test } from 'vitest'
import { maskedDocument, recogniseWithLists } from '../../pipeline/bons/bons.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import type { Recognition } from '../../pipeline/recognise/recognise.ts'
import { attached, mail, mixed, plain, workbook } from '../read/mails.ts'
import { withTools } from './lists.ts'

const three = [
  ['Pass achetés', 1850],
  ['Pass scannés', 1204],
  ['Bénéficiaires uniques', 233],
]

function recognised(bytes: Buffer): Promise<Recognition> {
  return withTools(async (tools) => recogniseWithLists(await readDocument(bytes, 'eml'), tools))
}

/** The figures of a mail by their places, with `?` where they are doubted. */
function places({ readings }: Recognition): string[] {
  return readings
    .filter(({ kind }) => kind === 'figure')
    .map((r) => `${r.sheet}!${r.address} ${r.number}${r.doubts.length > 0 ? ' ?' : ''}`)
}

const ofWorkbook = (sign = '') =>
  ['B1 1850', 'B2 1204', 'B3 233'].map((one) => `bilan.xlsx › Feuille!${one}${sign}`)

test('figures stand in the file, sheet and cell that they were written in', async () => {
  const bytes = mixed(
    plain('Nous avons acheté 1 850 pass.'),
    attached('bilan.xlsx', workbook(three)),
  )
  const found = await recognised(bytes)
  expect(places(found)).toEqual(['Message!A5 1850', ...ofWorkbook()])
  expect(new Set(found.readings.map(({ group }) => group)).size).toBe(4)
})

test.each([
  ['Ces chiffres sont provisoires.', ' ?'],
  ['Le bilan provisoire de 2021 est annulé.', ''],
  ['> Ces chiffres sont provisoires.', ''],
  ['Ci-joint notre bilan définitif.', ''],
])('what the mail says of the figures that it encloses: %s', async (text, sign) => {
  const bytes = mixed(plain(`Bonjour,\n\n${text}`), attached('bilan.xlsx', workbook(three)))
  expect(places(await recognised(bytes))).toEqual(ofWorkbook(sign))
})

test('of its own figures and of those that it encloses', async () => {
  const text = plain('Pass scannés : 1 204\n\nCes chiffres sont provisoires.')
  const found = await recognised(mixed(text, attached('bilan.xlsx', workbook(three))))
  expect(places(found)).toEqual(['Message!A5 1204 ?', ...ofWorkbook(' ?')])
})

test('tables at the same place of two files are two tables', async () => {
  const files = [three, three.slice(1)].map((rows, n) => attached(`${n}.xlsx`, workbook(rows)))
  const { readings } = await recognised(mixed(plain('Ci-joint'), ...files))
  expect(new Set(readings.map(({ group }) => group)).size).toBe(5)
})

test('a warning of a file is about its own figures', async () => {
  const other = attached(
    'autre.txt',
    'Ces chiffres sont provisoires.\n\nPass scannés : 12',
    'text/plain',
  )
  const bytes = mixed(plain('Ci-joint'), attached('bilan.xlsx', workbook(three)), other)
  expect(places(await recognised(bytes))).toEqual([...ofWorkbook(), 'autre.txt!A3 12 ?'])
})

test('a mail is of its own day, and so is a figure in a mail that it passes on', async () => {
  const sent = (day: string, text: string) =>
    mail([], text).toString('latin1').replace('14 Mar 2023', day)
  const inner = (text: string) => attached('m.eml', Buffer.from(sent('3 Feb 2022', text)))
  const day = async (...parts: string[]) => (await recognised(mixed(...parts))).cues.dated
  expect(await day(plain('Pass scannés : 12'))).toBe('2023-03-14')
  expect(await day(plain('Voici'), attached('bilan.xlsx', workbook(three)))).toBe('2023-03-14')
  expect(await day(plain('Voici'), inner('Pass scannes : 12'))).toBe('2022-02-03')
  expect(await day(plain('Pass scannés : 14'), inner('Pass scannes : 12'))).toBe('2023-03-14')
})

const head = 'De : Accueil\nEnvoyé : 10 mars 2023\nÀ : agence\nObjet : bilan'

test.each([
  [
    'what it says anew counts',
    'RE: bilan',
    'Pass scannés : 12',
    '-----Message d’origine-----',
    ['12'],
  ],
  ['under a head alone', 'Re : bilan', 'Pass scannés : 12', head, ['12']],
  ['what it doesn’t, stays', 'RE: bilan', 'Pass achetés : 12', head, ['12', '10']],
  ['answers below the head are read', 'RE: bilan', 'Voir ci-dessous.', head, ['10']],
  ['what is passed on is no earlier state', 'TR: bilan', 'Pass scannés : 12', head, ['12', '10']],
  [
    'a sender’s line alone is no head',
    'RE: bilan',
    'Pass scannés : 12',
    'De : Accueil',
    ['12', '10'],
  ],
])('a reply that repeats the mail that it answers: %s', async (_, title, text, over, numbers) => {
  const body = Buffer.from(`${text}\n\n${over}\n\nPass scannés : 10`).toString('latin1')
  const found = await recognised(mail(['Content-Type: text/plain; charset=utf-8'], body, title))
  const figures = found.readings.filter(({ kind }) => kind === 'figure')
  expect(figures.map(({ number }) => String(number))).toEqual(numbers)
})

test.each([
  ['Vous trouverez en pièce jointe le bilan.', true],
  ['Vous trouverez le tableau complété en pièce jointe.', true],
  ['Voici notre bilan ci-joint.', true],
  ['> Vous trouverez le tableau à compléter en pièce jointe.', false],
  ['Merci de compléter le tableau ci-joint.', false],
  ['Le bilan vous parviendra.', false],
])('whether a mail says that a report comes with it: %s', async (text, told) => {
  const alone = await recognised(mail(['Content-Type: text/plain; charset=latin1'], text))
  expect(alone.cues.encloses).toBe(told)
  const together = await recognised(mixed(plain(text), attached('bilan.xlsx', workbook(three))))
  expect(together.cues.encloses).toBe(false)
})

test('the name of a file says its version and whose it is', async () => {
  const name = 'Bilan v3 2019-102 provisoire.xlsx'
  const { cues } = await recognised(mixed(plain('Voici'), attached(name, workbook(three))))
  expect(cues.version).toBe(-1)
  expect(cues.codes.map(({ text }) => text)).toContain('2019-102')
})

test('a file that can’t be read, and pictures where nothing gives a figure, are questions', async () => {
  const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(60_000, 1)])
  const files = [attached('bilan.rar', 'Rar!\x1a'), attached('page.jpg', photo, 'image/jpeg')]
  const asked = async (text: string) =>
    ((await recognised(mixed(plain(text), ...files))).remarks ?? []).map(({ motif }) => motif)
  const archive = expect.stringMatching(/« bilan\.rar » n’est pas lue/)
  expect(await asked('Ci-joint')).toEqual([archive, expect.stringMatching(/^des images/)])
  expect(await asked('Pass scannés : 12')).toEqual([archive])
})

test('a list of vouchers in a file is counted', async () => {
  const lines = Array.from(
    { length: 40 },
    (_, n) => `PN-${1000 + n};12/03/2022;Utilisé;Nom${n};Prénom${n}`,
  )
  const list = `Numéro du pass;Date de scan;Statut;Nom;Prénom\n${lines.join('\n')}\n`
  const bytes = mixed(plain('Ci-joint la liste'), attached('export.csv', list, 'text/csv'))
  const found = await recognised(bytes)
  expect(JSON.stringify(found)).not.toMatch(/Nom1|Prénom1/)
  expect(found.readings.filter(({ rule }) => rule === 'bons').map(({ sheet }) => sheet)).toContain(
    'export.csv',
  )
})

test.each([
  ['zdenka kovarova', '▮▮▮'],
  ['KOVAROVA Zdenka', '▮▮▮'],
  ['mairie de belis', 'Mairie De Belis'],
  ['Mairie de Bélis', 'Mairie de Bélis'],
])('of the sender %s, %s is kept', async (name, kept) => {
  const bytes = mail([], 'Pass')
    .toString('latin1')
    .replace('From: a@exemple.fr', `From: ${Buffer.from(name).toString('latin1')} <a@exemple.fr>`)
  await withTools(async (tools) => {
    const document = await readDocument(Buffer.from(bytes, 'latin1'), 'eml')
    const [first] = maskedDocument(document, tools).shown.sheets[0]!.cells
    expect(first!.text).toBe(`Expéditeur : ${kept} <▮▮▮>`)
  })
})

test('nothing that names a person or tells how to reach one is kept or shown', async () => {
  const inner = mixed(
    plain('Pass scannés : 12'),
    attached('Note de Mme Zdravkova.rar', 'Rar!\x1a'),
    attached('Mme Zdravkova.xlsx', workbook([['Pass scannés', 4]])),
  )
  const bytes = Buffer.from(
    mixed(
      plain('Pass achetés : 12\n\nCéline Vautrin\n06 12 34 56 78 - c.vautrin@exemple.fr'),
      attached('Bilan de Mme Zdravkova.xlsx', workbook(three)),
      attached('Bilan de Mme Zdravkovic.xlsx', workbook([['Pass scannés', 3]])),
      attached(
        'Mme Zdravkova.eml',
        inner.toString('latin1').replaceAll('--b', '--c').replace('"b"', '"c"'),
      ),
    )
      .toString('latin1')
      .replace('From: a@exemple.fr', 'From: Zdenka Kovarova <zdenka.kovarova@exemple.fr>'),
    'latin1',
  )
  await withTools(async (tools) => {
    const document = await readDocument(bytes, 'eml')
    const persons = /vautrin|zd[er]|kovar|06 12|@/i
    const found = await recogniseWithLists(document, tools)
    expect(JSON.stringify(found)).not.toMatch(persons)
    const { shown } = maskedDocument(document, tools)
    expect(JSON.stringify({ ...shown, parts: [] })).not.toMatch(persons)
    expect(shown.sheets.map(({ name }) => name)).toEqual([
      'Message',
      'Bilan de Mme ▮▮▮.xlsx › Feuille',
      'Bilan de Mme ▮▮▮ (2).xlsx › Feuille',
      'Mme ▮▮▮.eml › Message',
      'Mme ▮▮▮.eml › Mme ▮▮▮.xlsx › Feuille',
    ])
    const sheets = new Set(shown.sheets.map(({ name }) => name))
    expect(found.readings.every(({ sheet }) => sheets.has(sheet))).toBe(true)
  })
})
