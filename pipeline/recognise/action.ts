const number = String.raw`(?:(?:au moins|environ|jusqu'a|pres de|plus de) )?\d[\d .]*\d`
const counted = '(?=(?:pass|cheques?|carnets?|personnes?|beneficiaires?|usagers?|habitants?)\\b)'
const lead = String.raw`^\s*(?:\d{1,2}\s?[.)-]\s*)?`
const used = new RegExp(
  String.raw`${lead}(?:faire |permettre d'|favoriser l'usage et )?(scanner|utiliser|consommer|flasher|depenser)\b`,
)
const bought = new RegExp(String.raw`${lead}(acheter|acquerir)\b`)
const helped = new RegExp(
  String.raw`${lead}(?:accompagner|toucher|aider|atteindre|faire beneficier)\b`,
)
const aimed = new RegExp(
  `${lead}(?:faire )?(?:[a-z]+er|acquerir|faire beneficier) (?:${number} )${counted}`,
)

/** A folded label that names an action by an infinitive, as one that names what was done: « Faire scanner les pass », « Toucher 3 000 bénéficiaires ». */
export function actionDone(label: string): string {
  if (label.length > 90 || !/^\s*(?:\d{1,2}\s?[.)-]\s*)?[a-z]+(?:er|re|ir)\b/.test(label))
    return label
  return label
    .replace(aimed, (found) => found.replace(new RegExp(number), ' '))
    .replace(used, ' $1 ')
    .replace(helped, ' accompagnes ')
}

/** Whether a folded label names an action of ours by an infinitive. */
export function namesAction(label: string): boolean {
  return [used, bought, helped].some((one) => one.test(label))
}
