import type { Contract } from '../../models/meta.ts'
import { columnName } from '../xlsx/xml.ts'
import type { Band } from './figures.ts'
import { quoted } from './formula.ts'
import type { Calculated, TableValue } from './table.ts'

/** A ratio of two columns of the laureates. */
export interface Ratio {
  ratio: string
  numerateur: string
  denominateur: string
}

/**
 * The columns of the laureates that follow from others: ratios and the conversion band, so that a changed figure moves all
 * that depends on it.
 */
export function laureateFormulas(
  contract: Contract,
  ratios: readonly Ratio[],
  bands: readonly Band[],
): Calculated {
  const names = Object.keys(contract.columns)
  const address = (column: string, line: number) => {
    const index = names.indexOf(column)
    return index < 0 ? null : `$${columnName(index + 1)}${line}`
  }
  return (column) => {
    const ratio = ratios.find((one) => one.ratio === column)
    if (ratio === undefined && column !== 'tranche_conversion') return undefined
    return (value, line) => {
      const formula =
        ratio === undefined
          ? bandFormula(address('pass_scannes', line), address('pass_achetes', line), bands)
          : ratioFormula(address(ratio.numerateur, line), address(ratio.denominateur, line))
      return formula === null ? value : { formula, result: result(value) }
    }
  }
}

function result(value: TableValue): string | number {
  return typeof value === 'number' || typeof value === 'string' ? value : ''
}

/** Nothing over something is nothing; a cell without a value has no ratio. */
function ratioFormula(above: string | null, below: string | null): string | null {
  if (above === null || below === null) return null
  return `IF(OR(${above}="",${below}="",${below}=0),"",${above}/${below})`
}

/** The first band whose bounds hold, asked as the warehouse asks: pass scanned against a share of those bought. */
function bandFormula(
  scanned: string | null,
  bought: string | null,
  bands: readonly Band[],
): string | null {
  if (scanned === null || bought === null) return null
  const nested = bands.reduceRight((otherwise, band) => {
    const lower =
      band.borne_basse === null
        ? []
        : [`${scanned}${band.basse_incluse ? '>=' : '>'}${band.borne_basse}*${bought}`]
    const upper =
      band.borne_haute === null
        ? []
        : [`${scanned}${band.haute_incluse ? '<=' : '<'}${band.borne_haute}*${bought}`]
    const bounds = [...lower, ...upper]
    const test =
      bounds.length === 0 ? 'TRUE' : bounds.length === 1 ? bounds[0] : `AND(${bounds.join(',')})`
    return `IF(${test},${quoted(band.tranche)},${otherwise})`
  }, '""')
  return `IF(OR(${scanned}="",${bought}="",${bought}=0),"",${nested})`
}

/** The cells of each column of the laureates, first line under the header to the last. */
export function laureateNames(
  contract: Contract,
  sheet: string,
  lines: number,
): Map<string, string> {
  const names = Object.keys(contract.columns)
  return new Map(
    names.map((name, i) => {
      const column = columnName(i + 1)
      return [name, `${sheet}!$${column}$2:$${column}$${Math.max(lines, 1) + 1}`]
    }),
  )
}
