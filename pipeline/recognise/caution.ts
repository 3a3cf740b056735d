import type { Document } from '../read/cell.ts'
import { additionsIn } from './added-to.ts'
import { notAllUsed } from './all-used.ts'
import { amended, nowIn } from './amended.ts'
import { correctionOf } from './correction.ts'
import { areRivals, numbersIn } from './counts.ts'
import { redefined } from './definitions.ts'
import { foreignSections, inSection } from './foreign.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { leavesSizeOpen, parseLabel, says } from './label.ts'
import { noticesOf } from './notice.ts'
import { partialDoubt } from './notion.ts'
import { headsOutside } from './outside.ts'
import { isSpoken, type Reading } from './reading.ts'
import { isOfLaureate } from './reserve.ts'
import { type Scoped, Scopes } from './scopes.ts'
import { fold } from './text.ts'
import { persons, type Vocabulary } from './vocabulary.ts'
import { type Family, ofWhole, type Warning, warningsIn } from './warning.ts'

/** What is said of figures of a report that says itself to be of a part, in French. */
export const partOnly = 'le rapport dit qu’il n’est que d’une partie du territoire ou d’une année'

/** What each family says of a figure, in French, before the sentence that says it. */
const reasons: Record<Family, string> = {
  etape: 'le rapport n’est pas le dernier mot',
  provisoire: 'le rapport n’est pas définitif',
  doute: 'le rapport met lui-même ce chiffre en doute',
  partiel: 'le rapport dit que ses chiffres ne sont pas entiers',
  portee: partOnly,
  ajout: 'le rapport dit que ses chiffres s’ajoutent à ceux d’un autre',
  surplus: 'le rapport dit qu’il compte aussi ce qui est à d’autres',
  retrait: 'le rapport dit qu’il faut encore en retrancher',
  double: 'le rapport dit que des personnes ou des pass sont comptés plusieurs fois',
  retour: 'le rapport dit que les mêmes personnes reviennent',
  annule: 'le rapport dit de ne pas se servir de ces chiffres',
  dispositif: 'le titre nomme un autre dispositif',
  unite: 'le rapport dit compter en carnets, sans dire de combien',
  inconnu: 'une remarque sur les chiffres n’est pas comprise',
}

/** Whether a doubt says that a figure is of another time, place or scheme than what is asked for: it contradicts none. */
export function isOfSomethingElse(doubt: string): boolean {
  const others: Family[] = [
    'etape',
    'provisoire',
    'partiel',
    'portee',
    'annule',
    'dispositif',
    'inconnu',
  ]
  return others.some((family) => doubt.startsWith(reasons[family]))
}

const longestQuote = 200

/**
 * Readings with those doubted that a warning is about which no rule has heard. A warning is heard where a doubt of a reading quotes it or a
 * correction is made of it. What it is about: the figure whose comment or label it is; the figures with its mark; of the
 * indicators that it names; of its section, where it is a heading; of its sheet or the whole document, where it is a title or a note.
 */
