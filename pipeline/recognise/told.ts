import { aims, sentencesOf, unbroken, withoutComparison } from './aim.ts'
import { isOfRepeated } from './caveat.ts'
import { correctionOf } from './correction.ts'
import { countsOf } from './count.ts'
import { instructs } from './instruction.ts'
import { type Label, parseLabel, says } from './label.ts'
import { allOf, bookletOrPass, once } from './neighbour.ts'
import { type Indicator, indicatorIn, isSure } from './notion.ts'
import { spellsUnclearly } from './numeral.ts'
import { oursAfter, oursWithin } from './ours.ts'
import {
  goesOnElsewhere,
  isOfEarlier,
  isOfElsewhere,
  isOfOnePerson,
  isOfOtherPass,
  isOfSomeone,
  isQuestion,
  nobody,
  nobodyHelped,
} from './owner.ts'
import { bought } from './priced.ts'
import { remembered } from './remembered.ts'
import { segments } from './segment.ts'
import { mendedText, misspeltDoubt } from './spelling.ts'
import { indicatorOf, type Statement } from './statement.ts'
import { fold } from './text.ts'
import { unread } from './unread.ts'
import { persons, type Vocabulary } from './vocabulary.ts'

/** What a text states, and what it would state of other indicators were its slips mended (« 1 500 pass scnanés »), with that doubt. */
export function heard(text: string, label: Label, vocabulary: Vocabulary): Told {
  const { found, missed } = statements(text, vocabulary)
  const mended = mendedText(text, label, vocabulary)
  if (mended === text) return { found, missed }
  const { found: meant } = statements(mended, vocabulary)
  const told = new Set(found.map(indicatorOf))
  const figures = (all: readonly Statement[], indicator: string | null) =>
    all.filter((one) => indicatorOf(one) === indicator).map((one) => JSON.stringify(one.figure))
  const kept = found.map((statement): Statement => {
    const { notion } = statement
    if (notion.kind !== 'indicator') return statement
    const own = figures(found, notion.indicator).join()
    if (own === figures(meant, notion.indicator).join()) return statement
    return { ...statement, notion: { ...notion, doubt: notion.doubt ?? otherwiseDoubt } }
  })
  const more = meant.flatMap((statement): Statement[] => {
    const { notion } = statement
    if (notion.kind !== 'indicator' || told.has(notion.indicator)) return []
    const written = { ...statement.label, text: text.trim() }
    return [
      { ...statement, label: written, notion: { ...notion, doubt: notion.doubt ?? misspeltDoubt } },
    ]
  })
  return { found: [...kept, ...more], missed }
}

const otherwiseDoubt = 'une phrase mal écrite, qui peut dire autre chose'

/** What a text states, and what its numbers may count that couldn't be read, a sentence each. */
export interface Told {
  found: readonly Statement[]
  missed: readonly Indicator[][]
}

