import { aims, sentencesOf, unbroken, withoutComparison } from './aim.ts'
import { type Answer, answersIn, isQuoted } from './answer.ts'
import { withCalls } from './calls.ts'
import { caveatOn, isOfRepeated, publicDoubt } from './caveat.ts'
import type { Context } from './context.ts'
import { correctionOf, corrections } from './correction.ts'
import { type Count, countsOf } from './count.ts'
import type { Grid } from './grid.ts'
import { type Told as Instalment, withInstalments } from './instalments.ts'
import { instructs } from './instruction.ts'
import type { Item } from './item.ts'
import { type Label, noLabel, parseLabel, says } from './label.ts'
import {
  type Indicator,
  isSure,
  type Notion,
  notionOf,
  partialDoubt,
  personDoubt,
} from './notion.ts'
import { elsewhere, passes } from './noun.ts'
import { type Figure, parseFigure } from './number.ts'
import { spellsUnclearly, withDigits } from './numeral.ts'
import { cellHas, cellOf, type Passage, passagesOf } from './passage.ts'
import type { Reading } from './reading.ts'
import { aimedPassages, foreignPassages, namesOtherScheme } from './section.ts'
import { mended, mendedText, misspeltDoubt, misspeltNotion } from './spelling.ts'
import { type Statement, toReading } from './statement.ts'
import { fold } from './text.ts'
import { shared, unread } from './unread.ts'
import { acts, persons, type Sense, type Vocabulary } from './vocabulary.ts'

/** What sentences say, and the cells of those that say something. */
export interface Spoken {
  readings: Reading[]
  spoken: Set<string>
  /** Sentences with a number that nothing was read from, by their cell, and what it may count. */
  missed: { address: string; text: string; indicators: Indicator[] }[]
}

/**
 * Figures that stand in the same cell as their label: « Pass achetés : 1 250 », « 1 250 pass ont été achetés, dont 830 scannés ». The cell
 * is their address. Cells that are the label of a figure beside or under them (`labels`) are left out.
 */