export function cautioned(
  document: Document,
  grids: readonly Grid[],
  readings: Reading[],
  vocabulary: Vocabulary,
): Reading[] {
  const figures = readings.filter((r) => r.kind === 'figure' && !r.hidden)
  if (figures.length === 0) return readings
  const doubts = new Map<Reading, string[]>()
  // The tables of other schemes are none of ours, whatever their labels are called.
  const apart = new Map<Reading, string>()
  const add = (reading: Reading, doubt: string) => {
    doubts.set(reading, [...new Set([...(doubts.get(reading) ?? []), doubt])])
  }
  const warn = (scope: readonly Reading[], warning: Warning) => {
    // « je ne sais plus s’il s’agissait de carnets de 5 ou de 10 » is about what is counted in booklets, where anything is.
    const ofSize =
      warning.family === 'unite' &&
      figures.some((r) => r.unit === 'carnets') &&
      leavesSizeOpen(parseLabel(warning.sentence, vocabulary))
    for (const reading of scope) {
      if (ofSize || excepted(reading, warning, vocabulary)) continue
      add(reading, `${reasons[warning.family]} : « ${warning.sentence.slice(0, longestQuote)} »`)
    }
  }
  const scopes = new Scopes(grids)
  for (const grid of grids) {
    if (grid.sheet.hidden) continue
    const said = readings.filter((r) => r.sheet === grid.sheet.name)
    const own = figures.filter((r) => r.sheet === grid.sheet.name)
    const foreign = foreignSections(grid, own, vocabulary)
    for (const section of foreign) {
      const sentence = section.heading.cell.text.trim()
      const foreigners = inSection(document, grid, section, figures, vocabulary)
      warn(foreigners, { family: 'dispositif', sentence, indicators: [] })
      for (const one of foreigners) apart.set(one, section.heading.address)
    }
    // What is said under the heading of another scheme is of that scheme.
    const aside = (row: number) =>
      foreign.some(({ heading, end }) => row > heading.cell.row && row < end)
    for (const r of own) {
      const comment = grid.byAddress(r.address)?.cell.comment?.trim() ?? ''
      // What the comment itself gives has the figure that it corrects for its only rival.
      const isTold = r.corrects !== undefined && r.text === comment
      if (!isTold && nowIn(fold(comment)).some((number) => areRivals(number, r.number)))
        add(r, `un commentaire donne un autre chiffre : « ${comment.slice(0, longestQuote)} »`)
    }
    for (const [r, line] of countedTwice(grid, own))
      add(r, `${reasons.double} : « ${line.cell.text.trim().slice(0, longestQuote)} »`)
    for (const warning of warningsIn(grid.sheet.name.replaceAll('_', ' '), 'title', vocabulary))
      warn(own, warning)
    if (scopes.isPart(grid.sheet.name.replaceAll('_', ' '), 'name', grid))
      warn(own, { family: 'portee', sentence: grid.sheet.name, indicators: [] })
    for (const notice of noticesOf(document, grid, grids, figures, vocabulary)) {
      if (aside(notice.item.cell.row) || headsOutside(grid, notice.item)) continue
      const { text, standing, scope } = notice
      const warned = [
        ...warningsIn(text, standing, vocabulary).map((warning): Scoped => ({ warning, scope })),
        ...scopes.warningsIn(notice, grid, own),
        ...additionsIn(text, standing).map(
          (sentence): Scoped => ({
            warning: { family: 'ajout', sentence, indicators: [] },
            scope,
          }),
        ),
      ]
      for (const { warning, scope } of warned) {
        if (!isHeard(notice.item, warning, own, said, vocabulary))
          warn(pointedAt(narrowed(warning, scope(warning), notice.item), warning.sentence), warning)
      }
    }
  }
  for (const warning of warningsIn(document.properties.title ?? '', 'title', vocabulary)) {
    if (ofWhole.includes(warning.family)) warn(figures, warning)
  }
  for (const [r, sentence] of scopes.onlyArea(figures))
    add(r, `${reasons.portee} : « ${sentence} »`)
  for (const [r, sentence] of amended(grids, figures, vocabulary))
    add(r, `une note donne un autre chiffre : « ${sentence.slice(0, longestQuote)} »`)
  for (const [r, sentence] of redefined(grids, figures, vocabulary))
    add(r, `le rapport donne un autre sens au mot : « ${sentence.slice(0, longestQuote)} »`)
  for (const [r, sentence] of notAllUsed(grids, figures))
    add(r, `le texte dit que tout a été utilisé : « ${sentence.slice(0, longestQuote)} »`)
  if (doubts.size === 0) return readings
  return readings.map((reading) => {
    const own = doubts.get(reading)
    if (own === undefined) return reading
    const group = [reading.group, apart.get(reading)].filter(Boolean).join(' ')
    return { ...reading, group, doubts: [...reading.doubts, ...own], likely: false }
  })
}

/**
 * The persons of a sheet beside a line that counts them once and finds fewer: « dont personnes uniques | 702 » under « Somme | 1 310 », or under
 * lines that come to more. A line that keeps to a place or a kind of persons is a part of them.
 */
