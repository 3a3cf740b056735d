import { parseFigure } from './number.ts'
import { digitsOf } from './passage.ts'
import { openDoubt } from './settled.ts'
import type { Statement } from './statement.ts'
import { fold } from './text.ts'

const number = String.raw`(\d{1,3}(?: \d{3})+|\d+)`
const convention = String.raw`(?:au titre|dans le cadre) de (?:la|cette|notre|votre) (?:presente )?convention\b`

/** « , dont 2 000 au titre de la convention » */
const within = new RegExp(
  `[,(] ?dont ${number} (?:pass )?(?:seulement )?(?:l'ont ete )?${convention}`,
)
/** « 2 000 l’ont été au titre de la convention », as a sentence that goes on with the one before. */
const after = new RegExp(
  String.raw`^\W*(?:sur ce (?:total|nombre),? |parmi (?:eux|ceux-ci|ces pass),? |seuls )?${number} (?:pass |d'entre eux )?l'ont ete ${convention}`,
)

/**
 * What a sentence states, with the number of which it says that a part is the convention's told as that part: « 2 500 pass achetés, dont 2 000 au
 * titre de la convention ». What else was done with it is none of the report's.
 */
export function oursWithin(sentence: string, found: readonly Statement[]): Statement[] {
  const plain = fold(sentence)
  const said = within.exec(plain)
  if (said === null) return helpedByPass(sentence, found)
  const lead = plain.slice(0, said.index)
  const whole = found.findLast((one) => isLastIn(lead, one))
  const part = whole && partOf(whole, said[1]!, sentence)
  // The part, where it was read as one more count, is that of the whole.
  const again = (one: Statement) => one !== whole && one.digits === part?.digits
  return part
    ? found.filter((one) => !again(one)).map((one) => (one === whole ? part : one))
    : [...found]
}

const people = "(?:personnes |usagers |beneficiaires |habitants |d'entre elles |d'entre eux )?"
/** « : 2 735 au moyen du Pass numérique », « , dont 2 735 grâce au pass » */
const withPass = new RegExp(
  String.raw`[:(,] ?(?:dont )?${number} ${people}(?:l'ont ete )?(?:au moyen|grace|avec|via|par le biais|par l'intermediaire|a travers|beneficiant|munie?s) ?(?:d'|du |de |des |aux? |l[ea]s? |une? )*pass(?: numeriques?)?\b`,
)
/** « et 640 dans le cadre de la conférence des financeurs, sans Pass » */
const withoutPass = new RegExp(
  String.raw`^ ?,? ?(?:et|puis) ${number} ${people}[^.;:\d]{0,80}\b(?:sans|hors)(?: (?:le|les|de|aucun))? pass(?: numeriques?)?\b`,
)

/**
 * What a sentence states, with the persons whom a body has helped in any way told as those of them who had a pass: « 3 375 personnes différentes
 * accompagnées : 2 735 au moyen du pass, et 640 sans pass ». The two make up the whole, or only those with a pass are named.
 */
function helpedByPass(sentence: string, found: readonly Statement[]): Statement[] {
  const plain = fold(sentence)
  const said = withPass.exec(plain)
  const whole = found.findLast((one) => said !== null && isLastIn(plain.slice(0, said.index), one))
  const isOfPersons =
    whole?.notion.kind === 'indicator' && whole.notion.indicator === 'beneficiaires_uniques'
  const part = isOfPersons ? partOf(whole!, said![1]!, sentence) : null
  if (whole === undefined || part === null) return [...found]
  const rest = plain.slice(said!.index + said![0].length)
  const other = withoutPass.exec(rest)
  const [all, own, others] = [whole.digits ?? '', said![1]!, other?.[1] ?? ''].map(amountOf)
  const behind = rest.slice(other?.[0].length ?? 0)
  if (/\d/.test(behind) || (other !== null && own! + others! !== all)) return [...found]
  // « 2 735 avec le pass distribué par le CCAS » may have had it from others too.
  const alone = /\bdont \d/.test(said![0]) && /^[ .;!)]*$/.test(behind)
  if (other === null && !alone) return [...found]
  const { notion } = part
  const sure = notion.kind === 'indicator' && notion.doubt === openDoubt
  return found.map((one) =>
    one === whole ? { ...part, ...(sure && { notion: { ...notion, doubt: null } }) } : one,
  )
}

const amountOf = (digits: string) => Number(digits.replaceAll(/\D/g, ''))

/** The last statement of the sentence before as the part of it that a sentence says to be the convention's; null where it says no such thing. */
export function oursAfter(sentence: string, before: Told | undefined): Statement | null {
  const said = after.exec(fold(sentence))
  const whole = before?.found.at(-1)
  if (said === null || before === undefined || whole === undefined) return null
  return isLastIn(fold(before.sentence), whole) ? partOf(whole, said[1]!, sentence) : null
}

/** A sentence with what it states. */
interface Told {
  sentence: string
  found: readonly Statement[]
}

/** Whether a statement is of the last number of a folded text but for years: a part is one of what stands right before it. */
function isLastIn(plain: string, { digits }: Statement): boolean {
  const at = digits === undefined || digits === '' ? null : digitsOf(digits).exec(plain)
  if (at === null) return false
  return !/\d/.test(plain.slice(at.index + at[0].length).replaceAll(/\b20\d\d\b/g, ''))
}

const conventions = new RegExp(convention, 'g')
/** « la convention 2021 avec la région » may be another one than the report's. */
const another = new RegExp(
  `${convention} (?:(?:de |signee en )?20\\d\\d|avec|conclue|passee|signee (?:avec|par)|regionale|departementale)`,
)
const severalDoubt = 'la phrase partage le nombre entre plusieurs conventions, ou parle d’une autre'

/**
 * A statement with a part of its number, or with its doubt where the convention that has the part may be another one; null where the part is no
 * less.
 */
function partOf(whole: Statement, digits: string, sentence: string): Statement | null {
  const figure = parseFigure(digits)
  if (whole.figure === 'absence' || whole.figure.kind !== 'number') return null
  if (figure.kind !== 'number' || figure.number >= whole.figure.number) return null
  const label = { ...whole.label, text: sentence.trim() }
  const several = [...fold(sentence).matchAll(conventions)].length > 1
  if (!several && !another.test(fold(sentence))) return { ...whole, figure, digits, label }
  const { notion } = whole
  if (notion.kind !== 'indicator') return null
  return { ...whole, notion: { ...notion, doubt: notion.doubt ?? severalDoubt } }
}
