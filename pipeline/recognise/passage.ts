import { headingOf } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, noLabel, parseLabel } from './label.ts'
import { notionOf } from './notion.ts'
import { withDigits } from './numeral.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A paragraph: one cell, or the lines of a page or a mail that are one text. */
export interface Passage {
  text: string
  label: Label
  /** The cells that it stands in, in order. */
  items: Item[]
}

/** What a text ends with that isn't at its end. */
const unfinished =
  /(?:^|[\s'’])(?:de|du|des|le|la|les|un|une|et|ou|à|au|aux|par|pour|en|dans|sur|avec|que|qui|ont|a|d|l|son|sa|ses|leurs?|notre|nos|pass)$|['’]$/i
/** The beginning of a line of a list. */
export const listed = /^\s*(?:[-•–—*>#▪◦‣]|\d{1,2}[.)]\s|[a-z]\)\s)/iu

/** A label whose answer dots lead to. */
const leaders = /^[^.…_\d]{3,60}(?:(?:\.{4,}|…{2,}|_{4,})\s*\S|(?:\.{3}|…)\s*\d[\d\s]*$)/

/** Letters from which a line is one of a paragraph rather than a title; before a number more, which might begin a line of its own. */
const longLine = 30
const fullLine = 55

/**
 * The paragraphs of a sheet, among the cells that `among` lets through. Where lines were broken to fit a page (`wrapped`: pdf, text), those
 * that go on in the next one are joined, so that a sentence is read as one.
 */
export function passagesOf(
  grid: Grid,
  wrapped: boolean,
  among: (item: Item) => boolean,
  vocabulary: Vocabulary,
): Passage[] {
  const lines: Item[][] = []
  const spread = grid.items.flatMap((item) => (among(item) ? (spreadFrom(grid, item) ?? []) : []))
  for (const item of grid.items) {
    const told = item.kind === 'label' || (wrapped && deniesWithin(grid, item))
    if (!told || !among(item) || spread.includes(item)) continue
    // Of text in columns the lines of one column need not follow each other.
    const open = lines.findLast((line) => line[0]!.cell.col === item.cell.col)
    if (wrapped && open && goesOn(grid, open.at(-1)!, item)) open.push(item)
    else lines.push([item])
  }
  for (let at = 0; at < spread.length; at += 3) lines.push(spread.slice(at, at + 3))
  const paragraphs = lines
    .filter((items) => items.some(({ kind }) => kind !== 'absence'))
    .map((items) => items.map(asLine))
  return paragraphs.flatMap((items): Passage[] => {
    const [first] = items
    if (items.length === 1) {
      const whole = grid.completed(first!)
      if (whole !== null) return [{ text: whole, label: first!.label!, items }]
      const text = withCaption(first!.cell.text)
      const label = text === first!.cell.text ? first!.label! : parseLabel(text, vocabulary)
      return askedWithin(text, vocabulary) ?? [{ text, label, items }]
    }
    const text = items.reduce(
      (all, { cell }) => joined(all, cell.text.trim().replace(dots, '')),
      '',
    )
    return [{ text, label: parseLabel(text, vocabulary), items }]

    /** « Nombre de pass achetés », a line break, « 3 700 pass en deux bons de commande. »: a heading and its answer in one paragraph; null for another. */
    function askedWithin(text: string, vocabulary: Vocabulary): Passage[] | null {
      const [heading, ...rest] = text.split('\n')
      const answer = rest.join('\n')
      const asked = heading!.replace(listed, '')
      if (!/^\s*\d/.test(answer) || /\d/.test(asked) || asked.length > longLine * 2) return null
      if (notionOf([parseLabel(asked, vocabulary)]).kind !== 'indicator') return null
      return [heading!, answer].map((line) => ({
        text: line,
        label: parseLabel(line, vocabulary),
        items,
      }))
    }
  })

  function asLine(item: Item): Item {
    if (item.kind !== 'absence') return item
    return { ...item, kind: 'label', label: parseLabel(item.cell.text, vocabulary) }
  }
}

/** « 5 100 », a line break, « pass achetés »: a figure with its caption in one cell is read as one line. */
function withCaption(text: string): string {
  return /^\s*\d[\d \u00a0\u202f.]*\n\s*\p{Ll}/u.test(text) ? text.replace(/\n\s*/, ' ') : text
}

/**
 * Whether a line says that there is no figure as part of a paragraph, and not as an answer: « Nous n'avons pas tenu de liste : nous estimons le
 * nombre de personnes » over « à 200 environ ».
 */
function deniesWithin(grid: Grid, { kind, cell }: Item): boolean {
  return kind === 'absence' && cell.text.length >= fullLine && grid.row(cell.row).length === 1
}

const dots = /\s*(?:…|\.{3})$/
/** What a sentence begins with that goes on in the next cell. */
const opening =
  /(?:…|\.{3}|:|(?<!\p{L})(?:de|du|des|à|au|aux|pour|dont|soit|avec|(?:nous )?(?:avons|ont|a)(?: (?:été|eu|pu))?(?: \p{L}+(?:é|i|u))?|y a(?: eu)?|profit de|bénéfice de))$/iu

/** « Il y a eu… | 2 511 | pass scannés »: a sentence that runs over three cells of a line under no headings; null where none begins. */
function spreadFrom(grid: Grid, first: Item): Item[] | null {
  const [one, number, caption, ...others] = grid.row(first.cell.row)
  if (one !== first || others.length > 0 || number?.kind !== 'number') return null
  const goesOn = caption?.kind === 'label' && /^\p{Ll}/u.test(caption.cell.text.trim())
  if (!goesOn || !opening.test(first.cell.text.trim())) return null
  return headingOf(grid, number.cell) ? null : [first, { ...number, label: noLabel }, caption]
}

function goesOn(grid: Grid, line: Item, next: Item): boolean {
  const { row, col } = line.cell
  const rows = next.cell.row - row
  if (next.cell.col !== col || rows > 2) return false
  const texts = (at: number) => grid.row(at).every((item) => item.kind === 'label')
  const inColumns = grid.row(row).length > 1 || grid.row(next.cell.row).length > 1 || rows > 1
  if (inColumns && !(texts(row) && texts(next.cell.row))) return false
  const text = line.cell.text.trim()
  const after = next.cell.text.trim()
  if (/[.!?:;]["»”)]?$/.test(text) || listed.test(after)) return false
  // « Pass scannés : 12 503 » over « usagers distincts : 651 »: each says its own.
  if (/:\s*\d[\d\s.]*$/.test(text) || /^[^.:]{3,80}\s?:\s*\S/.test(after)) return false
  // « achetés → 14 200 » too, under whatever title.
  if (/^[^.:\d]{3,80}?\s?(?:[→➜➔⇒=]|[-=]+>)\s*\d/u.test(after)) return false
  // « Bénéficiaires uniques ....... 262 » is a line of a list, whatever follows.
  if (/(?:\.{3,}|…+|_{3,})\s*\d[\d\s.]*$/.test(text)) return false
  // « achat .... 900 pass (9 000 €) » over « scannés .... 412 »
  if (/\d/.test(text) && leaders.test(text) && leaders.test(after)) return false
  // A number may be divided too: « 2 » at the end, « 900 pass » at the beginning.
  if (unfinished.test(text) || (/\s\d{1,3}$/.test(text) && /^\d{3}(?!\d)/.test(after))) return true
  if (inColumns) return false
  if (/^\d/.test(after)) return text.length >= fullLine
  return text.length >= longLine && /^["«(]?\p{Ll}/u.test(after)
}

/** A word that was divided at the end of its line is one again. */
function joined(before: string, line: string): string {
  if (before === '') return line
  const divided = /\p{Ll}-$/u.test(before) && /^\p{Ll}/u.test(line)
  return divided ? before.slice(0, -1) + line : `${before} ${line}`
}

/** The cell of a passage that a number stands in, by its digits as the text has them; the first one when it runs over a break. */
export function cellOf({ items }: Passage, digits: string): Item {
  return items.find(({ cell }) => cellHas(withDigits(cell.text), digits)) ?? items[0]!
}

/** Whether a text has a number, by its digits. */
export function cellHas(text: string, digits: string): boolean {
  return digitsOf(digits).test(fold(text))
}

/** What finds a number in a folded text by its digits, signs for missing ones included (« 1 2** »). */
export function digitsOf(digits: string): RegExp {
  return new RegExp(String.raw`(?<!\d)${digits.replaceAll(/[.*?#]/g, '\\$&')}(?!\d)`)
}