export function readSentences(
  grid: Grid,
  vocabulary: Vocabulary,
  context: Context,
  labels: Set<string>,
): Spoken {
  const readings: Reading[] = []
  const spoken = new Set<string>()
  const missed: Spoken['missed'] = []
  const days = new Map<Reading, string>()
  const stated = new Map<Reading, Instalment>()
  const among = ({ address }: Item) => !labels.has(address)
  const all = passagesOf(grid, context.wrapped, among, vocabulary)
  const foreign = foreignPassages(all, grid, vocabulary)
  const aimed = aimedPassages(all, grid, vocabulary)
  const passages = all.filter((passage) => !foreign.has(passage) && !aimed.has(passage))
  for (const { items } of aimed) for (const { address } of items) spoken.add(address)
  const answers = answersIn(passages, grid, vocabulary)
  const quoted = new Set<Reading>()
  const part = partOfTime(grid)
  const numbers = answers.map(({ answer }) => answer).filter((one) => !passages.includes(one))
  for (const passage of [...passages, ...numbers]) {
    const { label } = passage
    // What is quoted of the one who asks gives an example of an answer.
    if (isQuoted(passage.text) && /(?<!\p{L})(?:exemple|ex\.|p\. ?ex)/iu.test(passage.text))
      continue
    const answer = answers.find((one) => one.answer === passage)
    if (answer) for (const { address } of answer.question.items) spoken.add(address)
    const first = passage.items[0]!
    // The mark of a note is no figure: « (1) Achats cumulés ».
    const text = answered(
      passage.text
        .replaceAll(/[^\S\r\n]+/g, ' ')
        .replaceAll(/\(\d{1,2}\)\s*$/g, '')
        .replace(/^\s*(?:\(\d{1,2}\)|\d{1,2}[.)](?!\d)|[¹²³*]+)\s*/, ''),
    )
    if (vocabulary.absence(text) === 'absence' && !nobody.test(fold(text))) {
      const terms = label.terms.filter((term) => term.sense !== 'negation')
      const missing = { ...label, terms }
      const statement: Statement = {
        label: missing,
        notion: notionOf([missing]),
        figure: 'absence',
        rule: 'phrase',
      }
      const reading = toReading(grid, first, statement, 0, context)
      if (reading) {
        readings.push(reading)
        spoken.add(first.address)
      }
      continue
    }
    const before = readings.length
    readings.push(...corrections(grid, first, text, context))
    const none =
      /(?<!\p{L})(?:aucune?|tou(?:s|tes)|totalité|intégralité|personne n['’]|\p{L}+aines?|milliers?)(?!\p{L})/iu.test(
        text,
      )
    const counts = /\d/.test(text) || spellsUnclearly(text)
    if (!counts && !/[:=]/.test(text) && !shared(label) && !none) continue
    const partial = partialNear(grid, passage, vocabulary)
    const blamed = sentencesOf(text).filter(
      (one) => blames(one, vocabulary) && !corrects(one, vocabulary),
    )
    const told =
      answer === undefined
        ? heard(text, label, vocabulary)
        : answeredBy(answer, heard(text, label, vocabulary))
    missed.push(
      ...told.missed.map((indicators) => ({
        address: first.address,
        text: passage.text,
        indicators,
      })),
    )
    for (const [index, statement] of told.found.entries()) {
      const item = cellOf(passage, statement.digits ?? '')
      const reading = toReading(grid, item, statement, index, context)
      if (reading === null) continue
      const whole = says(statement.label, 'total', 'neutre_total')
      const unsure = isQuestioned(statement, text, vocabulary)
      const caveat = caveatOn(statement.label.text, statement.digits ?? '', text, reading.indicator)
      const doubts = [
        ...new Set([
          ...reading.doubts,
          ...(partial && !whole ? [partialDoubt] : []),
          ...(unsure ? [reserveDoubt] : []),
          ...(caveat ? [caveat] : []),
          ...(isOfAWhile(statement) || (part && statement.label.period === null)
            ? [whileDoubt]
            : []),
        ]),
      ]
      const rectifies = blamed.some((one) => isAbout(one, statement, vocabulary))
      const cancelled = isPerhapsCancelled(statement)
      const said: Reading = {
        ...reading,
        indicator: cancelled ? 'pass_achetes' : reading.indicator,
        doubts,
        rectifies: rectifies || cancelled,
        likely: reading.likely && (!partial || whole) && caveat !== publicDoubt,
      }
      readings.push(said)
      stated.set(said, {
        reading: said,
        sentence: statement.label.text,
        digits: statement.digits ?? '',
      })
      if (isQuoted(passage.text)) quoted.add(said)
      if (statement.label.asOf !== null) days.set(said, statement.label.asOf)
    }
    if (readings.length > before) for (const { address } of passage.items) spoken.add(address)
  }
  // What a mail quotes of an earlier one is past where it says the same thing anew.
  const anew = new Set(
    readings.filter((r) => !quoted.has(r) && r.kind === 'figure').map((r) => r.indicator),
  )
  const current = readings.filter((r) => !quoted.has(r) || !anew.has(r.indicator))
  const called = withCalls(grid, current)
  for (const [at, reading] of current.entries()) {
    const day = days.get(reading)
    if (day !== undefined) days.set(called[at]!, day)
    const told = stated.get(reading)
    if (told !== undefined) stated.set(called[at]!, { ...told, reading: called[at]! })
  }
  const told = latest(called, days)
  const joined = withInstalments(
    told.map((reading) => stated.get(reading) ?? { reading, sentence: '', digits: '' }),
  )
  return { readings: joined, spoken, missed }
}

/** What a paragraph states that answers a question, and the question where it states nothing of it. */
function answeredBy({ statement, question }: Answer, told: Told): Told {
  const notion = notionOf([question.label])
  const asked = notion.kind === 'indicator' ? [notion.indicator] : []
  if (statement === null) return { ...told, missed: [asked] }
  const others = told.found.filter((one) => indicatorOf(one) !== indicatorOf(statement))
  return { found: [statement, ...others], missed: [] }
}

/** Whether one of the first lines says that the text is of a half-year or a quarter: « point du 1er semestre 2021 ». */
function partOfTime(grid: Grid): boolean {
  return grid.items.some(
    ({ cell, label }) =>
      cell.row < 4 &&
      cell.text.length < 100 &&
      /[ST]\d$/.test(label?.period ?? '') &&
      // Quarters side by side head columns.
      grid.row(cell.row).filter((other) => /[ST]\d$/.test(other.label?.period ?? '')).length === 1,
  )
}

/**
 * A text with spelled numbers in digits, arrows as colons, and what is answered on the line of its question as labelled by it: « Combien ont été
 * utilisés ? → 1 011 pass ».
 */
