import { fold } from './text.ts'

/** « Cible 2023 : 4 000 », « Réalisé : 4 200 », « Pilote : la direction » */
const field = /^([^:]{3,50}?)\s*:\s*(.+)$/
const number = /^\d[\d \u00a0\u202f.]*$/
const naming = /^(?:indicateur|libelle|intitule|mesure|nature)(?: (?:n°? ?)?\d{1,2})?$/
const aimed =
  /^(?:(?:valeur|objectif) )?(?:cible|objectif|prevu|prevision|previsionnel|attendu|vise)e?s?\b/
const done =
  /^(?:(?:valeur|nombre) )?(?:realise|atteint|obtenu|constate|realisation|resultat)e?s?\b/

/**
 * A text that is the line of a sheet of actions, « Indicateur : pass achetés. Cible 2023 : 4 000. Réalisé : 4 200. », with the figure that was reached behind
 * what it counts: « pass achetés : 4 200 ». Any other text is as it was.
 */
export function ofFields(text: string): string {
  const parts = text
    .trim()
    .replace(/\.$/, '')
    .split(/(?:[.;|]|\s[–—-])\s+/u)
  const fields = parts.map((part) => field.exec(part.trim()))
  const [first, ...others] = fields
  const named = first == null ? parts[0]!.trim() : naming.test(fold(first[1]!)) ? first[2]! : null
  if (named === null || others.length < 2 || /\d/.test(named)) return text
  if (!others.every((one) => one !== null && number.test(one[2]!))) return text
  const reached = others.filter((one) => done.test(fold(one![1]!)))
  const aims = others.filter((one) => aimed.test(fold(one![1]!)))
  if (reached.length !== 1 || aims.length + 1 !== others.length) return text
  const [, said, figure] = reached[0]!
  const year = /\b20\d\d\b/.exec(said!)?.[0]
  return `${named}${year === undefined ? '' : ` ${year}`} : ${figure}`
}
