import { accomplished } from './aim.ts'
import type { Grid } from './grid.ts'
import { parseLabel, says } from './label.ts'
import { notionOf } from './notion.ts'
import { namesOtherScheme, ours, schemes } from './other-scheme.ts'
import { listed, type Passage } from './passage.ts'
import { fold } from './text.ts'
import { acts, persons, type Vocabulary } from './vocabulary.ts'

/** « I. », « II – », « 3) », « B. »: how headings are numbered, and what follows. */
const numbering =
  /^\s*(?:(?:chapitre|partie|volet|section|titre)\s+)?(?:([ivx]{1,4})|(\d{1,2})|([a-h]))\s?[.)°:–-]+\s*(?=\p{L})/iu
const subject = /^\s*(?:objet|sujet|subject|concerne|theme|dispositif)\s*:\s*/

const otherStaff =
  /\b(?:par|avec|aupres d(?:e|es|')|chez) ?(?:l'|les? |la |nos |notre |des |un |une |\d+ )*(?:conseill(?:er|ere|ers|eres) numeriques?|cnfs|aidants? connect)\b|\b(?:beneficiaires|usagers|visiteurs|personnes) (?:d(?:e|es|u) (?:la |l')?)?(?:(?:maisons?|espaces?) )?france services\b/

/** Why persons are asked about whom those of another scheme received, in French. */
export const schemeDoubt = 'des personnes reçues dans un autre dispositif'

/** « Personnes reçues par les conseillers numériques »: persons whom those of another scheme received, where no pass are named. */
export function servedElsewhere(text: string): boolean {
  const plain = fold(text)
  return otherStaff.test(plain) && !/\b(?:pass|cheques?)\b/.test(plain)
}

/** Whether a text names pass, besides those of another scheme: « Chèques culture » are none. */
export function namesPass(text: string, vocabulary: Vocabulary): boolean {
  const rest = fold(text).replace(schemes, ' ')
  return says(parseLabel(rest, vocabulary), 'objet')
}

/**
 * The paragraphs of a text that stand under a heading, or in a mail with a subject, that names another scheme: « I. Conseillers numériques ». Such
 * a section ends at the next heading that is numbered alike, or that names pass or an indicator; a paragraph that names the Pass numérique
 * is none of it.
 */
export function foreignPassages(
  passages: readonly Passage[],
  grid: Grid,
  vocabulary: Vocabulary,
): Set<Passage> {
  const found = offAgenda(passages, vocabulary)
  let open: { style: string } | null = null
  for (const passage of passages) {
    const heading = headingIn(passage, grid)
    if (heading !== null) {
      const label = parseLabel(heading.rest, vocabulary)
      const told = notionOf([label]).kind === 'indicator'
      // « pass culture » is an expression of its own, and names no pass of ours.
      const other =
        namesOtherScheme(heading.rest) ||
        (says(label, 'autre_dispositif') && !ours.test(fold(heading.rest)))
      const pass = namesPass(heading.rest, vocabulary)
      if (other && !told && !pass) open = { style: heading.style }
      else if (open !== null && ends(open.style, heading.style, told || pass)) open = null
    }
    // A heading without number reaches as far as nothing speaks of pass.
    if (heading === null && open?.style === '' && says(passage.label, 'objet')) open = null
    if (open !== null && !ours.test(fold(passage.text))) found.add(passage)
  }
  return found
}

/** « Point 4 – Colis de Noël : 640 bénéficiaires. »: the item of an agenda, and what it is on. */
const agendaItem =
  /^\s*(?:(?:point|question|sujet|dossier|affaire|délibération)\s+(?:n\s?[°o]\s?)?)?\d{1,2}\s?[.)°:–—-]+\s*(\p{L}[^:.;]*)/iu

/**
 * The paragraphs of an agenda that speaks of pass in one of its items, from each item on that speaks of something unknown and of no pass, to the next
 * one: minutes tell of parcels and of meals, too.
 */
function offAgenda(passages: readonly Passage[], vocabulary: Vocabulary): Set<Passage> {
  const items = new Map(
    passages.flatMap((passage) => {
      const topic = agendaItem.exec(passage.text)?.[1]
      return topic === undefined ? [] : [[passage, parseLabel(topic, vocabulary)] as const]
    }),
  )
  const found = new Set<Passage>()
  if (items.size < 2 || ![...items.values()].some((topic) => says(topic, 'objet'))) return found
  let off = false
  for (const passage of passages) {
    const topic = items.get(passage)
    if (topic !== undefined) {
      const counted = notionOf([topic]).kind === 'indicator' || says(topic, ...acts, ...persons)
      off = topic.unknown.length > 0 && !counted && !says(passage.label, 'objet', 'carnet')
    }
    if (off && !says(passage.label, 'objet', 'carnet')) found.add(passage)
  }
  return found
}

const around = '(?:voisin|alentour|autour|comparables?|similaires?)'
const bodies =
  '(?:territoires|collectivites|communes|villes|departements|regions|intercommunalites|epci|agglomerations|metropoles|communautes)'
/** « Et ailleurs dans le département ? », « Chez nos voisins », « À titre de comparaison », « Repères nationaux » */
const comparing = new RegExp(
  String.raw`^\W*(?:et )?(?:ailleurs(?! que)|chez (?:nos|les) voisins|(?:chez |dans )?(?:les |nos )?(?:${bodies} ${around}\w*)|(?:a titre de |pour |en |elements? de |points? de )?comparaisons?|reperes? (?:nationaux|regionaux|departementaux)|(?:a l'echelle|au niveau|au plan) (?:national|regional|departemental)e?)(?: [^.;:]*)?\W*$`,
)

/** Whether a text heads what others did. */
export const comparesOthers = (text: string) => comparing.test(fold(text))

/** The paragraphs under a heading of what others did: all of a list, or else the next one alone. */
export function comparedPassages(passages: readonly Passage[], grid: Grid): Set<Passage> {
  const found = new Set<Passage>()
  let last: 'heading' | 'item' | null = null
  for (const passage of passages) {
    const item = listed.test(passage.text)
    const under: boolean = last === 'heading' || (last === 'item' && item)
    const { text, items } = passage
    const alone = items.length === 1 && grid.row(items[0]!.cell.row).length === 1
    const short = text.length <= 70 && !/\d/.test(text) && alone
    if (short && !item && comparesOthers(text)) last = 'heading'
    else {
      if (under) found.add(passage)
      last = under && item ? 'item' : null
    }
  }
  return found
}

/**
 * The paragraphs under a heading of what was aimed at (« Ce que nous avions imaginé », « Nos objectifs »), down to the next heading, that don't say
 * themselves that something was done.
 */
export function aimedPassages(
  passages: readonly Passage[],
  grid: Grid,
  vocabulary: Vocabulary,
): Set<Passage> {
  const found = new Set<Passage>()
  let open = false
  for (const passage of passages) {
    const heading = listed.test(passage.text) ? null : headingIn(passage, grid)
    if (heading === null) {
      // « 800 bénéficiaires (590 réalisés) »: what was done stands in the bracket.
      const aim = passage.text.replaceAll(/\([^()]*\)/g, ' ')
      if (open && !accomplished(aim, vocabulary)) found.add(passage)
      continue
    }
    const label = parseLabel(heading.rest, vocabulary)
    const plain = fold(heading.rest)
    open = says(label, 'objectif') && !says(label, 'realise', 'scan', 'achat') && !also.test(plain)
  }
  return found
}

/** « Objectifs et résultats » */
const also = /\b(?:et|ou|bilans?|resultats?|reel|atteinte?s?)\b/

/** Whether a heading ends the section that another one of some numbering began. */
function ends(style: string, next: string, named: boolean): boolean {
  return named || (style !== '' && next === style)
}

/** Headings that tell of something else than a convention that was told of before. */
export const closing =
  /^(?:conclusions?|perspectives?|et (?:apres|demain)|suites?|la suite|annexes?|autres? (?:actions?|projets?|dispositifs?)|difficultes?|remerciements?|(?:vue d'ensemble|ensemble|total|totaux|cumul|synthese|recapitulatif)\b(?=[^.]{0,40}\b(?:deux|2) (?:appels|conventions|aap|operations)\b))(?![a-z])/

/** What a short line alone says without its number, and how it is numbered; null for a paragraph. */
export function headingIn(
  { items, text }: Passage,
  grid: Grid,
): { rest: string; style: string } | null {
  const [first] = items
  if (text.length > 90 || /[.;!?]\s*$/.test(text) || grid.row(first!.cell.row).length > 1)
    return null
  const numbered = numbering.exec(text)
  const plain = fold(text).replace(subject, '')
  const style = numbered
    ? ['romain', 'chiffre', 'lettre'].find((_, at) => numbered[at + 1])!
    : subject.test(fold(text))
      ? 'objet'
      : ''
  const rest = numbered ? text.slice(numbered[0].length) : plain
  const counted = /\d/.test(rest.replaceAll(/\([^()]*\)|\b20\d\d\b/g, ''))
  return counted ? null : { rest, style }
}
