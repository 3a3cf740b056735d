import type { Label } from './label.ts'
import { acts, persons, type Sense } from './vocabulary.ts'

/** Doubt of pass that were ordered, delivered, received or invoiced by a word that may not mean bought. */
export const boughtUnsaid = 'le mot ne dit pas que les pass ont été achetés'
export const takenUnsaid = 'le mot ne dit pas que les pass ont été scannés'

/** What a figure counts, by the labels that it stands under. Only the first three are published. */
export type Indicator =
  | 'pass_achetes'
  | 'pass_scannes'
  | 'beneficiaires_uniques'
  | 'pass_commandes'
  | 'potentiel_achat'

/** What one or more labels, read together, say of the figures under them. */
export type Notion =
  | {
      kind: 'indicator'
      indicator: Indicator
      /** Why it is not certain, in French, or null when it is. */
      doubt: string | null
      /** Words that the vocabulary doesn't know: harmless when they only name the laureate. */
      unknown: string[]
      /** How explicit the label is: « bénéficiaires uniques » goes before « bénéficiaires ». */
      rank: number
      /** « dont scannés »: a part of what the line before counts, so the indicator itself only when that is another one. */
      part: boolean
    }
  /** Something known that is none of the indicators: never taken, never asked about. */
  | {
      kind: 'other'
      what: string
      /** A thing that lines of a table may be named after (a place, a workshop): no reason to leave the line out. */
      place?: true
    }
  /** « Pass » without what was done with them: needs another header. */
  | { kind: 'object' }
  | { kind: 'none' }

const heads: Sense[] = ['objet', 'carnet', ...acts, ...persons, 'acte', 'acteur']
const direct: Sense[] = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques', 'pass_commandes']

/** Senses that make a figure something else than the indicator it speaks of, with the word for it. */
const exclusions: [Sense, string][] = [
  ['ignorer', 'à ignorer'],
  ['identifiant', 'identifiant'],
  ['contact', 'coordonnées'],
  ['commentaire', 'commentaire'],
  ['taux', 'taux'],
  ['moyenne', 'moyenne'],
  ['negation', 'reste ou écart'],
  ['finance', 'montant'],
  ['anterieur', 'chiffre antérieur'],
]

/** Why a number of persons is asked about that nobody says are counted once. */
export const personDoubt = 'des personnes dont rien ne dit qu’elles sont uniques'

/** Why a figure of one place of several is asked about. */
export const partialDoubt = 'le texte ne parle que d’une partie du territoire ou des structures'

/** Senses that a stroke puts side by side without dividing one by the other. */
const alike: Partial<Record<Sense, Sense>> = {
  commande: 'achat',
  achat_possible: 'achat',
  scan_possible: 'scan',
}

/** Expressions for newcomers that name who comes. */
const newcomer = /(?:personne|usager|utilisateur|beneficiaire|participant)$/

/** Whether a stroke divides two counts (« scannés / achetés »); « dépensés / scannés » only says the same twice. */
function quotient(said: Sense[]): boolean {
  const counted = said.filter((sense) => acts.includes(sense) || persons.includes(sense))
  return (
    new Set(
      counted.map((sense) => (persons.includes(sense) ? 'personne' : (alike[sense] ?? sense))),
    ).size > 1
  )
}

/**
 * What labels say together, outermost first: « Pass » over « achetés », « Objectif » over « Pass scannés ».
 * Pure composition of senses: which word has which sense is data (`sql/seeds/vocabulaire.csv`).
 */
export function notionOf(labels: Label[]): Notion {
  const [only] = labels
  if (labels.length !== 1 || only === undefined) return compose(labels)
  let notion = alone.get(only)
  if (notion === undefined) {
    notion = compose(labels)
    alone.set(only, notion)
  }
  return notion
}

/** Whether labels name an indicator with no doubt and no unknown word. */
export function isSure(notion: Notion): boolean {
  return notion.kind === 'indicator' && notion.doubt === null && notion.unknown.length === 0
}

/** What single labels mean; asked again for every figure that they head. */
const alone = new WeakMap<Label, Notion>()

