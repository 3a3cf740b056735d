import { detail, type Scenario, year } from './scenario.ts'

/** Several reports, notions that stand for others, and decisions of people. */
export const severalSources: Record<string, Scenario> = {
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
  'reports of one year each add up when the years follow one another': {
    fichiers: { a: { date_version: '2021-02-01' }, b: { date_version: '2022-02-01' } },
    lus: [
      ['a', 'pass_achetes', 500, year('2020')],
      ['b', 'pass_achetes', 200, { ...year('2021'), cellule: 'B2' }],
      ['b', 'pass_achetes', 100, { ...year('2021'), cellule: 'B3' }],
    ],
    valeurs: { pass_achetes: [800, 'calcule', /Somme des années 2020 à 2021/] },
    retenus: [0, 1, 2],
    statuts: { a: 'lu', b: 'lu' },
    a_verifier: [],
  },
  'a version of a later day is not replaced by a higher one of an earlier day': {
    fichiers: {
      a: { rang_version: 2, date_version: '2022-12-31' },
      b: { rang_version: 1, date_version: '2023-12-31' },
    },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [null, 'contradictoire', /« 5 ».*« 6 »/] },
    retenus: [],
    statuts: { a: 'lu', b: 'lu' },
    a_verifier: ['a B2', 'b B2'],
  },
  'a higher version of the same day, or of a day that one of them does not say': {
    fichiers: {
      a: { rang_version: 1, date_version: '2022-12-31' },
      b: { rang_version: 2, date_version: '2022-12-31' },
      c: { rang_version: 3 },
    },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
      ['c', 'pass_achetes', 7],
    ],
    valeurs: { pass_achetes: [7, 'communique'] },
    statuts: { a: 'remplace', b: 'remplace', c: 'lu' },
  },
  'a later version of one year replaces that year only': {
    fichiers: { a: {}, b: { rang_version: 1 }, c: { rang_version: 2 } },
    lus: [
      ['a', 'pass_achetes', 500, year('2020')],
      ['b', 'pass_achetes', 290, year('2021')],
      ['c', 'pass_achetes', 300, year('2021')],
    ],
    valeurs: { pass_achetes: [800, 'calcule'] },
    retenus: [0, 2],
  },
  'one year alone is a question': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 500, year('2020')]],
    valeurs: { pass_achetes: [null, 'non_communique', /Une seule année est donnée \(2020\)/] },
    retenus: [],
    a_verifier: ['a B2'],
  },
  'years with a hole between them are a question': {
    fichiers: { a: {}, b: {} },
    lus: [
      ['a', 'pass_achetes', 500, year('2019')],
      ['b', 'pass_achetes', 300, year('2021')],
    ],
    valeurs: { pass_achetes: [null, 'non_communique', /ne se suivent pas/] },
    a_verifier: ['a B2', 'b B2'],
  },
  'one year given twice is a question': {
    fichiers: { a: {}, b: {}, c: {} },
    lus: [
      ['a', 'pass_achetes', 500, year('2020')],
      ['b', 'pass_achetes', 300, year('2021')],
      ['c', 'pass_achetes', 300, year('2021')],
    ],
    valeurs: { pass_achetes: [null, 'non_communique', /données deux fois/] },
  },
  'a year that a report says is not known leaves the sum open': {
    fichiers: { a: {}, b: {}, c: {} },
    lus: [
      ['a', 'pass_achetes', 500, year('2020')],
      ['b', 'pass_achetes', 300, year('2021')],
      ['c', 'pass_achetes', null],
    ],
    valeurs: { pass_achetes: [null, 'non_communique'] },
    a_verifier: ['a B2', 'b B2'],
  },
  'a later report of the whole supersedes those of single years': {
    fichiers: { a: { rang_version: 1 }, b: { rang_version: 1 }, c: { rang_version: 2 } },
    lus: [
      ['a', 'pass_achetes', 500, year('2020')],
      ['b', 'pass_achetes', 300, year('2021')],
      ['c', 'pass_achetes', 900],
    ],
    valeurs: { pass_achetes: [900, 'communique'] },
    retenus: [2],
  },
  'a later report of one year alone does not supersede the whole': {
    fichiers: { a: { date_version: '2021-12-31' }, b: { date_version: '2022-12-31' } },
    lus: [
      ['a', 'pass_achetes', 900],
      ['b', 'pass_achetes', 300, year('2022')],
    ],
    valeurs: { pass_achetes: [null, 'contradictoire', /un autre celui d'une année seule/] },
    retenus: [],
    a_verifier: ['a B2', 'b B2'],
  },
  'two reports, each under the title of its year, are a question however they are dated': {
    fichiers: { a: { date_version: '2021-02-01' }, b: { date_version: '2022-02-01' } },
    lus: [
      ['a', 'pass_achetes', 500, { periode: '2020' }],
      ['b', 'pass_achetes', 700, { periode: '2021' }],
    ],
    valeurs: { pass_achetes: [null, 'contradictoire', /parlent chacun d'une année/] },
    retenus: [],
    a_verifier: ['a B2', 'b B2'],
  },
  'a report under the title of its year is whole when it is alone, and replaces an undated one': {
    fichiers: { a: { rang_version: 1 }, b: { rang_version: 2 } },
    lus: [
      ['a', 'pass_achetes', 500],
      ['b', 'pass_achetes', 700, { periode: '2021' }],
    ],
    valeurs: { pass_achetes: [700, 'communique'] },
    retenus: [1],
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
  'a message that encloses a report is not replaced by its version': {
    fichiers: { a: { accompagne: true }, b: { rang_version: 1000 } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [null, 'contradictoire'] },
  },
  'nor does it replace that report, if that calls itself provisional': {
    fichiers: { a: { accompagne: true, date_version: '2023-01-01' }, b: { rang_version: -1 } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [null, 'contradictoire'] },
  },
  'unless it says itself that it is a later version': {
    fichiers: { a: { accompagne: true, rang_version: 1000 }, b: { rang_version: 1 } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [5, 'communique'] },
    statuts: { b: 'remplace' },
  },
  'a message that encloses a report is replaced by one of a later day': {
    fichiers: {
      a: { accompagne: true, date_version: '2022-01-01' },
      b: { rang_version: 1000, date_version: '2023-01-01' },
    },
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
  'the day that a file was saved makes it no later than one that says its own': {
    fichiers: { a: { date_proprietes: '2026-11-28' }, b: { date_version: '2023-02-28' } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [null, 'contradictoire'] },
    a_verifier: ['a B2', 'b B2'],
  },
  'what was saved earlier is replaced by what says a later day': {
    fichiers: {
      a: { date_proprietes: '2022-12-15' },
      b: { date_version: '2023-02-28', date_proprietes: '2022-01-01' },
    },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [6, 'communique'] },
    statuts: { a: 'remplace', b: 'lu' },
  },
  'of two that say no day the one that was saved later supersedes': {
    fichiers: { a: { date_proprietes: '2022-12-15' }, b: { date_proprietes: '2023-02-28' } },
    lus: [
      ['a', 'pass_achetes', 5],
      ['b', 'pass_achetes', 6],
    ],
    valeurs: { pass_achetes: [6, 'communique'] },
    statuts: { a: 'remplace', b: 'lu' },
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
  'a later figure that rounds an exact one does not replace it': {
    fichiers: { a: { rang_version: 1 }, b: { rang_version: 2 } },
    lus: [
      ['a', 'pass_scannes', 3914],
      ['b', 'pass_scannes', 4000, { qualite: 'approximatif' }],
    ],
    valeurs: { pass_scannes: [3914, 'communique'] },
  },
  'a later figure of about so many that rounds nothing replaces an exact one': {
    fichiers: { a: { rang_version: 1 }, b: { rang_version: 2 } },
    lus: [
      ['a', 'pass_scannes', 2216],
      ['b', 'pass_scannes', 4000, { qualite: 'approximatif' }],
    ],
    valeurs: { pass_scannes: [4000, 'approximatif'] },
  },
  'a later figure of about so many does not settle what an earlier report leaves open': {
    fichiers: { a: { rang_version: 1 }, b: { rang_version: 2 } },
    lus: [['b', 'pass_scannes', 4000, { qualite: 'approximatif' }]],
    questions: [{ fichier: 'a', indicateur: 'pass_scannes', motif: 'un taux' }],
    valeurs: { pass_scannes: [null, 'contradictoire', 'un taux'] },
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
