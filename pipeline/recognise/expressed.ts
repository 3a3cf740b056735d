import type { Context } from './context.ts'
import type { Grid } from './grid.ts'
import { parseLabel, says } from './label.ts'
import type { Indicator } from './notion.ts'
import { isSpoken, type Reading } from './reading.ts'
import { fold } from './text.ts'
import { countsOneByOne, scaleDoubt, sizeDoubt } from './unit.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

/** What a text says that the figures of the document are counted in. */
interface Expression {
  unit: 'carnets' | 'autre'
  /** Pass in a booklet, where the words say it. */
  size: number | null
  /** The indicators that it is about: those that it names, or both of pass. */
  indicators: ReadonlySet<Indicator>
}

const booklets = String.raw`(?:carnets?|chequiers?|liasses?)\b`
const other = String.raw`(?:euros?|k?€|milliers?|centaines?|dizaines?)\b`
const figures = `(?:quantites?|volumes?|nombres?|chiffres?|valeurs?|donnees|resultats?|totaux|totals?|colonnes?|lignes?|comptes?|indicateurs?|tableaux?|bilans?|suivis?|syntheses?|etats?)`
const bought = `(?:achats?|acquisitions?|commandes?|scans?|utilisations?)`
/** Words between a noun and its unit, but those of what was done with booklets: « les quantités livrées en carnets ». */
const between = `(?:(?!livr|distribu|command|vend|achet|acqui|remis|condition|fourni|imprim|fait|pass|recu|ecoul)[a-z'-]+ ){0,3}?`
const told = `(?:exprim|compt|comptabilis|decompt|denombr|donn|indiqu|libell|saisi|renseign|mesur|raisonn|present|formul|affich|report|calcul|chiffr)[a-z]*|s'entend(?:ent)?|entendu(?:e?s)?`

/**
 * The turns in which people say so: « les volumes sont exprimés en carnets », « (quantités en carnets) », « unité de compte : le carnet », « les nombres
 * ci-dessus sont des carnets », « il s’agit de carnets ». What was delivered, bought or handed out in booklets may well be counted in pass.
 */
const turnsOf = (unit: string) =>
  [
    String.raw`\b(?:${told}) (?:[a-z'-]+ ){0,4}?(?:en|par) (?:nombre de )?${unit}`,
    String.raw`\b${figures} ${between}(?:sont |est |etant )?(?:tou(?:te)?s? )?(?:donc |bien )?\(?(?:en|: ?) ?(?:nombre de )?${unit}`,
    String.raw`\b(?:${figures}|${bought}) [^.;:]{0,60}?\b(?:sont|est|represente(?:nt)?|correspond(?:ent)? (?:a|aux?)|designe(?:nt)?) (?:bien |donc |tous |toutes )?(?:des |les |aux? |un )?(?:nombres? de )?${unit}`,
    String.raw`\bunites?(?: [a-z']+){0,3}? ?(?::|=|est|etant|sont) ?(?:le |la |l'|les |un |une |1 |des |en )?${unit}`,
    String.raw`\bil s'agit (?:[a-z]+ )?(?:de |des |du nombre de )(?:nombres? de )?${unit}`,
  ].map((turn) => new RegExp(turn))
const inBooklets = turnsOf(booklets)
/** « Multiplier par 10 pour obtenir le nombre de pass », « chaque unité représente 10 pass » */
const times =
  /\bmultipli[a-z]* par (?:dix|cinq|vingt|\d+)\b(?![^.;]*(?:euro|€|valeur|montant))[^.;]*\bpass\b|\b(?:chaque|une|1) (?:unite|valeur|ligne) ?(?:represente|vaut|correspond a|equivaut a|compte|contient|=|pour) (?:dix|cinq|vingt|\d+) pass\b/
const inOther = [...turnsOf(other), times]

