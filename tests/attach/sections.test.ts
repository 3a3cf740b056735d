import { expect, test } from 'vitest'
import { attach } from '../../pipeline/attach/attach.ts'
import { Registry } from '../../pipeline/attach/registry.ts'
import { bodyTypes } from '../../pipeline/inputs.ts'
import { seedsFolder } from '../../pipeline/project.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { documentOf } from '../recognise/small-report.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)
const laureate = (convention: string, siren: string, nom: string, type_structure: string) => ({
  ...{ convention, aap: '2020', siren, nom, type_structure, departement: '87' },
  ...{ potentiel_achat: 1000, montant_projet: '10000', subvention_etat: '5000', ligne: 1 },
})
const registry = new Registry(
  [
    laureate('2020-1', '212088512', "Ville d'Aubrières", 'Communes et EPCI'),
    laureate(
      '2020-2',
      '206795023',
      'Communauté de communes Plateau de Lanteuille',
      'Communes et EPCI',
    ),
    laureate('2020-3', '227797792', 'Département de la Corrèze-Haute', 'Conseil départemental'),
  ],
  await bodyTypes(),
  vocabulary,
)

/** Whose the figures of a document are: `2020-1 500, 2020-1 320`; a figure that is nobody's has a dash. */
function owners(...lines: string[]): string {
  const { readings } = attach('rapport.docx', recognise(documentOf(lines), vocabulary), registry)
  const figures = readings.filter(({ reading }) => reading.kind === 'figure')
  return figures
    .map(({ reading, convention }) => `${convention ?? '-'} ${reading.number}`)
    .join(', ')
}

test('sections under the names of laureates are of each of them, and what stands before is of nobody', () => {
  const document = [
    'Hub Limousin-Est – restitution AAP 2020',
    'Ensemble, les trois territoires ont acheté 5 200 pass.',
    "Ville d'Aubrières",
    '2 000 pass achetés, 1 318 scannés.',
    'Communauté de communes Plateau de Lanteuille',
    'La communauté de communes a acheté 3 200 pass.',
  ]
  expect(owners(...document)).toBe('- 5200, 2020-1 2000, 2020-1 1318, 2020-2 3200')
})

test('a table between the paragraphs is of the section that it stands in', () => {
  const document = [
    '#s Texte',
    'Rapport du hub',
    "Ville d'Aubrières",
    '2 000 pass achetés.',
    'Département de la Corrèze-Haute',
    '#s Tableau 1',
    '#u 4',
    'Pass achetés | 8000',
  ]
  expect(owners(...document)).toBe('2020-1 2000, 2020-3 8000')
})

test('the section of a body that is not in the register is of nobody', () => {
  const document = [
    'Rapport du hub',
    "Ville d'Aubrières",
    '2 000 pass achetés.',
    'Communauté de communes Plateau de Lanteuille',
    '3 200 pass achetés.',
    'Ville de Châtelmoreau',
    '1 500 pass achetés.',
  ]
  expect(owners(...document)).toBe('2020-1 2000, 2020-2 3200, - 1500')
})

test('names of partners in the report of a laureate are no sections', () => {
  const document = [
    'Département de la Corrèze-Haute – bilan du pass numérique',
    'Le Département a acheté 8 000 pass.',
    "Ville d'Aubrières",
    '2 000 pass scannés.',
    'Communauté de communes Plateau de Lanteuille',
    '3 200 pass scannés.',
  ]
  expect(owners(...document)).not.toMatch(/2020-[12]/)
})

test('a laureate whose name stands on the first line sends the report', () => {
  const document = [
    'Département de la Corrèze-Haute',
    'Le Département a acheté 8 000 pass.',
    "Ville d'Aubrières",
    '2 000 pass scannés.',
  ]
  expect(owners(...document)).not.toMatch(/2020-1/)
})

test('a name without a figure under it is that of an address', () => {
  const document = [
    'Rapport du hub',
    "Ville d'Aubrières",
    'Communauté de communes Plateau de Lanteuille',
    '3 200 pass achetés.',
  ]
  expect(owners(...document)).toBe('- 3200')
})

test('lines that begin with a name are of that laureate', () => {
  const document = [
    'Note de transmission à l’Agence',
    "- Ville d'Aubrières : confirme 3 000 pass achetés et 1 402 scannés.",
    '- CC Plateau de Lanteuille : 2 000 pass achetés.',
    '- Ville de Larmor : 700 pass achetés.',
  ]
  expect(owners(...document)).toBe('2020-1 3000, 2020-1 1402, 2020-2 2000, - 700')
})

