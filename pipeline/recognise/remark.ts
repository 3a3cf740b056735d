import { areRivals } from './counts.ts'
import { headingOf, isValue } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { parseLabel, says } from './label.ts'
import { type Indicator, notionOf } from './notion.ts'
import { withoutPraise } from './praise.ts'
import { headsSources } from './provenance.ts'
import type { Reading } from './reading.ts'
import { mended } from './spelling.ts'
import { editDistance, fold, words } from './text.ts'
import type { Sense, Term, Vocabulary } from './vocabulary.ts'

/**
 * Why a figure can't be taken as it stands, in French, when what is written to its right casts doubt on it: `1 420 | erreur de saisie, lire
 * 1 240`, `0 | plateforme fermée`. Null when nothing is written there, or nothing that doubts (« deux commandes »).
 * @param unit the unit that the figure was read in
 * @param heads the labels that say what the figure is: one that follows its figure is no remark on it
 */
export function remarkDoubt(
  grid: Grid,
  item: Item,
  indicator: Indicator,
  unit: string,
  heads: readonly Item[],
  vocabulary: Vocabulary,
): string | null {
  // « 0 | fermée depuis 2021 » is why nobody came.
  const nothing = item.figure.kind === 'number' && item.figure.number === 0
  const found = remarksOn(grid, item, heads, vocabulary)
    .map((one) => unpraised(one, vocabulary))
    .map((written) => ({ written, remark: spelledOut(grid, written) }))
    .find(({ written, remark }) => {
      const text = fold(remark.cell.text)
      if ((nothing && closed.test(text)) || closedAWhile.test(text)) return false
      if (confirms(text, item)) return false
      if (written === remark && givesAnother(text, item)) return true
      // « idem » says of this line what was said of another one.
      const asked = written === remark ? [indicator] : indicators
      return asked.some((one) => doubts(remark, one, unit, vocabulary))
    })?.remark
  const other = found ?? rivalBeside(grid, item, unit, vocabulary)
  return other ? `${remarkBeside} : « ${other.cell.text.trim().slice(0, 200)} »` : null
}

/** « 2 000 | 220 carnets de 10 » under « Observations »: a number among the remarks on a line that is another one of the same thing; null for none. */
function rivalBeside(
  grid: Grid,
  { cell, figure }: Item,
  unit: string,
  vocabulary: Vocabulary,
): Item | null {
  if (figure.kind !== 'number') return null
  const rival = grid.row(cell.row).find((other) => {
    const heading = headingOf(grid, other.cell)?.label
    if (other.kind !== 'number' || other.figure.kind !== 'number' || heading == null) return false
    if (other.cell.hidden || other.cell.struck) return false
    if (!says(mended(heading, vocabulary), 'commentaire')) return false
    const { rest, booklet, number } = other.figure
    // « 2021 » says when.
    if (rest === '' && booklet === undefined && number >= 2000 && number <= 2040) return false
    const same = booklet === undefined ? ownUnits.test(rest) : unit === 'pass'
    return same && areRivals(number * (booklet ?? 1), figure.number)
  })
  return rival ?? null
}

/** « ANNULÉ – ni livré ni facturé, ne pas compter » to the right of a figure: whether its line says that it counts for nothing. */
export function isVoid(grid: Grid, { cell }: Item): boolean {
  return grid
    .row(cell.row)
    .some(
      (other) => other.cell.col > cell.col && isText(other) && voided.test(fold(other.cell.text)),
    )
}

const isText = ({ kind }: Item) => kind === 'label'
const voided =
  /^\W*(?:commande |bon |bc |facture )?annule(?:e?s?)\b(?=.*\b(?:(?:a )?ne pas (?:le |la |les )?(?:compter|comptabiliser|retenir|prendre en compte)|ni livre(?:e?s?) ni (?:facture|paye|regle)|non (?:compte|comptabilise|retenu)))/

const ownUnits = /^(?:|pass|cheques|personnes|beneficiaires)$/

const counted =
  '(?:pass|cheques|personnes|beneficiaires|usagers)?(?: (?:achete|scanne|utilise|unique|differente)s?)?'
