import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {
  RawCorrection,
  RawFichier,
  RawObservation,
  RawQuestion,
  RawTables,
} from '../../pipeline/warehouse/raw.ts'
import { buildFixture, type Fixture } from '../models/fixture.ts'
import { correction, fichier, laureat, observation, question } from './rows.ts'

type Of<T> = Partial<T>

/** What one laureate sent, and what must come of it. Files are named by their letter. */
interface Scenario {
  fichiers?: Record<string, Of<RawFichier>>
  /** [file, indicator, number, more] */
  lus?: [string, string, number | null, Of<RawObservation>?][]
  questions?: Of<RawQuestion>[]
  corrections?: [string, number | null, number | null, Of<RawCorrection>?][]
  /** indicator → [value, status, words of the reason] */
  valeurs: Record<string, [number | null, string, (string | RegExp)?]>
  /** Numbers of `lus` that count, from 0. */
  retenus?: number[]
  /** file → status */
  statuts?: Record<string, string>
  /** `file cell` of each question of the rules. */
  a_verifier?: string[]
}

const detail = (cellule: string, groupe = 'g', more: Of<RawObservation> = {}) => ({
  portee: 'detail' as const,
  groupe,
  cellule,
  ...more,
})

const scenarios: Record<string, Scenario> = {
  'one total is communicated': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 120, { cellule: 'C12' }]],
    valeurs: {
      pass_achetes: [120, 'communique', 'Bilan!C12 de'],
      pass_scannes: [null, 'non_communique', 'Aucune valeur trouvée'],
    },
    retenus: [0],
    statuts: { a: 'lu' },
  },
  'zero is a figure': {
    fichiers: { a: {} },
    lus: [['a', 'pass_scannes', 0]],
    valeurs: { pass_scannes: [0, 'communique'] },
  },
  'a factor that leaves a binary fraction still makes a whole number': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 12_345.6, { facteur: 10, unite: 'carnets' }]],
    valeurs: { pass_achetes: [123_456, 'communique'] },
  },
  'euros become pass': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 30, { facteur: 0.1, unite: 'EUR', qualite: 'derive' }]],
    valeurs: { pass_achetes: [3, 'communique'] },
  },
  'a figure that is no whole number is a question': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 12.5, { cellule: 'B7' }]],
    valeurs: { pass_achetes: [null, 'non_communique', 'pas un nombre entier'] },
    retenus: [],
    a_verifier: ['a B7'],
  },
  'a negative figure is a question': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', -3]],
    valeurs: { pass_achetes: [null, 'non_communique', 'pas un nombre entier'] },
    a_verifier: ['a B2'],
  },
  'a number beyond all measure is a question': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 1e13]],
    valeurs: { pass_achetes: [null, 'non_communique', 'pas un nombre entier'] },
    a_verifier: ['a B2'],
  },
  'an absence is quoted with its address': {
    fichiers: { a: {} },
    lus: [['a', 'pass_scannes', null, { cellule: 'C12' }]],
    valeurs: { pass_scannes: [null, 'non_communique', /« NC » en Bilan!C12 de/] },
  },
  'details of a group are added up': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 10, detail('B2')],
      ['a', 'pass_scannes', 15, detail('B3')],
    ],
    valeurs: { pass_scannes: [25, 'calcule', 'somme de 2 détails'] },
    retenus: [0, 1],
  },
  'halves that add up to a whole number do': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 10.5, detail('B2')],
      ['a', 'pass_scannes', 15.5, detail('B3')],
    ],
    valeurs: { pass_scannes: [26, 'calcule'] },
  },
  'a negative detail is a question': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 10, detail('B2')],
      ['a', 'pass_scannes', -5, detail('B3')],
    ],
    valeurs: { pass_scannes: [null, 'non_communique', 'pas un nombre entier'] },
    a_verifier: ['a B2'],
  },
  'a retained absence among details leaves the sum open': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 10, detail('B2')],
      ['a', 'pass_scannes', null, { groupe: 'g', cellule: 'B3' }],
    ],
    valeurs: { pass_scannes: [null, 'non_communique', /incomplète.*Bilan!B3/] },
    a_verifier: ['a B2'],
  },
  'two groups with the same sum are one value, counted once': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 10, detail('B2', 'g1')],
      ['a', 'pass_scannes', 15, detail('B3', 'g1')],
      ['a', 'pass_scannes', 25, detail('D2', 'g2')],
    ],
    valeurs: { pass_scannes: [25, 'calcule'] },
    retenus: [0, 1],
  },
  'two groups with different sums contradict each other': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 10, detail('B2', 'g1')],
      ['a', 'pass_scannes', 11, detail('D2', 'g2')],
    ],
    valeurs: { pass_scannes: [null, 'contradictoire', /Bilan!B2.*Bilan!D2/] },
    retenus: [],
    a_verifier: ['a B2', 'a D2'],
  },
  'a total is never added to its details': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 10, detail('B2')],
      ['a', 'pass_scannes', 25, { cellule: 'B9' }],
    ],
    valeurs: { pass_scannes: [25, 'communique', 'Bilan!B9'] },
    retenus: [1],
  },
  'a total is never added to details of no group either': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 10, detail('B2', '')],
      ['a', 'pass_scannes', 25, { cellule: 'B9' }],
    ],
    valeurs: { pass_scannes: [25, 'communique'] },
    retenus: [1],
  },
  'two totals that agree are one value': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 25, { cellule: 'B9' }],
      ['a', 'pass_scannes', 25, { cellule: 'D9' }],
    ],
    valeurs: { pass_scannes: [25, 'communique'] },
    retenus: [0, 1],
  },
  'two totals of one file that differ contradict each other': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_scannes', 25, { cellule: 'B9' }],
      ['a', 'pass_scannes', 26, { cellule: 'D9' }],
    ],
    valeurs: { pass_scannes: [null, 'contradictoire', /Deux valeurs.*« 25 ».*« 26 »/] },
    retenus: [],
    a_verifier: ['a B9', 'a D9'],
  },
  'about so many is approximate': {
    fichiers: { a: {} },
    lus: [['a', 'beneficiaires_uniques', 80, { qualite: 'approximatif' }]],
    valeurs: { beneficiaires_uniques: [80, 'approximatif'] },
  },
  'a sum with one approximate part is approximate': {
    fichiers: { a: {} },
    lus: [
      ['a', 'beneficiaires_uniques', 80, detail('B2', 'g', { qualite: 'approximatif' })],
      ['a', 'beneficiaires_uniques', 7, detail('B3')],
    ],
    valeurs: { beneficiaires_uniques: [87, 'approximatif'] },
  },
  'an exact figure confirms an approximate one': {
    fichiers: { a: {} },
    lus: [
      ['a', 'beneficiaires_uniques', 80, { qualite: 'approximatif', cellule: 'B2' }],
      ['a', 'beneficiaires_uniques', 80, { cellule: 'D2' }],
    ],
    valeurs: { beneficiaires_uniques: [80, 'communique'] },
  },
  'what the reader does not retain does not count': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 99, { retenue: false, motif: 'objectif' }]],
    valeurs: { pass_achetes: [null, 'non_communique', 'Aucune valeur trouvée'] },
    retenus: [],
  },
  'an open question is the reason': {
    fichiers: { a: {} },
    questions: [{ fichier: 'a', indicateur: 'pass_achetes', motif: 'deux nombres' }],
    valeurs: { pass_achetes: [null, 'non_communique', /question reste ouverte.*deux nombres/] },
  },
  'no file is no report': {
    valeurs: { pass_achetes: [null, 'sans_rapport', 'Aucun rapport'] },
  },
  'only rejected files are unreadable': {
    fichiers: { a: { statut: 'rejete', motif: 'protégé par un mot de passe' } },
    valeurs: { pass_achetes: [null, 'illisible', 'protégé par un mot de passe'] },
    statuts: { a: 'rejete' },
  },
  'a rejected file beside a read one is mentioned': {
    fichiers: { a: { statut: 'rejete', motif: 'corrompu' }, b: {} },
    lus: [['b', 'pass_achetes', 5]],
    valeurs: {
      pass_achetes: [5, 'communique'],
      pass_scannes: [null, 'non_communique', /illisible.*corrompu/],
    },
  },
  'a copy gives nothing, and is no report': {
    fichiers: { a: { statut: 'doublon' } },
    lus: [['a', 'pass_achetes', 5]],
    valeurs: { pass_achetes: [null, 'sans_rapport'] },
    retenus: [],
    statuts: { a: 'doublon' },
  },
  'two reports of equal rank that agree': {
    fichiers: { a: {}, b: {} },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 5],
    ],
    valeurs: { pass_achetes: [5, 'communique'] },
    retenus: [0, 1],
  },
  'a total in one report, its details in another': {
    fichiers: { a: {}, b: {} },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 2, detail('B2')],
      ['b', 'pass_achetes', 3, detail('B3')],
    ],
    valeurs: { pass_achetes: [5, 'communique'] },
    retenus: [0, 1, 2],
  },
  'two reports of equal rank that differ': {
    fichiers: { a: {}, b: {} },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [null, 'contradictoire', /« 5 ».*« 6 »/] },
    retenus: [],
    statuts: { a: 'lu', b: 'lu' },
    a_verifier: ['a B2', 'b B2'],
  },
  'three values are counted': {
    fichiers: { a: {}, b: {}, c: {} },
    lus: [
      ['a', 'pass_achetes', 9],
      ['b', 'pass_achetes', 10],
      ['c', 'pass_achetes', 11],
    ],
    valeurs: { pass_achetes: [null, 'contradictoire', /3 valeurs.*« 9 ».*« 11 »/] },
    a_verifier: ['a B2', 'b B2', 'c B2'],
  },
  'a figure beside a report that says nothing': {
    fichiers: { a: {}, b: {} },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', null],
    ],
    valeurs: { pass_achetes: [5, 'communique'] },
  },
  'a higher version supersedes': {
    fichiers: { a: { rang_version: 2 }, b: { rang_version: 1000, date_version: '2022-01-01' } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [6, 'communique'] },
    retenus: [1],
    statuts: { a: 'remplace', b: 'lu' },
  },
  'a version that is not announced is a first one': {
    fichiers: { a: {}, b: { rang_version: 2 } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [6, 'communique'] },
    statuts: { a: 'remplace' },
  },
  'at equal rank the later date supersedes': {
    fichiers: { a: { date_version: '2023-03-01' }, b: { date_version: '2022-12-31' } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [5, 'communique'] },
    retenus: [0],
    statuts: { a: 'lu', b: 'remplace' },
  },
  'a date against none decides nothing': {
    fichiers: { a: { date_version: '2023-03-01' }, b: {} },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [null, 'contradictoire'] },
    a_verifier: ['a B2', 'b B2'],
  },
  'a later version that says NC takes the figure back': {
    fichiers: { a: {}, b: { rang_version: 2 } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', null, { cellule: 'C3' }],
      ['b', 'pass_scannes', 4],
    ],
    valeurs: { pass_achetes: [null, 'non_communique', 'Bilan!C3'] },
    retenus: [2],
    statuts: { a: 'remplace' },
  },
  'a later version that is silent leaves the older figure, and says so': {
    fichiers: { a: {}, b: { rang_version: 2 } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['a', 'pass_scannes', 3, { cellule: 'B3' }],
      ['b', 'pass_scannes', 4],
    ],
    valeurs: {
      pass_achetes: [5, 'communique', "n'en dit rien"],
      pass_scannes: [4, 'communique'],
    },
    retenus: [0, 2],
    statuts: { a: 'lu', b: 'lu' },
  },
  'a later version whose figure is doubtful is not bypassed': {
    fichiers: { a: {}, b: { rang_version: 2 } },
    lus: [['a', 'pass_achetes', 5]],
    questions: [{ fichier: 'b', indicateur: 'pass_achetes', motif: 'unité inconnue' }],
    valeurs: { pass_achetes: [null, 'non_communique', 'unité inconnue'] },
    retenus: [],
  },
  'a later file without figures supersedes nothing': {
    fichiers: { a: {}, b: { rang_version: 2, statut: 'sans_donnee' } },
    lus: [['a', 'pass_achetes', 5]],
    valeurs: { pass_achetes: [5, 'communique'] },
    statuts: { a: 'lu', b: 'sans_donnee' },
  },
  'a later file without figures does not supersede a statement either': {
    fichiers: { a: {}, b: { rang_version: 2, statut: 'sans_donnee' } },
    lus: [['a', 'pass_achetes', null]],
    valeurs: { pass_achetes: [null, 'non_communique', '« NC »'] },
    statuts: { a: 'lu', b: 'sans_donnee' },
  },
  'a doubtful figure that is superseded is no question any more': {
    fichiers: { a: {}, b: { rang_version: 2 } },
    lus: [
      ['a', 'pass_achetes', 5.5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [6, 'communique'] },
    a_verifier: [],
  },
  'ordered stands for bought where nothing is said of bought': {
    fichiers: { a: {} },
    lus: [['a', 'pass_commandes', 40]],
    valeurs: { pass_achetes: [40, 'communique', 'Pass commandés'] },
    retenus: [0],
  },
  'ordered never stands beside bought': {
    fichiers: { a: {}, b: {} },
    lus: [
      ['a', 'pass_commandes', 40],
      ['b', 'pass_achetes', 30],
    ],
    valeurs: { pass_achetes: [30, 'communique'] },
    retenus: [1],
  },
  'a copy does not stand in the way of ordered': {
    fichiers: { a: { statut: 'doublon' }, b: {} },
    lus: [
      ['a', 'pass_achetes', 30],
      ['b', 'pass_commandes', 40],
    ],
    valeurs: { pass_achetes: [40, 'communique'] },
    retenus: [1],
  },
  'ordered does not stand for bought that is said to be missing': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_commandes', 40],
      ['a', 'pass_achetes', null, { cellule: 'C3' }],
    ],
    valeurs: { pass_achetes: [null, 'non_communique', 'Bilan!C3'] },
    retenus: [],
  },
  'ordered does not stand for bought that is in doubt': {
    fichiers: { a: {} },
    lus: [['a', 'pass_commandes', 40]],
    questions: [{ fichier: 'a', cellule: 'D4', indicateur: 'pass_achetes' }],
    valeurs: { pass_achetes: [null, 'non_communique', 'question'] },
    retenus: [],
  },
  'distributed is never bought nor scanned': {
    fichiers: { a: {} },
    lus: [['a', 'pass_distribues', 40]],
    valeurs: { pass_achetes: [null, 'non_communique'], pass_scannes: [null, 'non_communique'] },
    retenus: [],
  },
  'a decision replaces what was read': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 5]],
    corrections: [['pass_achetes', 50, 5]],
    valeurs: { pass_achetes: [50, 'corrige', /C\. Martin.*appel téléphonique/] },
    retenus: [],
  },
  'a decision without a value says that there is none': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 5]],
    corrections: [['pass_achetes', null, 5]],
    valeurs: { pass_achetes: [null, 'non_communique', /C\. Martin.*appel téléphonique/] },
    retenus: [],
  },
  'a decision settles a contradiction, and its questions': {
    fichiers: { a: {}, b: {} },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    corrections: [['pass_achetes', 6, null]],
    valeurs: { pass_achetes: [6, 'corrige'] },
    retenus: [],
    a_verifier: [],
  },
  'a decision fills in for a report that never came': {
    corrections: [['pass_scannes', 12, null]],
    valeurs: { pass_scannes: [12, 'corrige'], pass_achetes: [null, 'sans_rapport'] },
  },
}

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
  } as Omit<RawTables, 'publie'>
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
