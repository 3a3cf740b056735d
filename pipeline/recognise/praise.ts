import { fold } from './text.ts'

const clauses = /[^.;\n]+/g
const doAgain = /,?\s*(?<!\p{L})à (?:refaire|reconduire|renouveler)(?!\p{L})/iu
const good =
  /\b(?:bravo|super|top|genial\w*|formidables?|excellente?s?|parfaite?s?|magnifiques?|remarquables?|tres bien|(?:belle|beau|bel|bonne?|chouette|heureuse|jolie)s? (?:\w+ )?(?:actions?|operations?|experiences?|initiatives?|idees?|projets?|dynamiques?|ambiances?|ateliers?|dispositifs?|aventures?|reussites?|moments?|frequentations?|surprises?|accueil)|utiles?|appreciee?s?|reussie?s?|reussite|succes|interessante?s?|enrichissante?s?|satisfait\w*|satisfaisante?s?)\b/
/** What else may have to be done again, and what takes praise back. */
const counts =
  /\b(?:compt\w+|decompt\w+|recompt\w+|chiffr\w+|nombres?|totau?x?|totals?|sommes?|saisies?|donnees?|calculs?|tableaux?|tableurs?|listes?|registres?|releves?|pointages?|bilans?|rapports?|fichiers?|exports?|extractions?|inventaires?|enquetes?|lignes?|colonnes?|feuilles?|fiches?|formulaires?|documents?|dossiers?|questionnaires?|copies?|travail|mais|sauf|hormis|cependant|toutefois|pas|non|peu|jamais)\b/

/**
 * A text without « à refaire » where that praises: « Très belle action, à refaire ! ». Behind a word of praise, and with no count named or
 * reserve made beside it, it says that all went well; « Belle action, chiffres à refaire » and « À refaire » alone say what they say.
 */
export function withoutPraise(text: string): string {
  if (!doAgain.test(text)) return text
  return text.replaceAll(clauses, (clause) => {
    const plain = fold(clause)
    return good.test(plain) && !counts.test(plain) && !/\d/.test(plain)
      ? clause.replace(doAgain, '')
      : clause
  })
}
