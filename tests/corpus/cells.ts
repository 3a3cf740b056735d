import type { Indicateur, PublishedCell } from '../../pipeline/corpus/margins.ts'

/** One convention as the register and the truth tell it. */
export interface Row {
  aap: string
  type: string
  potentiel: number
  montant: number
  subvention: number
  valeurs: Record<Indicateur, number | null>
}

const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0)
const percent = (a: number, b: number): number => Math.floor((200 * a + b) / (2 * b))
const bands = ['plus_de_75', '50_a_75', '25_a_50', 'moins_de_25']
const measures: Indicateur[] = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']

function band(r: Row): string | null {
  const { pass_scannes: s, pass_achetes: a } = r.valeurs
  if (s === null || a === null) return null
  if (4 * s > 3 * a) return 'plus_de_75'
  if (2 * s >= a) return '50_a_75'
  return 4 * s >= a ? '25_a_50' : 'moins_de_25'
}

/**
 * What the document should print in a cell, computed by its own rules; null where it can't be computed from
 * conventions, or where the document contradicts itself.
 */
export function computed(cell: PublishedCell, rows: readonly Row[]): number | null {
  const call = rows.filter((r) => cell.aap === '2019+2020' || r.aap === cell.aap)
  if (cell.tableau === 'quantitatif') return quantitative(cell, call)
  if (cell.tableau === 'conversion') return conversion(cell, call)
  if (cell.tableau === 'conversion.note') {
    const without = call.filter((r) => r.valeurs.pass_scannes === null)
    if (cell.colonne === 'laureats_total') return call.length
    if (cell.colonne === 'laureats_sans_pass_scannes') return without.length
    return sum(without.map((r) => r.potentiel))
  }
  const tenths = (cents: number): number => Math.round(cents / 1e7) / 10
  if (cell.colonne === 'nb_laureats_conventionnes') return call.length
  if (cell.colonne === 'subvention_etat') return tenths(sum(call.map((r) => r.subvention)))
  if (cell.colonne === 'montant_total_projets') return tenths(sum(call.map((r) => r.montant)))
  return null
}

function quantitative(cell: PublishedCell, call: readonly Row[]): number | null {
  const { ligne, colonne } = cell
  if (ligne === 'Données non disponibles') {
    if (colonne === 'potentiel_achat') {
      return sum(call.filter((r) => r.valeurs.pass_achetes === null).map((r) => r.potentiel))
    }
    return call.filter((r) => r.valeurs[colonne as Indicateur] === null).length
  }
  const total = ligne === 'TOTAL' || ligne === 'GRAND TOTAL'
  const line = total ? call : call.filter((r) => r.type === ligne)
  const measure = (name: string): number => {
    if (name === 'potentiel_achat') {
      // The total of 2019 holds the potential of laureates without purchases; nothing else does.
      const counted = line.filter(
        (r) => r.valeurs.pass_achetes !== null || (total && r.aap === '2019'),
      )
      return sum(counted.map((r) => r.potentiel))
    }
    return sum(line.map((r) => r.valeurs[name as Indicateur] ?? 0))
  }
  if (colonne === 'nb_laureats') return ligne === 'GRAND TOTAL' ? null : line.length
  if (colonne === 'achetes_sur_potentiel') {
    return percent(measure('pass_achetes'), measure('potentiel_achat'))
  }
  if (colonne === 'scannes_sur_potentiel') {
    return percent(measure('pass_scannes'), measure('potentiel_achat'))
  }
  if (colonne === 'scannes_sur_achetes') {
    return percent(measure('pass_scannes'), measure('pass_achetes'))
  }
  if (colonne === 'potentiel_achat' || measures.includes(colonne as Indicateur)) {
    return measure(colonne)
  }
  return null
}

function conversion(cell: PublishedCell, call: readonly Row[]): number | null {
  const [name, what] = cell.colonne.split('.')
  if (name === undefined || !bands.includes(name)) return null
  const value = (rows: readonly Row[]): number =>
    what === 'nb_laureats' ? rows.length : sum(rows.map((r) => r.valeurs.pass_scannes ?? 0))
  const scanned = call.filter((r) => band(r) !== null)
  const inBand = scanned.filter((r) => band(r) === name)
  if (cell.ligne === '%') return percent(value(inBand), value(scanned))
  return value(cell.ligne === 'TOTAL' ? inBand : inBand.filter((r) => r.type === cell.ligne))
}
