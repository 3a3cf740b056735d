import type { CountPlan } from './ingest.ts'
import type { ListShape, Rows } from './list.ts'

/** The columns that tell persons apart, and whether they do so for sure; null when the list has none. */
export function identityOf({
  columns,
}: ListShape): { columns: readonly number[]; certain: boolean } | null {
  const own = columns.get('beneficiaire')
  if (own !== undefined) return { columns: [own], certain: true }
  const mail = columns.get('courriel')
  if (mail !== undefined) return { columns: [mail], certain: false }
  const last = columns.get('nom') ?? columns.get('nom_possible')
  if (last === undefined) return null
  const rest = [columns.get('prenom'), columns.get('naissance')].filter((col) => col !== undefined)
  if (rest.length === 0 && columns.get('nom') === undefined) return null
  return { columns: [last, ...rest], certain: false }
}

/** The column that names laureates, the surest kind first; null when there is none. */
export function laureateOf({ columns }: ListShape): number | null {
  return columns.get('convention') ?? columns.get('siren') ?? columns.get('collectivite') ?? null
}

/**
 * What to count of a list.
 * @param sample lines of the list, without its header
 */
export function planOf(
  shape: ListShape,
  sample: Rows,
  dialect: Pick<CountPlan, 'delimiter' | 'quotes'>,
): CountPlan {
  const { columns, width } = shape
  const pass = columns.get('pass') ?? columns.get('pass_possible')!
  const lengths = sample
    .map((row) => (row[pass] ?? '').replaceAll(/\s/g, ''))
    .filter((code) => /\d/.test(code))
    .map((code) => code.length)
  return {
    ...dialect,
    width,
    pass,
    statut: columns.get('statut') ?? null,
    scan: columns.get('scan') ?? null,
    achat: columns.get('achat') ?? null,
    personne: identityOf(shape)?.columns ?? [],
    laureat: laureateOf(shape),
    codeLength: [Math.min(...lengths), Math.max(...lengths)],
  }
}
