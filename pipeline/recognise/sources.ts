import { headingOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { isSure, notionOf } from './notion.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

const source =
  /^(?:selon|d'apres|source|(?:les )?(?:donnees|chiffres|valeurs?|comptage|decompte|releve|extraction|export)s? (?:de |du |des |de la |d'|de l')?(?:notre |nos |la )?(?:collectivite|operateur|plateforme|plate-forme|comptabilite|finances|aptic|service|lieux|structures|mediateurs|ccas|logiciel)|vu par)/

const several = 'deux sources qui ne disent pas la même chose'
const alone = { role: 'seul', key: '', known: false } as const

/**
 * Readings of columns that give the same figure by two sources (« Selon nos factures | Selon l'opérateur »): one of them where they agree or only
 * one has it, each with its doubt where they don't.
 */
export function bySource(grid: Grid, readings: readonly Reading[]): Reading[] {
  return inColumns(grid, inLines(readings))
}

/** What follows the thing counted in a label that says whose count it is: « Pass scannés selon la plateforme ». */
const counter = /\b(?:selon|d'apres|vus? par|source ?:)/

/** Lines that count the same by two sources, « Pass scannés selon la plateforme », « Pass scannés d'après les feuilles d'émargement ». */
function inLines(readings: readonly Reading[]): Reading[] {
  const sourced = (r: Reading) => {
    const at = r.rule === 'tableau' && r.line.role === 'seul' ? fold(r.label).search(counter) : -1
    return at > 0 ? fold(r.label).slice(0, at).trim() : null
  }
  const told = readings.filter((r) => r.kind === 'figure' && sourced(r) !== null)
  const lists = Map.groupBy(told, (r) => `${r.indicator} ${r.col} ${sourced(r)}`)
  const settled = new Map<Reading, Reading | null>()
  for (const list of lists.values()) {
    const [first, ...others] = list as [Reading, ...Reading[]]
    if (others.length === 0) continue
    const agree = others.every((r) => r.number === first.number && r.unit === first.unit)
    if (agree) {
      const known = list.find(({ unknown }) => unknown.length === 0)
      for (const r of list) if (r !== (known ?? first)) settled.set(r, null)
    } else for (const r of list) settled.set(r, { ...r, doubts: [...r.doubts, several] })
  }
  return readings.flatMap((r) => (settled.has(r) ? (settled.get(r) ?? []) : r))
}

function inColumns(grid: Grid, readings: readonly Reading[]): Reading[] {
  const told = (r: Reading) => {
    const heading = headingOf(grid, r)
    const named = heading?.label != null && !isSure(notionOf([heading.label]))
    return named && source.test(fold(heading.cell.text))
  }
  const lines = Map.groupBy(readings, (r) => `${r.indicator} ${r.row}`)
  const columns = new Set(readings.filter(told).map((r) => r.col))
  if (columns.size < 2) return [...readings]
  return [...lines.values()].flatMap((line) => {
    const own = line.filter(told)
    const figures = own.filter((r) => r.kind === 'figure')
    const [first] = figures
    if (first === undefined) return line
    const others = line.filter((r) => !told(r))
    const agree = figures.every((r) => r.number === first.number && r.unit === first.unit)
    const kept = agree ? [first] : figures.map((r) => ({ ...r, doubts: [...r.doubts, several] }))
    return [...others, ...kept.map((r) => ({ ...r, column: alone }))]
  })
}