/** « et non en carnets », « plutôt qu’en carnets » */
const denied =
  /\b(?:non|pas|ni|plutot qu'|jamais|au lieu de|sans compter) (?:en|par|de|des|le|les) (?:nombre de )?(?:carnet|chequier|liasse|euro|millier|lot|pack|paquet)\w*/g
/** « Les montants sont exprimés en euros » counts no pass. */
const ofMoney =
  /\b(?:montants?|depenses?|couts?|prix|budgets?|recettes?|sommes?|financ\w*|subvention\w*|valeur faciale)\b/

/**
 * Readings of pass counted as a text of the document says that they are, wherever it stands: under the table, on another page or sheet, in the mail around
 * it. In booklets of a size that is told, a figure whose own words leave open what it counts is read so; one that is called pass, or that is told in
 * another unit, is doubted.
 */
export function asExpressed(
  grids: readonly Grid[],
  readings: readonly Reading[],
  { carnet, vocabulary }: Pick<Context, 'carnet' | 'vocabulary'>,
): Reading[] {
  const said = grids.flatMap((grid) =>
    grid.sheet.hidden
      ? []
      : [
          ...expressionsIn(grid.sheet.name.replaceAll('_', ' '), vocabulary),
          ...grid.items.flatMap(({ kind, cell }) =>
            kind !== 'label' || cell.hidden || cell.struck
              ? []
              : expressionsIn(cell.text, vocabulary),
          ),
        ],
  )
  said.push(...toldInBooklets(readings))
  if (said.length === 0) return [...readings]
  return readings.map((reading) => {
    if (reading.kind !== 'figure' || reading.unit !== 'pass') return reading
    const expression = said.find(({ indicators }) => indicators.has(reading.indicator))
    if (expression === undefined || saysPass(reading.text, reading)) return reading
    // What a caption on the same sheet gives in thousands has been heard.
    if (reading.factor !== 1 || reading.doubts.includes(scaleDoubt)) return reading
    const { unit } = expression
    const label = parseLabel(reading.label, vocabulary)
    if (unit === 'autre' && (says(label, 'nombre') || countsOneByOne(reading.label))) return reading
    const own = reading.rule === 'phrase' || says(label, 'objet', 'nombre')
    if (unit !== 'carnets' || own) return { ...reading, doubts: [...reading.doubts, unitDoubt] }
    const size = expression.size ?? carnet
    if (size === null) return { ...reading, doubts: [...reading.doubts, sizeDoubt] }
    return { ...reading, unit, factor: size }
  })
}

/** « Lecture : 570 carnets de 10 pass ont été achetés » beside « Achetés | 570 »: the same number, and the table counts what the text does. */
function toldInBooklets(readings: readonly Reading[]): Expression[] {
  const key = ({ indicator, number }: Reading) => `${indicator} ${number}`
  const inTables = new Set(
    readings.filter((r) => !isSpoken(r) && r.unit === 'pass' && r.factor === 1).map(key),
  )
  const both = new Set(acts.map(([, indicator]) => indicator))
  return readings.flatMap((told): Expression[] => {
    const few = told.number === null || told.number < 20
    if (!isSpoken(told) || told.unit !== 'carnets' || few || !inTables.has(key(told))) return []
    return [{ unit: 'carnets', size: told.factor > 1 ? told.factor : null, indicators: both }]
  })
}

const unitDoubt = 'une autre unité que celle du libellé : le rapport dit ailleurs ce qu’il compte'

/** Whether a figure bears its unit itself: « 1 250 pass », in a cell or a sentence. */
function saysPass(text: string, { number, rule }: Reading): boolean {
  const own = fold(text)
  if (rule !== 'phrase' && rule !== 'deux_points') return /\d\s*(?:pass|cheques)\b/.test(own)
  const followed = [...own.matchAll(/(\d[\d .]*?)\s*(?:pass|cheques)\b/g)]
  return followed.some(([, digits]) => Number(digits!.replaceAll(/\D/g, '')) === number)
}

function expressionsIn(text: string, vocabulary: Vocabulary): Expression[] {
  const plain = fold(text)
  if (!mayExpress.test(plain)) return []
  return plain.split(/[.;\n]\s|\.$/).flatMap((clause): Expression[] => {
    const kept = clause.replaceAll(denied, ' ')
    if (ofMoney.test(kept)) return []
    const inUnit = inBooklets.some((turn) => turn.test(kept))
    if (!inUnit && !inOther.some((turn) => turn.test(kept))) return []
    const label = parseLabel(clause, vocabulary)
    const named = acts.flatMap(([sense, indicator]) => (says(label, sense) ? [indicator] : []))
    const indicators = new Set(named.length > 0 ? named : acts.map(([, indicator]) => indicator))
    return [{ unit: inUnit ? 'carnets' : 'autre', size: label.carnet, indicators }]
  })
}

const mayExpress = new RegExp(`${booklets}|${other}|multipli|\\d pass\\b`)
const acts: [Sense, Indicator][] = [
  ['achat', 'pass_achetes'],
  ['scan', 'pass_scannes'],
]
