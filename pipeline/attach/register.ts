import { z } from 'zod'
import { BilanError } from '../error.ts'
import { isSiren } from '../siren.ts'
import { parseRow, parseTable, readInput } from '../table.ts'
import type { RawLaureat } from '../warehouse/raw.ts'

const columns = [
  'convention',
  'aap',
  'siren',
  'nom',
  'type_structure',
  'departement',
  'potentiel_achat',
  'montant_projet',
  'subvention_etat',
] as const

const money = z
  .string()
  .trim()
  .regex(
    /^(\d{1,12}(\.\d{1,2})?)?$/,
    'expected EUR such as 120000 or 120000.50, decimal point, no spaces',
  )
  .transform((text) => (text === '' ? null : text))

function rowSchema(types: string[]) {
  return z.object({
    convention: z.string().trim().min(1, 'expected the number of the convention'),
    aap: z
      .string()
      .trim()
      .regex(/^20\d\d$/, 'expected a call such as 2019'),
    siren: z
      .string()
      .transform((text) => text.replaceAll(/\s/g, ''))
      .pipe(
        z
          .string()
          .refine(
            isSiren,
            'expected nine digits that pass the SIREN check (a leading zero may be lost)',
          ),
      ),
    nom: z.string().trim().min(1, 'expected the name of the body'),
    type_structure: z
      .string()
      .trim()
      .refine((type) => types.includes(type), `expected one of: ${types.join(', ')}`),
    departement: z
      .string()
      .trim()
      .transform((text) => (text === '' ? null : text)),
    potentiel_achat: z
      .string()
      .trim()
      .regex(/^\d{1,12}$/, 'expected a whole number of pass, digits only')
      .transform(Number),
    montant_projet: money,
    subvention_etat: money,
  })
}

/**
 * Reads and checks the register.
 * @param file path of `raw/laureats.csv`
 * @param types the types of structure that `sql/seeds/types_structure.csv` knows
 * @returns one row a convention, in the order of the file
 * @throws BilanError as `parseRegister`, and for a missing file
 */
export async function readRegister(file: string, types: string[]): Promise<RawLaureat[]> {
  const bytes = await readInput(file, 'put the register there, or name another folder with --raw')
  return parseRegister(file, bytes, types)
}

/**
 * Checks the register's bytes; `file` and `types` as for `readRegister`.
 * @throws BilanError for another encoding, a missing column, or the first wrong row with its line
 */
export function parseRegister(file: string, bytes: Uint8Array, types: string[]): RawLaureat[] {
  const schema = rowSchema(types)
  const seen = new Map<string, number>()
  const rows = parseTable(file, bytes, columns).map((row) => {
    const { ligne } = row
    const laureat = parseRow(file, row, schema)
    const before = seen.get(laureat.convention)
    if (before !== undefined) {
      throw new BilanError(
        `${file}, line ${ligne}: convention ${JSON.stringify(laureat.convention)} stands on line ${before} already`,
        'keep one row a convention',
      )
    }
    seen.set(laureat.convention, ligne)
    return { ...laureat, ligne }
  })
  if (rows.length === 0) {
    throw new BilanError(`${file}: no convention under the header`, 'write one row a convention')
  }
  return rows
}
