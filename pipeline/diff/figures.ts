import type { ChangedFigure, ChangedPart } from './changes.ts'
import { lacking, type Pair } from './pair.ts'

const key = ['lecture', 'tableau', 'aap', 'ligne', 'colonne'] as const
const figureColumns = [...key, 'valeur', 'unite']
const partColumns = [...key, 'role', 'convention', 'indicateur', 'valeur', 'compte']

/** The figures of `bilan.chiffres` that differ, with the laureates that did it; and what couldn't be compared. */
export async function changedFigures(
  pair: Pair,
): Promise<{ chiffres: ChangedFigure[]; incomparable: string[] }> {
  const needed = lacking(pair, { 'bilan.chiffres': figureColumns })
  if (needed.length > 0) return { chiffres: [], incomparable: needed }
  const figures = await pair.connection.query<Omit<ChangedFigure, 'parts'>>(
    `SELECT ${key.map((one) => `coalesce(b.${one}, a.${one}) AS ${one}`).join(', ')},
       coalesce(b.unite, a.unite) AS unite, a.valeur AS avant, b.valeur AS apres, b.valeur - a.valeur AS ecart,
       CASE WHEN a.lecture IS NULL THEN 'ajoute' WHEN b.lecture IS NULL THEN 'retire' ELSE 'modifie' END AS presence
     FROM avant.bilan.chiffres AS a
     FULL JOIN apres.bilan.chiffres AS b ON ${key.map((one) => `a.${one} = b.${one}`).join(' AND ')}
     WHERE a.valeur IS DISTINCT FROM b.valeur OR a.lecture IS NULL OR b.lecture IS NULL
     ORDER BY ${key
       .map((one) => `${one} DESC NULLS LAST`)
       .slice(0, 1)
       .join('')}, tableau DESC, aap, ligne, colonne`,
  )
  const parts = lacking(pair, { 'bilan.composition': partColumns })
  const byFigure = parts.length > 0 || figures.length === 0 ? new Map() : await changedParts(pair)
  return {
    chiffres: figures.map((figure) => ({ ...figure, parts: byFigure.get(name(figure)) ?? [] })),
    incomparable: parts,
  }
}

type Key = Record<(typeof key)[number], string>

function name(figure: Key): string {
  return key.map((one) => figure[one]).join('\n')
}

async function changedParts(pair: Pair): Promise<Map<string, ChangedPart[]>> {
  const identity = [...key, 'role', 'convention']
  const columns = partColumns.join(', ')
  // A view is asked once a catalogue, not once a join.
  await pair.connection.run(
    `CREATE OR REPLACE TEMP TABLE parts_avant AS SELECT ${columns} FROM avant.bilan.composition;
     CREATE OR REPLACE TEMP TABLE parts_apres AS SELECT ${columns} FROM apres.bilan.composition`,
  )
  const rows = await pair.connection.query<Key & ChangedPart>(
    `SELECT ${identity.map((one) => `coalesce(b.${one}, a.${one}) AS ${one}`).join(', ')},
       coalesce(b.indicateur, a.indicateur) AS indicateur,
       a.valeur AS avant, b.valeur AS apres, a.compte AS compte_avant, b.compte AS compte_apres
     FROM parts_avant AS a
     FULL JOIN parts_apres AS b ON ${identity.map((one) => `a.${one} = b.${one}`).join(' AND ')}
     WHERE a.valeur IS DISTINCT FROM b.valeur OR a.compte IS DISTINCT FROM b.compte
     ORDER BY ALL`,
  )
  const parts = Map.groupBy(rows, name)
  return new Map(
    [...parts].map(([figure, own]) => [
      figure,
      own.map(({ role, convention, indicateur, avant, apres, compte_avant, compte_apres }) => ({
        role,
        convention,
        indicateur,
        avant,
        apres,
        compte_avant,
        compte_apres,
      })),
    ]),
  )
}
