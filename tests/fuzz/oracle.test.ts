import { expect, test } from 'vitest'
import { excuse, type Mutation } from '../../bench/accuracy/oracle.ts'
import type { Outcome } from '../../bench/accuracy/outcome.ts'
import type { Source } from '../../bench/accuracy/source.ts'
import type { Judged } from '../../bench/accuracy/verdict.ts'

const one: Judged = {
  group: 'essai',
  convention: '2020-102',
  indicator: 'pass_achetes',
  forme: 'cas essai',
  format: 'csv',
  verdict: 'invented',
  wanted: 'ask',
  read: 410,
}

const observation = (cellule: string, convention: string | null) => ({
  convention,
  indicateur: 'pass_achetes',
  portee: 'total',
  feuille: 'csv',
  cellule,
  texte_brut: '410',
  libelle: 'Pass achetés',
  facteur: 1,
  qualite: 'exact',
})

/** An outcome that keeps a figure, or reads it for a convention and keeps none. */
const kept = (cellule: string) =>
  ({
    kept: [observation(cellule, '2020-102')],
    read: [observation(cellule, '2020-102')],
  }) as unknown as Outcome
const asked = (cellule: string, convention: string | null) =>
  ({ kept: [], read: [observation(cellule, convention)] }) as unknown as Outcome

function mutation(before: string, after: string, more: Partial<Mutation>): Mutation {
  const source = {
    bytes: Buffer.from(before),
    format: 'csv',
    isCase: true,
    about: new Set(['2020-102']),
  } as Partial<Source> as Source
  const hit = { what: 'essai', gone: [] }
  return {
    id: 'm1',
    source,
    turn: 0,
    damage: 'essai',
    effect: 'bytes',
    hit,
    bytes: Buffer.from(after),
    ...more,
  }
}

const lines = 'Bilan des pass de la ville;\nPass achetés;410\nPersonnes;2500\n'

test('bytes that take the number which a figure contradicted excuse that figure; others don’t', async () => {
  const cut = mutation(lines, 'Bilan des pass de la ville;\nPass achetés;410\nPersonnes;2', {})
  expect(await excuse(cut, one, kept('B2'), asked('B2', '2020-102'))).toBe('contradiction gone')
  const whole = mutation(
    lines,
    'Bixan des pass de la ville;\nPass achetés;410\nPersonnes;2500\n',
    {},
  )
  expect(await excuse(whole, one, kept('B2'), asked('B2', '2020-102'))).toBeNull()
  const unknown = { kept: [], read: [] } as unknown as Outcome
  expect(await excuse(cut, one, kept('B2'), unknown)).not.toBe('contradiction gone')
})

test('words that said that nobody knows whose a figure is excuse it, those that a damage leaves don’t', async () => {
  const damage = { effect: 'lost', damage: 'label blanked' } as const
  const blanked = mutation(lines, 'Pass achetés;410\nPersonnes;2500\n', damage)
  expect(await excuse(blanked, one, kept('B2'), asked('B2', null))).toBe('warning gone')
  expect(await excuse(blanked, one, kept('B2'), asked('B3', null))).toBeNull()
})

test('a line behind the broken end of a file excuses the figure in that end alone', async () => {
  const damage = { effect: 'added', damage: 'decoy row' } as const
  const broken = 'Bilan;\nPersonnes;2500\nPass achetés;410'
  const longer = `${broken}\nPass périmés;12`
  expect(
    await excuse(mutation(broken, longer, damage), one, kept('B3'), asked('B3', '2020-102')),
  ).toBe('put right')
  const other = 'Bilan;\nPass achetés;410\nPersonnes;2500'
  const otherLonger = `${other}\nPass périmés;12`
  expect(
    await excuse(mutation(other, otherLonger, damage), one, kept('B2'), asked('B2', '2020-102')),
  ).toBeNull()
  const ended = mutation(`${broken}\n`, `${longer}\n`, damage)
  expect(await excuse(ended, one, kept('B3'), asked('B3', '2020-102'))).toBeNull()
})

test('the name of a sheet that damaged bytes took excuses what stood on it', async () => {
  const whole = mutation(lines, `${lines}Bilan\n`, {})
  const elsewhere = kept('B2')
  const renamed = {
    ...elsewhere,
    kept: elsewhere.kept.map((one) => ({ ...one, feuille: 'extrait sect' })),
  } as Outcome
  expect(await excuse(whole, one, renamed, asked('B2', '2020-102'))).toBe('warning gone')
  expect(await excuse(whole, one, elsewhere, asked('B2', '2020-102'))).toBeNull()
})
