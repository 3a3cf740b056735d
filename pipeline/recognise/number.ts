import { withoutEuros } from './euros.ts'
import { spelledNumber } from './numeral.ts'
import { withOutcome } from './outcome.ts'
import { fold } from './text.ts'

/** What a text in the place of a figure says. */
export type Figure =
  /**
   * A number; `approximate` for « environ »; `rest` is what stands around it (`pass`, `€`, `carnets`); `booklet` how many pass each booklet
   * holds, where the text says so.
   */
  | {
      kind: 'number'
      number: number
      approximate: boolean
      rest: string
      percent: boolean
      booklet?: number
    }
  /** A number that can't be taken as it stands: a range, « plus de 900 », `1,250`. */
  | { kind: 'doubtful'; reason: DoubtfulNumber; proposal: number | null; rest: string }
  /** Not a number at all. */
  | { kind: 'none' }

/** Why a number can't be taken as it stands; the French words for it are in `unit.ts`. */
export type DoubtfulNumber =
  | 'fourchette'
  | 'borne'
  | 'separateur'
  | 'plusieurs_nombres'
  | 'reserve'
  | 'chiffres_manquants'

const approximation =
  /(?<![a-z])(environ|env\.?|approximativement|approx\.?|a peu pres|autour de|pres de|estime a|estimation|estime|estimes|estimee?s?|de l'ordre de|quelque)(?![a-z])|[~≈±]/g
const bound =
  /(?<![a-z])(au bas mot|a tout le moins|tout au plus|a minima|grand (?:maximum|minimum)|et (?:quelques(?: unes?)?|des poussieres|plus|davantage)|voire (?:plus|davantage|moins)|plus de|plus que|moins de|moins que|au moins|au plus|au minimum|au maximum|minimum|maximum|min\.?|max\.?|superieure? a|inferieure? a|jusqu'a|pres de)(?![a-z])|^[<>≤≥+]|[<>≤≥]|\d ?(?:et )?\+$/
/** Words that take back what the number says: `2 818 à confirmer`, `2 818 (?)`. */
const reserve =
  /(?<![a-z])(?:a|reste a|non|pas encore)? ?(?:confirme[er]?|verifier|valide[er]?|completer|preciser|consolide[er]?|corriger|revoir)(?![a-z])|(?<![a-z])(?:non|pas|jamais|pas encore) (?:ete )?(?:verifie|controle|certifie|recoupe|recompte|relu|fiabilise|dedoublonne)e?s?(?![a-z])|(?<![a-z])(?:provisoires?|sous reserve|a date|partiel(?:le)?s?|incomplet)(?![a-z])|[?✘✗✖✕❌]/u
const range = /\bentre\b.*\bet\b|\bde\b\s*[\d ]+\s*\ba\b\s*\d|\d\s*(?:-|a|\/)\s*\d/

// One number as people write it: digits in groups of three by spaces, dots, commas or apostrophes, or plain digits;
// then at most one decimal part.
const numeral = /[-+]?\d{1,3}(?:(?:[ .,']\d{3})+(?!\d))(?:[.,]\d+)?|[-+]?\d+(?:[.,]\d+)?/g

/** A bracket that says of a number, right beside it, that not all of it can be read: « [illisible] », « (dernier chiffre effacé) ». */
const blot = String.raw`[[(][^()[\]\d]*\b(?:illisible|effacee?|dechiree?|tachee?|delavee?|mal (?:lue?|imprimee?|ecrite?))s?\b[^()[\]\d]*[\])]`
/** What stands between two digits for one that can't be read: « 12[…]4 », « 12(tache)4 », « 1?64 ». */
const hole = String.raw`(?:[[(][a-z.?…_' -]*[\])]|[?…]|(?<!20\d\d)\.{2,})(?=\d)`

/**
 * A number of which digits are still to come or can't be read, of a folded text: « 1 2xx », « 12?? », « 2 6.. », « 12[illisible]4 ». Digit by digit: in
 * groups of one to three there would be as many ways through thirty digits as nobody waits for.
 */
export const masked = String.raw`(?:${blot} ?|[[(][?….]+[\])])\d(?:[ .]?\d)*|\d(?:[ .]?\d)*(?:(?: ?x{2,3}|(?<=\d[ .]\d{1,2})x)(?![a-z\d])|[?_#*]{2,}|(?<=\d[ .]\d{1,2})(?:\.{2,}|[?_#*])|${hole}\d(?:[ .]?\d)*| ?${blot})`
const missingDigits = new RegExp(String.raw`(?<![a-z\d])${masked}`)

/** « 1 02O », of a folded text: the letter O among digits is typed for a zero. A lone digit beside it, « 2o », may be an ordinal. */
function withZeros(plain: string): string {
  const digits =
    /^\s*\d[\do ]*(?=\s*$|\s(?:pass|personnes|beneficiaires|usagers|carnets)\s*$)/.exec(plain)?.[0]
  if (digits === undefined || !/\d ?o/.test(digits) || digits.replaceAll(/\D/g, '').length < 2)
    return plain
  return digits.replaceAll('o', '0') + plain.slice(digits.length)
}

/** « 14,5 k », of a folded text: in thousands, and rounded. */
export const rounded = String.raw`\d+(?:[.,]\d{1,2})? ?k(?![a-z\d€])(?! ?(?:€|eur))`
const inThousands = new RegExp(String.raw`(?<![a-z\d.,])(${rounded})`, 'g')

/** What leads from a question to its answer, of a folded text: « -> 1 000 », « = 1 000 », « Rép. : 1 000 », « il y en a eu 1 000 ». */
const lead =
  /^(?:(?:[→➜➔⇒►▶☞👉•✓✔☑☒=:]|[-=]+>|(?:reponse|rep|r) ?[.:=]+)\s*)*(?:oui ?[,:;–-]? ?(?!20[12]\d(?!\d)))?(?:(?:tres )?exactement |precisement |c'est |soit |il y en a(?: eu)? |(?:nous|on) en (?:avons|a)(?: eu)? )?(?=(?:environ |~ ?)?\d)/u
/** What says behind a number that it is all of it, and no more. */
const trail =
  /(?<=\d(?: [a-z]+)*),? (?:pile|tout (?:juste|rond|compris)|(?:tres )?exactement|precisement|seulement|en (?:tout et pour tout|definitive)|au final)[.!]?$/
/** « __1 200__ », « [1 200] », « “1 200” »: the place of an answer around it. */
const place =
  /^(?:[_.…]{2,} ?(\d[^_…[\]«»"]*?) ?(?:[_…]{2,}|\.{2,})|\[ ?(\d[^[\]]*?) ?\]|[«"“] ?(\d[^«»"“”]*?) ?[»"”])$/

/** An answer, folded, without the sign or words that lead to it, the place that it is written into, and what only says that it is exact. */
export function bareAnswer(text: string): string {
  const plain = fold(withOutcome(text)).replace(lead, '')
  const inside = place.exec(plain)
  return (inside?.slice(1).find((one) => one !== undefined) ?? plain).replace(trail, '')
}

/** « >>> 2 500 »: what people put before their answers; one sign alone says « more than », and at the beginning of a line two quote a mail in a mail. */
export const answerMark = /^\s*>{2,}\s*(?=\d)/

/**
 * Reads a text that stands where a figure is expected, the French way: `1 250`, `1.250`, `12,5`, ` 638,425.00 `, `environ 900 pass`.
 * The text may carry words around one number; what these mean is for the caller.
 */
export function parseFigure(text: string): Figure {
  // A footnote mark is no part of the figure, nor is its share: `1 250 (1)`, `1 250*`, `1 250 (50 %)`, `120 pass, soit 40 %`.
  const plain = unexplained(
    withZeros(fold(text)).replace(
      /(?<=\d[a-z ]*)\s*(?:[([]\d[)\]]|\*+|\((?:soit )?[\d .,]+\s*(?:%|€|eur(?:os?)?)\)|(?:, ?|- | )(?:soit|ou) [\d.,]+ ?%(?: (?:des (?:pass|achats?|achetes?)|du total|de l'objectif|d'utilisation)[a-z' ]*)?\.?)\s*$/,
      '',
    ),
  )
  if (missingDigits.test(plain)) {
    const around = plain.replace(missingDigits, ' ').replaceAll(/[^a-z€%/' ]+/g, ' ')
    const rest = around.replaceAll(/\s+/g, ' ').trim()
    return { kind: 'doubtful', reason: 'chiffres_manquants', proposal: null, rest }
  }
  const thousands = [...plain.matchAll(inThousands)]
  if (thousands.length === 1) {
    const [said] = thousands[0]!
    const number = Math.round(Number(said.replace(/ ?k$/, '').replace(',', '.')) * 1000)
    const figure = parseFigure(plain.replace(said, String(number)))
    return figure.kind === 'number' ? { ...figure, approximate: true } : figure
  }
  const inPass = withoutEuros(plain)
  if (inPass !== plain) return parseFigure(inPass)
  const equal =
    equivalence(plain) ?? sizedBooklets(plain) ?? statedSum(plain) ?? statedProduct(plain)
  if (equal !== null) return equal
  const numbers = [...plain.matchAll(numeral)]
  if (numbers.length === 0) return { kind: 'none' }
  const withoutNumbers = plain.replaceAll(numeral, ' ')
  const rest = withoutNumbers
    .replaceAll(approximation, ' ')
    .replaceAll(/[^a-z€%/' ]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (numbers.length > 1) {
    const reason = range.test(plain) ? 'fourchette' : 'plusieurs_nombres'
    return { kind: 'doubtful', reason, proposal: null, rest }
  }
  const digits = numbers[0]![0]
  const value = parseNumeral(digits)
  // Digits without end count nothing, and no column would hold them as they stand.
  if (!Number.isSafeInteger(Math.trunc(value.number))) return { kind: 'none' }
  if (value.doubtful) {
    return { kind: 'doubtful', reason: 'separateur', proposal: value.number, rest }
  }
  const approximate = plain.match(approximation) !== null
  if (
    !approximate &&
    bound.test(withoutNumbers.trim() === '' ? '' : plain.replace(/^\+(?=\d)/, ''))
  ) {
    return { kind: 'doubtful', reason: 'borne', proposal: value.number, rest }
  }
  const kept = rest.replace(reserve, ' ').replaceAll(/\s+/g, ' ').trim()
  if (reserve.test(withoutNumbers))
    return { kind: 'doubtful', reason: 'reserve', proposal: value.number, rest: kept }
  const percent = /%|pour ?cent/.test(withoutNumbers)
  return { kind: 'number', number: value.number, approximate, rest, percent }
}

const numberFirst = String.raw`^((?:environ |env\.? ?|[~≈] ?)?(\d[\d .]*?)(?: (?:pass|e-pass|cheques|personnes|beneficiaires|usagers|habitants)(?: (?:numeriques|uniques|differentes|distinctes))?)?)`
/** « 8 000 pass, soit 80 000 € versés aux lieux » */
const inEuros = new RegExp(
  String.raw`${numberFirst}\s*[,;(–-]?\s*(?:soit|representant|pour|=|c'est-a-dire)\s*([\d .,]*\d)\s*(?:€|euros?|eur\b)(?: (?:ttc|verse|paye|regle|depense|rembourse|reverse|factur|d'achat|de depense|au total)[a-z' ]*)?\)?$`,
)
const publics = String.raw`(?:femmes|hommes|jeunes|seniors|retraites|adultes|actifs|salaries|etudiants|familles|demandeurs d'emploi|allocataires|beneficiaires du rsa|de (?:plus|moins) de \d\d ans|en situation de handicap|en qpv)`
/** « 287 (dont 161 femmes) » */
const ofThese = new RegExp(
  String.raw`${numberFirst}\s*[,(]?\s*dont (\d[\d .]*) ${publics}(?: et (?:\d[\d .]*) ${publics})?\s*\)?$`,
)
/** « 3 200 pass en deux commandes », « 356 (décompte sur liste nominative) » */
const howOrFrom = new RegExp(
  String.raw`${numberFirst}\s*(?:[,(]\s*)?(?:en (?:une|deux|trois|quatre|plusieurs|[1-9]) (?:seules? )?(?:commandes?|bons? de commande|achats?|livraisons?|fois|tranches?)|(?<=[,(]\s*)(?:(?:un|1) (?:seul )?(?:carnet|chequier)(?: nominatif)? (?:par|pour chaque) (?:personne|beneficiaire|usager|participant)|(?:tous|toutes) (?:a|au|aux|dans|en|par|chez|sur)(?![a-z])|ratures? approuvee?s?|source|decompte|comptage|releve|export|extraction|liste|d'apres|selon|voir|cf\.?|factures?|comptabilite|compta|plate-?forme|registre|fiches?|feuilles?|emargements?|bons? de commande|chiffres? (?:de la|du|de l'))(?![a-z])[^()\d,;.]*)\)?$`,
)
const month =
  '(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)'
/** « 4 211 au 31/12/2023 », « 830 pass (arrêté au 31 décembre 2023) », « 861 (mise à jour du 15 mars 2023) » */
const upToDay = new RegExp(
  String.raw`${numberFirst}\s*[,(–-]?\s*(?:(?:(?:chiffres? )?arretee?s? )?(?:au|a la date du|en date du)|(?:chiffres? |donnees? )?(?:actualisee?s?|mise?s? a jour|a jour|maj) (?:au|le|du|a la date du|en date du)) (?:\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d|\d{1,2}(?:er)? ${month} 20\d\d)\s*\)?$`,
)
const wholes =
  '(?:pass |cheques )?(?:achete|acquis|commande|distribue|remis|emis|recu|prevu|attendu|vise|espere|inscrit|invite|possible)e?s?'
/** « 80, sur 133 personnes venues au local » */
const visitors =
  "(?:personnes|habitants|usagers) (?:venu|recu|accueilli|passe|oriente|inscrit|rencontre|invite)e?s?(?: [a-z' ]{1,40})?"
/** « 978 sur les 1 240 distribués », « 204, pour un objectif de 300 », « 204 (objectif : 300) »: what it is measured by. */
const measuredBy = new RegExp(
  String.raw`${numberFirst}\s*[,(–-]?\s*(?:sur (?:les |un total de )?(\d[\d .]*?) (?:${wholes}|${visitors})|(?:pour|sur|contre) (?:un objectif|une cible|une prevision)(?: initiale?)? de (\d[\d .]*?)(?: (?:pass|personnes))?|(?:(?:l')?objectif|cible|prevu|prevision)(?: initiale?)? ?(?::|=|etait de|etait|de) ?(\d[\d .]*?)(?: (?:pass|personnes))?)\s*\)?$`,
)
/** « 1 500 pass (3 lots de 500) », « 13 500 en trois commandes de 4 500 » */
const timesEach = new RegExp(
  String.raw`${numberFirst}\s*[,(–-]?\s*(?:en |soit |= ?)?(\d|deux|trois|quatre|cinq|six) (?:lots?|commandes?|achats?|livraisons?|bons? de commande|tranches?|fois|marches?) (?:de )?(\d[\d .]*?)(?: (?:pass|cheques))?(?: (?:chacune?|chaque))?\s*\)?$`,
)
/** « 144 (épelé deux fois) », « 950 (vérifié avec la comptable) », « 713 (facture reçue depuis, conforme) » */
const checked = new RegExp(
  String.raw`${numberFirst}\s*[,(–-]\s*(?:(?:bien|dument|chiffre|nombre|total|(?:factures?|releves?|bons?)[a-z' ]*,) )*(?:verifie|controle|relu|epele|confirme|certifie|conforme|pointe|recompte|recoupe|rapproche)e?s?(?: (?:deux|trois|[2-9]) fois)?(?: (?:par|avec|au|aux|a la|a l'|sur|depuis|hier|ce jour|ensemble)[a-z' ]*)?\)?$`,
)
const delivered = String.raw`(?:,? (?:toute?s?|bien|entierement))? ?(?:livre|recu|paye|regle|factur)e?e?s?(?: (?:en|le|fin|debut|courant|au) (?:\d{1,2}(?:er)? )?(?:${month} )?20\d\d)?`
/** « 8 000 (1 seule commande, livrée en février 2020) », « 1 200 e-pass (pas de papier chez nous) », « 219 (une adresse mail = une personne) »: how it came about. */
const cameAbout = new RegExp(
  String.raw`${numberFirst}\s*\((?:(?:(?:une|1) (?:seule |unique )?(?:commande|livraison|facture)|en une (?:seule )?fois)(?:,?${delivered})?|(?:pas de|sans|aucun) (?:papier|version papier|carnets? papier|e-pass|demateriali\w+|numerique)[a-z' ]*|tou(?:t|s|tes) (?:en )?(?:papier|numeriques?|demateriali\w+|e-pass)|(?:une? |1 )(?:adresse|fiche|dossier|nom|compte|inscription)[a-z' -]* ?(?:=|pour|par) (?:une? |1 )?(?:personne|usager|beneficiaire|habitant)[a-z', ]*|(?:comptee?|calculee?|obtenue?|relevee?|recensee?|pointee?|recuperee?|tiree?|issue?)s? (?:a partir|a l'aide|au moyen|sur la base|dans|sur|d'apres|grace|de|des|du|d')[a-z', -]*)\)$`,
)
const few = ['deux', 'trois', 'quatre', 'cinq', 'six']
/** What sounds like a doubt and says that nothing is counted twice, or that something was looked into. */
const onceOnly =
  /(?:sans|hors) (?:doublons?|doubles? comptes?)|(?:pas de|sans) (?:papier|e-pass)|(?:on a |nous avons )?(?:bien )?verifiee?s?(?: a la main)?/g
const unsure =
  /estim|provis|environ|confirm|verif|doubl|partiel|incompl|approx|\b(?:non|hors|sauf|sans|pas|en cours|a ce jour|memoire|previsi\w*|objectif|cible)\b|\?/

/**
 * A text without what only explains its first number: its worth in euros at ten a pass, some of those it counts, in how many orders, its
 * source, or the day up to which it counts.
 */
function unexplained(text: string): string {
  const plain = withoutAddends(text)
  const amount = (digits: string) => parseNumeral(digits.trim()).number
  const ratio = (found: RegExpExecArray) => amount(found[3]!) / amount(found[2]!)
  const worth = inEuros.exec(plain)
  if (worth !== null && ratio(worth) >= 9 && ratio(worth) <= 12) return worth[1]!
  const some = ofThese.exec(plain)
  if (some !== null && ratio(some) <= 1) return some[1]!
  const measured = measuredBy.exec(plain)
  if (measured !== null) {
    const [first, whole, ...aims] = measured.slice(2)
    if (aims.some((aim) => aim !== undefined) || amount(first!) <= amount(whole!))
      return measured[1]!
  }
  const times = timesEach.exec(plain)
  if (times !== null) {
    const at = few.indexOf(times[3]!)
    const often = at < 0 ? Number(times[3]) : at + 2
    if (often * amount(times[4]!) === amount(times[2]!)) return times[1]!
  }
  if (checked.test(plain)) return checked.exec(plain)![1]!
  const came = unsure.test(plain.replace(onceOnly, '')) ? null : cameAbout.exec(plain)
  if (came !== null) return came[1]!
  const told = unsure.test(plain) ? null : (howOrFrom.exec(plain) ?? upToDay.exec(plain))
  return told?.[1] ?? plain
}

const inBracket = /^([^()]*?\d[^()]*?) ?\(([^()]*)\)$/
const addendOf =
  /^(?:[a-z][^:\d]{1,40} ?: ?)?(\d[\d .]*?)(?: (?:pass|cheques))?(?: (?:en )?20\d\d)?$/
const and = /\s*(?:\+|;|–|\s-\s|,(?=\s*[a-z])|,? puis |,? et )\s*/

/** « 3 700 pass en deux commandes (2 500 puis 1 200) » without what the number is the sum of. */
function withoutAddends(plain: string): string {
  const found = addendsIn(plain)
  return found !== null && found.sum === found.total ? found.before : plain
}

/** Whether a text says a number and, in brackets, others that make another sum: « 3 700 (2 500 puis 1 100) ». */
export function misaddsUp(text: string): boolean {
  const found = addendsIn(fold(text).replace(/\.$/, ''))
  return found !== null && found.sum !== found.total
}

/** The number of a text with the ones in brackets behind it, nothing but numbers, two or more; null for another text. */
function addendsIn(plain: string): { before: string; total: number; sum: number } | null {
  const [, before, inside] = inBracket.exec(plain) ?? []
  const first = /\d[\d .]*/.exec(before ?? '')?.[0]
  if (first === undefined) return null
  const addends = inside!.split(and).map((one) => addendOf.exec(one.trim())?.[1])
  if (addends.length < 2 || addends.includes(undefined)) return null
  const amount = (digits: string) => parseNumeral(digits.trim()).number
  const sum = addends.reduce((all, one) => all + amount(one!), 0)
  return { before: before!.trim(), total: amount(first), sum }
}

const booklets = String.raw`([\d .]*\d)\s*(?:carnets?|chequiers?)(?: (?:de|a) (\d{1,2})(?: (?:pass|cheques?)(?: chacune?)?)?)?`
const counted = String.raw`([\d .]*\d)\s*(?:pass|cheques?)(?: numeriques?)?`
const passFirst = new RegExp(
  String.raw`^(?:${counted}\s*[(,]?\s*(?:soit|=|ou)?|([\d .]*\d)\s*[(,=]\s*(?:soit|=|ou)?)\s*${booklets}\s*\)?$`,
)
const bookletsFirst = new RegExp(
  String.raw`^${booklets}\s*(?:[(,]?\s*(?:soit|=|ou)|\()\s*${counted}\s*\)?$`,
)
/** How many pass booklets have held. */
export const bookletSizes: readonly number[] = [5, 10, 20]

/**
 * « 11 000 pass soit 1 100 carnets de 10 », « 16 000 (1 600 carnets) »: one number said twice; null where the two don't agree, or make no
 * size that booklets have.
 */
function equivalence(plain: string): Figure | null {
  const first = passFirst.exec(plain)
  const last = first ? null : bookletsFirst.exec(plain)
  const said = first
    ? [first[1] ?? first[2], first[3], first[4]]
    : last
      ? [last[3], last[1], last[2]]
      : null
  if (said === null) return null
  const [pass, count] = said.slice(0, 2).map((digits) => parseNumeral(digits!.trim()).number)
  const sizes = said[2] === undefined ? bookletSizes : [Number(said[2])]
  if (!sizes.some((size) => pass === count! * size)) return null
  return { kind: 'number', number: pass!, approximate: false, rest: 'pass', percent: false }
}

const again =
  /^(?:(?:soit|=|ou|c'est-a-dire) ?|\( ?(?:soit |= ?)?)(\d[\d .]*?) ?(?:pass|cheques?)(?: numeriques?)?(?: (?:de|a) 10 ?(?:€|euros?))?\s*\)?$/

/**
 * What a figure is in pass where a text says it once more: booklets of a size that they have, or euros at what pass cost; null where the two don't
 * agree, or the text says something else.
 */
export function saidInPass(figure: Figure, ofBooklets: boolean, text: string): Figure | null {
  const digits = again.exec(fold(text))?.[1]
  if (figure.kind !== 'number' || digits === undefined) return null
  const { number } = parseNumeral(digits.trim())
  const each = number / figure.number
  if (/^(?:carnets?|chequiers?)\b/.test(figure.rest) || (figure.rest === '' && ofBooklets))
    return bookletSizes.includes(each) ? { ...figure, booklet: each } : null
  const cost = figure.number / number
  if (!/^(?:€|euros?|eur)/.test(figure.rest) || cost < 9 || cost > 12) return null
  return { ...figure, number, rest: 'pass' }
}

const sized =
  /^(\d[\d .]*?) ?(?:carnets?|chequiers?) ?\(?(?:de |a |x ?)(\d{1,2}|cinq|dix|vingt)(?: (?:pass|cheques?)(?: numeriques?)?)?(?: chacun)?\)?$/

/** « 200 carnets de 10 », « 200 carnets (de dix pass) »: booklets, and how many pass are in each; null for another text. */
function sizedBooklets(plain: string): Figure | null {
  const found = sized.exec(plain)
  if (found === null) return null
  const { number } = parseNumeral(found[1]!)
  const booklet = spelledNumber(found[2]!) ?? Number(found[2])
  return { kind: 'number', number, approximate: false, rest: 'carnets', percent: false, booklet }
}

const addend = String.raw`\d[\d .]*(?: ?\((?:en )?20\d\d\))?`
const unit = '(?: ?(pass|cheques|personnes|beneficiaires|usagers|habitants))?'
const sumFirst = new RegExp(
  String.raw`^(\d[\d .]*?)${unit} ?(?:=|:|\(|, ?soit|soit) ?(${addend}(?: ?\+ ?${addend})+) ?\)?$`,
)
const sumLast = new RegExp(
  String.raw`^(${addend}(?: ?\+ ?${addend})+) ?(?:=|, ?soit|soit) ?(\d[\d .]*?)${unit}$`,
)

const product = new RegExp(
  String.raw`^(\d[\d .]*?)(?: ?(?:carnets?|chequiers?|lots?))? ?(?:de )?[x×*] ?(\d{1,3})(?: ?pass)? ?(?:=|, ?soit|soit) ?(\d[\d .]*?)${unit}$`,
)

/** « 80 x 10 = 800 », « 80 carnets × 10 pass = 800 pass »; null where that is wrong, or no product is stated. */
function statedProduct(plain: string): Figure | null {
  const found = product.exec(plain)
  if (found === null) return null
  const [count, size, number] = found
    .slice(1, 4)
    .map((digits) => parseNumeral(digits!.trim()).number)
  if (count! * size! !== number) return null
  return { kind: 'number', number, approximate: false, rest: found[4] ?? '', percent: false }
}

/** « 1 500 + 500 = 2 000 », « 2 000 (1 500 + 500) »: a sum with its addends; null where they don't agree, or no sum is stated. */
function statedSum(plain: string): Figure | null {
  const [first, last] = [sumFirst.exec(plain), sumLast.exec(plain)]
  const said = first ? [first[1], first[3], first[2]] : last ? [last[2], last[1], last[3]] : null
  if (said === null) return null
  const amount = (digits: string) => parseNumeral(digits.replace(/\(.*\)/, '').trim()).number
  const [total, addends, rest] = said
  const sum = addends!.split('+').reduce((all, one) => all + amount(one), 0)
  const number = amount(total!)
  if (number !== sum) return null
  return { kind: 'number', number, approximate: false, rest: rest ?? '', percent: false }
}

/**
 * One numeral. The last separator decides: spaces and apostrophes only group; a dot or comma followed by other than three
 * digits is decimal; both present, the last one is decimal; a dot before three digits groups (French never writes decimals
 * with it), a comma before three digits is either, so it is said to be doubtful.
 */
function parseNumeral(text: string): { number: number; doubtful: boolean } {
  const compact = text.replaceAll(/[ ']/g, '')
  const spaced = compact !== text
  const dots = compact.split('.').length - 1
  const commas = compact.split(',').length - 1
  let plain = compact
  let doubtful = false
  if (dots > 0 && commas > 0) {
    const decimal = compact.lastIndexOf('.') > compact.lastIndexOf(',') ? '.' : ','
    const grouping = decimal === '.' ? ',' : '.'
    plain = compact.replaceAll(grouping, '').replace(decimal, '.')
  } else if (dots > 1 || commas > 1) {
    plain = compact.replaceAll(/[.,]/g, '')
  } else if (dots === 1) {
    plain =
      /^[-+]?[1-9]\d{0,2}\.\d{3}$/.test(compact) && !spaced ? compact.replace('.', '') : compact
  } else if (commas === 1) {
    doubtful = /^[-+]?[1-9]\d{0,2},\d{3}$/.test(compact) && !spaced
    plain = doubtful ? compact.replace(',', '') : compact.replace(',', '.')
  }
  return { number: Number(plain), doubtful }
}
