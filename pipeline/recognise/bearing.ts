import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, says } from './label.ts'
import { type Notion, notionOf, personDoubt } from './notion.ts'
import { fold } from './text.ts'
import type { Sense } from './vocabulary.ts'

const modifiers: Sense[] = [
  'objectif',
  'realise',
  'dont',
  'anterieur',
  'taux',
  'moyenne',
  'negation',
]

/** A notion with the labels that bear it and those that are left to say where the figure stands. */
export interface Carried {
  notion: Notion
  bearers: Item[]
  rest: Item[]
}

/** Finds which of the labels, nearest first, bear the notion; the rest says where the figure stands. */
export function bear(labels: Item[]): Carried {
  const [unit, ...named] = labels
  if (unit !== undefined && isUnit(unit.label!) && named.some(isIndicator)) {
    const carried = bear(named)
    return { ...carried, rest: [unit, ...carried.rest] }
  }
  for (let n = 1; n <= labels.length; n++) {
    const bearers = labels.slice(0, n)
    const last = labels[n - 1]!
    const alone = notionOf([last.label!])
    if (alone.kind === 'indicator' || alone.kind === 'other') {
      const inner = labels.slice(0, n - 1)
      const once = countedOnce(alone, last, inner)
      if (once !== null) return modified(once, bearers, labels.slice(n))
      const rest = [...inner, ...labels.slice(n)]
      return modified(withInner(alone, inner), [last], rest)
    }
    if (alone.kind !== 'object' && !bearers.some((b) => notionOf([b.label!]).kind === 'object')) {
      continue
    }
    const together = notionOf(bearers.toReversed().map((b) => b.label!))
    if (together.kind === 'indicator') return modified(together, bearers, labels.slice(n))
  }
  const objects = labels.filter((l) => notionOf([l.label!]).kind === 'object')
  if (objects.length > 0) {
    return { notion: { kind: 'object' }, bearers: objects, rest: [] }
  }
  const excluded = labels.find((l) => says(l.label!, 'objectif') && !says(l.label!, 'realise'))
  if (excluded) return { notion: { kind: 'other', what: 'objectif' }, bearers: [], rest: labels }
  return { notion: { kind: 'none' }, bearers: [], rest: labels }
}

/** « Personnes » over « uniques »: what the heading of a group leaves open the heading under it may say. Null where it doesn't. */
function countedOnce(outer: Notion, last: Item, inner: readonly Item[]): Notion | null {
  if (outer.kind !== 'indicator' || outer.doubt !== personDoubt || inner.length === 0) return null
  const distinct = inner.every(
    ({ label }) =>
      label!.unknown.length === 0 &&
      label!.terms.length > 0 &&
      label!.terms.every(({ sense }) => sense === 'distinct'),
  )
  return distinct ? notionOf([last, ...inner].map(({ label }) => label!)) : null
}

/** « Achat | Pass confiés aux prescripteurs »: what is done with pass in words that aren't known may be another thing than what the theme says. */
function withInner(notion: Notion, inner: readonly Item[]): Notion {
  if (notion.kind !== 'indicator') return notion
  const objects = inner.filter(({ label }) => notionOf([label!]).kind === 'object')
  return {
    ...notion,
    unknown: [...notion.unknown, ...objects.flatMap(({ label }) => label!.unknown)],
  }
}

/** « Bénéficiaires uniques | personnes | 350 »: what stands between a label and its figure may be no more than a unit. */
function isUnit({ terms, unknown, text }: Label): boolean {
  const counted: Sense[] = ['objet', 'personne', 'beneficiaire', 'carnet', 'monnaie', 'nombre']
  return (
    unknown.length === 0 &&
    terms.length === 1 &&
    text.length < 20 &&
    counted.includes(terms[0]!.sense)
  )
}

function isIndicator({ label }: Item): boolean {
  return notionOf([label!]).kind === 'indicator'
}

/** Lets « Objectif », « dont » or « Taux » beside the bearing label turn the figure into something else. */
function modified(notion: Notion, bearers: Item[], rest: Item[]): Carried {
  const words = rest.filter((l) => l.label!.unknown.length === 0 && says(l.label!, ...modifiers))
  if (notion.kind === 'indicator' && words.length > 0) {
    const together = notionOf([...words, ...bearers].map((l) => l.label!))
    if (together.kind === 'other') return { notion: together, bearers, rest }
  }
  return { notion, bearers, rest }
}