function compose(labels: Label[]): Notion {
  const terms = labels.flatMap((label) => label.terms)
  const unknown = labels.flatMap((label) => label.unknown)
  const has = (...senses: Sense[]) => terms.some((term) => senses.includes(term.sense))

  // « Bénéficiaires uniques, y compris ceux de l’été » are all of them.
  const within = terms.findIndex(({ sense }) => sense === 'dont')
  const leads = terms.findIndex(({ sense }) => heads.includes(sense) || direct.includes(sense))
  const part =
    within >= 0 && !(/^y compri/.test(terms[within]!.expression) && leads >= 0 && leads < within)
  // « Date du dernier scan » asks for a day.
  if (labels.some(({ text }) => /^\s*dates? (?:de |du |des |d['’])/i.test(text)))
    return { kind: 'other', what: 'date' }
  for (const [sense, what] of exclusions) if (has(sense)) return { kind: 'other', what }
  if (has('barre') && quotient(terms.map((term) => term.sense)))
    return { kind: 'other', what: 'taux' }
  const head = terms.find((term) => heads.includes(term.sense))?.sense
  const said = direct.filter((sense) => has(sense))
  if (said.length === 1) return certain(said[0] as Indicator, 3)
  if (has('objectif') && !has('realise')) return { kind: 'other', what: 'objectif' }
  if (has('potentiel')) {
    if (!has('objet', 'achat', 'carnet')) return { kind: 'other', what: 'potentiel' }
    if (!has('scan', 'distribution', 'emission')) return certain('potentiel_achat', 1)
  }
  // « Nouvelles personnes » is one term: who comes for the first time.
  if (head === undefined && has('nouveau') && terms.some((t) => newcomer.test(t.expression)))
    return ofPersons()
  if (head === undefined) return { kind: 'none' }
  if (head === 'acte') return { kind: 'other', what: 'accompagnements ou ateliers', place: true }
  if (head === 'acteur') return { kind: 'other', what: 'lieux ou médiateurs', place: true }
  if (head === 'beneficiaire' || head === 'personne') return ofPersons()
  return passes()

  function certain(indicator: Indicator, rank: number): Notion {
    const doubts: string[] = []
    if (has('objectif')) doubts.push('le libellé parle à la fois d’objectif et de réalisé')
    if (has('partiel')) doubts.push(partialDoubt)
    if (has('potentiel') && indicator !== 'potentiel_achat') {
      doubts.push('le libellé parle aussi de potentiel')
    }
    return { kind: 'indicator', indicator, doubt: doubts[0] ?? null, unknown, rank, part }
  }

  function doubtful(indicator: Indicator, doubt: string): Notion {
    return { kind: 'indicator', indicator, doubt, unknown, rank: 0, part }
  }

  function ofPersons(): Notion {
    if (has('achat', 'commande', 'distribution', 'emission', 'perte')) {
      return doubtful('beneficiaires_uniques', 'des personnes, mais pas forcément accompagnées')
    }
    // « Bénéficiaires uniques touchés » benefited, however it is put; « personnes touchées » may have been told of it.
    const unique = has('distinct') || terms.some((term) => /\bunique\b/.test(term.expression))
    // « 212 personnes différentes ont suivi le parcours » are persons, whatever they came for.
    // So are those who « ont bénéficié d’un accompagnement »: one who benefits is a person, and none of their visits.
    const benefited = terms.some(
      (term) => term.sense === 'accompagne' && /\bbenefici/.test(term.expression),
    )
    if (has('acte') && !unique && !benefited) {
      return doubtful('beneficiaires_uniques', 'des personnes ou des participations')
    }
    const came = terms.some((t) =>
      /^(?:touche|venu|recu|vu|accueilli|rencontre|present|pousse|franchi)/.test(t.expression),
    )
    if (has('accompagne_possible') && !(unique && (came || has('beneficiaire')))) {
      return doubtful('beneficiaires_uniques', 'des personnes, mais pas forcément accompagnées')
    }
    if (has('distinct') || (has('beneficiaire') && unique))
      return certain('beneficiaires_uniques', 3)
    if (has('beneficiaire')) return certain('beneficiaires_uniques', 2)
    // Who comes for the first time comes once.
    if (has('accompagne', 'nouveau')) return certain('beneficiaires_uniques', 1)
    return doubtful('beneficiaires_uniques', personDoubt)
  }

  function passes(): Notion {
    // « achetés (facturés) » are bought; only of scans does billing leave a doubt.
    const ignored: Sense[] = has('achat', 'scan') ? ['achat_possible', 'scan_possible'] : []
    const found = acts.filter((action) => has(action) && !ignored.includes(action))
    const only = (...senses: Sense[]) => found.length > 0 && found.every((a) => senses.includes(a))
    // « (pass ou personnes) » is the unit of a column, said of whatever stands in it.
    if (found.length === 0) {
      // « PN, personnes distinctes »
      const told = has('distinct') && has('beneficiaire', 'personne')
      return told ? ofPersons() : { kind: 'object' }
    }
    // « Factures de l’opérateur | 6 » counts invoices; « facturés » has an accent.
    const invoices = labels.some(({ text }) =>
      /^\D*(?<!\p{L})[Ff]actures?(?!\p{L})\D*$/u.test(text),
    )
    if (invoices && only('achat_possible') && !has('objet', 'carnet'))
      return { kind: 'other', what: 'factures' }
    if (only('distribution')) return { kind: 'other', what: 'pass distribués' }
    // What the operator gives besides is not bought.
    const given = terms.some(({ expression }) => /^(?:offert|a titre gra|gratuit)/.test(expression))
    if (given && only('distribution', 'achat_possible', 'emission'))
      return { kind: 'other', what: 'pass offerts' }
    if (only('emission', 'distribution')) return { kind: 'other', what: 'pass émis ou injectés' }
    if (found.includes('perte') && !has('scan', 'achat'))
      return { kind: 'other', what: 'pass perdus' }
    if (has('beneficiaire', 'personne') && !has('accompagne', 'accompagne_possible')) {
      const indicator = has('scan') ? 'pass_scannes' : has('achat') ? 'pass_achetes' : null
      if (indicator === null) return { kind: 'other', what: 'pass et personnes' }
      return doubtful(indicator, 'le libellé parle de pass et de personnes')
    }
    if (only('achat')) return certain('pass_achetes', 2)
    if (only('scan')) return certain('pass_scannes', 2)
    if (only('commande')) return certain('pass_commandes', 1)
    if (only('achat', 'commande')) return certain('pass_achetes', 1)
    // Ordered and paid for is bought; either alone may not be.
    if (has('achat_possible') && has('commande') && only('achat_possible', 'commande')) {
      return certain('pass_achetes', 1)
    }
    if (only('achat_possible', 'commande')) {
      return doubtful('pass_achetes', boughtUnsaid)
    }
    // Where pass are taken, what is validated or spent is scanned; what is paid back may be so later.
    const taken = terms.some(
      (t) =>
        t.sense === 'scan_possible' &&
        /^(?:valid|present|depens|encaiss|debit|honor|accept)/.test(t.expression),
    )
    if (only('scan_possible') && taken && has('acteur', 'acte', 'lieu')) {
      return certain('pass_scannes', 1)
    }
    if (only('scan_possible')) {
      return doubtful('pass_scannes', takenUnsaid)
    }
    if (only('scan', 'scan_possible')) return certain('pass_scannes', 1)
    // « activés en lieu de médiation (scan) »: what is meant by it is said.
    const activated = terms.every((t) => t.sense !== 'emission' || /^activ/.test(t.expression))
    if (only('scan', 'emission') && activated) return certain('pass_scannes', 1)
    const indicator = has('scan', 'scan_possible') ? 'pass_scannes' : 'pass_achetes'
    return doubtful(indicator, 'le libellé réunit plusieurs notions')
  }
}

/** The indicator that a notion is of; null where it is of none. */
export function indicatorIn(notion: Notion): string | null {
  return notion.kind === 'indicator' ? notion.indicator : null
}

/** Whether an indicator counts pass, and not persons. */
export function isOfPass(indicator: Indicator): boolean {
  return indicator !== 'beneficiaires_uniques'
}
