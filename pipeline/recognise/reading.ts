import type { Indicator } from './notion.ts'

/**
 * Where a figure stands along one axis of its table: alone (`seul`), the stated total, a subtotal, a total that names something
 * (`total_partiel`), one period of several, one of several details, or a line left out for what its label says (`ecarte`).
 */
export type Role =
  | 'seul'
  | 'total'
  | 'sous_total'
  | 'total_partiel'
  | 'periode'
  | 'detail'
  | 'ecarte'

/** One axis of a table at one figure. */
export interface Place {
  role: Role
  /** Folded label or period: what tells this line from its neighbours; empty when alone. */
  key: string
  /** Whether the axis is known to split a whole (sites, months, years), so that its details may be added up. */
  known: boolean
}

/** One figure as it was recognised, before anyone knows whose it is or whether it counts. */
export interface Reading {
  sheet: string
  address: string
  /** Where the file itself has it and with what text, where its cells were put together, taken apart or put under those of another page (`sheet`) before; absent where they are as they were. */
  standing?: { address: string; text: string; labelAddress: string | null; sheet?: string }
  row: number
  col: number
  text: string
  label: string
  labelAddress: string | null
  indicator: Indicator
  /** `figure`: a number. `absence`: « NC », an error, a formula without result, or an empty cell under or beside its label. */
  kind: 'figure' | 'absence'
  /** In the unit of the report; null for an absence. For a doubtful figure, what is proposed, or null. */
  number: number | null
  /** Towards pass or persons: 10 for booklets of ten, 0.1 for euros. */
  factor: number
  unit: 'pass' | 'carnets' | 'EUR' | 'personnes'
  quality: 'exact' | 'approximatif'
  /** Reasons, in French, why it can't be taken without asking; empty when certain. */
  doubts: string[]
  /** Whether its doubts are only about how it is written, not about what it counts: what contradicts it is not sure either. */
  likely: boolean
  /** Words of its label that the vocabulary doesn't know; harmless when they name the laureate. */
  unknown: string[]
  rank: number
  aap: string | null
  /** Who bought what was bought, folded, where label or answer say it: « region »; absent where they don't. */
  buyer?: string
  /** The period that the whole table or sheet is about, when something outside the table's axes says so. */
  period: string | null
  /** Whether that period is the sheet's name or the label itself. */
  periodFrom: 'label' | 'titre' | 'feuille' | null
  /** « 2020-2021 »: the first and last of the years that its title, its sheet or a heading says it is of; absent where none says several. */
  years?: string
  line: Place
  column: Place
  /** Figures of one group are the same indicator in one table. */
  group: string
  cumulative: boolean
  /** Whether a title or note of the sheet speaks of cumulated figures, though the table's own labels don't. */
  cumulativeNearby: boolean
  /** Its cell says that another figure is wrong: nothing of this indicator is sure any more. */
  rectifies: boolean
  /** The figure that its sentence says is wrong (« lire 1 240 au lieu de 1 420 »); absent when it corrects none. */
  corrects?: number
  /** « Nouveaux bénéficiaires »: persons who were not counted before, so periods may be added up. */
  fresh: boolean
  /** Texts that may name the laureate of this line or column only. */
  names: string[]
  /** In a hidden row, column or sheet, or struck through. */
  hidden: boolean
  /** `bons`: counted from a list of one line a voucher. */
  rule: 'tableau' | 'titre' | 'feuille' | 'libelle_apres' | 'deux_points' | 'phrase' | 'bons'
}

/** Whether a reading comes from a text of words, not from a table. */
export function isSpoken({ rule }: Reading): boolean {
  return rule === 'phrase' || rule === 'deux_points'
}
