import stringWidth from 'string-width'
import { counted, fr, inert, numeral } from '../inspect/phrase.ts'
import type { Row, Value } from '../warehouse/values.ts'
import type { Change, Simulation } from './simulate.ts'

/** How many alerts the screen quotes. */
const quoted = 10

/**
 * A simulation for people: what is supposed, then each figure and each span that would change, as it is and as it would be.
 * @param lecture the reading whose figures are shown
 */
export function simulationScreen(simulation: Simulation, lecture: string): string {
  const { suppositions, changes, alerts } = simulation
  const lines = [fr`On suppose :`]
  for (const { convention, indicateur, present, valeur } of suppositions) {
    lines.push(fr`  ${convention} ${indicateur} : ${shown(present)} → ${shown(valeur)}`)
  }
  const figures = changes.filter(
    ({ table, key, before, after }) =>
      table === 'chiffres' && key.lecture === lecture && before?.valeur !== after?.valeur,
  )
  lines.push('', fr`Chiffres du bilan qui changent (lecture ${lecture}) : ${figures.length}`)
  lines.push(...aligned(figures.map(figureLine)))
  const spans = changes.filter(
    ({ table, before, after }) =>
      table === 'bornes' && (after ?? before)?.appliquee === true && moved(before, after),
  )
  lines.push('', fr`Bornes qui changent (hypothèse appliquée) : ${spans.length}`)
  lines.push(...aligned(spans.map(spanLine)))
  if (alerts.length > 0) {
    lines.push('', fr`${counted(alerts.length, 'alerte nouvelle', 'alertes nouvelles')} :`)
    for (const { severity, message } of alerts.slice(0, quoted)) {
      lines.push(fr`  ${severity} : ${message}`)
    }
    if (alerts.length > quoted) lines.push(fr`  … (toutes avec --json)`)
  }
  lines.push('', fr`Rien n’a été écrit.`)
  return lines.join('\n')
}

function figureLine({ key, before, after }: Change): string[] {
  const [was, is] = [before?.valeur ?? null, after?.valeur ?? null]
  const unit = String((after ?? before)!.unite)
  const difference =
    typeof was === 'number' && typeof is === 'number'
      ? `(${is > was ? '+' : ''}${numeral(is - was)})`
      : ''
  return [
    inert(`${key.tableau}/${key.aap}/${key.ligne}/${key.colonne}`),
    `${shown(was)} →`,
    `${shown(is)}`,
    difference,
    inert(unit),
  ]
}

function spanLine({ key, before, after }: Change): string[] {
  return [
    inert(`${key.tableau}/${key.aap}/${key.ligne}/${key.ratio}`),
    `${span(before)} →`,
    span(after),
  ]
}

function span(row: Row | null): string {
  return row === null ? '–' : `[${shown(row.borne_basse)} ; ${shown(row.borne_haute)}]`
}

function moved(before: Row | null, after: Row | null): boolean {
  return before?.borne_basse !== after?.borne_basse || before?.borne_haute !== after?.borne_haute
}

function shown(value: Value | undefined): string {
  if (value === null || value === undefined) return 'NC'
  return typeof value === 'number'
    ? numeral(Math.round(value * 10_000) / 10_000)
    : inert(String(value))
}

function aligned(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => stringWidth(row[i]!))))
  return rows.map((row) => {
    const cells = row.map((cell, i) => {
      const pad = ' '.repeat(widths[i]! - stringWidth(cell))
      return i === 0 ? cell + pad : pad + cell
    })
    return `  ${cells.join('  ')}`.trimEnd()
  })
}