const statements = remembered((text: string, vocabulary: Vocabulary): Told => {
  // « Le nombre de bénéficiaires, qui était de 1 120 fin 2022, atteint 1 306 »: what it was is told in passing.
  const now = unbroken(text).replaceAll(
    /,\s+qui\s+(?:étai(?:en)?t|s['’]élevai(?:en)?t)\s[^,]*\d[^,]*,/g,
    ' ',
  )
  const plain = withoutComparison(now, vocabulary)
  const told: { sentence: string; found: Statement[] }[] = []
  const missed: Indicator[][] = []
  let foreign = false
  // Whether the sentence before is of another territory.
  let elsewhere = false
  for (const sentence of sentencesOf(plain)) {
    const label = parseLabel(sentence, vocabulary)
    // « Aidants Connect. Nos deux aidantes ont suivi 212 personnes. »
    const other = says(label, 'autre_dispositif', 'ignorer') && !says(label, 'objet')
    foreign = !says(label, 'objet') && (foreign || (other && !isOfSurvey(label)))
    // « notre action autour du pass Culture : 340 pass activés »
    if (foreign || other || isOfOtherPass(sentence)) continue
    if (correctionOf(sentence, vocabulary)) continue
    if (instructs(sentence, vocabulary)) continue
    // « À l’échelle nationale, 650 000 pass ont été achetés »
    const beyond: boolean = elsewhere && goesOnElsewhere(sentence)
    elsewhere = isOfElsewhere(sentence, vocabulary)
    if (elsewhere || isOfOnePerson(sentence)) continue
    elsewhere = beyond
    // « En moyenne, sur 100 pass achetés, 62 ont été scannés »
    if (/^\s*en moyenne(?!\p{L})[^;]*$/iu.test(sentence)) {
      missed.push(hinted(sentence, vocabulary, false))
      continue
    }
    if (isOfSomeone(sentence) || isOfEarlier(sentence)) {
      missed.push(hinted(sentence, vocabulary, false))
      continue
    }
    if (aims(sentence, vocabulary) || isQuestion(sentence)) {
      missed.push(hinted(sentence, vocabulary, false))
      continue
    }
    const before = told.at(-1)
    const ours = oursAfter(sentence, before)
    if (before && ours)
      told[told.length - 1] = { ...before, found: [...before.found.slice(0, -1), ours] }
    const { found: said, open } = segments(sentence, vocabulary)
    const again = ({ digits }: Statement) => ours !== null && digits === ours.digits
    const found = oursWithin(sentence, said).filter((one) => !again(one))
    if (
      nobody.test(fold(sentence)) &&
      !found.some((one) => indicatorOf(one) === 'beneficiaires_uniques')
    ) {
      found.push(nobodyHelped(sentence))
    }
    const boughtBefore = [...told.flatMap((one) => one.found), ...found].findLast(
      ({ notion }) => isSure(notion) && indicatorIn(notion) === 'pass_achetes',
    )
    const all = boughtBefore && !found.some((one) => indicatorOf(one) === 'pass_scannes')
    if (all) found.push(...allOf(sentence, boughtBefore, vocabulary))
    // « 90 carnets de 10 pass ont été achetés. 65 ont été utilisés. »
    const inBooklets = told.at(-1)?.found.some(({ label }) => says(label, 'carnet'))
    if (inBooklets)
      for (const [i, one] of found.entries()) if (one.implied) found[i] = bookletOrPass(one)
    const repeated = found.filter(
      (one) =>
        indicatorOf(one) === 'beneficiaires_uniques' && isOfRepeated(sentence, one.digits ?? ''),
    )
    if (repeated.length > 0) {
      told.push({ sentence, found: found.filter((one) => !repeated.includes(one)) })
      missed.push(['beneficiaires_uniques'])
      continue
    }
    const priced = found.length === 0 ? bought(sentence, vocabulary) : null
    if (priced !== null) found.push(priced)
    const heard = found.map(indicatorOf)
    const unheard =
      found.length > 0 && !open && !spellsUnclearly(sentence)
        ? []
        : unread(sentence, vocabulary).filter((one) => !heard.includes(indicatorOf(one)))
    const handed = handedDown.test(fold(sentence))
    const own = beyond ? found.map(ofOther) : handed ? found.map(boughtByOther) : found
    told.push({ sentence, found: [...own, ...unheard] })
    missed.push(hinted(sentence, vocabulary, found.length === 0 || open))
    // « Montant des pass achetés : 20 000 € »: how many they were could only be guessed.
    if (
      found.length === 0 &&
      paid.test(fold(sentence)) &&
      says(label, 'objet') &&
      says(label, 'achat')
    )
      missed.push(['pass_achetes'])
    if (
      found.length === 0 &&
      wholes.test(sentence) &&
      says(parseLabel(sentence, vocabulary), 'scan')
    ) {
      missed.push(['pass_scannes'])
    }
  }
  return { found: once(told, vocabulary), missed: missed.filter((one) => one.length > 0) }
})

/** « Le Département a acheté 10 000 pass et nous en a rétrocédé 1 500 »: whoever gave them to us has bought them. */
const handedDown =
  /\bnous (?:en |les )?(?:a|ont|avait|avaient) (?:ensuite |alors |gratuitement |aussi )?(?:retrocede|cede|remis|donne|attribue|transfere|reverse|alloue|offert|mis a disposition)/

function ofOther(statement: Statement): Statement {
  const { notion } = statement
  return notion.kind === 'indicator'
    ? { ...statement, notion: { ...notion, doubt: notion.doubt ?? elsewhereDoubt } }
    : statement
}

const elsewhereDoubt = 'la phrase poursuit ce qui est dit d’un autre territoire'

function boughtByOther(statement: Statement): Statement {
  const { notion } = statement
  if (notion.kind !== 'indicator' || notion.indicator !== 'pass_achetes') return statement
  const doubt = notion.doubt ?? 'les pass ont pu être achetés par un autre, qui les a remis'
  return { ...statement, notion: { ...notion, doubt } }
}

/** Whether a sentence that counts nothing of ours is of a survey: the next one may count again. */
function isOfSurvey(label: Label): boolean {
  const named = label.terms.filter(
    ({ sense }) => sense === 'autre_dispositif' || sense === 'ignorer',
  )
  return named.every(({ expression }) => survey.test(expression))
}

const survey = /^(?:tres )?(?:satisf|enquete|repond|reponse|sonde|interroge)/

/** What says how much of something without a number: « presque tous », « le reste », « les autres ». */
const wholes =
  /(?<!\p{L})(?:tous|toutes|totalité|intégralité|reste|autres|moitié|tiers|quarts?|plupart|majorité)(?!\p{L})/iu

const paid = /\d ?(?:€|euros?\b|eur\b)/

/** « avec le statut et le code du bénéficiaire »: a column of a list, which counts nobody. */
const ofOnePerson =
  /(?<!\p{L})(?:codes?|identifiants?|initiales|prénoms?|noms?|numéros?|statuts?|n°)\s(?:du|de la|de l['’]|de chaque|par)\s?(?:bénéficiaire|usager|usagère|personne|habitant|participant)(?!\p{L})/giu

/** What the numbers of a sentence may count, by its other words; all of it where these say nothing and nothing was read (`mute`). */
function hinted(sentence: string, vocabulary: Vocabulary, mute: boolean): Indicator[] {
  const counts = countsOf(sentence, vocabulary)
  const open = counts.filter(({ role }) => role === 'open' || role === 'own')
  const label = parseLabel(sentence.replaceAll(ofOnePerson, ' '), vocabulary)
  // « Trois bénéficiaires témoignent en vidéo » counts neither pass nor the public.
  const few = counts.every(
    ({ figure, role }) => role === 'other' && figure.kind === 'number' && figure.number < 20,
  )
  if (counts.length > 0 && few && says(label, 'commentaire')) return []
  // « pour le compte de onze villages, une action de pass numériques » counts villages.
  const ofPass = mute && !(counts.length > 0 && few) && says(label, 'objet', 'carnet')
  const hints: [boolean, Indicator][] = [
    [says(label, 'achat') || ofPass, 'pass_achetes'],
    [says(label, 'scan', 'scan_possible'), 'pass_scannes'],
    [says(label, 'accompagne', 'distinct', ...persons), 'beneficiaires_uniques'],
  ]
  const meant = hints.filter(([said]) => said).map(([, indicator]) => indicator)
  const vague =
    /(?<!\p{L})(?:une?|quelques|plusieurs)\s(?:(?:bon(?:ne)?|petite?|gros(?:se)?|belle|beau|grande?|courte?|forte?)\s)?(?:(?!semaine)[a-zé]+aines?|milliers?)(?!\p{L})/iu.test(
      sentence,
    )
  if ((counts.length > 0 || vague) && meant.length > 0) return meant
  return mute && open.length > 0 && meant.length === 0
    ? hints.map(([, indicator]) => indicator)
    : []
}
