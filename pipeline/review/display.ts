import { fr, inert, numeral } from '../inspect/phrase.ts'
import { figureKey, type Party, type Published, type Question, type Standing } from './questions.ts'

/** Gives a title its weight, or leaves it as it is. */
export type Bold = (text: string) => string

/** A question as lines in French: where it stands, what is doubtful, what is proposed, what is read today. */
export function questionLines(question: Question, published: Published, bold: Bold): string[] {
  const { feuille, cellule, texte_brut, libelle, proposition, confiance } = question
  const place = feuille && cellule ? fr`${feuille}!${cellule}` : (feuille ?? 'tout le fichier')
  const sure = confiance === null ? '' : fr` (confiance ${Math.round(confiance * 100)} %)`
  const lines = [
    bold(fr`  Fichier    ${question.fichier}`),
    fr`  Endroit    ${place}`,
    ...(texte_brut === null || texte_brut === ''
      ? []
      : [fr`  Texte      « ${short(texte_brut)} »`]),
    ...(libelle === null || libelle === texte_brut ? [] : [fr`  Libellé    « ${short(libelle)} »`]),
    fr`  Doute      ${question.motif}`,
    proposition === null ? fr`  Proposé    rien` : fr`  Proposé    ${proposition}` + sure,
  ]
  const { decides } = question
  if (decides === null) return lines
  return [
    ...lines,
    fr`  Chiffre    ${decides}${decides === question.indicateur ? '' : ` (la question porte sur ${question.indicateur})`}`,
    ...question.parties.map((party) => {
      const standing = published.figures.get(figureKey(party.convention, decides))
      return fr`  Lauréat    ${partyName(party)}` + fr` ; lu aujourd’hui : ${today(standing)}`
    }),
  ]
}

/** `2019-017 Communauté de communes …, AAP 2019`. */
export function partyName({ convention, nom, aap }: Party): string {
  return `${convention} ${nom}, AAP ${aap}`
}

/** A decided or read value in words. */
export function valueName(value: number | null): string {
  return value === null ? 'non communiqué' : numeral(value)
}

function today(standing: Standing | undefined): string {
  if (!standing) return 'rien'
  const value = standing.valeur_lue === null ? 'rien' : numeral(standing.valeur_lue)
  return `${value} (${standing.statut})`
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/**
 * What a person can do about a question on a whole file. Whose report it is can't be said in the tables of decisions; anything else
 * is answered figure by figure.
 */
export function fileAdvice(question: Question, raw: string): string[] {
  const { fichier, proposition, ofNobody } = question
  const look = [
    fr`  - Pour voir ce qui a été reconnu :`,
    `      npx bilan inspect ${inert(shellWord(`${raw}/rapports/${fichier}`))} --raw ${inert(shellWord(raw))}`,
  ]
  if (!ofNobody) {
    return [
      fr`  La question porte sur tout le document : le corriger et le déposer de nouveau, ou décider chiffre par chiffre.`,
      ...look,
    ]
  }
  const name = fichier.slice(fichier.lastIndexOf('/') + 1)
  const number = proposition ?? 'numéro-de-convention'
  return [
    fr`  De qui est un rapport ne se décide pas ici : la lecture le reconnaît elle-même.`,
    fr`  - Si rien ne le dit, mettre le numéro de la convention dans le nom du fichier, par exemple`,
    `      « ${inert(number)} ${inert(name)} »`,
    fr`    puis relancer : un numéro dans le nom du fichier est reconnu.`,
    fr`  - Si le contenu désigne quelqu’un d’autre (autre SIREN, autre nom), corriger le document ou le registre.`,
    ...look,
  ]
}

/** A path as a shell takes it for one word. */
export function shellWord(text: string): string {
  return /^[\p{L}\d._/-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
