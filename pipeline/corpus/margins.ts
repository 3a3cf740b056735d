import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { z } from 'zod'
import { BilanError } from '../error.ts'

export const aaps = ['2019', '2020'] as const
export type Aap = (typeof aaps)[number]
export const types = [
  'Conseil régional',
  'Conseil départemental',
  'Communes et EPCI',
  'Autres',
] as const
export type TypeStructure = (typeof types)[number]
/** From the highest conversion to the lowest. */
export const tranches = ['plus_de_75', '50_a_75', '25_a_50', 'moins_de_25'] as const
export type Tranche = (typeof tranches)[number]
export const indicateurs = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'] as const
export type Indicateur = (typeof indicateurs)[number]

const row = z.strictObject({
  tableau: z.string(),
  aap: z.string(),
  ligne: z.string(),
  colonne: z.string(),
  valeur: z.coerce.number(),
  unite: z.string(),
})
export type PublishedCell = z.infer<typeof row>

/** The printed cells; throws a `BilanError` when the file isn't of that form. */
export function readPublished(path: URL | string): PublishedCell[] {
  const { data } = Papa.parse<unknown>(readFileSync(path, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  })
  const parsed = z.array(row).safeParse(data)
  if (!parsed.success) {
    throw new BilanError(
      `${path}: not a table of published figures (${parsed.error.issues[0]?.message})`,
      'restore it from the repository',
      1,
    )
  }
  return parsed.data
}

/** The printed figure of a cell; throws when the document doesn't print it. */
export type Printed = (tableau: string, aap: string, ligne: string, colonne: string) => number

/** A look-up over the printed cells. */
export function printed(cells: readonly PublishedCell[]): Printed {
  const byKey = new Map(
    cells.map((c) => [[c.tableau, c.aap, c.ligne, c.colonne].join('|'), c.valeur]),
  )
  return (...key) => {
    const value = byKey.get(key.join('|'))
    if (value === undefined) {
      throw new BilanError(
        `the published figures have no cell ${key.join(' / ')}`,
        'restore raw/publie from the repository',
        1,
      )
    }
    return value
  }
}