/**
 * What figures of one indicator in one table have in common: the label that bears it. In a list that repeats its labels line by line
 * (`indicateur | periode | valeur`), the column and the words of the label.
 */
export function groupOf(bearers: Item[], axis: string): string {
  if (axis !== 'ligne') return bearers.map((b) => b.address).join('+')
  return bearers.map((b) => `${b.cell.col}:${fold(b.cell.text)}`).join('+')
}

/** Whether « dont scannés » follows a line about something else, so that it is the whole of its own indicator. */
export function partOfAnother(grid: Grid, carried: Carried): boolean {
  const bearer = carried.bearers[0]!
  if (carried.notion.kind !== 'indicator' || carried.notion.unknown.length > 0) return false
  if (says(bearer.label!, 'lieu')) return false
  for (let row = bearer.cell.row - 1; row >= 0; row--) {
    const above = grid.at(row, bearer.cell.col)
    // A question and its answer one under the other.
    if (above?.kind === 'number' && row < bearer.cell.row) continue
    if (above?.kind !== 'label') return false
    const notion = notionOf([above.label!])
    if (notion.kind === 'indicator' && notion.part) continue
    // « dont pass périmés » above « dont pass scannés » is another part of what was bought.
    if (/^\W*dont\b/.test(fold(above.cell.text)) && says(above.label!, 'objet')) continue
    if (notion.kind === 'indicator') return notion.indicator !== carried.notion.indicator
    return notion.kind === 'other' && says(above.label!, 'distribution', 'emission')
  }
  return false
}

/**
 * Whether a « dont » line says the indicator of the line that it is a part of in plainer words: « dont bénéficiaires uniques du pass » under
 * « Personnes accompagnées, tous dispositifs ». Either may be the answer.
 */
export function refinesLine(grid: Grid, part: Item): boolean {
  for (let row = part.cell.row - 1; row >= 0; row--) {
    const whole = grid.at(row, part.cell.col)
    if (grid.blank(row) && row === part.cell.row - 1) continue
    if (whole?.kind !== 'label') return false
    if (!says(whole.label!, 'dont') && !isOther(whole)) return refines(part, whole)
  }
  return false
}

/** A line about something else between a line and its parts: « Prévision 2025 ». */
const isOther = ({ label }: Item) => notionOf([label!]).kind === 'other'

/** Whether the line that a « dont » line is part of is itself doubtful: « Personnes reçues en atelier » over « dont personnes différentes ». */
export function clearerThanWhole(grid: Grid, part: Item): boolean {
  for (let row = part.cell.row - 1; row >= 0; row--) {
    const whole = grid.at(row, part.cell.col)
    if (whole?.kind !== 'label') return false
    if (says(whole.label!, 'dont')) continue
    const notion = notionOf([whole.label!])
    return notion.kind === 'indicator' && notion.doubt !== null && says(part.label!, 'distinct')
  }
  return false
}

/** Whether such a « dont » line stands under a line. */
export function refinedUnder(grid: Grid, whole: Item): boolean {
  for (let row = whole.cell.row + 1; row <= grid.lastRow; row++) {
    const part = grid.at(row, whole.cell.col)
    if (grid.blank(row) && row === whole.cell.row + 1) continue
    if (part?.kind !== 'label') return false
    // The line itself may stand there twice.
    if (!says(part.label!, 'dont') && !sameWords(part, whole) && !isOther(part)) return false
    if (refines(part, whole)) return true
  }
  return false
}

function sameWords(a: Item, b: Item): boolean {
  return fold(a.cell.text) === fold(b.cell.text)
}

function refines(part: Item, whole: Item): boolean {
  const [inner, outer] = [notionOf([part.label!]), notionOf([whole.label!])]
  if (inner.kind !== 'indicator' || outer.kind !== 'indicator') return false
  // A word that isn't known may be a slip in « uniques ».
  if (inner.doubt !== null || inner.unknown.length > 1) return false
  if (says(part.label!, 'lieu', 'categorie')) return false
  return inner.part && inner.indicator === outer.indicator && inner.rank > outer.rank
}