function countedTwice(grid: Grid, own: readonly Reading[]): [Reading, Item][] {
  const counted = own.filter((r) => r.indicator === 'beneficiaires_uniques' && r.rule === 'tableau')
  const most = Math.max(...counted.map((r) => r.number ?? 0))
  const bearing = new Set(counted.map((r) => r.address))
  for (const line of grid.items) {
    if (line.kind !== 'label' || !countsOnce(line)) continue
    const own = grid.row(line.cell.row).filter((other) => other.kind === 'number')
    const [only] = own
    if (own.length !== 1 || only?.figure.kind !== 'number' || bearing.has(only.address)) continue
    const { number } = only.figure
    const first = Math.min(...counted.map((r) => r.row))
    if (number > 0 && number < most && line.cell.row > first)
      return counted.map((r): [Reading, Item] => [r, line])
  }
  return []
}

function countsOnce({ label }: Item): boolean {
  return (
    label!.unknown.length === 0 &&
    says(label!, 'distinct', 'beneficiaires_uniques') &&
    says(label!, 'dont', ...persons) &&
    !says(label!, 'lieu', 'categorie', 'nouveau', 'anterieur', 'objectif', 'acteur')
  )
}

/**
 * Of the figures in scope those that the sentence repeats (« le 1 530 est bizarre »), the one before that it points at (« elle conteste ce nombre »),
 * the last lines (« ces deux derniers chiffres »), or those of years where it names years and the others are said to be of all of them; all of them where it does nothing of that.
 */
function narrowed(
  { sentence, indicators }: Warning,
  scope: readonly Reading[],
  item: Item,
): readonly Reading[] {
  // « Bénéficiaires, avec doublons : 655 » warns of that figure, as the label of a cell does.
  const labelled = scope.filter(
    (r) => r.rule === 'deux_points' && r.address === item.address && isLabelOf(r, sentence),
  )
  if (labelled.length > 0) return labelled
  if (indicators.length > 0) return scope
  const numbers = numbersIn(sentence)
  const repeated = scope.filter(({ number }) => number !== null && numbers.includes(number))
  if (repeated.length > 0) return repeated
  const plain = fold(sentence)
  const pointed = pointsBack.test(plain) ? statedBefore(sentence, scope, item) : []
  if (pointed.length > 0) return pointed
  const told = theRest.test(plain) ? toldBefore(sentence, scope, item) : []
  if (told.length > 0) return told
  const few = lastFew.exec(plain)
  const last = few === null ? [] : lastLines(scope, item, numberWords.indexOf(few[1]!) + 1)
  if (last.length > 0) return last
  const ofYears = /\b20\d\d\b/.test(plain)
    ? scope.filter((r) => /^20\d\d/.test(r.period ?? ''))
    : []
  const ofAll = (r: Reading) => r.period === null && inTotal.test(fold(clauseOf(r)))
  return ofYears.length > 0 ? scope.filter((r) => !ofAll(r)) : scope
}

/** Whether a sentence is nothing but a label and its figure. */
function isLabelOf({ label, number }: Reading, sentence: string): boolean {
  const rest = sentence.trim().slice(label.trim().length)
  return (
    sentence.trim().startsWith(label.trim()) &&
    /^\s*[:=]?\s*[\d .\u00a0\u202f]+\.?$/.test(rest) &&
    numbersIn(rest).includes(number ?? -1)
  )
}

/** « Ces deux derniers chiffres sont des estimations. » */
const lastFew =
  /\b(?:ces|les|des|aux) (deux|trois) derni(?:er|ere)s (?:chiffres|nombres|valeurs|lignes|indicateurs|totaux|donnees)\b/

/** The figures of the last lines with one, as many as are asked for, over a remark or all under it; none where there are no more lines than these. */
function lastLines(scope: readonly Reading[], item: Item, many: number): readonly Reading[] {
  const own = scope.filter((r) => r.sheet === scope[0]!.sheet)
  const announced = own.every((r) => r.row > item.cell.row)
  const before = announced ? own : own.filter((r) => r.row < item.cell.row)
  const rows = [...new Set(before.map((r) => r.row))].sort((a, b) => a - b)
  const isAlone = before.length === rows.length && before.length === scope.length
  return isAlone && rows.length > many
    ? before.filter((r) => rows.slice(-many).includes(r.row))
    : []
}

