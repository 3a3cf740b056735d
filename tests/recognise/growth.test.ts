import { afterEach, expect, test, vi } from 'vitest'
import { Registry } from '../../pipeline/attach/registry.ts'
import { reportRows } from '../../pipeline/attach/report.ts'
import { bodyTypes } from '../../pipeline/inputs.ts'
import { seedsFolder } from '../../pipeline/project.ts'
import { Grid } from '../../pipeline/recognise/grid.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { laureat } from '../sql/rows.ts'
import { documentOf } from './small-report.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)
const registry = new Registry([{ ...laureat('2019-001') }], await bodyTypes(), vocabulary)
const file = { fichier: '2019-001.xlsx', sha256: 'x', taille: 1, format: 'xlsx' }

const kinds = ['Pass achetés', 'Pass scannés', 'Bénéficiaires uniques']
const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i))
/** Reports of many lines, `n` times a part of about thirty cells. */
const shapes: [what: string, lines: (n: number) => string[]][] = [
  [
    'a list of places by quarter',
    (n) => [
      `Lieu|${times(4, (q) => kinds.map((kind) => `${kind} T${q + 1} 2021`))
        .flat()
        .join('|')}`,
      ...times(
        n * 3,
        (i) => `Lieu ${i}|${times(12, (c) => 10 + ((i * 7 + c * 3) % 90)).join('|')}`,
      ),
    ],
  ],
  [
    'a list of laureates under a title',
    (n) => [
      'Bilan Pass numérique',
      `Convention|SIREN|Lauréat|${kinds.join('|')}`,
      ...times(
        n * 12,
        (i) =>
          `2019-${1000 + i}|${200000000 + i}|Commune de Sel${'abcdefgh'[i % 8]}onne|${[50, 30, 20].map((most) => most + ((i * 7) % 19)).join('|')}`,
      ),
    ],
  ],
  [
    'a list with a remark on each line',
    (n) => [
      'Lieu|Pass achetés|Pass scannés|Bénéficiaires uniques|Commentaire',
      ...times(
        n * 6,
        (i) =>
          `Lieu ${i}|${20 + (i % 9)}|${10 + (i % 7)}|${5 + (i % 4)}|${3 + (i % 5)} pass rendus en mars`,
      ),
    ],
  ],
]

afterEach(() => vi.restoreAllMocks())

/** Objects that look the same, and count how often something of them is looked at. */
function counting<T extends object>(objects: readonly T[]): { counted: T[]; looks: () => number } {
  let looks = 0
  const handler: ProxyHandler<T> = {
    get(target, name, receiver) {
      looks++
      return Reflect.get(target, name, receiver)
    },
  }
  return { counted: objects.map((one) => new Proxy(one, handler)), looks: () => looks }
}

/** How often cells and places were looked at while a report was read, and figures while they were attached. */
function looksOf(lines: string[]): [reading: number, attaching: number] {
  const document = documentOf(lines)
  const cells = counting(document.sheets[0]!.cells)
  const places = (['at', 'spread', 'row', 'blank'] as const).map((name) =>
    vi.spyOn(Grid.prototype, name),
  )
  const sheets = [{ ...document.sheets[0]!, cells: cells.counted }]
  const recognition = recognise({ ...document, sheets }, vocabulary)
  const reading = places.reduce((sum, spy) => sum + spy.mock.calls.length, cells.looks())
  vi.restoreAllMocks()
  const figures = counting(recognition.readings)
  reportRows(file, { ...recognition, readings: figures.counted }, registry)
  return [reading, figures.looks()]
}

// Counted, not timed: with a step that looks at all figures for each figure, twice as long takes four times as much.
test.each(shapes)('%s, twice as long, takes twice the work', (_, lines) => {
  // What texts mean is remembered: the first time counts for nothing.
  looksOf(lines(24))
  const [one, two] = [looksOf(lines(12)), looksOf(lines(24))]
  expect(two[0] / one[0]).toBeLessThan(2.2)
  expect(two[1] / one[1]).toBeLessThan(2.2)
})
