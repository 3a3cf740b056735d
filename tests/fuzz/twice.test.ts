import { beforeAll, describe, expect, test } from 'vitest'
import { caseGroups } from '../../bench/accuracy/group.ts'
import { mutate } from '../../bench/accuracy/mutate.ts'
import type { Mutation } from '../../bench/accuracy/oracle.ts'
import type { Outcome } from '../../bench/accuracy/outcome.ts'
import { caseSources, type Source } from '../../bench/accuracy/source.ts'
import { excuseOf } from '../../bench/accuracy/twice.ts'
import type { Judged } from '../../bench/accuracy/verdict.ts'

let source: Source
beforeAll(async () => {
  const all = await caseSources(await caseGroups())
  source = all.find(({ name }) => name === 'trap-total-avec-previsionnel')!
})

const twice = (turn: number) =>
  mutate('m1', { source, turn }, { seed: 5, hasGrid: true, damages: 2 })

describe('two damages', () => {
  test('are different ones, the second done to what the first left', () => {
    for (let turn = 0; turn < 40; turn++) {
      const [first, second, ...more] = twice(turn)
      expect(more).toEqual([])
      expect(first!.damage).not.toBe(second!.damage)
      expect(second!.source.bytes.equals(first!.bytes)).toBe(true)
      expect(second!.bytes.equals(first!.bytes)).toBe(false)
    }
  })

  test('that leave cells where they are come last, so that their addresses hold', () => {
    const names = Array.from({ length: 60 }, (_, turn) => twice(turn).map(({ damage }) => damage))
    const swapped = names.filter((pair) => pair.includes('number cells swapped'))
    expect(swapped.length).toBeGreaterThan(0)
    const moving = ['row removed', 'blank row inserted', 'columns swapped', 'decoy column']
    expect(swapped.filter(([, second]) => moving.includes(second!))).toEqual([])
  })

  test('are the same for the same seed', () => {
    expect(twice(3).map(({ hit }) => hit)).toEqual(twice(3).map(({ hit }) => hit))
  })
})

describe('what excuses a value after two damages', () => {
  const kept = (cellule: string, texte: string) => ({
    convention: '2020-102',
    indicateur: 'pass_achetes',
    portee: 'total',
    feuille: 'Bilan',
    cellule,
    texte_brut: texte,
    libelle: 'Pass achetés',
    cellule_libelle: 'A7',
    facteur: 1,
    qualite: 'exact',
  })
  const outcome = (value: number | null, cellule: string) =>
    ({
      value: () => value,
      kept: value === null ? [] : [kept(cellule, String(value))],
      read: [],
    }) as unknown as Outcome
  const step = (damage: string, effect: Mutation['effect'], hit: Partial<Mutation['hit']>) =>
    ({
      source: { ...source, isCase: false },
      damage,
      effect,
      hit: { what: damage, gone: [], ...hit },
    }) as Mutation
  const one = { convention: '2020-102', indicator: 'pass_achetes', wanted: 1700 } as Judged
  const swapped = { swapped: [7, 8].map((row) => ({ sheet: 'Bilan', row, col: 1 })) as never }
  const intact = outcome(1700, 'B7')

  test('either of them does', async () => {
    const steps = [
      step('row doubled', 'added', {}),
      step('number cells swapped', 'changed', swapped),
    ]
    const read = { ...one, read: 960 } as Judged
    const after = [outcome(1700, 'B8'), outcome(960, 'B8')]
    expect(await excuseOf(steps, after, read, intact)).toBe('undetectable')
  })

  test('a value that the first alone gave is excused by that one, or not at all', async () => {
    const steps = [
      step('row doubled', 'added', {}),
      step('number cells swapped', 'changed', swapped),
    ]
    const read = { ...one, read: 960 } as Judged
    const after = [outcome(960, 'B8'), outcome(960, 'B8')]
    expect(await excuseOf(steps, after, read, intact)).toBe(null)
  })

  test('of two that keep the sense none does', async () => {
    const steps = [step('row doubled', 'added', {}), step('labels in capitals', 'kept', {})]
    const read = { ...one, read: 960 } as Judged
    const after = [outcome(1700, 'B8'), outcome(960, 'B8')]
    expect(await excuseOf(steps, after, read, intact)).toBe(null)
  })
})
