import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { z } from 'zod'
import type { RawLaureat, RawPublie } from '../../pipeline/warehouse/raw.ts'

const root = new URL('../../', import.meta.url)

const laureats = z.array(
  z.strictObject({
    convention: z.string(),
    aap: z.string(),
    siren: z.string(),
    nom: z.string(),
    type_structure: z.string(),
    departement: z.string(),
    potentiel_achat: z.coerce.number(),
    montant_projet: z.string(),
    subvention_etat: z.string(),
  }),
)

const publie = z.array(
  z.strictObject({
    tableau: z.string(),
    aap: z.string(),
    ligne: z.string(),
    colonne: z.string(),
    valeur: z.string(),
    unite: z.string(),
  }),
)

const verite = z.object({
  conventions: z.record(
    z.string(),
    z.record(z.string(), z.object({ valeur: z.number().nullable() })),
  ),
})

/** The demonstration register, as rows. */
export async function readRegister(): Promise<RawLaureat[]> {
  const rows = laureats.parse(await readCsv('raw/laureats.csv'))
  return rows.map((row, i) => ({ ...row, ligne: i + 2 }))
}

/** The published cells, as rows. */
export async function readPublie(): Promise<RawPublie[]> {
  const rows = publie.parse(await readCsv('raw/publie/bilan-2025.csv'))
  return rows.map((row, i) => ({ ...row, source: `bilan-2025.csv:${i + 2}` }))
}

/** The truth of the demonstration corpus: convention, indicator, value; null where there is none to be known. */
export async function readTruth(): Promise<
  { convention: string; indicateur: string; valeur: number | null }[]
> {
  const text = await readFile(new URL('tests/corpus/truth.json', root), 'utf8')
  const { conventions } = verite.parse(JSON.parse(text))
  return Object.entries(conventions).flatMap(([convention, values]) =>
    Object.entries(values).map(([indicateur, { valeur }]) => ({ convention, indicateur, valeur })),
  )
}

async function readCsv(path: string): Promise<unknown[]> {
  const text = await readFile(new URL(path, root), 'utf8')
  return Papa.parse(text, { header: true, skipEmptyLines: true }).data
}
