import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RawTables } from '../../pipeline/warehouse/raw.ts'
import { buildFixture, type Fixture } from '../models/fixture.ts'
import { correction, fichier, laureat, observation, question } from './rows.ts'
import type { Scenario } from './scenario.ts'
import { severalSources } from './scenarios-plusieurs.ts'
import { oneReport } from './scenarios-un-rapport.ts'

const scenarios: Record<string, Scenario> = { ...oneReport, ...severalSources }
const names = Object.keys(scenarios)
const conventionOf = (name: string) => `2019-${String(names.indexOf(name) + 1).padStart(3, '0')}`

/** All scenarios in one warehouse, one convention each: building takes a second, asking nothing. */
function rawOf(): Partial<RawTables> {
  const raw = {
    laureats: names.map((name) => laureat(conventionOf(name))),
    fichiers: [],
    rattachements: [],
    observations: [],
    questions: [],
    corrections: [],
  } as Omit<RawTables, 'publie' | 'relances'>
  for (const name of names) {
    const { fichiers = {}, lus = [], questions = [], corrections = [] } = scenarios[name]!
    const convention = conventionOf(name)
    const path = (letter: string) => `${convention}/${letter}.xlsx`
    for (const [letter, more] of Object.entries(fichiers)) {
      raw.fichiers.push(fichier(path(letter), more))
      raw.rattachements.push({ fichier: path(letter), convention, regle: 'siren', motif: 'essai' })
    }
    for (const [letter, indicateur, nombre, more = {}] of lus) {
      raw.observations.push(
        observation(convention, indicateur, nombre, { ...more, fichier: path(letter) }),
      )
    }
    for (const more of questions) {
      raw.questions.push(question({ ...more, convention, fichier: path(more.fichier!) }))
    }
    for (const [indicateur, valeur, attendu, more] of corrections) {
      const ligne = raw.corrections.length + 2
      raw.corrections.push(correction(convention, indicateur, valeur, attendu, { ligne, ...more }))
    }
  }
  return raw
}

let fixture: Fixture
beforeAll(async () => {
  fixture = await buildFixture({ raw: rawOf() })
})
afterAll(() => fixture.connection.close())

describe('the value of a laureate', () => {
  test.each(names)('%s', async (name) => {
    const { valeurs, lus = [], retenus, statuts, a_verifier } = scenarios[name]!
    const convention = conventionOf(name)
    const ask = (sql: string) => fixture.connection.query(sql)
    const short = (path: unknown) => String(path).replace(/^.*\/|\.xlsx$/g, '')

    const [row] = await ask(`SELECT * FROM bilan.laureats WHERE convention = '${convention}'`)
    for (const [indicateur, [valeur, statut, motif]] of Object.entries(valeurs)) {
      const said = [row![indicateur], row![`${indicateur}_statut`]]
      expect(said).toEqual([valeur, statut])
      const [why] = await ask(
        `SELECT motif, statut FROM intermediate.int_valeurs
         WHERE convention = '${convention}' AND indicateur = '${indicateur}'`,
      )
      if (motif !== undefined) expect(plain(why!.motif)).toMatch(motif)
      const missing = await ask(
        `SELECT statut FROM bilan.donnees_manquantes
         WHERE convention = '${convention}' AND indicateur = '${indicateur}'`,
      )
      expect(missing).toEqual(valeur === null ? [{ statut }] : [])
    }
    if (retenus !== undefined) {
      const kept = await ask(
        `SELECT fichier, cellule, motif FROM bilan.observations
         WHERE convention = '${convention}' AND retenue AND regle <> 'correction'`,
      )
      const wanted = retenus.map((i) => `${lus[i]![0]} ${lus[i]![3]?.cellule ?? 'B2'}`)
      expect(kept.map(({ fichier, cellule }) => `${short(fichier)} ${cellule}`).sort()).toEqual(
        wanted.sort(),
      )
    }
    const reasons = await ask(
      `SELECT motif FROM bilan.observations WHERE convention = '${convention}'`,
    )
    for (const { motif } of reasons) expect(motif).not.toBe('')
    for (const [letter, statut] of Object.entries(statuts ?? {})) {
      const file = await ask(
        `SELECT statut FROM bilan.fichiers WHERE fichier = '${convention}/${letter}.xlsx'`,
      )
      expect(file).toEqual([{ statut }])
    }
    if (a_verifier !== undefined) {
      const asked = await ask(
        `SELECT fichier, cellule FROM bilan.a_verifier
         WHERE convention = '${convention}' AND question NOT LIKE 'lecture-%'`,
      )
      expect(asked.map(({ fichier, cellule }) => `${short(fichier)} ${cellule}`).sort()).toEqual(
        a_verifier,
      )
    }
  })

  test('no law is broken by any of them', () => {
    const broken = fixture.checks.filter(({ severity, rows }) => severity === 'bloquant' && rows[0])
    expect(broken.map(({ controle, rows }) => [controle, rows])).toEqual([])
  })

  test('every question of the reader is asked', async () => {
    const asked = await fixture.connection.query(
      `SELECT motif FROM bilan.a_verifier WHERE question LIKE 'lecture-%' ORDER BY motif`,
    )
    const given = rawOf().questions!.map(({ motif }) => motif)
    expect(asked.map(({ motif }) => motif)).toEqual(given.sort())
  })
})

/** No-break spaces as plain ones, so that expectations can be typed. */
function plain(text: unknown): string {
  return String(text).replaceAll('\u00a0', ' ')
}