test('cards side by side are of the SIREN over them, and one without a laureate is of nobody', () => {
  const document = [
    'AAP 2020 – fiches par territoire (animation : Hub Rouergue)',
    '.',
    "Ville d'Aubrières | | | CC Plateau de Lanteuille",
    'SIREN | 212 088 512 | | SIREN | 206 795 023',
    'Achetés | 3200 | | Achetés | 2000',
    'Scannés | 1874 | | Scannés | 655',
    '.',
    'Ville de Châtelmoreau (achat en propre)',
    'SIREN | non lauréate',
    'Achetés | 1500',
    'Scannés | 900',
  ]
  const found = owners(...document)
    .split(', ')
    .sort()
    .join(', ')
  expect(found).toBe('- 1500, - 900, 2020-1 1874, 2020-1 3200, 2020-2 2000, 2020-2 655')
})

test('the total of a group is that of the convention where its leader says so', () => {
  const lines = (title: string, own: string) => [
    title,
    '.',
    'Membre | Pass achetés | Pass utilisés',
    `CC Plateau de Lanteuille${own} | 1200 | 640`,
    "Commune d'Hirsonval | 400 | 212",
    'Total groupement | 1600 | 852',
  ]
  const led = 'Convention portée par la CC Plateau de Lanteuille pour le compte du groupement'
  expect(owners(...lines(led, ' (chef de file)'))).toContain('2020-2 1600')
  expect(owners(...lines('CC Plateau de Lanteuille – bilan', ''))).not.toContain('2020-2 1600')
})

test('a report that is called the one of a group gives its total, whatever the line of its leader says', () => {
  const members = [
    'CC Plateau de Lanteuille | 1200 | 640',
    "Commune d'Hirsonval | 400 | 212",
    'Groupement | 1600 | 852',
  ]
  const titled = (title: string) => owners(title, 'Membre | Pass achetés | Scannés', ...members)
  expect(titled('CC Plateau de Lanteuille – bilan du groupement')).toContain('2020-2 1600')
  expect(titled('CC Plateau de Lanteuille, groupement de deux communes')).toContain('2020-2 1600')
  expect(titled('CC Plateau de Lanteuille, groupement de commandes')).not.toContain('2020-2 1600')
})

test('a line of the sender alone among others is doubted with a total and without, in lines and in columns', () => {
  const rows = [
    'CC Plateau de Lanteuille – bilan du pass numérique',
    'Structure | Pass achetés | Pass scannés',
    'CC Plateau de Lanteuille | 1200 | 640',
    "Commune d'Hirsonval | 400 | 212",
    'Commune de Tourlac | 300 | 100',
  ]
  const columns = [
    'CC Plateau de Lanteuille – bilan du pass numérique',
    " | CC Plateau de Lanteuille | Commune d'Hirsonval | Commune de Tourlac",
    'Pass achetés | 1200 | 400 | 300',
    'Pass scannés | 640 | 212 | 100',
  ]
  expect(doubted(...rows)).toEqual([1200, 640])
  expect(doubted(...rows, 'Ensemble | 1900 | 952')).toEqual([1200, 640])
  expect(doubted(...columns)).toEqual([1200, 640])
  // In a table that nobody is said to send, a line that leads others is no less open.
  const led = [
    'Bilan AAP 2020',
    'Membre | Rôle | Pass achetés',
    'CC Plateau de Lanteuille | chef de file | 1200',
    "Commune d'Hirsonval | membre | 400",
  ]
  expect(doubted(...led)).toEqual([1200])
  expect(doubted(...led.map((row) => row.replace('chef de file', 'lauréat')))).toEqual([])
  // « nous » is the sender.
  expect(doubted(...rows.map((row) => row.replace(/^(CC [^|–]+) \|/, '$1 (nous) |')))).toEqual([])
})

/** The figures of which it is asked whose report they are of. */
function doubted(...lines: string[]): (number | null)[] {
  const { readings } = attach('rapport.docx', recognise(documentOf(lines), vocabulary), registry)
  const asked = readings.filter(({ reading }) =>
    reading.doubts.some((doubt) => doubt.endsWith('de qui est le rapport ?')),
  )
  return asked.map(({ reading }) => reading.number)
}
