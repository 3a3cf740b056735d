import type { Context } from './context.ts'
import { headingOf, isValue } from './frame.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { says } from './label.ts'
import { type Indicator, notionOf } from './notion.ts'
import type { Reading } from './reading.ts'
import { mended, misspelt } from './spelling.ts'
import { inBudget, inBudgetTable, isEitherWay, isMoney, ofSum, spendingAround } from './spending.ts'
import { fold } from './text.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

/** The unit of a figure, its factor towards pass or persons, and what is doubtful about either. */
export interface Measure {
  unit: Reading['unit']
  factor: number
  /** « estimés » in the label, « environ » in a cell beside. */
  approximate: boolean
  doubts: string[]
}

/** A pass is worth 10 EUR (the scheme's rules). */
const eurPerPass = 10

/**
 * The unit of a figure: what its own cell says first (`12 500 €`, a currency format), then a neighbour that is nothing but a unit, then
 * the labels that bear the indicator, then the others. Booklets count only when their size is stated.
 */
export function measure(
  grid: Grid,
  item: Item,
  bearers: Item[],
  others: Item[],
  indicator: Indicator,
  context: Pick<Context, 'mentionsPass' | 'carnet' | 'caption' | 'vocabulary'>,
): Measure {
  const labels = [...bearers, ...others]
  const has = (...senses: Sense[]) => labels.some((l) => says(l.label!, ...senses))
  const doubts: string[] = []
  const neighbour = unitBeside(grid, item)
  const own = ownUnit(item)
  let unit: Reading['unit'] = indicator === 'beneficiaires_uniques' ? 'personnes' : 'pass'
  // « Nombre de pass scannés » counts pass, even in a table whose column is headed « Montant ».
  // So does a column « Quantité » beside one of money.
  const counted = labels.some((l) => says(l.label!, 'nombre') && !isEitherWay(l)) && !money(labels)
  const worth = labels.some((label) => isWorth(grid, label))
  const spending =
    indicator === 'pass_achetes'
      ? spendingAround(grid, item, bearers, others, context.caption)
      : null
  const inEuros = worth || (!counted && money(labels)) || spending === 'EUR'
  const inBooklets = has('carnet') && !bearers.some(isOneByOne)
  const labelled = inEuros ? 'EUR' : inBooklets ? 'carnets' : null
  // A column of money counts persons where their own line says so.
  const ofPersons = indicator === 'beneficiaires_uniques' && bearers.length > 0 && !money(bearers)
  const said = own ?? neighbour ?? (ofPersons ? null : labelled)
  if (
    indicator === 'pass_achetes' &&
    own === null &&
    neighbour === null &&
    labels.some(isEitherWay)
  )
    doubts.push('l’en-tête annonce un montant ou un nombre, et la cellule ne dit pas lequel')
  if (own !== null && labelled !== null && own !== labelled) {
    doubts.push(`la cellule dit ${own} et le libellé ${labelled}`)
  } else if (
    unit !== 'personnes' &&
    ((counted && (own ?? neighbour) === 'EUR') ||
      // « Nombre d’achats de pass » under « Valeur », « Nombre de pass scannés » under « Nord, mt sud »
      (said === 'EUR' && !money(bearers) && bearers.some((l) => says(l.label!, 'nombre'))))
  ) {
    doubts.push('le libellé demande un nombre, et la ligne dit des euros')
  } else if (money(bearers) && (neighbour === 'pass' || neighbour === 'carnets')) {
    doubts.push(`l’unité voisine dit ${neighbour} et le libellé EUR`)
  }
  if (said !== null && said !== 'personnes') unit = said

  let factor = 1
  if (unit === 'carnets') {
    const sizes = new Set(labels.map((l) => l.label!.carnet).filter((size) => size !== null))
    const own = item.figure.kind === 'number' ? item.figure.booklet : undefined
    if (own !== undefined) sizes.add(own)
    const size = sizes.size === 1 ? [...sizes][0]! : sizes.size === 0 ? context.carnet : null
    if (size === null) doubts.push(sizeDoubt)
    factor = size ?? 1
  }
  if (unit === 'EUR') {
    factor = 1 / eurPerPass
    if (labels.some((l) => inBudget(grid, l))) doubts.push(budgetDoubt)
    if (!has('objet', 'carnet')) doubts.push(moneyDoubt)
  }
  if (indicator !== 'beneficiaires_uniques' && own === 'personnes') {
    doubts.push('des pass comptés en personnes')
  }
  if (indicator === 'beneficiaires_uniques' && unit !== 'personnes') {
    doubts.push(`des personnes comptées en ${unit}`)
  }
  // « Pass scannés » over « (personnes) »
  const ofPersonsOnly = ({ label }: Item) =>
    label!.unknown.length === 0 &&
    label!.terms.length > 0 &&
    label!.terms.every(({ sense }) => sense === 'personne' || sense === 'beneficiaire')
  if (indicator !== 'beneficiaires_uniques' && others.some(ofPersonsOnly)) {
    doubts.push('des pass comptés en personnes')
  }
  if (
    unit === 'pass' &&
    // What is spent is spent on purchases; scans beside them are counted.
    indicator !== 'pass_scannes' &&
    own === null &&
    neighbour === null &&
    !counted &&
    !others.some((label) => besideSums(grid, label)) &&
    (spending !== null || inBudgetTable(grid, bearers, others))
  ) {
    doubts.push(eurosDoubt)
  }
  const scaled = has('monnaie_milliers', 'millier') || isThousandsBeside(grid, item)
  const scale = scaled ? null : scaleAside(grid, context.vocabulary)
  if (scale !== null && !inUnits(bearers)) {
    if (/\bcentaines?\b/.test(fold(scale.cell.text))) doubts.push(hundredsDoubt)
    else if (inThousands(grid, scale, item, unit)) factor *= 1000
    else doubts.push(scaleDoubt)
  }
  if (scaled) factor *= 1000
  if (has('monnaie_millions')) factor *= 1e6
  if (has('centaine')) doubts.push(hundredsDoubt)
  if (!context.mentionsPass && indicator !== 'beneficiaires_uniques') {
    doubts.push('rien dans le document ne parle de pass')
  }
  doubts.push(...numberDoubts(item, factor))
  const other = bearers.map(({ cell }) => otherUnit.exec(fold(cell.text))?.[0]).find(Boolean)
  if (other !== undefined) doubts.push(`le libellé compte « ${other} »`)
  const approximate = has('environ') || approximateBeside(grid, item)
  return { unit, factor, approximate, doubts }
}