/** « 1 240 selon la plateforme »: a number and whose it is. */
const bySource = new RegExp(
  String.raw`^(\d[\d .]*?) ?${counted} ?[(,]? ?(?:selon|d'apres|suivant|source|au vu d|(?:sur|dans) (?:la plate-?forme|le tableau de bord|l'outil|l'export|nos? registres?|nos? comptes?))\b`,
)
/** Whether a remark gives another number of the same thing than the one that it stands beside, by another source. */
function givesAnother(remark: string, { figure }: Item): boolean {
  const said = bySource.exec(remark)?.[1]
  if (figure.kind !== 'number' || said === undefined) return false
  return areRivals(Number(said.replaceAll(/\D/g, '')), figure.number)
}

/** « 1 156 et non 1 516 comme indiqué par erreur » beside 1 156: the figure is the right one. */
function confirms(remark: string, { figure }: Item): boolean {
  const said = /(?<![\d.,])(\d[\d .]*?) ?,? et non (?:pas )?\d/.exec(remark)?.[1]
  return (
    figure.kind === 'number' &&
    said !== undefined &&
    figure.number === Number(said.replace(/\D/g, ''))
  )
}

/**
 * Readings without the doubt of a remark that some pass were cancelled, where these have been taken off already: « 8 000 commandés », « 6 000
 * achetés | le second bon (2 000) a été annulé ».
 */
export function takenOff(readings: readonly Reading[]): Reading[] {
  const ordered = readings.filter((r) => r.indicator === 'pass_commandes' && r.doubts.length === 0)
  return readings.map((r) => {
    const [doubt, ...others] = r.doubts
    if (r.indicator !== 'pass_achetes' || doubt === undefined || others.length > 0) return r
    const remark = fold(doubt)
    if (!doubt.startsWith(remarkBeside) || !/\bannul/.test(remark)) return r
    const numbers =
      remark.match(/(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)|(?<![\d.,])\d+(?![\d.,])/g) ?? []
    const cancelled = Number(numbers[0]?.replaceAll(' ', ''))
    const less = ordered.some(
      (of) => of.number! * of.factor - cancelled * r.factor === r.number! * r.factor,
    )
    return numbers.length === 1 && less ? { ...r, doubts: [] } : r
  })
}

const indicators: Indicator[] = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']

/** How a doubt about a figure begins that a remark beside it raises. */
export const remarkBeside = 'une remarque à côté dit'

/** What « idem » repeats: the next text above in its column that says something itself. */
function spelledOut(grid: Grid, remark: Item): Item {
  let { row } = remark.cell
  let said: Item | undefined = remark
  while (said !== undefined && ditto.test(fold(said.cell.text)))
    said = grid.at(--row, remark.cell.col)
  return said ?? remark
}

/** A remark without what only praises. */
function unpraised(remark: Item, vocabulary: Vocabulary): Item {
  const text = withoutPraise(remark.cell.text)
  if (text === remark.cell.text || remark.label === null) return remark
  return { ...remark, cell: { ...remark.cell, text }, label: parseLabel(text, vocabulary) }
}

