import type { Cell, Sheet } from '../read/cell.ts'
import { fold } from './text.ts'

const number = /^\d[\d \u00a0\u202f.]*$/
const unit =
  /^(?:pass(?: numeriques?)?|cheques(?: numeriques?)?|personnes?|beneficiaires?|usagers?|habitants?)$/
const words = /^\p{Ll}[\p{L}'’ -]{3,60}$/u

/** Headings that name no indicator: « Nombre | Unité | Indicateur ». */
const general =
  /^(?:nombre|nb|nbre|quantite|qte|valeur|chiffre|resultat|unite|indicateur|libelle|intitule|action|quoi|objet|statut|etat|etape|nature|type)s?$/

/**
 * A sheet with the lines put together that are a count in three cells, « 1 750 | pass | achetés »: they are read from left to right, as one. Only where the
 * line above is none of headings: empty, alone in its row, another of them, or headings that name no indicator.
 */
export function withoutSpreadCounts(sheet: Sheet): Sheet {
  const rows = Map.groupBy(sheet.cells, ({ row }) => row)
  const spread = new Map<number, Cell[]>()
  for (const [row, cells] of [...rows].sort(([a], [b]) => a - b)) {
    const above = rows.get(row - 1) ?? []
    const open = above.length < 2 || spread.has(row - 1)
    if (isCount(cells) && (open || above.every(({ text }) => general.test(fold(text)))))
      spread.set(row, cells)
  }
  if (spread.size === 0) return sheet
  return {
    ...sheet,
    cells: sheet.cells.flatMap((cell) => {
      const line = spread.get(cell.row)
      if (line === undefined) return cell
      if (cell !== line[0]) return []
      const text = line.map((one) => one.text.trim()).join(' ')
      return { ...cell, text, type: 'text' as const, value: null }
    }),
  }
}

function isCount(cells: readonly Cell[]): boolean {
  const [figure, counted, done, ...others] = cells
  if (done === undefined || others.length > 0) return false
  if (cells.some(({ hidden, struck, comment }) => hidden || struck || comment !== null))
    return false
  const next = cells.every(({ col }, at) => col === figure!.col + at)
  return (
    next &&
    number.test(figure!.text.trim()) &&
    unit.test(fold(counted!.text)) &&
    words.test(done.text.trim())
  )
}