function answered(text: string): string {
  return (
    withDigits(neither(text))
      // « (il n’y a pas eu d’autre achat) »: it is all there is.
      .replaceAll(
        /\s*\((?=[^()]*(?<!\p{L})(?:(?:pas|plus)(?!\p{L})[^()]*d['’]autres?|aucune? autre)(?!\p{L}))[^()\d]*\)/giu,
        '',
      )
      .replaceAll(/(?<!\p{L})z[ée]ro(?=\s+\p{L})/giu, '0')
      .replaceAll(/\s*\?\s*(?:[→➜➔⇒]|[-=]+>|:)?\s*(?=(?:environ\s|oui,?\s)?\d)/g, ' : ')
      .replaceAll(/\s*(?:[→➜➔⇒]|[-=]+>)\s*/g, ' : ')
      .replaceAll(/ : oui,?\s(?=\d)/gi, ' : ')
  )
}

/** « Le nombre de pass achetés n’est pas de 22 000 mais de 21 400 »: what is wrong is one figure, and is put right. */
function corrects(sentence: string, vocabulary: Vocabulary): boolean {
  const said = correctionOf(sentence, vocabulary)
  return said?.right != null && said.wrong.length === 1 && said.indicators.length === 1
}

/** Whether a sentence says that something written is wrong. */
function blames(sentence: string, vocabulary: Vocabulary): boolean {
  // « le chiffre exact est chez le trésorier » says that there is none here, and corrects nothing.
  const plain = sentence.replaceAll(
    /(?:chiffre|nombre|valeur) exacte? est(?!\s*(?:de|:)?\s*\d)/gi,
    ' ',
  )
  return says(parseLabel(plain, vocabulary), 'rectification')
}

/** Whether a sentence that says that something is wrong is the one that states a figure, names that figure, or names none and nothing counted. */
function isAbout(blamed: string, statement: Statement, vocabulary: Vocabulary): boolean {
  if (blamed.includes(statement.label.text) || mentions(blamed, statement)) return true
  const label = parseLabel(blamed, vocabulary)
  return !/\d/.test(blamed) && !says(label, ...acts, ...persons)
}

function mentions(sentence: string, { digits }: Statement): boolean {
  return digits !== undefined && cellHas(sentence, digits)
}

const reserveDoubt = 'le texte dit lui-même que ce chiffre n’est pas sûr'

/** « Achats du semestre », « scannés dans l’année »: of a time that only the rest of the text names, if anything does. */
const ofAWhile =
  /\b(?:du|sur le|dans le|au cours du|pendant le|durant le|ce|de l'|dans l'|sur l'|au cours de l'|pendant l'|durant l'|cette) ?(?:semestre|trimestre|mois|annee|exercice)\b(?! (?:20\d\d|de la convention|de cloture))/
const whileDoubt = 'le chiffre est d’une partie du temps'

function isOfAWhile({ label }: Statement): boolean {
  const plain = fold(label.text)
  return (
    label.period === null &&
    ofAWhile.test(plain) &&
    !/\b(?:fin|chaque|cumul\w*|total|tout) (?:du|de|de l'|le)?/.test(plain)
  )
}

/** « La dernière commande pourrait avoir été annulée » */
const perhapsCancelled =
  /\b(?:(?:pourrai(?:en)?t|aurai(?:en)?t|semble(?:nt)?|risque(?:nt)?|peu(?:t|vent))\b(?! faire)[^.;]*|peut-etre (?:ete )?)(?:annul|resili|rembours|jamais livre|non livre|pas (?:ete )?livre)/

/** Whether a sentence says of what was bought or ordered that it may not have been in the end: no purchase is sure then. */
function isPerhapsCancelled(statement: Statement): boolean {
  const indicator = indicatorOf(statement)
  return (
    (indicator === 'pass_commandes' || indicator === 'pass_achetes') &&
    perhapsCancelled.test(fold(statement.label.text))
  )
}

/** What says of a text that its figures may not hold, whatever stands between. */
const unsureWords =
  /^(?:a verifier|a valider|a confirmer|reste a confirmer|a reconfirmer|a affiner|a recompter|incertain|incertaine|douteux|douteuse|a prendre avec precaution|sou reserve|sou toute reserve|suppose|supposee|repute|presume|par hypothese|(?:nou parton|on part) du principe|probable|probablement|extrapole|extrapolee|bizarre|etrange|suspect|curieux|parait faux|semble faux|semble trop|parait trop|me semble|il me semble|je croi|je dirai|sauf erreur|sauf erreur de ma part|de memoire|a la louche|grosso modo|peut etre|inversion de chiffre|jsp|je ne sai plu|sai plu|nou conteston|est en cour|sont en cour|en cour d achat|encore en cour|aurion|(?:pension|penson|croyon|pense|croi) avoir|il se peut|aurait ete|auraient ete|ne sai(?:t|s)? plu|ne sait pa|ne sai pa|ne savon pa|ne savon plu|saurai pa|saurion pa|conteston|on serait|serion a|serait a|pa sur|pa sure|pa certain|pa certaine|san garantie|chiffre non definitif|pa definitif)$/

/** « Tous les pass remis sont considérés comme utilisés » */
const supposed =
  /\b(?:considere|consideron|compte|assimile|suppose|repute|presume)[a-z]* (?:comme |tous |toutes |avoir |etre |etant |ayant |ete )*(?:utilis|scann|consomm|depens|valid|benefici|accompagn)/

/** Whether the sentence of a statement, another one that repeats its number, or one about all figures says that it isn't sure. */
function isQuestioned(statement: Statement, text: string, vocabulary: Vocabulary): boolean {
  return sentencesOf(unbroken(text)).some((sentence) => {
    const unsure = vocabulary
      .terms(sentence)
      .some(({ sense, expression }) => sense === 'reserve' && unsureWords.test(expression))
    if (!unsure && !supposed.test(fold(sentence))) return false
    const counted = /\d/.test(sentence.replaceAll(/\b20[0-4]\d\b/g, ''))
    const general = !counted && /chiffre|nombre|donn[ée]e|tota|ligne|cumul|carnet/i.test(sentence)
    return sentence.includes(statement.label.text) || mentions(sentence, statement) || general
  })
}

/**
 * Figures of one thing at several days, none smaller than the one before, are one that has grown: « au 30 juin 2021 : 3 120 pass utilisés ; au 30
 * juin 2022 : 7 215 ». The last one counts.
 */
function latest(readings: Reading[], days: ReadonlyMap<Reading, string>): Reading[] {
  const key = ({ indicator, aap }: Reading) => `${indicator} ${aap}`
  const passed = [...Map.groupBy(readings, key).values()].flatMap((group) => {
    const dated = group.filter((r) => days.has(r) && r.doubts.length === 0 && r.number !== null)
    const sorted = dated.toSorted((a, b) => (days.get(a)! < days.get(b)! ? -1 : 1))
    const apart = new Set(sorted.map((r) => days.get(r))).size === sorted.length
    const grows = sorted.every(
      (r, i) => i === 0 || r.number! * r.factor >= sorted[i - 1]!.number! * sorted[i - 1]!.factor,
    )
    return apart && grows ? sorted.slice(0, -1) : []
  })
  return readings.filter((reading) => !passed.includes(reading))
}

/** Whether the text, or the paragraph before or after it, says that only a part of the territory is told of. */
function partialNear(grid: Grid, { items, text }: Passage, vocabulary: Vocabulary): boolean {
  // What is said of others, to compare with, says nothing of the rest.
  const own = sentencesOf(text).filter((one) => !isOfElsewhere(one, vocabulary))
  // « dont 2 044 sur le seul bassin de Combe » says so of its part only.
  const label = parseLabel(
    own.join(' ').replaceAll(/(?<!\p{L})dont\s[^,;.]*\d[^,;.]*/giu, ' '),
    vocabulary,
  )
  const near = [besides(items[0]!, -1), besides(items.at(-1)!, 1)].filter(
    (other) => other?.kind === 'label' && !/\d/.test(other.cell.text),
  )
  return [{ label }, ...near].some(
    (one) => one?.label && says(mended(one.label, vocabulary), 'partiel'),
  )

  /** The paragraph before or after it, where it is not the same text again. */
  function besides({ cell }: Item, step: number): Item | undefined {
    let { row } = cell
    while (grid.at(row + step, cell.col)?.cell.text === cell.text) row += step
    const next = row + step
    return grid.at(grid.blank(next) ? next + step : next, cell.col)
  }
}

/** What a text states, and what it would state of other indicators were its slips mended (« 1 500 pass scnanés »), with that doubt. */
function heard(text: string, label: Label, vocabulary: Vocabulary): Told {
  const { found, missed } = statements(text, vocabulary)
  const mended = mendedText(text, label, vocabulary)
  if (mended === text) return { found, missed }
  const { found: meant } = statements(mended, vocabulary)
  const told = new Set(found.map(indicatorOf))
  const figures = (all: Statement[], indicator: string | null) =>
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
interface Told {
  found: Statement[]
  missed: Indicator[][]
}

function statements(text: string, vocabulary: Vocabulary): Told {
  // « Le nombre de bénéficiaires, qui était de 1 120 fin 2022, atteint 1 306 »: what it was is told in passing.
  const now = unbroken(text).replaceAll(
    /,\s+qui\s+(?:étai(?:en)?t|s['’]élevai(?:en)?t)\s[^,]*\d[^,]*,/g,
    ' ',
  )
  const plain = withoutComparison(now, vocabulary)
  const told: { sentence: string; found: Statement[] }[] = []
  const missed: Indicator[][] = []
  let foreign = false
  for (const sentence of sentencesOf(plain)) {
    const label = parseLabel(sentence, vocabulary)
    // « Aidants Connect. Nos deux aidantes ont suivi 212 personnes. »
    foreign = !says(label, 'objet') && (foreign || says(label, 'autre_dispositif', 'ignorer'))
    // « notre action autour du pass Culture : 340 pass activés »
    if (foreign || isOfOtherPass(sentence)) continue
    if (correctionOf(sentence, vocabulary)) continue
    if (instructs(sentence, vocabulary)) continue
    // « À l’échelle nationale, 650 000 pass ont été achetés »
    if (isOfElsewhere(sentence, vocabulary) || isOfOnePerson(sentence)) continue
    if (isOfSomeone(sentence)) {
      missed.push(hinted(sentence, vocabulary, false))
      continue
    }
    if (aims(sentence, vocabulary) || isQuestion(sentence)) {
      missed.push(hinted(sentence, vocabulary, false))
      continue
    }
    const { found, open } = segments(sentence, vocabulary)
    if (
      nobody.test(fold(sentence)) &&
      !found.some((one) => indicatorOf(one) === 'beneficiaires_uniques')
    ) {
      found.push(nobodyHelped(sentence))
    }
    const bought = [...told.flatMap((one) => one.found), ...found].findLast(
      ({ notion }) => isSure(notion) && indicatorIn(notion) === 'pass_achetes',
    )
    const all = bought && !found.some((one) => indicatorOf(one) === 'pass_scannes')
    if (all) found.push(...allOf(sentence, bought, vocabulary))
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
    const heard = found.map(indicatorOf)
    const unheard =
      found.length > 0 && !open && !spellsUnclearly(sentence)
        ? []
        : unread(sentence, vocabulary).filter((one) => !heard.includes(indicatorOf(one)))
    told.push({ sentence, found: [...found, ...unheard] })
    missed.push(hinted(sentence, vocabulary, found.length === 0 || open))
    if (
      found.length === 0 &&
      wholes.test(sentence) &&
      says(parseLabel(sentence, vocabulary), 'scan')
    ) {
      missed.push(['pass_scannes'])
    }
  }
  return { found: once(told, vocabulary), missed: missed.filter((one) => one.length > 0) }
}

/** « Aucun pass n’a été acheté ni utilisé », with what was done told twice: none was bought, and none used. */
function neither(text: string): string {
  const done = String.raw`(\p{L}+(?:é|i|u|is)(?:e|s|es)?)`
  return text
    .replaceAll(
      new RegExp(
        String.raw`(?<!\p{L})(aucune? (\p{L}+)(?: numériques?)? (?:n['’](?:a|ont) )?(?:été )?\p{L}+(?:é|i|u|is)(?:e|s|es)?),? ni (?:été )?${done}(?!\p{L})`,
        'giu',
      ),
      '$1 et aucun $2 $3',
    )
    .replaceAll(
      new RegExp(
        String.raw`(?<!\p{L})(?:nous )?n['’](?:avons|a|ont) (?:ni )?${done},? ni ${done} (?:aucun|le moindre|de|un seul) (pass|chèques?)(?!\p{L})`,
        'giu',
      ),
      'aucun $3 n’a été $1 et aucun $3 $2',
    )
}

/** Whether a sentence names a pass of another scheme before its first number. */
function isOfOtherPass(sentence: string): boolean {
  const lead = sentence.slice(0, /\d/.exec(sentence)?.index)
  return /\bpass\b/i.test(lead) && namesOtherScheme(lead)
}

/** « À titre de comparaison, la commune de … en a acheté 900 »: whether a sentence says before its first number that it is of another territory. */
function isOfElsewhere(sentence: string, vocabulary: Vocabulary): boolean {
  const lead = sentence.slice(0, /\d/.exec(sentence)?.index)
  return vocabulary.terms(lead).some(({ sense }) => sense === 'ailleurs')
}

/** « Fatou, 34 ans, a utilisé 20 pass », « J’ai scanné 35 pass en une matinée ! » in quotation marks: what one person did is no total. */
function isOfOnePerson(sentence: string): boolean {
  const portrait = /^(?:M\.\s)?[^.;:\d]{2,60}[,(]\s*\d{1,3}\s+ans\s*[,)]/u.test(sentence.trim())
  const quoted = /^\s*[«"“]\s*[^»"”]*(?<!\p{L})(?:j['’](?:ai|en|avais)|je|moi)(?!\p{L})/iu.test(
    sentence,
  )
  return portrait || quoted
}

/** « Une usagère a utilisé 20 pass », « Mme Roux a scanné 412 pass à elle seule »: someone’s own, whether it is of one visit or of a whole job. */
function isOfSomeone(sentence: string): boolean {
  return /^\s*(?:(?:un|une|cette|cet|ce)\s+(?:\p{L}+\s+){0,2}?(?:usag(?:er|ère)|bénéficiaire|habitante?|personne|dame|monsieur|retraitée?|jeune|senior|participante?|mère|père|couple|famille|médiateur|médiatrice|aidante?)(?!\p{L})|(?:M\.|Mme|Mlle|Monsieur|Madame)\s+\p{Lu}[\p{L}'’-]+)(?:(?!(?<!\p{L})qu[e'’])[^.;:\d]){0,60}?\s(?:a|avait)\s+(?:déjà\s+|ainsi\s+)?(?:utilisé|scanné|dépensé|consommé|présenté)(?!\p{L})/u.test(
    sentence.replace(/^\s*\p{Lu}(?=n|e|ette|et)/u, (one) => one.toLowerCase()),
  )
}

/** « …, pas mal, non ? » asks nothing. */
const tag = /,\s*(?:pas mal,?\s*)?(?:non|hein|n['’]est-ce pas)\s?\?\s*$/i

/** « Pouvez-vous confirmer les 1 000 pass achetés ? » states nothing. */
function isQuestion(sentence: string): boolean {
  return /\?["»)]?\s*$/.test(sentence) && !tag.test(sentence)
}

const nobody =
  /\bpersonne n'(?:en |y )?(?:a|avait|est|ait)(?: (?:donc|pu|ete|jamais|encore))* (?:benefici|profit|accompagn|aid|form|venu|utilis|particip)/

/** « personne n’en a bénéficié » */
function nobodyHelped(sentence: string): Statement {
  const label = { ...noLabel, text: sentence.trim() }
  const notion: Notion = {
    kind: 'indicator',
    indicator: 'beneficiaires_uniques',
    doubt: null,
    unknown: [],
    rank: 2,
    part: false,
  }
  const figure: Figure = { kind: 'number', number: 0, approximate: false, rest: '', percent: false }
  return { label, notion, figure, rule: 'phrase' }
}

/** What says how much of something without a number: « presque tous », « le reste », « les autres ». */
const wholes = /(?<!\p{L})(?:tous|toutes|totalité|intégralité|reste|autres)(?!\p{L})/iu

function bookletOrPass(statement: Statement): Statement {
  const { notion } = statement
  if (notion.kind !== 'indicator') return statement
  return { ...statement, notion: { ...notion, doubt: notion.doubt ?? bookletDoubt } }
}

const bookletDoubt = 'des carnets ou des pass : la phrase ne le dit pas'

/** « Tous ont été utilisés », « l’intégralité de ces pass a été scannée »: as many as were bought. */
function allOf(sentence: string, bought: Statement, vocabulary: Vocabulary): Statement[] {
  const plain = fold(sentence).replaceAll(/ \(\s*\d[\d ]*\)/g, '')
  const said = wholeScanned.exec(plain)
  if (said === null || notQuite.test(plain)) return []
  const act = parseLabel(said[1]!, vocabulary).terms
  const terms = [...bought.label.terms.filter(({ sense }) => passes.includes(sense)), ...act]
  const label = { ...bought.label, text: sentence.trim(), terms }
  const notion = notionOf([label])
  if (notion.kind !== 'indicator' || notion.indicator !== 'pass_scannes') return []
  return [{ ...bought, label, notion, rule: 'phrase' }]
}

const wholeScanned =
  /(?:^|[,;:.(] ?|\bet |\bqui |\bils |\belles )(?:tou(?:s|tes)|la totalite|l'integralite|l'ensemble|(?:ils|elles|qui|et)? ?(?:ont|sont) (?:bien )?(?:ete )?tou(?:s|tes))(?: (?:de |d'entre )?(?:ces|les|nos|eux|elles)(?: (?:pass|cheques|carnets)(?: (?:numeriques|achetes))?)?| des (?:pass|cheques)(?: achetes)?)?(?: (?:ont|sont|ayant|a|est|avaient|etaient))?(?: bien)?(?: tous)?(?: ete)? ((?:scann|utilis|consomm|flash)[a-z]+)/
const notQuite =
  /\b(?:presque|quasi(?:ment)?|pas|non|sauf|except[a-z]+|hormis|a l'exception|a part|moins|ou presque|autres|reste|restants?)\b/

/** What the numbers of a sentence may count, by its other words; all of it where these say nothing and nothing was read (`mute`). */
function hinted(sentence: string, vocabulary: Vocabulary, mute: boolean): Indicator[] {
  const counts = countsOf(sentence, vocabulary)
  const open = counts.filter(({ role }) => role === 'open' || role === 'own')
  const label = parseLabel(sentence, vocabulary)
  // « Trois bénéficiaires témoignent en vidéo » counts neither pass nor the public.
  const few = counts.every(
    ({ figure, role }) => role === 'other' && figure.kind === 'number' && figure.number < 20,
  )
  if (counts.length > 0 && few && says(label, 'commentaire')) return []
  const hints: [boolean, Indicator][] = [
    [says(label, 'achat') || (mute && says(label, 'objet', 'carnet')), 'pass_achetes'],
    [says(label, 'scan', 'scan_possible'), 'pass_scannes'],
    [says(label, 'accompagne', 'distinct', ...persons), 'beneficiaires_uniques'],
  ]
  const meant = hints.filter(([said]) => said).map(([, indicator]) => indicator)
  const vague =
    /(?<!\p{L})(?:une?|quelques|plusieurs)\s(?:[a-zé]+aines?|milliers?)(?!\p{L})/iu.test(sentence)
  if ((counts.length > 0 || vague) && meant.length > 0) return meant
  return mute && open.length > 0 && meant.length === 0
    ? hints.map(([, indicator]) => indicator)
    : []
}

/**
 * Numbers of persons are sure where their sentence, or one without numbers after it, says that each is counted once, or where they are told
 * together with the pass, as the answer to the same request: « 640 pass achetés, 501 utilisés, 112 personnes ».
 */
function once(
  told: { sentence: string; found: Statement[] }[],
  vocabulary: Vocabulary,
): Statement[] {
  const doubtful = told.flatMap(({ found }) => found.filter(isOfPersons))
  const alone = new Set(doubtful.map(({ digits }) => digits)).size === 1
  return told.flatMap(({ sentence, found }, at) => {
    const next = told[at + 1]?.sentence ?? ''
    const near = /\d/.test(next) ? [sentence] : [sentence, next]
    const terms = near.flatMap((one) => vocabulary.terms(one))
    const said = (...wanted: Sense[]) => terms.some(({ sense }) => sense && wanted.includes(sense))
    const beside = [...found, ...(told[at - 1]?.found ?? [])].some(
      ({ notion }) => isSure(notion) && indicatorIn(notion)?.startsWith('pass_'),
    )
    return found.map((statement) => {
      const { notion } = statement
      if (!isOfPersons(statement) || notion.kind !== 'indicator' || said('reserve'))
        return statement
      const plain = statement.label.terms.some(({ expression }) => bare.test(expression))
      const whole = alone && plain && beside && !said('acte', 'distribution', 'objectif')
      if (!said('distinct') && !whole) return statement
      return { ...statement, notion: { ...notion, doubt: null } }
    })
  })
}

/** Persons, and neither the inhabitants of a place nor those who take part in something. */
const bare = /^(?:personne|pers|persone|gen|nombre de personne)$/

function isOfPersons({ notion, figure }: Statement): boolean {
  return (
    notion.kind === 'indicator' &&
    notion.doubt === personDoubt &&
    notion.unknown.length === 0 &&
    figure !== 'absence' &&
    figure.kind === 'number'
  )
}

function indicatorIn(notion: Notion): string | null {
  return notion.kind === 'indicator' ? notion.indicator : null
}

function indicatorOf({ notion }: Statement): string | null {
  return indicatorIn(notion)
}

/** What a sentence states, and whether one of its numbers doesn't say what it counts. */
interface Said {
  found: Statement[]
  open: boolean
}

function segments(sentence: string, vocabulary: Vocabulary): Said {
  const said: Said = { found: [], open: false }
  let last: Count | null = null
  const tell = (text: string, besides: Statement | null = null) => {
    const counts = countsOf(text, vocabulary, last)
    last = counts.at(-1) ?? last
    for (const { role, notion, label, figure, digits, implied } of counts) {
      said.open ||= role === 'open'
      const statement: Statement = { label, notion, figure, digits, implied, rule: 'phrase' }
      const twice = besides !== null && indicatorOf(besides) === indicatorOf(statement)
      if (role === 'own' && !twice) said.found.push(statement)
    }
  }
  for (const segment of sentence.split(/[\r\n;•|]+|\s[–—-]\s(?=\p{L})/u)) {
    if (aims(segment, vocabulary)) continue
    // Dots that lead the eye from a label to its figure are a colon.
    const plain = segment
      .trim()
      .replace(/\s*(?:\.{4,}|…{2,}|_{4,})\s*/, ' : ')
      // « scannés, 1 533 pass »: a comma behind a label is its colon.
      .replace(/^([^\d,:=]{3,60}),\s*(?=\d[\d ]*(?:\s\p{L}+)?\s*\.?$)/u, '$1 : ')
    const colon = /^(.*?)\s*[:=]\s*(\S.*)$/s.exec(plain)
    // « Le taux d'utilisation est resté modeste : 9 876 pass ont été scannés »: behind the colon stands a sentence of its own.
    if (colon && says(parseLabel(colon[1]!, vocabulary), 'taux') && predicated.test(colon[2]!)) {
      tell(colon[2]!)
      continue
    }
    const one = colon ? labelled(colon[1]!, colon[2]!, vocabulary) : null
    if (one && !explained(one, plain, vocabulary)) {
      said.found.push(one)
      continue
    }
    // « Pass achetés : 820 (dont 500 scannés) »: the bracket is a clause of its own.
    const part = /^(.*\d[^()]*?)\s*\((dont\s[^()]*)\)\.?$/is.exec(colon?.[2] ?? '')
    const all = colon && part ? labelled(colon[1]!, part[1]!, vocabulary) : null
    if (all) {
      said.found.push(all)
      tell(`${colon![1]} ${part![1]}, ${part![2]}`, all)
    } else tell(plain)
  }
  return said
}

const predicated =
  /^(?:environ )?\d[\d\s.]*\s(?:pass|chèques?|personnes?|bénéficiaires?|usagers?|habitants?)\s(?:[^\d,;:]+\s)?(?:ont|a|sont|avaient|étaient)\s/iu

/** « Pass scannés : 9 120 au 31/12/2022 », « 9 120 sur 15 000 »: whether an answer of several numbers says by its words which one counts. */
function explained(one: Statement, text: string, vocabulary: Vocabulary): boolean {
  const { figure, notion: own } = one
  if (figure === 'absence') return false
  // « public : 247 bénéficiaires uniques » says more behind its colon than before it.
  const vague = own.kind === 'indicator' && own.doubt !== null && figure.kind === 'number'
  if (!vague && (figure.kind !== 'doubtful' || figure.proposal !== null)) return false
  return countsOf(text, vocabulary).some(
    ({ role, notion, figure: said }) =>
      role === 'own' &&
      isSure(notion) &&
      indicatorOf(one) === indicatorIn(notion) &&
      said.kind === 'number',
  )
}

/** `label : value`, where the value is one figure with at most its unit, or a word for none. */
function labelled(left: string, right: string, vocabulary: Vocabulary): Statement | null {
  // « Sur 1 500 pass achetés : 600 utilisés »: what has a count of its own is no label.
  if (countsOf(left, vocabulary).some(({ role }) => role !== 'other')) return null
  // « Pass scannés (unité = 1 pass) »: what stands in brackets states nothing.
  if (left.split('(').length > left.split(')').length) return null
  const label = parseLabel(left, vocabulary)
  const plain = notionOf([label])
  const notion = plain.kind === 'indicator' ? plain : misspeltNotion(label, vocabulary)
  if (notion?.kind !== 'indicator') return null
  const absence = vocabulary.absence(right)
  if (absence === 'absence') return { label, notion, figure: 'absence', rule: 'deux_points' }
  const figure: Figure =
    absence === 'zero'
      ? { kind: 'number', number: 0, approximate: false, rest: '', percent: false }
      : parseFigure(right.replace(/\.$/, ''))
  if (figure.kind === 'none' || figure.rest.split(' ').length > 3) return null
  // « Bénéficiaires : 120 foyers » counts something else than its label says.
  const unit = vocabulary.terms(figure.rest.replaceAll(/[^a-z ]/g, ' '))
  const other = unit.find(({ sense }) => sense !== null && [...elsewhere, 'lieu'].includes(sense))
  if (other && figure.kind === 'number') {
    const doubtful = {
      ...notion,
      doubt: notion.doubt ?? `le nombre est donné en « ${other.expression} »`,
    }
    return { label, notion: doubtful, figure, rule: 'deux_points' }
  }
  if (figure.kind === 'doubtful' && /\(dont\s/i.test(right)) return null
  if (figure.kind === 'number' && figure.percent) return null
  return { label, notion, figure, rule: 'deux_points' }
}
