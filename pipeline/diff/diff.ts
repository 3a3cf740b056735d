import type { Differences } from './changes.ts'
import { changedFigures } from './figures.ts'
import {
  changedCells,
  changedCorrections,
  changedFiles,
  changedRegister,
  changedRules,
} from './inputs.ts'
import { type Pair, withPair } from './pair.ts'
import { changedValues } from './values.ts'

/** Compares two warehouse files: every figure and value that differs, and what did it. */
export async function diff(before: string, after: string): Promise<Differences> {
  return await withPair(before, after, differences)
}

async function differences(pair: Pair): Promise<Differences> {
  const fichiers = await changedFiles(pair)
  const cellules = await changedCells(pair)
  const corrections = await changedCorrections(pair)
  const registre = await changedRegister(pair)
  const regles = await changedRules(pair)
  const values = await changedValues(pair, {
    fichiers: fichiers.rows,
    cellules: cellules.rows,
    corrections: corrections.rows,
    registre: registre.rows,
    regles: regles.rows,
  })
  const figures = await changedFigures(pair)
  const incomparable = [
    ...[fichiers, cellules, corrections, registre, regles, values, figures].flatMap(
      (part) => part.incomparable,
    ),
  ]
  return {
    chiffres: figures.chiffres,
    valeurs: values.valeurs,
    fichiers: fichiers.rows,
    corrections: corrections.rows,
    registre: registre.rows,
    regles: regles.rows,
    incomparable: [...new Set(incomparable)],
  }
}
