import type { Figure, Quantity } from './figures.ts'

/** The cells of one column of the sheet of laureates, as formulas call them. */
export function rangeName(column: string): string {
  return `laureats_${column}`
}

/** Where formulas find things. */
export interface Sheets {
  /** Columns of the sheet of laureates. */
  columns: ReadonlySet<string>
  quantities: ReadonlyMap<string, Quantity>
  /** The cell that prints a quantity of a row as it is, for a reading: a formula refers to it rather than sum again. */
  printed(row: RowOf, quantity: string): string | null
  /** Cells that hold a row's call and its label, `$A7`; null where no cell does. */
  labels(row: RowOf): { aap: string; ligne: string } | null
  /** The rows whose sum is the grand total: the totals of the calls, in the reading of the row given. */
  totals(row: RowOf): readonly Figure[]
}

/** The row of a figure, in its reading. */
export type RowOf = Pick<
  Figure,
  'lecture' | 'tableau' | 'nature' | 'aap' | 'ligne' | 'potentiel_sans_achats_au_total'
>

/** What a cell with a value, one without, and one with any text are asked for. */
const there = '"<>"'
const missing = '"="'
const anyText = '"?*"'

/**
 * The formula of a figure over the sheet of laureates, by the rules of `intermediate.int_mesures` and `bilan.chiffres`; null when these
 * say nothing that a formula could follow (then the sheet shows the value alone). It gives `""` where the figure is NULL.
 */
export function figureFormula(figure: Figure, sheets: Sheets): string | null {
  const { numerateur, denominateur, facteur, decimales, tranche } = figure
  if (numerateur === null) return null
  const above = operand(figure, numerateur, tranche, sheets, true)
  if (above === null) return null
  const scaled = facteur === 1 ? above : `${facteur}*${above}`
  if (denominateur === null) {
    if (facteur === 1 && decimales === 0) return operand(figure, numerateur, tranche, sheets, false)
    return `IFERROR(ROUND(${scaled},${decimales}),"")`
  }
  const below = operand(figure, denominateur, 'toutes', sheets, true)
  if (below === null) return null
  const rounded = `ROUND(${scaled}/${below},${decimales})`
  return `IFERROR(${figure.unite === 'pourcent' ? `${rounded}/100` : rounded},"")`
}

/** A quantity of a row: the cell that prints it when `refer` allows, else its sum; null when it is no column of the laureates. */
function operand(
  row: RowOf,
  quantity: string,
  band: string,
  sheets: Sheets,
  refer: boolean,
): string | null {
  const cell = refer && band === 'toutes' ? sheets.printed(row, quantity) : null
  if (cell !== null) return cell
  if (quantity !== 'nb_laureats' && !sheets.columns.has(quantity)) return null
  const filters = rowFilters(row, band, sheets)
  if (quantity === 'nb_laureats') return count(filters)
  // These rows print how many laureates lack the figure, and the potential of those without purchases or scans.
  if (row.nature === 'absence' || row.nature === 'note') {
    const lacking = row.nature === 'absence' ? 'pass_achetes' : 'pass_scannes'
    return quantity === 'potentiel_achat'
      ? sum(quantity, [...filters, [lacking, missing]])
      : count([...filters, [quantity, missing]])
  }
  if (quantity === 'potentiel_achat') {
    const formula = potential(row, filters, sheets)
    return refer && formula.includes('+') ? `(${formula})` : formula
  }
  if (row.tableau === 'conversion') return sum(quantity, filters)
  const partial = sheets.quantities.get(quantity)?.somme_partielle ?? false
  const unknown = partial
    ? `${count([...filters, [quantity, there]])}=0`
    : `${count([...filters, [quantity, missing]])}>0`
  return `IF(${unknown},"",${sum(quantity, filters)})`
}

/** A type's row leaves out the potential of laureates without purchases; a call's total does as its reading says; the grand total adds the totals. */
function potential(row: RowOf, filters: readonly Filter[], sheets: Sheets): string {
  if (row.nature === 'grand_total' || row.nature === 'texte_ensemble') {
    const totals = sheets.totals(row).map((total) => {
      const cell = sheets.printed(total, 'potentiel_achat')
      return cell ?? potential(total, rowFilters(total, 'toutes', sheets), sheets)
    })
    if (totals.length > 0) return totals.join('+')
  }
  const whole = row.nature === 'total' || row.nature === 'texte'
  return whole && row.tableau !== 'conversion' && row.potentiel_sans_achats_au_total
    ? sum('potentiel_achat', filters)
    : sum('potentiel_achat', [...filters, ['pass_achetes', there]])
}

/** A column of the laureates and what its cells are to be. */
type Filter = readonly [column: string, criterion: string]

/** Whose row it is. */
function rowFilters(row: RowOf, band: string, sheets: Sheets): Filter[] {
  const every =
    row.tableau === 'conversion' ||
    row.tableau === 'conversion.note' ||
    row.nature === 'grand_total' ||
    row.nature === 'texte_ensemble'
  const labels = sheets.labels(row)
  const filters: Filter[] = []
  if (!every) filters.push(['aap', equals(row.aap, labels?.aap ?? null)])
  if (row.nature === 'structure') {
    filters.push(['type_structure', equals(row.ligne, labels?.ligne ?? null)])
  }
  if (band !== 'toutes') filters.push(['tranche_conversion', equals(band, null)])
  else if (row.tableau === 'conversion') filters.push(['tranche_conversion', anyText])
  return filters
}

/** A criterion that only this text meets; by the cell that shows it, unless the text has a wildcard in it. */
function equals(text: string, cell: string | null): string {
  if (cell !== null && !/[*?~]/.test(text)) return `"="&${cell}`
  return quoted(`=${text.replace(/[*?~]/g, '~$&')}`)
}

/** A text as formulas write it. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function criteria(filters: readonly Filter[]): string {
  return filters.map(([column, criterion]) => `${rangeName(column)},${criterion}`).join(',')
}

function count(filters: readonly Filter[]): string {
  return filters.length === 0
    ? `COUNTA(${rangeName('convention')})`
    : `COUNTIFS(${criteria(filters)})`
}

function sum(column: string, filters: readonly Filter[]): string {
  return filters.length === 0
    ? `SUM(${rangeName(column)})`
    : `SUMIFS(${rangeName(column)},${criteria(filters)})`
}
