import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { z } from 'zod'
import { BilanError } from '../error.ts'
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
    /^(\d+(\.\d{1,2})?)?$/,
    'expected EUR such as 120000 or 120000.50, decimal point, no spaces',
  )
  .transform((text) => (text === '' ? null : text))

/** Checks that nine digits pass the Luhn test; all zeros don't count as a SIREN. */
export function isSiren(siren: string): boolean {
  if (!/^\d{9}$/.test(siren) || /^0+$/.test(siren)) return false
  let sum = 0
  for (const [i, digit] of [...siren].entries()) {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

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
      .regex(/^\d+$/, 'expected a whole number of pass, digits only')
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
 * @throws BilanError for a missing file, another encoding, a missing column, or the first wrong row with its line
 */
export async function readRegister(file: string, types: string[]): Promise<RawLaureat[]> {
  const text = await registerText(file)
  const { data, meta, errors } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim(),
  })
  const missing = columns.filter((name) => !meta.fields?.includes(name))
  if (missing.length > 0) {
    throw new BilanError(
      `${file}: the header ${JSON.stringify((meta.fields ?? []).join(','))} has no column ${missing.join(', ')}`,
      `write the columns ${columns.join(', ')}, separated by commas`,
    )
  }
  const broken = errors.find((error) => error.type !== 'Delimiter')
  if (broken) {
    throw new BilanError(
      `${file}, line ${(broken.row ?? 0) + 2}: ${broken.message}`,
      'give every line as many cells as the header, in quotes where a cell holds a comma',
    )
  }
  const schema = rowSchema(types)
  const seen = new Map<string, number>()
  const rows = data.map((row, index) => {
    const ligne = index + 2
    const parsed = schema.safeParse(row)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!
      const column = String(issue.path[0])
      throw new BilanError(
        `${file}, line ${ligne}, column ${column}: ${JSON.stringify(row[column] ?? '')} — ${issue.message}`,
        'mend the cell and run again',
      )
    }
    const before = seen.get(parsed.data.convention)
    if (before !== undefined) {
      throw new BilanError(
        `${file}, line ${ligne}: convention ${JSON.stringify(parsed.data.convention)} stands on line ${before} already`,
        'keep one row a convention',
      )
    }
    seen.set(parsed.data.convention, ligne)
    return { ...parsed.data, ligne }
  })
  if (rows.length === 0) {
    throw new BilanError(`${file}: no convention under the header`, 'write one row a convention')
  }
  return rows
}

async function registerText(file: string): Promise<string> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (cause) {
    throw new BilanError(
      `${file}: the register can't be read (${(cause as NodeJS.ErrnoException).code ?? 'error'})`,
      'put the register there, or name another folder with --raw',
      1,
      cause,
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new BilanError(`${file}: not UTF-8`, 'save it as CSV UTF-8 (comma)', 1, cause)
  }
}
