import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { type Label, parseLabel, says } from './label.ts'
import { isSure, notionOf } from './notion.ts'
import type { Reading } from './reading.ts'
import { sentencesShown } from './shown.ts'
import { fold, words } from './text.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

/** « * activé = titre scanné par le médiateur », « NB : un pass honoré est un pass scanné ». */
const sentence =
  /^(?:\(\d\)|\*+|(?:nb|n\.b\.|note|lexique|definition|legende|rappel) ?:?|)\s*(?:on entend par |par |(?:les?|la|l'|des|une?) ?)?"?«? ?([a-z' -]{3,40}?) ?»?"?\s*(?:=|:|,? ?(?:est|sont|designent?|signifient?|correspond(?:ent)? a|s'entend(?:ent)? (?:de|comme)|veut dire|veulent dire|c'est-a-dire)(?= ))\s*(?:les?|la|l'|des|une?|du)? ?(.{4,160})$/
const abbreviation = /(?<![\p{L}\d/])(\p{Lu}{2,4})\s*[:=–-]?\s+(\p{Ll}[^,;:=(]{3,60})/gu

/** The acts that a word may stand for, with the word that says each plainly. */
const plainly: [Sense, string][] = [
  ['scan', 'scannés'],
  ['achat', 'achetés'],
  ['distribution', 'distribués'],
  ['commande', 'commandés'],
]
/** What a word may say for itself before it is defined: nothing that is known, or something less sure. */
const open: (Sense | null)[] = [null, 'emission', 'scan_possible', 'achat_possible']

/**
 * Lets the words that a document defines mean what it says: labels with such a word, or made of such an abbreviation, are taken apart as if they
 * said it plainly.
 */
export function hearDefinitions(grids: readonly Grid[], vocabulary: Vocabulary): void {
  const labels = grids.flatMap((grid) => grid.items.filter((item) => item.kind === 'label'))
  for (const grid of grids) hearUniques(grid, labels, vocabulary)
  hearAccounts(labels, vocabulary)
  const meant = new Map<string, string>()
  const codes = new Map<string, string>()
  for (const { cell } of labels) {
    for (const said of cell.text.split(/(?<=\p{L}{3}[.;])\s+|\n/u)) {
      const defined = definitionIn(said, vocabulary)
      if (defined) meant.set(defined.word, defined.act)
    }
    const pairs = [...cell.text.matchAll(abbreviation)]
    if (pairs.length > 1) for (const [, code, said] of pairs) codes.set(code!, said!)
  }
  if (meant.size === 0 && codes.size === 0) return
  for (const item of labels) {
    const code = codes.get(item.cell.text.trim())
    if (code !== undefined) item.label = named(item.cell.text, parseLabel(code, vocabulary))
    const word = words(item.cell.text).find((one) => meant.has(one))
    if (word === undefined || item.cell.text.length > 80) continue
    if (definitionIn(item.cell.text, vocabulary) !== null) continue
    const said = item.cell.text.replaceAll(/[\p{L}'’-]+/gu, (one) =>
      words(one)[0] === word ? meant.get(word)! : one,
    )
    item.label = named(item.cell.text, parseLabel(said, vocabulary))
  }
}

/** « Achetés | Scannés | Uniques », where another text says who is unique: « bénéficiaires uniques par arrondissement ». */
function hearUniques(grid: Grid, labels: readonly Item[], vocabulary: Vocabulary): void {
  const alone = grid.items.filter((i) => i.kind === 'label' && onlyUnique.test(fold(i.cell.text)))
  if (alone.length === 0) return
  const who = labels.flatMap(({ cell }) => uniquePersons.exec(fold(cell.text))?.[0] ?? [])
  if (who.length === 0) return
  for (const item of alone) {
    const beside = grid
      .row(item.cell.row)
      .some(({ label }) => label && says(label, 'achat', 'scan'))
    if (beside) item.label = named(item.cell.text, parseLabel(who[0]!, vocabulary))
  }
}

/** « Comptes avec au moins 1 pass scanné », where another text says that an account is a person: each is counted once. */
function hearAccounts(labels: readonly Item[], vocabulary: Vocabulary): void {
  const same = labels.find(({ cell }) => accountIsPerson.test(fold(cell.text)))
  if (same === undefined) return
  for (const item of labels) {
    const { text } = item.cell
    const own =
      /(?<!\p{L})comptes?(?: (?:usager|utilisateur|client)s?)?(?= (?:avec|ayant)(?!\p{L}))/iu
    if (item === same || text.length > 80 || !own.test(text)) continue
    item.label = named(text, parseLabel(text.replace(own, 'personnes différentes'), vocabulary))
  }
}

const accountIsPerson =
  /\b(?:un|1|chaque) compte(?: usager| utilisateur| client)? ?(?:=|:|est|correspond a|vaut|equivaut a) ?(?:bien )?(?:une?|1) (?:seule? )?(?:personne|usager|individu|beneficiaire)\b/

const onlyUnique = /^(?:uniques?|distincts?|differents?)$/
const uniquePersons =
  /\b(?:beneficiaires|personnes|usagers|publics|participants) (?:uniques|distincts|distinctes|differents|differentes)\b/

function named(text: string, label: Label): Label {
  return { ...label, text: text.trim() }
}

/** The word that a text defines, and what it stands for; null when it defines none. */
function definitionIn(text: string, vocabulary: Vocabulary): { word: string; act: string } | null {
  if (/\d/.test(text.replace(/^\s*\(\d\)/, '').replaceAll(/\b10 ?(?:€|euros?)/gi, ''))) return null
  const found = sentence.exec(fold(text).replace(/[.;]$/, ''))
  if (found === null) return null
  const [term, said] = [found[1]!, found[2]!].map((part) => parseLabel(part, vocabulary))
  const act = plainly.find(([sense]) => says(said!, sense))
  if (act === undefined || isSure(notionOf([term!])) || says(said!, 'negation')) return null
  const word = words(found[1]!).findLast((one) =>
    vocabulary.terms(one).every(({ sense }) => open.includes(sense)),
  )
  return word === undefined || word.length < 4 ? null : { word, act: act[1] }
}

/** « Par « utilisés », nous entendons remis aux usagers », « * consommés = remis », of a folded sentence: the word and what it stands for here. */
const ownMeaning =
  /^(?:(?:\(\d\)|\*+|nb|n\.b\.|note|precision|attention|remarque|rappel|lexique|legende) ?:? ?)?(?:par |pour |le mot |le terme |un |une |les? |la )*["«“]? ?([a-z' -]{3,40}?) ?["»”]? ?(?:=|,? ?(?:nous entendons|on entend|j'entends|il faut entendre|nous comptons|on compte|s'entend(?:ent)? (?:de|comme)|signifi(?:e|ent)|(?:veut|veulent) dire|design(?:e|ent)|correspond(?:ent)? a|c'est-a-dire)) ?(.{3,200})$/
const noPersons =
  /^(?:(?:a|au|aux|de|des|du|un|une|les?|la|d'une?) )*(?:foyers?|menages?|familles?|passages?|visites?|participations?|inscriptions?|seances?)\b/

/**
 * Figures under a word that their document gives another meaning than its own, each with the sentence that does: pass « utilisés » that were only handed
 * out, « bénéficiaires » that are households.
 */
export function redefined(
  grids: readonly Grid[],
  figures: readonly Reading[],
  vocabulary: Vocabulary,
): [Reading, string][] {
  return sentencesShown(grids).flatMap((sentence) => {
    const [, word, meaning] = ownMeaning.exec(fold(sentence)) ?? []
    if (word === undefined || meaning === undefined) return []
    const said = parseLabel(meaning, vocabulary)
    const named = words(word)
    const handed = says(said, 'distribution', 'emission') && !says(said, 'scan')
    return figures
      .filter(({ indicator, label }) => {
        const own = words(label)
        if (!named.some((one) => one.length > 4 && own.includes(one))) return false
        if (indicator === 'pass_scannes') return handed
        return indicator === 'beneficiaires_uniques' && noPersons.test(meaning)
      })
      .map((r): [Reading, string] => [r, sentence.trim()])
  })
}
