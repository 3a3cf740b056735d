import type { ModelColumn } from '../../models/header.ts'
import type { Look } from '../xlsx/style.ts'
import type { Figure } from './figures.ts'

export const title: Look = { bold: true, size: 16 }
export const heading: Look = { bold: true, size: 13 }
export const banner: Look = { bold: true, color: 'FFFFFF', fill: '8C1D18' }
export const plainText: Look = { wrap: true }
export const remark: Look = { italic: true, color: '444444' }
export const header: Look = { bold: true, wrap: true, fill: 'DCE6F1', bottom: true }
export const link: Look = { underline: true, color: '0B5394' }
/** A cell whose figure is not the same in the two readings. */
export const differs = 'FFF2CC'

const percent = '0"\u00a0"%'
const fraction = '0.0"\u00a0"%'
const whole = '#,##0'
const number = '#,##0.######'

/** How a number looks in a row that says its unit. */
export function unitLook(unit: string): Look {
  return { format: unit === 'fraction' ? fraction : number }
}

/** How a figure of the bilan looks: as printed, totals set off, rows of missing data in italics and in laureates. */
export function figureLook(figure: Pick<Figure, 'nature' | 'unite' | 'decimales'>): Look {
  return { ...rowLook(figure.nature), align: 'right', format: figureFormat(figure) }
}

/** How the label of a row looks. */
export function rowLook(nature: string): Look {
  if (nature === 'absence') return { italic: true }
  if (nature === 'total' || nature === 'grand_total') return { bold: true, top: true }
  return nature === 'pourcent' ? { bold: true } : {}
}

function figureFormat({
  nature,
  unite,
  decimales,
}: Pick<Figure, 'nature' | 'unite' | 'decimales'>): string {
  const digits = decimales === 0 ? '' : `.${'0'.repeat(decimales)}`
  if (unite === 'pourcent') return percent
  if (nature === 'absence' && unite === 'laureats') return '[<2]0" lauréat";#,##0" lauréats"'
  return `${whole}${digits}`
}

/** How a column of a public table looks: what is text stays text, shares are percentages, whole numbers and amounts are grouped. */
export function columnLook({ type, unit, description }: ModelColumn): Look {
  if (type === 'varchar') return { text: true }
  if (type === 'boolean') return { align: 'center' }
  if (type === 'date') return { format: 'dd/mm/yyyy' }
  if (type === 'timestamp') return { format: 'dd/mm/yyyy hh:mm:ss' }
  if (type === 'double') {
    const share = unit === undefined && /fraction|entre 0 et 1/i.test(description)
    return { format: share ? fraction : number }
  }
  // Whole percentages are written as such in the tables as printed.
  if (unit === 'pourcent') return { format: '0"\u00a0%"' }
  if (unit === 'EUR') return { format: '#,##0.00"\u00a0€"' }
  return { format: type === 'bigint' || type === 'integer' ? whole : number }
}

/** A sensible width for a column of a public table, in characters. */
export function columnWidth(name: string, { type, description }: ModelColumn): number {
  const least = Math.min(name.length + 4, 30)
  if (type !== 'varchar') return Math.max(least, 12)
  const long = /phrase|raison|explication|purpose|texte|libellé|pourquoi|motif/i.test(
    `${name} ${description}`,
  )
  return Math.max(least, long ? 50 : /chemin|nom|fichier/i.test(`${name} ${description}`) ? 36 : 16)
}
