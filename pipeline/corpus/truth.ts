import type { Convention } from './bodies.ts'
import { type Indicateur, indicateurs } from './margins.ts'

/** How a value is meant to be known once the reports are read. */
export type StatutAttendu =
  | 'communique'
  | 'calcule'
  | 'non_communique'
  | 'sans_rapport'
  | 'illisible'

/** What a careful person finds for one convention and one indicator. */
export interface TrueValue {
  /** Null when no report gives it. */
  valeur: number | null
  statut: StatutAttendu
  /** The files that state it (or its absence), with the shape that they have. */
  sources: { fichier: string; forme: string; format: string }[]
}

/** What is expected of one file. */
export interface TrueFile {
  statut: 'lu' | 'remplace' | 'doublon' | 'sans_donnee' | 'rejete'
  /** Other statuses that are as right: either of two copies may be the duplicate, an empty form says little. */
  statuts_admis: string[]
  forme: string
  format: string
  /** Of a text file; null for the others. */
  encodage: string | null
  conventions: string[]
}

/** The truth of a corpus, as its JSON file holds it. */
export interface Truth {
  seed: number
  conventions: Record<string, Record<Indicateur, TrueValue>>
  fichiers: Record<string, TrueFile>
}

/** A file of the corpus with what it says; `valeurs` are the values that hold (none for a superseded file). */
export interface Report {
  /** Path under `rapports/`. */
  fichier: string
  bytes: Uint8Array
  attendu: TrueFile
  valeurs: { convention: string; indicateur: Indicateur; statut: StatutAttendu }[]
}

/** The truth of these conventions, given all the reports about them. */
export function truthOf(
  conventions: readonly Convention[],
  reports: readonly Report[],
): Pick<Truth, 'conventions' | 'fichiers'> {
  const truth: Pick<Truth, 'conventions' | 'fichiers'> = { conventions: {}, fichiers: {} }
  for (const r of reports) truth.fichiers[r.fichier] = r.attendu
  for (const c of conventions) {
    const values = {} as Record<Indicateur, TrueValue>
    for (const indicateur of indicateurs) {
      const said = reports.flatMap((r) =>
        r.valeurs
          .filter((v) => v.convention === c.convention && v.indicateur === indicateur)
          .map((v) => ({ r, statut: v.statut })),
      )
      values[indicateur] = {
        valeur: c.figures[indicateur],
        statut: said[0]?.statut ?? 'sans_rapport',
        sources: said.map(({ r }) => ({
          fichier: r.fichier,
          forme: r.attendu.forme,
          format: r.attendu.format,
        })),
      }
    }
    truth.conventions[c.convention] = values
  }
  return truth
}
