import { digitsOf } from './passage.ts'
import type { Reading } from './reading.ts'
import { fold } from './text.ts'

/** A figure that a text states, with the sentence and the digits that it stands there with. */
export interface Told {
  reading: Reading
  sentence: string
  digits: string
}

/** What says of a number that it is the first of several, or one more. */
const first =
  /\b(?:premiere?s?|1ere?s?|initiale?s?|initiaux|d'abord|dans un premier temps|au depart|au debut|au demarrage|au lancement)\b/
const further =
  /\b(?:seconde?s?|deuxiemes?|2e(?:me)?s?|2nde?s?|troisiemes?|3e(?:me)?s?|quatriemes?|4e(?:me)?s?|derniere?s?|ultimes?|nouvelles?|nouveaux|nouvel|complementaires?|complements?(?! d)|supplementaires?|additionnelles?|additionnels?|ensuite|dans un second temps|en plus|de plus|(?<!(?:sont|est|restent?|pas) )encore|rajoutee?s?|ajoutee?s?|(?:a quoi|y|auxquels|auxquelles) s'ajoutent?|s'y ajoutent?)\b|\bune? autre (?:tranche|commande|lot|livraison|vague|serie|achat|marche|bon)\b|\bautres?\b(?= ?(?:pass|cheques?|carnets?|en|au|a|ont|,|\.|$))/
/** What says of a number that it counts them all: « nous sommes donc à 1 355 ». */
const totals =
  /\b(?:au total|en tout|total|donc (?:a|de)|cumule?s?|soit|desormais|ce qui (?:fait|porte|nous)|pour un total|toutes tranches)\b/

const toCome = /\b(?:prevue?s?|a venir|envisagee?s?|programmee?s?|objectifs?|reportee?s?)\b/
/** « une deuxième livraison de 800 », « le deuxième lieu »: what comes in instalments, and what is only numbered. */
const numbered =
  /\b(?:expiration|peremption|validite|fin|echeance|epuisement|utilisation) (?:de la |de |des |du )?(?:derniere?s?|ultimes?)\b|\b(?:cette|la presente|notre) (?:premiere|seconde|deuxieme|troisieme|1ere|2e(?:me)?|2nde|3e(?:me)?) (?:vague|edition|campagne|generation|programmation)|\b(?:tout )?derni(?:er|ere) (?:scan|scannage|passage|atelier|pointage|releve|export|extraction|utilisation|mise a jour|comptage|decompte|etat|point|comite|copil)\b|\b(?:premiere?s?|seconde?s?|deuxiemes?|troisiemes?|derniere?s?|nouvelles?|nouveaux|nouvel|1ere?|2e(?:me)?|3e(?:me)?) (?:semestre|trimestre|annee|an\b|mois|lieu|site|structure|phase de|partie|convention|projet|dispositif|rapport|bilan|appel|exercice|fois|version|personne|beneficiaire|public|usager|habitant|jour|moment|minute|heure|semaine|ligne droite)/g

export const instalmentDoubt = 'le texte parle de plusieurs tranches, sans que le total soit sûr'

/** Indicators that come in instalments; persons of a second wave may be those of the first. */
const counted = ['pass_achetes', 'pass_scannes', 'pass_commandes']

/**
 * Figures of a text with instalments told as such: « une première tranche de 3 000 pass, puis une seconde de 2 500 » are the details of one
 * whole where every one is clear and the first is said to be one; doubtful where that isn't sure. A figure that is the sum of the
 * instalments is their total, and they are left out.
 */
export function withInstalments(told: readonly Told[]): Reading[] {
  const replaced = new Map<Reading, Reading | null>()
  const groups = Map.groupBy(
    told.filter(({ reading }) => counted.includes(reading.indicator) && reading.kind === 'figure'),
    ({ reading }) => `${reading.indicator} ${reading.aap}`,
  )
  for (const group of groups.values()) {
    const marks = group.map(markOf)
    const unheard = group.some((one) => goesOnUnheard(one, group)) || ordersFurther(group, groups)
    if (!marks.includes('further') && !unheard) continue
    // « la dernière commande » alone tells nothing of what was bought in all.
    if (group.length === 1 && group[0]!.reading.indicator === 'pass_commandes') continue
    const marked = group.filter((_, at) => marks[at] !== null)
    const unmarked = group.filter((_, at) => marks[at] === null)
    const said = unmarked.length === 1 && totals.test(fold(unmarked[0]!.sentence))
    const total =
      unmarked.find((one) => sum([one]) === sum(marked)) ??
      (said && sum(unmarked) > sum(marked) ? unmarked[0] : undefined)
    if (total) {
      for (const { reading } of marked) replaced.set(reading, null)
      continue
    }
    const clear =
      !unheard &&
      group.length > 1 &&
      marks[0] === 'first' &&
      marks.filter((mark) => mark === 'first').length === 1 &&
      !marks.includes(null) &&
      group.every((one) => isClear(one.reading) && !isToCome(one)) &&
      new Set(group.map(({ reading }) => reading.unit)).size === 1
    for (const [at, { reading }] of group.entries()) {
      const line = { role: 'detail' as const, key: `tranche ${at + 1}`, known: true }
      replaced.set(
        reading,
        clear
          ? {
              ...reading,
              group: group[0]!.reading.group,
              period: null,
              periodFrom: null,
              line,
              unknown: [],
            }
          : { ...reading, doubts: [...reading.doubts, instalmentDoubt], likely: false },
      )
    }
  }
  return told.flatMap(({ reading }) => {
    const told = replaced.get(reading)
    return told === undefined ? [reading] : (told ?? [])
  })
}

function sum(told: readonly Told[]): number {
  return told.reduce((all, { reading }) => all + (reading.number ?? Number.NaN) * reading.factor, 0)
}

/** « Second achat (prévu en 2022) : 2 000 »: of a label what stands in brackets is in its cell alone. */
function isToCome({ reading, sentence, digits }: Told): boolean {
  return toCome.test(fold(digits === '' ? reading.text : sentence))
}

function isClear({ number, quality, doubts, unknown, corrects, rectifies }: Reading): boolean {
  return (
    number !== null &&
    quality === 'exact' &&
    doubts.length === 0 &&
    // « Premier achat : 3 500 pass achetés »: that it is the first is what was to be known.
    unknown.every((word) => first.test(word) || further.test(word)) &&
    corrects === undefined &&
    !rectifies
  )
}

/** « 800 achetés, puis une nouvelle commande de 300 »: whether what was bought is less than what was ordered in several. */
function ordersFurther(group: readonly Told[], groups: ReadonlyMap<string, Told[]>): boolean {
  const { indicator, aap } = group[0]!.reading
  const orders = groups.get(`pass_commandes ${aap}`) ?? []
  if (indicator !== 'pass_achetes' || !orders.some((one) => markOf(one) === 'further')) return false
  return sum(group) !== sum(orders) && sum(group) !== sum([...group.slice(1), ...orders])
}

/** Whether the sentence of a figure goes on with a number of one more instalment that nothing was read from: « puis 2 500 supplémentaires ». */
function goesOnUnheard(told: Told, group: readonly Told[]): boolean {
  const plain = fold(told.sentence)
  const heard = group.filter(({ sentence }) => sentence === told.sentence)
  const unheard = [...plain.matchAll(pass)].filter(
    ([digits]) =>
      !heard.some((one) => one.digits === digits) && markOf({ ...told, digits }) !== null,
  )
  const value = (digits: string) => Number(digits.replaceAll(/\D/g, ''))
  const whole = unheard.reduce((all, [digits]) => all + value(digits), 0)
  // « 5 500 pass en deux tranches : une première de 3 000 et une seconde de 2 500 »
  const more = unheard.some(([digits]) => markOf({ ...told, digits }) === 'further')
  return more && whole !== (told.reading.number ?? 0) * told.reading.factor
}

/** A number of a hundred or more that may count pass. */
const pass =
  /(?<![\d.,/-])(?!20[0-4]\d\b)(?:\d{1,3}(?:[ .']\d{3})+|\d{3,})(?!\d)(?= ?(?:pass|cheques?|autres?|supplementaires?|complementaires?|de plus|en plus|en|et|puis|au|[,;.)]|$))/g

/** What the words around a number make of it, between the numbers before and behind it. */
function markOf({ sentence, digits }: Told): 'first' | 'further' | null {
  const plain = fold(sentence)
  const at = digits === '' ? -1 : plain.search(digitsOf(digits))
  // « Premier achat : 3 500 »: the label stands before it.
  if (at < 0)
    return first.test(plain) && further.test(plain) ? null : markIn(plain.replaceAll(numbered, ' '))
  const before = plain
    .slice(0, at)
    .replaceAll(numbered, ' ')
    .split(/\d[\d .]*(?=\s)/)
    .at(-1)!
  const behind = plain.slice(at + digits.length).replaceAll(numbered, ' ')
  const [near] = behind.split(/[,;:.(]|\d|\b(?:puis|et|mais|suivie?s?)\b/)
  // « puis 1 000 de plus en 2022, soit un total de 3 000 »
  const clause = before.split(/[,;:(]/).at(-1)!
  if (clause !== before && totals.test(clause)) return null
  return markIn(`${before} # ${near}`)
}

function markIn(around: string): 'first' | 'further' | null {
  if (further.test(around)) return 'further'
  return first.test(around) ? 'first' : null
}
