import type { Label } from './label.ts'
import { says } from './label.ts'
import { fold } from './text.ts'

type Terms = Label['terms'][number][]

/** « Jeunes ayant utilisé des pass », « Nombre de seniors accompagnés »: some of the public, named where others write « bénéficiaires ». */
const publicHelped =
  /^\W*(?:(?:nb|nbre|nombre)\.? (?:total )?(?:de |d')?)?(jeunes?|lyceens?|lyceennes?|collegiens?|apprentis?|stagiaires?|etudiante?s?|seniors?|aines?|retraite[es]*|locataires?|allocataires?|adherente?s?|salarie[es]*|parents?|eleves?|resident[es]*|demandeurs? d'emploi|chomeurs?)\b(?=.*\b(?:ayant (?:utilise|consomme|beneficie|profite|eu|depense)|qui ont (?:utilise|consomme|beneficie|profite|depense)|beneficiaires?|accompagne[es]*|aide[es]*|forme[es]*|differente?s?|distincte?s?|uniques?)\b)/
const used = /\b(?:ayant|qui ont) (?:utilise|consomme|beneficie|profite|depense)\b/
/** « Tarnagésiens », « Brissolaises et Brissolais » at the head of a label; « Relais » and « Palais » are none. */
const inhabitants =
  /^\W*(?:(?:[Nn]bre?|[Nn]ombre) (?:de |d['’]))?(?:\p{Lu}\p{Ll}{4,}(?:ais|aises|ois|oises|iens|iennes|éens|éennes)(?: et |, | ou |(?=[\s,])))+/u
const inhabitant = /(?:ai|aise|oi|oise|ien|ienne|een|eenne)$/

/**
 * The terms of a label with the persons that it names by what they are: some of the public (which is a kind of persons), or the inhabitants of a
 * place where each is counted once (« Tarnagésiens aidés, sans doublon ») or has used a pass. Unchanged where it names none.
 */
export function withPublic(text: string, label: Label): Label {
  const some = publicHelped.exec(fold(text))?.[1]
  if (some !== undefined && !says(label, 'personne', 'beneficiaires_uniques')) {
    const terms: Terms = [
      { expression: some, sense: 'personne' },
      { expression: some, sense: 'categorie' },
      ...label.terms,
    ]
    if (used.test(fold(text))) terms.push({ expression: 'ayant utilise', sense: 'accompagne' })
    const unknown = label.unknown.filter((word) => !some.startsWith(word))
    return { ...label, terms, unknown }
  }
  const [first] = label.unknown
  // « Orvannais ont utilisé au moins un pass »: whose inhabitants they are has then still to be told.
  const helped = label.unknown.length === 1 && says(label, 'accompagne')
  const named =
    label.unknown.every((word) => inhabitant.test(word)) && (says(label, 'distinct') || helped)
  const held = says(label, 'personne', 'beneficiaire', 'objet', 'acte', 'acteur', 'lieu')
  if (first === undefined || !named || held || !inhabitants.test(text)) return label
  return {
    ...label,
    terms: [{ expression: first, sense: 'personne' }, ...label.terms],
    unknown: says(label, 'distinct') ? [] : label.unknown,
  }
}
