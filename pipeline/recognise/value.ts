import { namesAction } from './action.ts'
import { besideHeaded } from './astray.ts'
import { type Carried, clearerThanWhole, groupOf, refinedUnder, refinesLine } from './bearing.ts'
import { behindDoubt, behindOf } from './behind.ts'
import { isLineCode } from './code.ts'
import type { Context } from './context.ts'
import { answersAnother, headingOf, namesAfter, namesPlace, tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { exampleDoubt, isExample } from './instruction.ts'
import type { Item } from './item.ts'
import { parseLabel, says } from './label.ts'
import { afterDoubt, cutDoubt, isLikely, secondDoubt } from './likely.ts'
import { frameDoubt } from './misplaced.ts'
import { names } from './naming.ts'
import { indicatorIn, isSure, notionOf, personDoubt } from './notion.ts'
import type { Path } from './path.ts'
import { dayOfSeveral, place } from './place.ts'
import type { Reading } from './reading.ts'
import { isVoid, partDoubt, remarkDoubt } from './remark.ts'
import { schemeDoubt, servedElsewhere } from './section.ts'
import { qualifierNear, slipDoubt } from './spelling.ts'
import { stackDoubt, stacksOf } from './stack.ts'
import {
  answerBelow,
  beginsWithYear,
  besideAnswer,
  besideLonger,
  captioned,
  crossed,
  dividesDone,
  followed,
  headedElse,
  holdsFigure,
  namedBehind,
  otherSection,
  otherVoucher,
  overfull,
  preceded,
  rectifies,
  sectionOf,
  shifted,
  staggered,
  strayNumber,
  ticksNo,
  uncaptioned,
  underUnknown,
  unknownIndicator,
} from './suspicion.ts'
import { fold } from './text.ts'
import { type Measure, measure } from './unit.ts'

/** A value of a table and what stands around it. */
export interface Value {
  grid: Grid
  item: Item
  context: Context
  left: Path
  above: Path
  /** What the labels to its left say. */
  line: Carried
  /** The heading of an earlier table, which a title of its own has left behind; null without one. */
  leftHeader: string | null
  /** Labels that bear an indicator, of every value read so far. */
  bearing: Set<Item>
  /** Gets readings beside the one that is returned: what the value may be as well. */
  others: Reading[]
}

/** The reading of a value whose indicator `carried` says and whose place `others` say, with every doubt about it; null without an indicator. */
export function readingOf(
  { grid, item, context, left, above, leftHeader }: Value,
  carried: Carried,
  others: Item[],
  axis: 'ligne' | 'colonne' | 'titre',
  rule: Reading['rule'],
): Reading | null {
  const { notion } = carried
  if (notion.kind !== 'indicator') return null
  const beside = [...carried.rest, ...others]
  const heads = [...carried.bearers, ...beside]
  const size = measure(grid, item, carried.bearers, beside, notion.indicator, context)
  // « K03 | Pass scannés | 3 318 »: the code of a line that says what it counts is no name of it.
  const leftLabels =
    axis === 'ligne' ? carried.rest.filter(({ cell }) => !isLineCode(cell.text)) : left.labels
  const toTheRight = axis === 'colonne' && left.labels.length === 0
  const lineLabels = toTheRight
    ? namesAfter(grid, item.cell)
    : leftLabels.filter((label) => !answersAnother(grid, label))
  const columnLabels = axis === 'colonne' ? carried.rest : above.labels
  const linePlace = place(grid, lineLabels, 'ligne', item, above.labels)
  const columnPlace = place(grid, columnLabels, 'colonne', item, [])
  if (linePlace === null || columnPlace === null || isVoid(grid, item)) return null
  const siblings = axis === 'ligne' && left.crossed > 0
  const own =
    notion.doubt === personDoubt &&
    (countsOnce(item, context) || titledOnce(grid, carried.bearers, axis))
  const doubts = [...(notion.doubt && !own ? [notion.doubt] : []), ...size.doubts]
  const saysDistinct =
    notion.indicator === 'beneficiaires_uniques' &&
    /^total/.test(linePlace.role) &&
    lineLabels.some((l) => says(l.label!, 'distinct'))
  const [bearer] = carried.bearers
  if (axis === 'ligne' && bearer) {
    const refined = notion.part
      ? refinesLine(grid, bearer) && !clearerThanWhole(grid, bearer)
      : refinedUnder(grid, bearer)
    if (refined) doubts.push(refinedDoubt)
  }
  if (siblings && columnLabels.length === 0) {
    doubts.push(secondDoubt)
  }
  const open = axis === 'colonne' || (!siblings && columnLabels.length === 0)
  if (open && followed(grid, item)) {
    doubts.push('un autre chiffre suit sur la ligne, sans en-tête qui dise lequel compte')
  }
  const section = axis === 'titre' ? null : sectionOf(grid, carried.bearers[0]!, context.vocabulary)
  if (section !== null) doubts.push(`le titre « ${section.cell.text.trim()} » ${otherSection}`)
  // Whatever a place is called, it is a place.
  const slip = [...lineLabels.filter((l) => !namesPlace(grid, l)), ...columnLabels]
    .map((l) => qualifierNear(l.label!, context.vocabulary))
    .find((found) => found !== null)
  if (slip) doubts.push(slipDoubt(slip))
  if (context.sheetDoubt !== null) doubts.push(context.sheetDoubt)
  if (isExample(grid, item, context.vocabulary)) doubts.push(exampleDoubt)
  const [named] = carried.bearers
  const behind = behindOf(grid, item.cell.row)
  const namedBehindIt = behind.labels.has(item) && !behind.unclear
  if (
    axis === 'ligne' &&
    !namedBehindIt &&
    preceded(grid, named!) &&
    !dividesDone(grid, item, named!)
  )
    doubts.push('des chiffres précèdent leur libellé sur la ligne')
  if (axis === 'colonne' && namedBehind(grid, item, notion.indicator, context.vocabulary))
    doubts.push(clashDoubt)
  if (
    axis === 'ligne' &&
    columnLabels.length === 0 &&
    besideAnswer(grid, item, carried.bearers[0]!)
  )
    doubts.push('la réponse est vide, et le chiffre est à côté, sous aucun en-tête')
  if (axis === 'ligne' && underUnknown(grid, item, carried.bearers[0]!))
    doubts.push('la réponse est vide, et le chiffre est sous un en-tête inconnu')
  const text = axis === 'colonne' ? answerBelow(grid, item) : null
  if (text) doubts.push(`un texte suit dans la même colonne : « ${text.cell.text.trim()} »`)
  if (item.kind === 'number' && ticksNo(grid, item))
    doubts.push('la case « Non » est cochée sur la ligne')
  if (overfull(grid, item))
    doubts.push('la ligne a des chiffres sous aucun en-tête, et les autres n’en ont pas')
  if (
    axis === 'ligne' &&
    columnLabels.length === 0 &&
    besideLonger(grid, item, carried.bearers[0]!)
  )
    doubts.push('la ligne voisine a un chiffre de plus, sans en-tête qui dise lequel manque ici')
  if (axis === 'colonne' && unknownIndicator(grid, left.labels)) doubts.push(clashDoubt)
  if (axis === 'colonne' && beginsWithYear(grid, item))
    doubts.push('la ligne commence par une année, sous l’en-tête d’un nombre')
  if (axis === 'colonne' && strayNumber(grid, item))
    doubts.push('le numéro d’un organisme est parmi les chiffres de la colonne')
  if (behind.unclear) doubts.push(behindDoubt)
  const frame = frameDoubt(grid, item.cell.row)
  if (frame !== null) doubts.push(frame)
  if (item.cell.row === grid.sheet.brokenRow) doubts.push(brokenDoubt)
  if (shifted(grid, item, above.labels)) doubts.push('la ligne a plus de cellules que son en-tête')
  // Under a title of its own the header of an earlier table no longer counts, or it still does.
  if (leftHeader !== null) doubts.push(`${headedElse} « ${leftHeader} »`)
  const blamed = left.labels.find((l) => says(l.label!, 'rectification'))
  if (blamed) doubts.push(`une remarque à côté dit : « ${blamed.cell.text.trim()} »`)
  const foreign = otherVoucher(grid, item, linePlace.role)
  if (foreign) doubts.push(`un total avec la ligne « ${foreign.cell.text.trim()} »`)
  const remark = remarkDoubt(grid, item, notion.indicator, size.unit, heads, context.vocabulary)
  if (remark !== null) doubts.push(remark)
  const part = partDoubt(grid, item.cell.row, context.vocabulary)
  if (part !== null) doubts.push(part)
  if (rule === 'tableau' && axis === 'colonne') {
    const heading = above.labels[0]
    const open = left.labels.length === 0 && heading && uncaptioned(grid, heading)
    if (open || captioned(grid, item, heading)) doubts.push(afterDoubt)
    if (heading && stacksOf(grid).open.has(heading.cell.row)) doubts.push(stackDoubt)
  }
  if (axis === 'ligne') {
    const line = carried.bearers[0]!
    if (columnLabels.length > 0 && crossed(grid, item, line, notion.indicator))
      doubts.push(clashDoubt)
    // « Bénéficiaires uniques | Bénéficiaires uniques | 400 » under two headings answers one of them.
    if (carried.rest.some((label) => fold(label.cell.text) === fold(line.cell.text)))
      doubts.push('le même libellé est deux fois sur la ligne, pour un seul chiffre')
    if (besideHeaded(grid, item)) doubts.push(bareDoubt)
    if (staggered(grid, line)) doubts.push('les libellés des lignes ne sont pas dans une colonne')
  }
  // A heading over an empty row, and figures beside it under one that is right over them.
  const heading = axis === 'colonne' ? carried.bearers[0]! : null
  if (heading && isCutOff(grid, heading) && besideHeaded(grid, item)) doubts.push(bareDoubt)
  if (carried.bearers.some(holdsFigure)) doubts.push(cutDoubt)
  const served = carried.bearers.some(({ cell }) => servedElsewhere(cell.text))
  if (served && notion.indicator === 'beneficiaires_uniques' && notion.rank < 3)
    doubts.push(schemeDoubt)
  const addsCalls = above.labels.some(({ cell }) => ofCalls.test(fold(cell.text)))
  if (addsCalls) doubts.push('la colonne est la somme de plusieurs appels')
  if (isPlanned(grid, carried.bearers, [...left.labels, ...above.labels])) doubts.push(actionDoubt)
  if (item.kind === 'uncomputed') doubts.push(uncomputedDoubt)
  if (item.kind === 'error' && !/^#N\/[DA]/.test(item.cell.text.trim())) {
    doubts.push('une formule en erreur')
  }
  if (item.cell.comment && rectifies(item.cell.comment, context)) {
    doubts.push(`un commentaire dit : « ${item.cell.comment.trim().slice(0, 200)} »`)
  }
  const bearers = carried.bearers.map((b) => b.label!)
  const period = bearers.map((l) => l.period).find((p) => p !== null) ?? null
  const all = [...left.labels, ...above.labels]
  const years = all.map((l) => l.label!.years).find((y) => y !== null) ?? undefined
  const cumulative =
    all.some((l) => says(l.label!, 'cumul') || dayOfSeveral(grid, l) !== null) ||
    isState(grid, item, left.labels)
  // « Convention AAP 2020 | Ensemble »: beside columns of one call each their total is of none, whatever a title says.
  const sumsCalls =
    (columnPlace.role === 'total' || addsCalls) &&
    above.labels.some(({ cell }) => grid.row(cell.row).some(({ label }) => label?.aap != null))
  return {
    ...figure(item, size),
    sheet: grid.sheet.name,
    address: item.address,
    row: item.cell.row,
    col: item.cell.col,
    text: item.cell.text.trim(),
    label: [...new Set([...all, ...carried.bearers].map((l) => l.cell.text.trim()))].join(' | '),
    labelAddress: carried.bearers[0]?.address ?? null,
    indicator: notion.indicator,
    factor: size.factor,
    unit: size.unit,
    doubts,
    likely: isLikely(doubts, notion.unknown, context.vocabulary),
    unknown: notion.unknown,
    rank: (notion.rank + (saysDistinct ? 1 : 0)) * 2 + (size.unit === 'EUR' ? 0 : 1),
    aap:
      all.map((l) => l.label!.aap).find((a) => a !== null) ??
      bearers[0]?.aap ??
      (sumsCalls
        ? null
        : (grid.callOf(item.cell.row)?.cell.text.trim() ??
          grid.titleCall(carried.bearers[0] ?? item))),
    period,
    periodFrom: period === null ? null : axis === 'titre' ? 'titre' : 'label',
    ...(years !== undefined && { years }),
    line: linePlace,
    column: columnPlace,
    group: `${grid.sheet.name}!${groupOf(carried.bearers, axis)}`,
    cumulative,
    cumulativeNearby: context.cumulative,
    rectifies: false,
    fresh: all.some((l) => says(l.label!, 'nouveau')),
    names: names(grid, item, axis, above.labels),
    hidden: item.cell.hidden || item.cell.struck || grid.sheet.hidden,
    rule,
  }
}

/** « Cumul des deux AAP » */
const ofCalls =
  /\b(?:total|cumul|ensemble|somme)\b[^;:]*\b(?:deux|2|trois|3) (?:aap|appels?|conventions?)\b/

/** « Publics | 288 bénéficiaires uniques »: whether the words beside the number in its own cell say that each person counts once. */
function countsOnce({ figure }: Item, { vocabulary }: Context): boolean {
  if (figure.kind !== 'number' || figure.rest === '') return false
  const notion = notionOf([parseLabel(figure.rest, vocabulary)])
  return isSure(notion) && indicatorIn(notion) === 'beneficiaires_uniques'
}

/** « Personnes » right under « Nombre de personnes différentes ayant utilisé un pass »: whether the title of a table says that each person of a column counts once. */
function titledOnce(grid: Grid, [heading]: readonly Item[], axis: string): boolean {
  if (axis !== 'colonne' || heading === undefined) return false
  const title = grid.titleAbove(heading.cell.row)
  if (title === null || title.cell.row !== heading.cell.row - 1) return false
  const notion = notionOf([title.label!])
  return (
    isSure(notion) &&
    indicatorIn(notion) === 'beneficiaires_uniques' &&
    says(title.label!, 'distinct', 'beneficiaires_uniques') &&
    !(notion.kind === 'indicator' && notion.part)
  )
}

/** Whether an empty row stands right under a heading. */
function isCutOff(grid: Grid, { cell }: Item): boolean {
  return grid.blank(cell.row + 1)
}

/** Whether a line gives the state of a day, and not what was added since the day before: « Situation au | 31/12/2023 ». */
function isState(grid: Grid, { cell }: Item, labels: readonly Item[]): boolean {
  const head = tablesOf(grid).heads.get(cell.row)
  const day = labels.find(({ label }) => label!.asOf !== null)
  if (head === undefined || day === undefined) return false
  const corner = grid.spread(head, day.cell.col)
  return corner !== undefined && stateOf.test(fold(corner.cell.text))
}

const stateOf =
  /^(?:etat|situation|releve|arrete|point|compteur|stock|position|chiffres|donnees)s? (?:au|a la date)/

/** Whether a figure stands beside an action, « Acheter des pass », under no heading that says it was done: it may be what was planned. */
function isPlanned(grid: Grid, bearers: readonly Item[], labels: readonly Item[]): boolean {
  const actions = bearers.filter(({ cell }) => namesAction(fold(cell.text)))
  // « Ce que nous avons fait » heads the actions and not their numbers.
  const headings = actions.flatMap(({ cell }) => headingOf(grid, cell)?.label ?? [])
  const said = [...labels.map(({ label }) => label!), ...headings]
  return actions.length > 0 && !said.some((label) => says(label, 'realise'))
}

const brokenDoubt = 'le fichier s’arrête au milieu de cette ligne'
const actionDoubt = 'le libellé dit une action, et aucun en-tête que le chiffre est réalisé'
const bareDoubt = 'le chiffre n’est sous aucun en-tête, et un autre de la ligne en a un'
export const clashDoubt = 'la ligne et la colonne disent deux choses différentes'
/** Why a formula whose result the file doesn't hold is asked about. */
export const uncomputedDoubt = 'une formule dont le résultat n’est pas enregistré'
const refinedDoubt =
  'la ligne « dont » répond de plus près à la question que celle dont elle est une part'

/** What the value cell itself says: a number, a doubt about it, or that there is none. */
function figure(item: Item, size: Measure): Pick<Reading, 'kind' | 'number' | 'quality'> {
  if (item.kind === 'number' && item.figure.kind === 'number') {
    const quality = item.figure.approximate || size.approximate ? 'approximatif' : 'exact'
    return { kind: 'figure', number: item.figure.number, quality }
  }
  if (item.kind === 'uncomputed') return { kind: 'figure', number: null, quality: 'exact' }
  if (item.kind === 'error' && !/^#N\/[DA]/.test(item.cell.text.trim())) {
    return { kind: 'figure', number: null, quality: 'exact' }
  }
  if (item.kind === 'percent') return { kind: 'figure', number: null, quality: 'exact' }
  if (item.figure.kind === 'doubtful') {
    return { kind: 'figure', number: item.figure.proposal, quality: 'approximatif' }
  }
  return { kind: 'absence', number: null, quality: 'exact' }
}
