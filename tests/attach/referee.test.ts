import { describe, expect, test } from 'vitest'
import { decide } from '../../pipeline/attach/referee.ts'
import type { Place, Reading } from '../../pipeline/recognise/reading.ts'

const alone: Place = { role: 'seul', key: '', known: false }
const total: Place = { role: 'total', key: 'total', known: true }
const site = (key: string, known = true): Place => ({ role: 'detail', key, known })
const month = (key: string): Place => ({ role: 'periode', key, known: true })

let row = 0
function reading(number: number | null, line: Place = alone, more: Partial<Reading> = {}): Reading {
  row++
  return {
    sheet: 'Bilan',
    address: `B${row}`,
    row,
    col: 1,
    text: number === null ? 'NC' : String(number),
    label: 'Pass achetés',
    labelAddress: 'B1',
    indicator: 'pass_achetes',
    kind: number === null ? 'absence' : 'figure',
    number,
    factor: 1,
    unit: 'pass',
    quality: 'exact',
    doubts: [],
    likely: false,
    unknown: [],
    rank: 5,
    aap: null,
    period: null,
    periodFrom: null,
    line,
    column: alone,
    group: 'Bilan!B1',
    cumulative: false,
    cumulativeNearby: false,
    fresh: false,
    rectifies: false,
    names: [],
    hidden: false,
    rule: 'tableau',
    ...more,
  }
}

/** What counts, as `total 1250` or `detail 100+200`, or the doubt. */
function verdict(readings: Reading[], harmless = new Set<string>()): string {
  const { verdicts, doubts } = decide(readings, harmless)
  const kept = verdicts.filter((v) => v.kept)
  if (kept.length === 0) return `? ${doubts[0]?.motif ?? 'rien'}`
  return `${kept[0]!.scope} ${kept.map((v) => v.reading.number).join('+')}`
}

describe('a stated total and its details', () => {
  test('the total counts, its details are checked against it', () => {
    expect(verdict([reading(100, site('a')), reading(50, site('b')), reading(150, total)])).toBe(
      'total 150',
    )
  })
  test('a total that is not the sum is a question', () => {
    expect(verdict([reading(100, site('a')), reading(50, site('b')), reading(160, total)])).toMatch(
      /^\? le total \(160\)/,
    )
  })
  test('a list of vouchers beside a stated figure is its details', () => {
    const list = (n: number) => reading(n, alone, { rule: 'bons', rank: 2, group: 'Liste!bons2' })
    expect(verdict([reading(390), list(390)])).toBe('total 390')
    expect(verdict([reading(390), list(400)])).toMatch(/^\? le rapport dit 390, .* compte 400$/)
  })
  test('a missing detail leaves the total as it is', () => {
    expect(verdict([reading(100, site('a')), reading(null, site('b')), reading(150, total)])).toBe(
      'total 150',
    )
  })
  test('persons of several places count once in the total', () => {
    const of = (n: number, place: Place) =>
      reading(n, place, { indicator: 'beneficiaires_uniques' })
    expect(verdict([of(100, site('a')), of(80, site('b')), of(150, total)])).toBe('total 150')
    expect(verdict([of(100, site('a')), of(80, site('b')), of(90, total)])).toMatch(/^\? /)
  })
  test('a subtotal is neither a detail nor the total', () => {
    const sub: Place = { role: 'sous_total', key: 's', known: true }
    const readings = [reading(100, site('a')), reading(50, site('b')), reading(150, sub)]
    expect(verdict([...readings, reading(70, site('c')), reading(70, sub)])).toBe(
      'detail 100+50+70',
    )
  })
})

describe('details without a total', () => {
  test('are added up where they are known to be a whole', () => {
    expect(verdict([reading(100, site('a')), reading(50, site('b'))])).toBe('detail 100+50')
    expect(verdict([reading(100, site('a', false)), reading(50, site('b', false))])).toMatch(/^\? /)
  })
  test('are not added up with a hole, an unlabelled total or a line left out', () => {
    expect(
      verdict([reading(100, site('a')), reading(null, site('b')), reading(1, site('c'))]),
    ).toMatch(/^\? un détail manque/)
    expect(
      verdict([reading(100, site('a')), reading(50, site('b')), reading(150, site('c'))]),
    ).toMatch(/^\? une ligne est égale à la somme des autres/)
    const aside: Place = { role: 'ecarte', key: '', known: false }
    expect(verdict([reading(100, site('a')), reading(50, site('b')), reading(9, aside)])).toMatch(
      /^\? une ligne n’est peut-être pas un détail/,
    )
  })
  test('months add up, cumulated months do not', () => {
    const months = [reading(10, month('m01')), reading(30, month('m02')), reading(60, month('m03'))]
    expect(verdict(months)).toBe('detail 10+30+60')
    expect(verdict(months.map((r) => ({ ...r, cumulative: true })))).toBe('total 60')
  })
  test('persons by month may be the same: a question, unless they are new each time', () => {
    const persons = [5, 6].map((n, i) =>
      reading(n, month(`m0${i}`), { indicator: 'beneficiaires_uniques' }),
    )
    expect(verdict(persons)).toMatch(/^\? des personnes comptées par période/)
    expect(verdict(persons.map((r) => ({ ...r, fresh: true })))).toBe('detail 5+6')
  })
})

describe('several readings', () => {
  test('the more explicit label goes first, and an exact figure before an approximate one', () => {
    const vague = reading(300, alone, { rank: 3, group: 'x' })
    expect(verdict([vague, reading(250, alone, { group: 'y' })])).toBe('total 250')
    const about = reading(300, alone, { quality: 'approximatif', group: 'x' })
    expect(verdict([about, reading(287, alone, { group: 'y' })])).toBe('total 287')
  })
  test('two equal ones that differ are both kept, for SQL to call contradictory', () => {
    const { verdicts } = decide(
      [reading(1, alone, { group: 'x' }), reading(2, alone, { group: 'y' })],
      new Set(),
    )
    expect(verdicts.map((v) => v.kept)).toEqual([true, true])
  })
  test('hidden or struck figures never count by themselves', () => {
    expect(verdict([reading(5, alone, { hidden: true })])).toBe(
      '? le seul chiffre est masqué ou barré',
    )
    expect(verdict([reading(5, alone, { hidden: true }), reading(7, alone, { group: 'y' })])).toBe(
      'total 7',
    )
  })
  test('a hidden line leaves a hole in a sum, unless it says itself that it counts nothing', () => {
    const listed = [reading(100, site('a')), reading(50, site('b'))]
    const masked = (label: string) => reading(100, site('c'), { hidden: true, label })
    expect(verdict([...listed, masked('Mairie de Saclerue | Pass achetés')])).toMatch(/^\? /)
    expect(verdict([...listed, masked('La Grange – doublon | Pass achetés')])).toBe('detail 100+50')
    expect(verdict([...listed, masked('Test saisie | Pass achetés')])).toBe('detail 100+50')
  })
  test('unknown words are a doubt, unless they only name the laureate', () => {
    const odd = reading(5, alone, { unknown: ['valserre'] })
    expect(verdict([odd])).toMatch(/mots inconnus : « valserre »/)
    expect(verdict([odd], new Set(['valserre']))).toBe('total 5')
  })
  test('a note that says a figure is wrong leaves nothing sure', () => {
    expect(verdict([reading(5), reading(6, alone, { rectifies: true, group: 'n' })])).toMatch(
      /^\? une note dit/,
    )
  })
})