const ditto =
  /^(?:idem|id|ibid|ditto|"|''|(?:la )?meme (?:remarque|observation|chose|raison|commentaire|reserve)|(?:cf|voir)\.? ?(?:ci-?)?dessus)\.?(?: (?:que )?(?:ci-?dessus|ligne precedente|au-dessus))?$/
/** Pass that were given back were not bought in the end; those that have expired were. */
const givenBack = /\b(?:annul|resili|rembours|retourn|restitu|retroced|non livre|jamais livre)/

/** « toutes conventions confondues » beside the column of one of them. */
const ofSeveral =
  /\b(?:conventions|appels(?: a projets)?|aap|deux) (?:confondue?s|cumulee?s|reunie?s|ensemble)\b/

const closed =
  /^(?:lieu |site |structure )?(?:fermee?|ferme definitivement|cesse)s?(?: (?:depuis|en|au)\b.*)?$/

const span = '(?:jours?|semaines?|mois|trimestres?|semestres?|ans?|annees?)'
const inMonth =
  '(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)'
/** « fermée 2 mois », « fermé de mars à mai 2020 », « fermée pendant les travaux »: what was counted is what came before and after. */
const closedAWhile = new RegExp(
  String.raw`^(?:(?:lieu|site|structure|etablissement|mediatheque|centre|espace) )?(?:etait |a ete |reste )?fermee?s? (?:(?:pendant |durant )?(?:environ )?(?:\d{1,2}|une?|deux|trois|quatre|cinq|six|quelques|plusieurs) ${span}|(?:de|du|entre) (?:\d{1,2}(?:er)? )?${inMonth}(?: 20\d\d)? (?:a|au|et) (?:\d{1,2}(?:er)? )?${inMonth}|(?:pendant|durant|pour|lors d(?:e|es|u)) ?(?:le |la |les |l')?(?:travaux|confinements?|covid|crise|ete|vacances|conges|inventaire|demenagement|renovation))\b[^.;]*$`,
)

/** The texts after the last figure of a line, under a heading for remarks or under none, and all texts under one for remarks. Under a heading of unknown words only those that speak of a mistake. */
function remarksOn(
  grid: Grid,
  { cell }: Item,
  heads: readonly Item[],
  vocabulary: Vocabulary,
): Item[] {
  const texts = (other: Item) => other.kind === 'label' || other.kind === 'absence'
  const line = grid.row(cell.row)
  const last = Math.max(cell.col, ...line.filter((i) => !texts(i)).map((i) => i.cell.col))
  // Where the label stands right of its figure, what is left of it may be a remark.
  const behind = heads.some((h) => h.cell.row === cell.row && h.cell.col > cell.col)
  return line.filter((other) => {
    if (other.cell.struck || other.cell.hidden || !texts(other)) return false
    const heading = headingOf(grid, other.cell)?.label
    if (heading != null && says(mended(heading, vocabulary), 'commentaire')) return true
    if (heading != null && headsSources(heading.text)) return true
    // « Rnmmarquues » over « erreur de saisie »: whatever the heading meant, that is said of the figure.
    const known = heading != null && heading.terms.length > 0
    if (heading != null && (known || other.label === null || !says(other.label, 'rectification')))
      return false
    // « NC » under no heading answers something else; « plateforme fermée » says why the figure is what it is.
    const before = behind && other.cell.col < cell.col
    if ((other.cell.col <= last && !before) || heads.includes(other)) return false
    return other.kind === 'label' || words(other.cell.text).length > 1
  })
}

function doubts(remark: Item, indicator: Indicator, unit: string, vocabulary: Vocabulary): boolean {
  if (ofAnother(remark, indicator)) return false
  if (remark.kind === 'absence') return true
  // What is left of a remark says nothing, and who wrote it meant something.
  if (remark.label!.unknown.length > 0 && /^\p{Ll}{1,2}$/u.test(remark.cell.text.trim()))
    return true
  const { text } = remark.cell
  const plain = remark.label === null ? text : mended(remark.label, vocabulary).text
  const terms = vocabulary.terms(plain).filter((term) => term.sense !== 'neutre')
  const has = (...senses: Sense[]) => terms.some((t) => t.sense && senses.includes(t.sense))
  if (has('rectification', 'reserve', 'restriction', 'partiel')) return true
  if (vocabulary.absence(text) === 'absence') return true
  if (ofSeveral.test(fold(text))) return true
  if (indicator === 'pass_achetes' && givenBack.test(fold(text))) return true
  const numbered = /\d/.test(text)
  const compared = comparison.test(fold(text))
  if (!numbered && has('objectif', 'anterieur') && !reached(terms) && !compared) return true
  // « estimation » alone is heard as « environ » is.
  if (has('environ') && (remark.label!.unknown.length > 0 || terms.length > 1)) return true
  if (denies(terms, indicator)) return true
  if (notionOf([remark.label!]).kind === 'indicator') return false
  // « montant en euros » or « carnets de 10 » beside what was read as pass; « 26 000 € » is another figure.
  const money = has('monnaie', 'montant', 'monnaie_milliers', 'monnaie_millions')
  return (money && !numbered && unit !== 'EUR') || (has('carnet') && unit === 'pass')
}

/** « Bénéficiaires : chiffre non suivi » beside scans speaks of persons, and of nothing else on its line. */
function ofAnother({ label }: Item, indicator: Indicator): boolean {
  if (label === null) return false
  const named = label.text.split(':')
  if (named.length !== 2) return false
  const persons = says(label, 'beneficiaire', 'distinct')
  const passes = says(label, 'objet', 'achat', 'scan', 'carnet')
  return indicator === 'beneficiaires_uniques' ? passes && !persons : persons && !passes
}

/** « un peu moins qu’espéré », « au-dessus de l’objectif »: the result beside what was aimed at, or what was before. */
const comparison =
  /^(?:c'est |resultat |un resultat )?(?:(?:un peu|bien|beaucoup|nettement|legerement|tres) )?(?:(?:moins|plus|mieux|meilleur|davantage|autant)(?: bon| bien| eleve| important)? (?:que |qu')|(?:au[- ]dessus|en[- ]dessous|au[- ]dela|en dela|en deca|en retrait|a la hauteur|conforme|superieur|inferieur)(?: de | a | aux? | du | des )(?:l'|la |le |les |nos |notre )?)/

/** « objectif atteint », « objectif non atteint », « objectif largement atteint » speak of the result. */
function reached(terms: readonly Term[]): boolean {
  return terms.some(({ sense }, at) => {
    if (sense !== 'objectif') return false
    const [next, second] = terms.slice(at + 1).filter((term) => term.sense !== 'negation')
    return next?.sense === 'realise' || (next?.sense === null && second?.sense === 'realise')
  })
}

const acts: Record<Indicator, Sense[]> = {
  pass_achetes: ['achat'],
  pass_scannes: ['scan'],
  beneficiaires_uniques: ['distinct', 'accompagne'],
  pass_commandes: ['commande'],
  potentiel_achat: [],
}

/** Whether a remark denies the very thing that the figure counts: « non achetés par la ville ». */
function denies(terms: readonly Term[], indicator: Indicator): boolean {
  return terms.some(({ sense, expression }, at) => {
    const next = terms[at + 1]?.sense
    const negates = sense === 'negation' || (sense === null && misspeltNegation(expression))
    // « non validé » beside figures says that nobody has checked them.
    const unchecked = next === 'scan_possible' && !terms.some((term) => term.sense === 'objet')
    return negates && next != null && (unchecked || acts[indicator].includes(next))
  })
}

/** « onn achetés » */
function misspeltNegation(word: string): boolean {
  return editDistance(word, 'non', 1) <= 1
}

/**
 * Why the figures of a row are of a part of the whole only, in French: the title over their table says « Focus : quartier du Port
 * uniquement ». Null when none says so.
 */
export function partDoubt(grid: Grid, row: number, vocabulary: Vocabulary): string | null {
  let known = parts.get(grid)
  if (known === undefined) {
    known = partsOf(grid, vocabulary)
    parts.set(grid, known)
  }
  const title = known.get(row)
  return title ? `le titre dit : « ${title.cell.text.trim().slice(0, 200)} »` : null
}

const parts = new WeakMap<Grid, Map<number, Item>>()

/** The title that keeps a row to a part: it holds down to the empty row after the next figures, if no line of figures follows that. */
function partsOf(grid: Grid, vocabulary: Vocabulary): Map<number, Item> {
  const found = new Map<number, Item>()
  let title: Item | null = null
  let figures = false
  for (let row = 0; row <= grid.lastRow; row++) {
    const items = grid.row(row)
    const [only] = items
    const next = grid.row(row + 1)
    const ended = !next.some((item) => item.kind === 'number') || next.length < 2
    if (grid.blank(row) && figures && ended) title = null
    if (grid.blank(row)) figures = false
    figures ||= items.some((item) => item.kind === 'number')
    const heads = items.length === 1 && only!.kind === 'label'
    // « Lieu principal » right over another question asks for a name.
    const best = heads && singlesOut.test(fold(only!.cell.text)) && next.some(isValue)
    if (best || (heads && keepsToAPart(only!, vocabulary))) title = only!
    if (title !== null) found.set(row, title)
  }
  return found
}

const place =
  '(?:lieux?|sites?|structures?|mediatheques?|centres?|espaces?|antennes?|partenaires?|associations?|communes?|points?)'
const first = '(?:principa\\w*|meilleure?s?|plus (?:gros|grand|petit|important)e?s?|premiere?s?)'
/** « Notre lieu le plus actif », « Site principal »: one place of several, whose figures those under the title are. */
const singlesOut = new RegExp(
  `^(?:(?:le|la|les|notre|nos|un de nos) )?(?:${first} ${place}|${place}(?: \\S+){0,3} (?:(?:le|la|les) (?:plus|mieux|moins) \\S+|${first}))(?: \\S+){0,2}$`,
)
const focus = /^(?:focus|zoom|extrait)\b/

function keepsToAPart(title: Item, vocabulary: Vocabulary): boolean {
  const { text } = title.cell
  if (text.length > 160 || says(title.label!, 'consigne')) return false
  if (focus.test(fold(text))) return true
  if (says(title.label!, 'partiel')) return true
  const restricted = vocabulary.terms(text).some((term) => term.sense === 'restriction')
  return restricted && says(title.label!, 'lieu', 'acteur')
}
