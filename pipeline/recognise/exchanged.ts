import { sentencesOf, unbroken } from './aim.ts'
import { countsOf } from './count.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import { indicatorIn, isSure } from './notion.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

const toBeRead =
  /\b(?:il (?:faut|fallait|convient de|convenait de)|(?:merci|priere) de|veuillez|bien) lire\b\s*:?|\blire (?=\d)|\b(?:en (?:realite|fait)|c'est bien|ce sont bien)\b\s*:?/
const swapped = /\b(?:invers|intervert|permut|echang)/
const wrongBefore =
  /\b(?:avions|aviez|avais|avait|avaient) (?:ete )?(?:par erreur )?(?:indiqu|ecri|annonc|not|declar|communiqu|transmis|donn|mentionn|saisi|port|envoy|dit)[a-z]*|\b(?:figurait|indiquions|annoncions|ecrivions|donnions|mentionnait|indiquait|annoncait)\b/

/**
 * Readings with those put right that a sentence says were exchanged, where it gives each figure at its place and these are the ones that stand at
 * the other's: « les deux lignes sont inversées, il faut lire 650 achetés et 480 scannés » under « Pass achetés | 480 », « Pass scannés | 650 ».
 * The figure that a sentence says is to be read takes the place of the one that the sentence before says was told: « Nous avions indiqué 2 560 pass
 * scannés : inversion de chiffres. Il fallait lire 2 650 pass scannés. » Where other texts say that something is wrong, nothing is exchanged.
 */
export function exchanged(
  grid: Grid,
  readings: readonly Reading[],
  vocabulary: Vocabulary,
): Reading[] {
  const put = toldAgain(readings)
  const blaming = grid.items.filter(({ label }) => label !== null && says(label, 'rectification'))
  if (blaming.length > 1) return put
  for (const item of grid.items) {
    if (item.kind !== 'label' || !swapped.test(fold(item.cell.text))) continue
    const right = rightOf(item, vocabulary)
    const standing = [...right.keys()].map((indicator) => onlyOne(grid, put, indicator, item))
    const [one, other] = standing
    if (standing.length !== 2 || one === undefined || other === undefined) continue
    const crosses =
      right.get(one.indicator) === other.number && right.get(other.indicator) === one.number
    if (!crosses || one.number === other.number) continue
    const rest = put.filter((r) => r.address !== item.address && r !== one && r !== other)
    const mended = [one, other].map(
      (r): Reading => ({
        ...r,
        number: right.get(r.indicator)!,
        corrects: r.number!,
        rectifies: false,
        address: item.address,
        row: item.cell.row,
        col: item.cell.col,
        text: item.cell.text.trim(),
        label: item.cell.text.trim(),
        group: `${r.group}#${item.address}`,
        rule: 'phrase',
      }),
    )
    return [...rest.map((r) => ({ ...r, rectifies: false })), one, other, ...mended]
  }
  return put
}

/** What a text says is to be read, by indicator, where it gives one number of each in sure words. */
function rightOf({ cell }: Item, vocabulary: Vocabulary): Map<string, number> {
  const found = new Map<string, number>()
  for (const sentence of sentencesOf(unbroken(cell.text))) {
    const lead = toBeRead.exec(fold(sentence))
    if (lead === null || fold(sentence).length !== sentence.length) continue
    for (const { notion, figure, role } of countsOf(
      sentence.slice(lead.index + lead[0].length),
      vocabulary,
    )) {
      const indicator = indicatorIn(notion)
      if (
        role !== 'own' ||
        !isSure(notion) ||
        indicator === null ||
        figure.kind !== 'number' ||
        found.has(indicator)
      )
        return new Map()
      found.set(indicator, figure.number)
    }
  }
  return found
}

/** The figure of a table that alone gives an indicator above a text; undefined where several do, or one is doubted. */
function onlyOne(
  grid: Grid,
  readings: readonly Reading[],
  indicator: string,
  { address }: Item,
): Reading | undefined {
  const all = readings.filter(
    (r) =>
      r.indicator === indicator &&
      r.kind === 'figure' &&
      r.address !== address &&
      r.sheet === grid.sheet.name,
  )
  const [only] = all
  return all.length === 1 && only!.doubts.length + only!.unknown.length === 0 ? only : undefined
}

/** Readings of which those that are said to be read in place of what the sentence before told correct it. */
function toldAgain(readings: readonly Reading[]): Reading[] {
  return readings.map((r, at) => {
    const before = readings[at - 1]
    if (r.rule !== 'phrase' || r.number === null || r.corrects !== undefined) return r
    if (before?.rule !== 'phrase' || before.indicator !== r.indicator || before.number === null)
      return r
    const near =
      r.row - before.row <= 1 &&
      r.sheet === before.sheet &&
      r.period === before.period &&
      before.number !== r.number
    if (!near || !toBeRead.test(fold(r.label)) || !wrongBefore.test(fold(before.label))) return r
    return { ...r, unknown: r.unknown.filter((word) => word !== 'lire'), corrects: before.number }
  })
}
