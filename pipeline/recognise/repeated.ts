import { headingOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { parseLabel, says } from './label.ts'
import { bare } from './neighbour.ts'
import { personDoubt } from './notion.ts'
import { isSpoken, type Reading } from './reading.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'
import { type Family, warningsIn } from './warning.ts'

/** « Une même personne peut revenir plusieurs trimestres de suite », « doublons possibles entre les lieux ». */
const again =
  /\bmemes? (?:personnes?|usagers?|habitants?|beneficiaires?) (?:peu(?:t|vent)|a pu|ont pu)\b|\bpeu(?:t|vent) (?:etre |avoir ete )?(?:revenir|compte\w* plusieurs|plusieurs fois)|\bdoublons? (?:possibles?|eventuels?|entre|restants?|non)\b|\bdoubles? comptes? (?:possibles?|eventuels?|entre)\b|\bcomptee?s? (?:plusieurs|deux) fois\b|\bcomptee?s? (?:dans|sur|par|en) chac|\bcomptee?s? a chaque|\bse recoup/
/** « Le total des personnes est dédoublonné » */
const once =
  /\b(?:personnes?|usagers?|habitants?|beneficiaires?|participants?|apprenante?s?|stagiaires?|chacune?)\b[^.;]{0,40}\b(?:comptee?s?|les? compte) (?:(?:dans|a) [a-z' ]{3,40}, ?)?(?:qu')?(?:une|1) (?:seule )?fois\b(?! ?(?:par|dans|sur|en|pour|a|au|chez) )|\b(?:chaque|toute) (?:personne|usager|habitante?|beneficiaire|participante?|apprenante?|stagiaire)\b[^.;]{0,90}\bn'y a (?:donc )?(?:pas|aucun) (?:de )?(?:doubles? comptes?|doublons?)|\b(?:total|nombre|compte|chiffres?|colonne|liste) des (?:personnes|usagers|habitants|beneficiaires|publics)\b[^.;]{0,30}\b(?<!pas )(?<!non )(?:dedoublonn|sans doublon|sans double)/
/** « la dernière colonne le compte une seule fois », « le total ne les compte qu’une fois », « la colonne Total est dédoublonnée » */
const onceInTotal =
  /\b(?:(?:la )?derniere colonne|(?:la )?derniere ligne|(?:la )?(?:colonne|ligne) (?:de droite|du total|des totaux|« ?(?:total|ensemble|periode)[^»]{0,20}»|total\w*|ensemble)|(?:le )?total(?: general)?)\b[^.;:]{0,20}?\b(?:compt\w+ (?:bien )?(?:que |qu')?(?:une|1) (?:seule )?fois|(?:est|sont) (?:bien |donc )?(?:dedoublonne|sans doublon|sans double|hors doublon))/
const denied =
  /\b(?:sans|aucun|pas|jamais|ni|hors|n'est|n'etant|ne sont|(?:retire|supprime|enleve|elimine|ote|deduit|exclu|ecarte|neutralise)e?s?)\b/

/** « uniques sur le site », « dédoublonnés au sein de chaque structure », « distinctes par lieu »: once in each part, not once in all. */
const within =
  /\b(?:uniques?|distinct\w*|differente?s?|dedoublonn\w+|sans doublons?)\b[^.;|]{0,30}\b(?:sur|par|dans|de|pour|au sein (?:de|du|d')|a l'echelle (?:de|du|d')|au niveau (?:de|du|d'))[ ']?(?:le |la |les |l'|un |une |chaque |chacun\w* des? |leur |son )*(?:sites?|lieux?|structures?|communes?|points?|espaces?|antennes?|guichets?|etablissements?|partenaires?|operateurs?|quartiers?|cantons?|epci|bassins?)\b/

/** « uniques (habitants de la commune) », « résidant dans la commune »: who lives in one commune lives in no other one. */
const livingThere =
  /\b(?:habitante?s?|residente?s?|residant(?:e?s)?|domicilie(?:e?s)?) (?:de |dans |sur |a )(?:la |leur |sa |chaque )?commune\b/g

/**
 * Readings with persons doubted that are counted once in each place only: the places, and a total that adds them up. Who went to two of them
 * stands in both.
 */
export function uniqueWithin(grid: Grid, readings: Reading[]): Reading[] {
  const figures = readings.filter((r) => r.kind === 'figure' && r.number !== null && !r.hidden)
  const isPart = (r: Reading) => r.line.role === 'detail' || r.column.role === 'detail'
  const groups = Map.groupBy(figures.filter(isPart), (r) => r.group)
  const ofCommunes = new Set(
    [...groups].filter(([, parts]) => areCommunes(grid, parts)).map(([group]) => group),
  )
  const isLimited = ({ indicator, label, group }: Reading) => {
    const plain = fold(label)
    if (indicator !== 'beneficiaires_uniques' || !within.test(plain)) return false
    return within.test(plain.replaceAll(livingThere, ' ')) || !ofCommunes.has(group)
  }
  const sums = new Map(
    [...groups].map(([group, parts]) => [
      group,
      parts.length > 1 ? parts.reduce((all, r) => all + r.number!, 0) : null,
    ]),
  )
  const told = new Set(
    figures.filter((r) => !isPart(r) && r.number! < (sums.get(r.group) ?? 0)).map((r) => r.group),
  )
  return readings.map((r) => {
    const sum = told.has(r.group) ? null : (sums.get(r.group) ?? null)
    if (sum === null || !isLimited(r) || r.kind !== 'figure') return r
    if (!isPart(r) && r.number !== sum) return r
    return { ...r, doubts: [...r.doubts, withinDoubt] }
  })
}

/** Whether the lines of a table are each of a commune of its own, as the heading over their names says. */
function areCommunes(grid: Grid, parts: readonly Reading[]): boolean {
  const lines = [...new Set(parts.map((r) => r.row))].map((row) => grid.row(row)[0]!)
  const named = lines.every((first) => {
    const heading = headingOf(grid, first.cell)
    return heading !== undefined && communes.test(fold(heading.cell.text))
  })
  return named && new Set(lines.map(({ cell }) => fold(cell.text))).size === lines.length
}

const communes =
  /^(?:nom (?:de |des )?(?:la |l')?)?communes?(?: (?:membres?|de residence|de domicile))?$/

/**
 * Readings without the persons of tables whose note says that some come twice, and how many there are without: « Une personne vue dans deux lieux est
 * comptée deux fois. Après rapprochement : 1 088 bénéficiaires uniques. »
 */
export function countedOnce(readings: Reading[], vocabulary: Vocabulary): Reading[] {
  const ofPersons = readings.filter(
    (r) => r.indicator === 'beneficiaires_uniques' && r.kind === 'figure' && !r.hidden,
  )
  const tables = ofPersons.filter((r) => !isSpoken(r) && r.number !== null)
  const [once, ...others] = ofPersons.filter(isSpoken)
  if (once?.number == null || others.length > 0 || once.doubts.length > 0) return readings
  const { number } = once
  const unique = saysUnique(once.label, vocabulary)
  const repeats =
    again.test(fold(once.text)) ||
    warningsIn(once.text, 'text', vocabulary).some(({ family }) => repeating.includes(family))
  const isWhole = (r: Reading) => r.line.role === 'total' || r.column.role === 'total'
  const fits = tables.every((r) => (isWhole(r) ? r.number! > number : r.number! <= number))
  if (!repeats || !fits || !unique || !tables.some(isWhole)) return readings
  const repeated = new Set(tables)
  return readings.filter((r) => !repeated.has(r))
}

function saysUnique(label: string, vocabulary: Vocabulary): boolean {
  return says(parseLabel(label, vocabulary), 'distinct') || /\buniques?\b/.test(fold(label))
}

const repeating: readonly Family[] = ['double', 'retour']

const withinDoubt =
  'des personnes comptées une fois dans chaque lieu, et plusieurs fois si elles vont dans plusieurs'

/**
 * Readings with « Nombre de personnes » sure that stands right under the pass that were used, in a list of nothing but what was bought, handed out and
 * used: who used them. Where workshops or visits are counted too, or other persons, they may be those.
 */
export function personsAmong(grid: Grid, readings: readonly Reading[]): Reading[] {
  const figures = readings.filter((r) => r.kind === 'figure' && !r.hidden)
  const ofPersons = figures.filter((r) => r.indicator === 'beneficiaires_uniques')
  const [only] = ofPersons
  const isLine = (r: Reading) =>
    r.rule === 'tableau' && r.line.role === 'seul' && r.column.role === 'seul'
  if (only === undefined || ofPersons.length > 1 || !isLine(only)) return [...readings]
  if (only.doubts.join() !== personDoubt || only.unknown.length > 0) return [...readings]
  const label = grid.byAddress(only.labelAddress ?? '')?.label
  const plain = label?.terms.every(
    ({ expression, sense }) => sense === 'nombre' || bare.test(expression),
  )
  const acts = grid.items.some((item) => item.label !== null && says(item.label, 'acte'))
  if (!plain || acts) return [...readings]
  const told = (indicator: string, steps: number) =>
    figures.find(
      (r) =>
        r.indicator === indicator &&
        isLine(r) &&
        r.col === only.col &&
        r.doubts.length + r.unknown.length === 0 &&
        only.row - r.row > 0 &&
        only.row - r.row <= steps,
    )
  const used = told('pass_scannes', 1)
  const bought = told('pass_achetes', 4)
  if (!used || !bought || !(only.number! > 0 && only.number! <= used.number!)) return [...readings]
  return readings.map((r) => (r === only ? { ...r, doubts: [] } : r))
}

/** The texts of a sheet, folded, each also with the one on the line below, into which it may be broken. */
function textsOf(grid: Grid): string[] {
  return grid.items
    .filter(({ kind }) => kind === 'label')
    .flatMap(({ cell }) => {
      const below = grid.row(cell.row + 1)
      const more = below.length === 1 && below[0]!.kind === 'label' ? below[0]!.cell.text : ''
      return [fold(cell.text), fold(`${cell.text} ${more}`)]
    })
}

/**
 * Figures of a sheet with those of persons doubted where a note on it says that somebody may stand in them twice, unless their own label says
 * that each is counted once, or the note that its total does; sure in a table where a note says so of its total.
 * @param pages where such a note may stand: the whole of a document whose tables run over its pages
 */
export function repeatedPersons(
  grid: Grid,
  readings: Reading[],
  vocabulary: Vocabulary,
  pages: readonly Grid[] = [grid],
): Reading[] {
  if (pages.flatMap(textsOf).some((text) => once.test(text)))
    return readings.map((reading) => {
      const { doubts } = reading
      if (!doubts.includes(personDoubt) || reading.rule !== 'tableau') return reading
      return { ...reading, doubts: doubts.filter((doubt) => doubt !== personDoubt) }
    })
  const note = grid.items.find(
    ({ kind, cell }) =>
      kind === 'label' && again.test(fold(cell.text)) && !denied.test(fold(cell.text)),
  )
  const inTotal = textsOf(grid).find((text) => onceInTotal.test(text))
  const said = note?.cell.text ?? inTotal
  if (said === undefined) return readings
  const isWhole = ({ line, column }: Reading) => line.role === 'total' || column.role === 'total'
  const undoubled =
    inTotal !== undefined &&
    readings.some((r) => r.indicator === 'beneficiaires_uniques' && isWhole(r))
  const doubt = `une note dit : « ${said.trim().slice(0, 200)} »`
  return readings.map((reading) => {
    const { indicator, kind, label, doubts } = reading
    if (indicator !== 'beneficiaires_uniques' || kind !== 'figure') return reading
    // The parts of such a total may share persons, and it is less than they are together.
    if (undoubled)
      return isWhole(reading)
        ? { ...reading, doubts: doubts.filter((one) => one !== personDoubt) }
        : reading
    // Of places that are added up, « uniques » says no more than that they are so in each.
    if (saysUnique(label, vocabulary) && reading.line.role !== 'detail') return reading
    return { ...reading, doubts: [...doubts, doubt], likely: false }
  })
}