/** « Pass scannés (à l’unité) » counts pass, whatever stands over the column. */
function isOneByOne({ cell, label }: Item): boolean {
  return (
    !says(label!, 'carnet') &&
    /\b(?:a l'unite|a la piece|en unites?|un par un)\b/.test(fold(cell.text))
  )
}

/** « Pass scannés (en heures d’accompagnement) », « Bénéficiaires (en foyers) » */
const otherUnit =
  /\ben (?:nombre d(?:e |'))?(?:heures?|minutes|jours|journees|demi-journees|foyers|menages|familles|participations|passages|visites)\b/

/** Whether a heading is « Pass » alone in a line of headings with « Montant »: under it pass are counted, whatever the table is of. */
function besideSums(grid: Grid, { label, cell }: Item): boolean {
  const ofPass = label !== null && label.unknown.length === 0 && label.terms.length > 0
  if (!ofPass || !label.terms.every(({ sense }) => sense === 'objet')) return false
  return grid.row(cell.row).some((other) => other.label !== null && ofSum(other))
}

const money = (labels: Item[]) => labels.some(ofSum)

/** A caption that gives a sheet's figures in thousands of pass or persons, and no figure of its own: « (en milliers) ». */
function scaleAside(grid: Grid, vocabulary: Vocabulary): Item | null {
  let found = scales.get(grid)
  if (found === undefined) {
    found =
      grid.items.find(
        (item) =>
          item.kind === 'label' &&
          notionOf([item.label!]).kind !== 'indicator' &&
          (isScale(item) ||
            // « Illiers » with its figures is a commune.
            (!grid.row(item.cell.row).some(isValue) &&
              misspelt(
                item.label!.unknown.filter((word) => word.length > 2),
                vocabulary,
              ) &&
              says(mended(item.label!, vocabulary), 'millier'))),
      ) ?? null
    scales.set(grid, found)
  }
  return found
}

/** « (en milliers) », « Chiffres en milliers, sauf mention contraire »; « en milliers d’euros » is of money. */
function isScale({ cell }: Item): boolean {
  return /(?:^|\W)(?:en milliers|\(milliers|en centaines)(?! d'euros| d'eur\b| €)/.test(
    fold(cell.text),
  )
}

const inUnits = (bearers: readonly Item[]) => bearers.some(({ cell }) => countsOneByOne(cell.text))

/** Whether a label says that it counts one by one, beside a caption of thousands: « Bénéficiaires uniques (en nombre) ». */
export function countsOneByOne(text: string): boolean {
  return oneByOne.test(fold(text))
}

const oneByOne =
  /\ben (?:nombre|unites?|effectifs?|valeurs? absolues?|personnes|nombre de personnes)\b|\((?:nombre|unites?|effectifs?|personnes)\)/

/**
 * Whether a figure under a caption of thousands is one of thousands: « 112,5 » is, and so are « 120 » pass beside it. Whole persons may be counted
 * one by one whatever the caption says, and « 48 000 » under it contradicts it.
 */
function inThousands(grid: Grid, scale: Item, { figure }: Item, unit: Reading['unit']): boolean {
  if (!isScale(scale) || figure.kind !== 'number' || unit === 'EUR') return false
  if (figure.number >= 1000) return false
  return !Number.isInteger(figure.number) || (unit !== 'personnes' && hasFractions(grid))
}

/** Whether a line of pass has a figure with decimals: « 21,5 » can be nothing but thousands. */
function hasFractions(grid: Grid): boolean {
  return grid.items.some((item) => {
    if (item.kind !== 'number' || item.figure.kind !== 'number') return false
    const own = grid.row(item.cell.row).find(({ label }) => label !== null)
    const notion = own === undefined ? null : notionOf([own.label!])
    const ofPass = notion?.kind === 'indicator' && notion.indicator !== 'beneficiaires_uniques'
    return ofPass && item.figure.number < 1000 && !Number.isInteger(item.figure.number)
  })
}

const scales = new WeakMap<Grid, Item | null>()

/**
 * Whether a label gives what something is worth: « Valeur » beside « Nombre » in one line of headers, where alone it is any value, « Valeur des pass
 * scannés », and « Total » in one line with « PU », which multiplies it.
 */
function isWorth(grid: Grid, label: Item): boolean {
  const [first] = label.label!.terms
  const counted = says(label.label!, 'nombre')
  if (first?.sense === 'valeur' && says(label.label!, 'objet', 'carnet') && !counted) return true
  const beside = grid.row(label.cell.row).filter((other) => other !== label && other.label !== null)
  if (says(label.label!, 'valeur'))
    return beside.some((other) => says(other.label!, 'nombre') && !says(other.label!, 'valeur'))
  const sum = says(label.label!, 'total', 'neutre_total') && !counted
  return sum && beside.some((other) => unitPrice.test(fold(other.cell.text)))
}

/** « PU », « Prix unitaire HT », « Coût unitaire » */
const unitPrice =
  /^(?:p\.? ?u\.?(?: |$)|(?:prix|cout|tarif|montant|valeur) (?:unitaire|unit\.|par pass|du pass|d'un pass))/

function numberDoubts(item: Item, factor: number): string[] {
  if (item.kind === 'percent') return ['un taux et non un nombre']
  if (item.kind === 'doubtful' && item.figure.kind === 'doubtful') {
    return [doubtfulNumbers[item.figure.reason]]
  }
  if (item.kind !== 'number' || item.figure.kind !== 'number') return []
  const count = item.figure.number * factor
  if (count < 0) return ['un nombre négatif']
  if (Math.abs(count - Math.round(count)) > 1e-6) {
    return [
      factor === 1
        ? 'un nombre qui n’est pas entier'
        : 'un montant qui ne fait pas un nombre entier de pass',
    ]
  }
  return []
}

/** Why a sum in a budget is asked about, and one that names no pass. */
export const budgetDoubt = 'une ligne de budget, qui peut compter autre chose que des pass'
export const eurosDoubt = 'un tableau de dépenses, qui peut être en euros'
export const moneyDoubt = 'un montant dont rien ne dit qu’il ne compte que des pass'

/** Why a table's figures are asked about where a caption gives thousands. */
export const scaleDoubt = 'un tableau qui dit ailleurs compter en milliers'

/** Why `2,640` is asked about. */
export const separatorDoubt = 'une virgule qui sépare les milliers ou les décimales'

const hundredsDoubt = 'une unité en centaines'

/** Why booklets are asked about of which nobody says how many pass they hold. */
export const sizeDoubt = 'des carnets dont la taille n’est pas dite'

/** Why `2 640 à confirmer` is asked about. */
export const reserveDoubt = 'un nombre donné sous réserve'

/** Why « plus de 900 » is asked about. */
export const boundDoubt = 'une borne et non un nombre'

const doubtfulNumbers = {
  fourchette: 'une fourchette et non un nombre',
  borne: boundDoubt,
  separateur: separatorDoubt,
  chiffres_manquants: 'un nombre auquel il manque des chiffres',
  plusieurs_nombres: 'plusieurs nombres dans la cellule',
  reserve: reserveDoubt,
} as const

function ownUnit(item: Item): Reading['unit'] | null {
  const rest = item.figure.kind === 'none' ? '' : item.figure.rest
  const format = fold(item.cell.format ?? '')
  if (isMoney(item)) return 'EUR'
  if (/carnet/.test(rest) || /carnet/.test(format)) return 'carnets'
  if (/pass|cheque/.test(rest) || /pass/.test(format)) return 'pass'
  if (/personne|beneficiaire|usager|habitant/.test(rest)) return 'personnes'
  return null
}

/** A cell to the right, beyond a unit perhaps, that says nothing but how sure the figure is: `300 | environ`. */
function approximateBeside(grid: Grid, item: Item): boolean {
  return [1, 2].some((step) => {
    const right = grid.at(item.cell.row, item.cell.col + step)
    if (right?.kind !== 'label' || right.label!.unknown.length > 0) return false
    const { terms } = right.label!
    return terms.length > 0 && terms.every((term) => term.sense === 'environ')
  })
}

/** A cell to the right that is nothing but a unit: `1 250 | carnets`. */
function unitBeside(grid: Grid, item: Item): Reading['unit'] | null {
  const right = grid.at(item.cell.row, item.cell.col + 1)
  if (right?.kind !== 'label' || right.label!.unknown.length > 0) return null
  // A remark, « carnets de 10 », doesn't say that the figure counts booklets; it is asked about.
  const heading = headingOf(grid, right.cell)
  if (heading?.label != null && says(heading.label, 'commentaire')) return null
  const terms = right.label!.terms.filter(({ sense }) => sense !== 'millier')
  const only = (...senses: Sense[]) =>
    terms.length > 0 && terms.every((term) => senses.includes(term.sense))
  if (only('monnaie', 'monnaie_milliers')) return 'EUR'
  if (only('carnet', 'objet') && terms.some((t) => t.sense === 'carnet')) return 'carnets'
  if (only('objet')) return 'pass'
  if (only('personne', 'beneficiaire', 'distinct')) return 'personnes'
  return null
}

/** Whether the cell to the right is nothing but a unit, in thousands: `12,5 | milliers de pass`, `125 | k€`. */
function isThousandsBeside(grid: Grid, item: Item): boolean {
  const right = grid.at(item.cell.row, item.cell.col + 1)
  const scaled = right?.label != null && says(right.label, 'millier', 'monnaie_milliers')
  const bare = scaled && right.label!.terms.length === 1 && right.label!.unknown.length === 0
  return scaled && (bare || unitBeside(grid, item) !== null)
}
