import { fold } from './text.ts'

/** Names of other schemes, and those of this one, of a folded text. */
export const schemes =
  /\b(?:conseill(?:er|ere|ers|eres)s? numeriques?|(?:(?:maisons?|espaces?) )?france services?|aidants? connect|pass[' ]?(?:culture|sport|jeunes?|navigo|sanitaire|mobilite|region|permis|emploi|asso\w*|loisirs?|vacances|bus|musees?)|cheques? (?:energie|lire|livres?|vacances|emploi|eau|alimentaires?|cultur\w*|sport|cadeaux?|mobilite|restaurant|loisirs?|jeunes?|solidaires?)|visa internet|micro-?folies?|fab ?labs?|ordinateurs? (?:reconditionnes?|solidaires?)|garantie jeunes|campus connectes?)\b/
export const ours = /\b(?:pass numeriques?|cheques? numeriques?|pass-numeriques?|aptic|pn-20\d\d)\b/

/** Whether a text names another scheme than the Pass numérique, and not that one. */
export function namesOtherScheme(text: string): boolean {
  const plain = fold(text)
  return schemes.test(plain) && !ours.test(plain)
}

const pass = '(?:pass numeriques?|cheques? numeriques?|pass-numeriques?|pass|aptic)'
const led =
  "(?:(?:les?|la|l'|des?|d'|du|aux?|nos|celui|ceux|celles?|permanences?|ateliers?|accompagnements?|rendez-vous|visites?|dispositifs?|actions?) ?){0,4}"
const joint = String.raw`(?:,|\+|&|/|et|ou|ainsi que) ?${led}`
const joined = new RegExp(
  String.raw`\b${pass} ?${joint}(?:${schemes.source})|(?:${schemes.source}) ?${joint}${pass}\b`,
)

/** « Bénéficiaires uniques, Pass numériques et permanences France services confondus »: whether a text puts another scheme beside the pass, in one count. */
export function joinsOtherScheme(text: string): boolean {
  return joined.test(fold(text))
}

const leftOut = new RegExp(
  String.raw`[,(–-]?\s*\b(?:hors|hormis|sauf|excepte|sans(?: compter)?|a l'exclusion d(?:e|u|es)?) ?${led}(?:${schemes.source})[^,;:()]*\)?`,
  'g',
)

/** A folded label without the other schemes that it leaves out: « Bénéficiaires uniques, hors permanences France services ». */
export function withoutOthers(label: string): string {
  return label.replaceAll(leftOut, ' ')
}
