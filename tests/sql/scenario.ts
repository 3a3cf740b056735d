import type {
  RawCorrection,
  RawFichier,
  RawObservation,
  RawQuestion,
} from '../../pipeline/warehouse/raw.ts'

type Of<T> = Partial<T>

/** What one laureate sent, and what must come of it. Files are named by their letter. */
export interface Scenario {
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

/** What makes an observation the figure of one year alone. */
export const year = (periode: string) => ({
  portee: 'detail' as const,
  groupe: 'periodes',
  periode,
})

/** What makes an observation a detail of a group. */
export const detail = (cellule: string, groupe = 'g', more: Of<RawObservation> = {}) => ({
  portee: 'detail' as const,
  groupe,
  cellule,
  ...more,
})
