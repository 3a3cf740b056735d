import { detail, type Scenario } from './scenario.ts'

/** What one report says, or does not say. */
export const oneReport: Record<string, Scenario> = {
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
    lus: [['a', 'pass_scannes', 12_345.6, { facteur: 10, unite: 'carnets' }]],
    valeurs: { pass_scannes: [123_456, 'communique'] },
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
  'more than five times the potential is a question': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_achetes', 5001],
      ['a', 'pass_scannes', 900, { cellule: 'B3' }],
    ],
    valeurs: {
      pass_achetes: [null, 'non_communique', 'dépasse de loin le potentiel de la convention'],
      pass_scannes: [900, 'communique'],
    },
    retenus: [1],
    a_verifier: ['a B2'],
  },
  'five times the potential may be': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 5000]],
    valeurs: { pass_achetes: [5000, 'communique'] },
    a_verifier: [],
  },
  'more than twice as many scanned as bought makes questions of both': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_achetes', 300],
      ['a', 'pass_scannes', 601, { cellule: 'B3' }],
      ['a', 'beneficiaires_uniques', 80, { cellule: 'B4' }],
    ],
    valeurs: {
      pass_achetes: [null, 'non_communique', '601 pass scannés pour 300 achetés'],
      pass_scannes: [null, 'non_communique', '601 pass scannés pour 300 achetés'],
      beneficiaires_uniques: [80, 'communique'],
    },
    a_verifier: ['a B2', 'a B3'],
  },
  'a figure that is asked about speaks against the one beside it': {
    fichiers: { a: {} },
    lus: [['a', 'pass_achetes', 170]],
    questions: [{ fichier: 'a', indicateur: 'pass_scannes', cellule: 'B3', proposition: '1388' }],
    valeurs: {
      pass_achetes: [null, 'non_communique', '1388 pass scannés pour 170 achetés'],
      pass_scannes: [null, 'non_communique'],
    },
    a_verifier: ['a B2'],
  },
  'a few scanned more than twice the bought are an alert only': {
    fichiers: { a: {} },
    lus: [
      ['a', 'pass_achetes', 30],
      ['a', 'pass_scannes', 99, { cellule: 'B3' }],
    ],
    valeurs: { pass_achetes: [30, 'communique'], pass_scannes: [99, 'communique'] },
    a_verifier: [],
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
}