const pointsBack =
  /\b(?:ce|cette) (?:dernier |derniere )?(?:chiffre|nombre|valeur|compte|decompte|comptage|resultat|quantite)\b(?!s)/
/** « Le reste vous parviendra en mars »: of what was told right before. */
const theRest = /^\W*le reste\b/

/** The figures of the text right above a sentence, or before it in its own, where others stand elsewhere. */
function toldBefore(sentence: string, scope: readonly Reading[], item: Item): readonly Reading[] {
  if (item.cell.text.trim().indexOf(sentence) > 0) return []
  const above = scope.filter((r) => r.sheet === scope[0]!.sheet && r.row < item.cell.row)
  const row = Math.max(...above.map((r) => r.row))
  return above.filter((r) => r.row === row && r.rule === 'phrase')
}

const inTotal = /\b(?:au total|en tout|en totalite|sur toute la duree|sur l'ensemble)\b/

/** The last figure that a sentence states before the one that points at it, in the same paragraph or the one above. */
function statedBefore(sentence: string, scope: readonly Reading[], item: Item): readonly Reading[] {
  const spot = ({ text, number }: Reading) => {
    const found = [...text.matchAll(/\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+/g)]
    return found.find(([digits]) => Number(digits.replace(/\D/g, '')) === number)?.index ?? -1
  }
  const at = item.cell.text.indexOf(sentence)
  const before = scope.filter((r) => {
    if (r.sheet !== scope[0]!.sheet || r.rule !== 'phrase') return false
    if (r.address === item.address) return at > 0 && spot(r) < at
    return r.row < item.cell.row && item.cell.row - r.row <= 2
  })
  const [last] = before.toSorted((a, b) => b.row - a.row || spot(b) - spot(a))
  return last === undefined ? [] : [last]
}

/**
 * Of the figures in scope those on the line and in the columns that the sentence points at, where it points at any: « la ligne Somme n’a pas de sens pour
 * les deux dernières colonnes ».
 */
function pointedAt(scope: readonly Reading[], sentence: string): readonly Reading[] {
  const plain = fold(sentence)
  const tables = scope.filter((r) => !isSpoken(r))
  const columns = [...new Set(tables.map((r) => r.col))].sort((a, b) => a - b)
  const said = lastColumns.exec(plain)
  const many = said === null ? 0 : 1 + Math.max(0, numberWords.indexOf(said[1] ?? ''))
  const among = many === 0 ? columns : columns.slice(-many)
  const ofTotal = totalLine.test(plain)
  if (many === 0 && !ofTotal) return scope
  const isOn = (r: Reading) => among.includes(r.col) && (!ofTotal || /total/.test(r.line.role))
  const pointed = tables.filter(isOn)
  return pointed.length > 0 ? pointed : scope
}

const numberWords = ['une', 'deux', 'trois', 'quatre', 'cinq']
const lastColumns = /\b(?:(deux|trois|quatre|cinq) )?dernieres? colonnes?\b/
const totalLine = /\bligne (?:de |du |des )?["«“ ]*(?:somme|totaux|total|ensemble)\b/

/** Who is said to be counted once, or which sentence gives the right figure itself, is not what the warning is about. */
function excepted(
  reading: Reading,
  { family, sentence }: Warning,
  vocabulary: Vocabulary,
): boolean {
  if (reading.corrects !== undefined) return true
  if ((family === 'partiel' || family === 'portee') && isOfLaureate(reading.label)) return true
  // « Pass achetés sur toute la durée »: whatever is missing of the rest.
  if (
    (family === 'partiel' || family === 'portee') &&
    isBought(reading) &&
    inTotal.test(fold(clauseOf(reading)))
  )
    return true
  // Pass are bought by the body itself: it knows how many, whichever place hasn't answered.
  if (family === 'partiel' && isBought(reading) && silentPlaces.test(fold(sentence))) return true
  if (family === 'unite') return reading.unit === 'carnets'
  // « Pass achetés sur l’ensemble du projet » in an interim report are all that will be.
  if (
    family === 'etape' &&
    reading.indicator === 'pass_achetes' &&
    wholeProject.test(fold(clauseOf(reading)))
  )
    return true
  if (family !== 'double' && family !== 'retour') return false
  // « non dédoublonné entre les deux conventions »: each of them is.
  if (reading.aap !== null && acrossCalls.test(fold(sentence))) return true
  const said = clauseOf(reading)
  const label = parseLabel(said, vocabulary)
  const unique =
    says(label, 'distinct', 'beneficiaires_uniques') ||
    /\buniques?\b/.test(fold(said)) ||
    isOpened(reading, vocabulary)
  if (!unique) return false
  if (sentence.includes(reading.label)) return true
  // « Qui vient dans deux lieux est compté deux fois. Sans eux : 1 088 bénéficiaires uniques. »
  if (isSpoken(reading) && reading.text.includes(sentence)) return true
  // « 515 participations correspondent à 243 personnes différentes »
  const { number, rule } = reading
  if (rule === 'phrase' && number !== null && numbersIn(sentence).includes(number)) return true
  return family === 'retour' && reading.line.role !== 'detail' && reading.column.role !== 'periode'
}

/** « Hors doublons, le syndicat a touché 968 personnes »: whether what a sentence begins with says that each counts once. */
function isOpened({ label, rule }: Reading, vocabulary: Vocabulary): boolean {
  const [opening, ...rest] = label.split(',')
  const opens = rule === 'phrase' && rest.length > 0 && setsAside.test(fold(opening!).trim())
  return opens && says(parseLabel(opening!, vocabulary), 'distinct')
}

const setsAside =
  /^(?:mais |au total |en tout )?(?:hors|sans|une fois|apres|en (?:otant|retirant|eliminant|supprimant))\b/

const isBought = ({ indicator }: Reading) =>
  indicator === 'pass_achetes' || indicator === 'pass_commandes'
const silentPlaces =
  /\b(?:lieux?|sites?|points? d'accueil|mediatheques?|bibliotheques?|centres? sociaux|centre social)\b[^.;:]*\b(?:repondu|retour|transmis|envoye|renvoye|communique|remonte|registres?|cahiers?|note|compte)\b/

/** What a label says, or of a sentence the clause that the number stands in. */
function clauseOf({ label, number, rule }: Reading): string {
  if (rule !== 'phrase' || number === null) return label
  const clauses = label.split(/[,;:(]|(?<!\p{L})(?:mais|car|et|dont)(?!\p{L})/u)
  return clauses.find((clause) => numbersIn(clause).includes(number)) ?? label
}

const wholeProject =
  /\b(?:ensemble|totalite|toute la duree|duree totale) (?:du|de la|de l'|de notre) ?(?:projet|convention|programme|operation|dispositif|action)\b/
const acrossCalls = /\bentre (?:les|nos|ces) (?:deux |2 )?(?:conventions?|appels?|aap)\b/

/** Whether a rule has made something of a warning already. */
function isHeard(
  item: Item,
  { family, sentence }: Warning,
  own: readonly Reading[],
  all: readonly Reading[],
  vocabulary: Vocabulary,
): boolean {
  if (correctionOf(sentence, vocabulary) !== null) return true
  // What was read from a sentence was understood, though it be that there is no figure.
  const isRead = (r: Reading) => r.address === item.address && (isSpoken(r) || r.kind === 'absence')
  if (family === 'inconnu' && all.some(isRead)) return true
  const quote = sentence.slice(0, 40)
  return own.some((r) => {
    if (r.doubts.some((doubt) => doubt.includes(quote))) return true
    const near = Math.abs(r.row - item.cell.row) <= 2
    if (family === 'partiel' && near && r.doubts.includes(partialDoubt)) return true
    return r.address === item.address && r.rectifies
  })
}
