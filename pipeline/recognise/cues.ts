import { remembered } from '../memo.ts'
import type { Document } from '../read/cell.ts'
import { isQuoted } from './answer.ts'
import type { Grid } from './grid.ts'
import type { Item } from './item.ts'
import { callsIn, namesForm, parseLabel, says } from './label.ts'
import { notionOf } from './notion.ts'
import { mended } from './spelling.ts'
import { fold } from './text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** One hint about whose report this is, with the place it stands at. */
export interface Cue {
  text: string
  sheet: string
  address: string
  row: number
}

/** What a document says of itself: whose it is, of which call, how recent. Nothing here knows the register. */
export interface Cues {
  /** SIREN candidates, nine digits, a lost leading zero restored. */
  sirens: (Cue & { asked: boolean })[]
  /** Numbers of bodies that stand where pass are counted: they name nobody, and yet speak against a name that another report may have. */
  astraySirens: Cue[]
  /** Texts that look like a number of convention (`2019-017`, `PN19/042`), and whether their sentence looks back at what that one had done. */
  codes: (Cue & { recalled?: true })[]
  /** Texts that may name a body: beside « Collectivité », in a title, or with a word such as « Métropole ». */
  names: (Cue & { labelled: boolean })[]
  /** Short texts alone on their row, and whether they have a word for a body; absent where there are none. */
  headings?: (Cue & { isBody: boolean })[]
  /** Where each table of a text stands, by its sheet: behind how many paragraphs; absent where there are none. */
  places?: Record<string, number>
  /** Calls named outside of tables (« AAP 2019 »). */
  aaps: Cue[]
  /** Calls of which another report is, as this one says; absent where it says so of none. */
  aapsElsewhere?: Cue[]
  /** Numbers of pass that stand beside « potentiel », which the register has of each convention; absent where there are none. */
  potentials?: number[]
  /** Rank of the version that the text announces; null when it announces none. */
  version: number | null
  /** Day up to which the figures count, as the text says it, ISO; null when it doesn't. */
  asOf: string | null
  /** Day that a title bears (« Synthèse des lauréats – 15/12/2022 »), ISO; null when none does. */
  dated: string | null
  /** Last modification according to the document's own properties, ISO day; null when unknown. */
  modified: string | null
  /** Whether it is a message that says that it encloses a report: the two were sent together. */
  encloses: boolean
}

const sirenText = /(?<![\d.,])(\d{3}[\s.]?\d{3}[\s.]?\d{3})(?:[\s.]?\d{5})?(?![\d])/g
const codeText = /(?<![\w-])(?=[\w/.-]*\d)[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+(?![\w-])/g
/** Words for a body, in folded text. */
export const bodyWords =
  /\b(commune|ville|mairie|departement|departemental|region|regional|metropole|eurometropole|communaute|agglomeration|agglo|syndicat|petr|pays|association|gip|hub|epci|cc|ca|cu|ccas|collectivite|conseil|intercommunalite|federation|consortium|groupement|scic|pnr|parc|agence|ept|etablissement)\b/
/** « la commune de Saint-Aubert-sur-Lize », « l’association La Fabrique à Liens » within a paragraph. */
const bodyInText =
  /(?<!\p{L})(?:[Cc]ommune|[Vv]ille|[Mm]airie|[Mm]étropole|[Dd]épartement|[Rr]égion|[Ss]yndicat(?: \p{Ll}{4,}){0,2}|[Cc]ommunauté(?: de communes| d['’]agglomération| urbaine)?|CC|CA|CU|CCAS|CIAS|[Aa]ssociation|[Ff]édération|[Uu]nion|[Pp]ôle métropolitain|PETR|[Mm]ission locale|[Ff]oyer rural|[Cc]onseil (?:départemental|régional)|[Aa]gglomération|SCIC)\s+(?:du |des |de |d['’])?(?:la |le |les |l['’])?\p{Lu}[\p{L}'’]*(?:[ -](?:(?:de|du|des|la|le|les|sur|sous|en|et|à|au|aux|d['’]|l['’])[ -]?)*\p{Lu}[\p{L}'’]*|-\p{L}+)*/gu
const person =
  /@|\b(m\.|mme|mr|monsieur|madame|tel|telephone|courriel|mail|contact|redige|referent)\b/

/** Collects the hints of a whole document. Texts that look like a person's are left out. */
export function cuesOf(document: Document, grids: Grid[], vocabulary: Vocabulary): Cues {
  const cues: Cues = {
    ...nothing(),
    modified: modifiedOn(document),
    encloses: grids.some(encloses),
  }
  if (document.properties.title) {
    addName(cues, document.properties.title, { sheet: '', address: '', row: -1 }, false)
  }
  for (const grid of grids) {
    const at = { sheet: grid.sheet.name, address: '', row: -1 }
    addName(cues, grid.sheet.name, at, true)
    addCodes(cues, grid.sheet.name, at)
    for (const aap of callsIn(grid.sheet.name)) cues.aaps.push({ ...at, text: aap })
    for (const item of grid.items) addItem(cues, grid, item, vocabulary)
    const headings = grid.items.flatMap((item) => headingOf(grid, item) ?? [])
    if (headings.length > 0) cues.headings = [...(cues.headings ?? []), ...headings]
    const potentials = grid.items.flatMap((item) => potentialBeside(grid, item, vocabulary) ?? [])
    if (potentials.length > 0) cues.potentials = [...(cues.potentials ?? []), ...potentials]
    const { name, after } = grid.sheet
    if (after !== undefined) cues.places = { ...cues.places, [name]: after }
  }
  return { ...cues, ...ofReport(cues.aaps, grids) }
}

function nothing(): Cues {
  return {
    sirens: [],
    astraySirens: [],
    codes: [],
    names: [],
    aaps: [],
    version: null,
    asOf: null,
    dated: null,
    modified: null,
    encloses: false,
  }
}

/** What the name of a file that a mail encloses says of whose it is, of which call and version. */
export function nameCues(file: string): Pick<Cues, 'names' | 'codes' | 'aaps' | 'version'> {
  const cues = nothing()
  const name = file.replace(/\.\w{2,5}$/, '').replaceAll('_', ' ')
  const at = { sheet: file, address: '', row: -1 }
  addName(cues, name, at, false)
  addCodes(cues, name, at)
  const aaps = [...callsIn(name)].map((text) => ({ ...at, text }))
  return { names: cues.names, codes: cues.codes, aaps, version: versionOf(name) }
}

/** Whether a text says that a report, table or file comes with it: « Pièce jointe : bilan.xlsx », « vous trouverez en PJ le bilan ». */
function encloses(grid: Grid): boolean {
  return grid.items.some(({ label, cell }) => {
    const sentence = label !== null && grid.row(cell.row).length === 1
    // The one who asks encloses the form that is to be filled in.
    if (!sentence || isQuoted(cell.text)) return false
    const plain = fold(cell.text)
    return enclosed.test(plain) || enclosedBefore.test(plain) || handedOver.test(plain)
  })
}

const enclosed =
  /\b(?:pieces? jointes?|en p\.? ?j\b|p\.?j\.? ?:|ci-?joints?)[^.!?]{0,60}?(?:\b(?:bilans?|rapports?|tableaux?|fichiers?|classeurs?|syntheses?|comptes? rendus?)\b|\.(?:xlsx?|ods|docx?|odt|pdf|csv)\b)/
/** « le tableau complété en pièce jointe », « notre bilan ci-joint » */
const enclosedBefore =
  /\b(?:(?:vous trouverez|voici|je vous (?:transmets|envoie|adresse)|nous vous (?:transmettons|envoyons|adressons)|veuillez trouver)\b[^.!?]{0,40}?\b(?:bilans?|rapports?|tableaux?|fichiers?|classeurs?|syntheses?)\b[^.!?]{0,30}?\b(?:en pieces? jointes?|en p\.? ?j\b|ci-?joints?))/

/** « Veuillez trouver le bilan définitif de la convention » needs no « ci-joint »; « le bilan ci-après » is the letter itself. */
const handedOver =
  /\b(?:vous trouverez|veuillez (?:bien )?trouver|(?:je|nous) vous (?:transmets|transmettons|envoie|envoyons|adresse|adressons|fais parvenir|faisons parvenir)|(?:de|l'honneur de) vous (?:transmettre|adresser|faire parvenir))(?: [a-z']+){0,3}? (?:l[ea]|les|notre|nos|son|ses|un) ?(?:[a-z]+ )?(?:bilans?|rapports?|tableaux?|classeurs?|comptes? rendus?)\b(?![^.!?]{0,80}\bci-?(?:apres|dessous))/

/**
 * Calls without those that only the name of a form bears, since people use it again for the next one, and apart those that another report is of. A
 * call that shares the report with one that isn't named says nothing of which it is.
 */
function ofReport(aaps: Cue[], grids: readonly Grid[]): Pick<Cues, 'aaps' | 'aapsElsewhere'> {
  const bySheet = new Map(grids.map((grid) => [grid.sheet.name, grid]))
  const textOf = ({ sheet, address }: Cue) => bySheet.get(sheet)?.byAddress(address)?.cell.text
  const named = aaps.filter((cue) => !namesForm(textOf(cue) ?? ''))
  const own = named.filter((cue) => !ofAnother.test(fold(textOf(cue) ?? '')))
  const elsewhere = named.filter((cue) => !own.includes(cue))
  const sharing = own.every((cue) => ofBoth.test(fold(textOf(cue) ?? '')))
  return { aaps: sharing ? [] : own, ...(elsewhere.length > 0 && { aapsElsewhere: elsewhere }) }
}

/** « Le Département poursuit dans le cadre de l’appel à projets 2020 (voir bilan séparé). » */
const ofAnother =
  /\b(?:(?:bilan|rapport|compte rendu|envoi|document)s? (?:est |sont |sera |seront )?(?:separe|distinct|transmis a part|a part|a venir|specifique)e?s?|(?:fera|fait|feront|font) l'objet d'un autre (?:bilan|rapport))\b/

/** « Le Département poursuit dans le cadre de l’appel à projets 2020 (même bilan). » */
const ofBoth =
  /\b(?:(?:meme|seul|unique) (?:bilan|rapport|compte rendu|document)|(?:bilan|rapport|compte rendu|document) (?:commun|unique|identique))\b/

/** The count to the right of a label that asks for the potential of the convention: « Potentiel inscrit à la convention | 6 500 pass », not a number where none is told; null for any other. */
function potentialBeside(grid: Grid, { label, cell }: Item, vocabulary: Vocabulary): number | null {
  if (label === null || says(label, 'montant', 'monnaie')) return null
  const slip = label.unknown.some((word) => vocabulary.slipOf(word, ['potentiel']) !== null)
  if (!says(label, 'potentiel') && !slip) return null
  const [value, ...more] = grid.row(cell.row).filter((other) => other.cell.col > cell.col)
  const { figure } = value ?? {}
  if (more.some(({ kind }) => kind !== 'number')) return null
  // Of « seconde convention | NR », « voir annexe », several numbers, or with nothing beside it, it isn't known which one it is, and that there are two.
  if (slip || more.length > 0 || value?.kind !== 'number') return Number.NaN
  if (figure?.kind !== 'number') return null
  return /^(?:pass|cheques?)?$/.test(figure.rest) ? figure.number : null
}

/** A text that may be the heading of a section: short, alone on its row, without a figure or a stop; null for any other. */
function headingOf(grid: Grid, item: Item): (Cue & { isBody: boolean }) | null {
  const text = item.cell.text.trim()
  const alone = item.kind === 'label' && grid.row(item.cell.row).length === 1
  if (!alone || text.length > 80 || /\d{3}|[.;,:!?]$/.test(text) || person.test(fold(text)))
    return null
  const at = { sheet: grid.sheet.name, address: item.address, row: item.cell.row }
  return { ...at, text, isBody: bodyWords.test(fold(text)) }
}

/** The day that a document says it was changed; null for one before the scheme, which is that of a template. */
function modifiedOn({ properties }: Document): string | null {
  const day = properties.modified?.slice(0, 10) ?? null
  return day !== null && day < firstCall ? null : day
}

const firstCall = '2019-01-01'

/** The rank of a version announced in a text: v2 is 2, « définitif » 1000, « provisoire » -1; null when nothing is announced. */
export function versionOf(text: string): number | null {
  // « ☒ final ☐ intermédiaire »: a box that is not ticked says what the version is not.
  const plain = fold(text.replaceAll(/[☐□▢❏❑]\s*\p{L}+/gu, ' ')).replaceAll('_', ' ')
  const numbered =
    /(?<![a-z])(?:v|version|vers\.?|rev\.?|indice)\s?(\d{1,2})(?:\.\d+)?(?![\d-])/.exec(plain)
  if (
    /(?<![a-z])(definiti(?:f|ve)|vdef|v def|vf|rectificati(?:f|ve)|rectifiee?|corrigee?|erratum|errata|version finale)(?![a-z])/.test(
      plain,
    )
  ) {
    return 1000 + (numbered ? Number(numbered[1]) : 0)
  }
  if (replaces.test(plain)) return 1000 + (numbered ? Number(numbered[1]) : 0)
  if (
    /(?<![a-z])(provisoire|brouillon|draft|a valider|projet de rapport|intermediaire)(?![a-z])/.test(
      plain,
    )
  ) {
    return -1
  }
  return numbered ? Number(numbered[1]) : null
}

/** « annule et remplace le bilan transmis en mars », « se substitue au bilan de l’année 2022 » */
const replaces =
  /\b(?:annul(?:e|ent|ant) et remplac(?:e|ent|ant)|(?:remplac(?:e|ent|ant)|annul(?:e|ent|ant)|se substitu(?:e|ent|ant) aux?)\b ?(?:le|la|les|l'|notre|nos|celui|celle|ceux|tout|tous)?\b[^.;]{0,40}?\b(?:bilans?|rapports?|envois?|versions?|fichiers?|tableaux?|documents?|precedente?s?|transmise?s?|chiffres|mails?|courriers?|donnees))\b/

function addItem(cues: Cues, grid: Grid, item: Item, vocabulary: Vocabulary): void {
  const text = item.cell.text.trim()
  const at = { sheet: grid.sheet.name, address: item.address, row: item.cell.row }
  addSirens(cues, grid, item, at, vocabulary)
  // « Définitif 31/12/2023 » over a column is a day in words.
  if (item.kind === 'label' || final.test(fold(text))) addDay(cues, grid, item)
  // « Convention PN-19-0112 du 18 décembre 2019 » is a day to a table, and a number to whoever asks whose it is.
  const dated = item.kind === 'date' && /\p{L}{4}/u.test(text)
  if (item.kind !== 'label' && item.kind !== 'identifier' && !dated) return
  addCodes(cues, text, at)
  if (item.kind === 'identifier') return
  for (const aap of callsIn(text)) cues.aaps.push({ ...at, text: aap })
  if (dated) return
  const askedCall = callAnswer(grid, item)
  if (askedCall !== null) cues.aaps.push({ ...at, text: askedCall })
  if (item.cell.row < 8 && text.length < 160 && grid.row(item.cell.row).length === 1) {
    const day = titleDay(text, vocabulary)
    if (day !== null && (cues.dated === null || day > cues.dated)) cues.dated = day
  }
  // « Pass scannés (provisoire) » in a hidden column is no longer what the report says.
  if (item.cell.row < 15 && text.length < 120 && !item.cell.hidden && !item.cell.struck) {
    const version = versionOf(text)
    if (version !== null && (cues.version === null || version > cues.version))
      cues.version = version
  }
  const left = grid.at(item.cell.row, item.cell.col - 1)
  const above = grid.at(item.cell.row - 1, item.cell.col)
  const asks = (other: Item | undefined) => other?.label != null && says(other.label, 'porteur')
  const inline = /^([^:]{3,60}):\s*(\S.*)$/.exec(text)
  if (ofThirdParty(grid, item)) return
  if (inline && says(parseLabel(inline[1]!, vocabulary), 'porteur')) {
    addName(cues, inline[2]!, at, true)
  } else if (asks(left) || (asks(above) && left === undefined)) {
    addName(cues, text, at, true)
  } else if (
    text.length <= 160 &&
    !person.test(fold(text)) &&
    (bodyWords.test(fold(text)) || item.cell.row < 8)
  ) {
    addName(cues, text, at, false)
  } else {
    // « Madame, la commune de Brissonges a acheté 500 pass. »
    for (const [name] of text.matchAll(bodyInText))
      cues.names.push({ ...at, text: name, labelled: false })
  }
}

const upToWords = /\b(au|arrete|date|a la date du|jusqu'au|situation)\b/
const final = /^definiti(?:f|ve)s?\s+(?:\(?(?:au|le)\s+)?\d/

/** Adds the latest day up to which a text says that figures count, on its own or with the cell beside it. */
function addDay(cues: Cues, grid: Grid, item: Item): void {
  const { asOf } = item.label!
  const upTo =
    !says(item.label!, 'objectif') &&
    (upToWords.test(fold(item.cell.text)) || final.test(fold(item.cell.text)))
  for (const day of [upTo ? asOf : null, dayBeside(grid, item)])
    if (day !== null && (cues.asOf === null || day > cues.asOf)) cues.asOf = day
}

/** The day in the cell beside words that lead to it, ISO: « situation au | 31/12/2022 »; null where none is, or they lead to none. */
function dayBeside(grid: Grid, { cell, label }: Item): string | null {
  const day = grid.at(cell.row, cell.col + 1)
  const leads =
    /^(?:(?:chiffres|donnees|resultats?|bilan|etat)\s)?(?:situation|etat|arretee?s?)(?: arretee?)? au\s?:?$/
  if (day?.kind !== 'date' || says(label!, 'objectif') || !leads.test(fold(cell.text))) return null
  return day.label?.asOf ?? null
}

/** The day in a part of a title that says nothing else: « – 15/12/2022 », « (mis à jour le 3 mars 2023) », « version transmise le 24/03/2023 ». */
function titleDay(title: string, vocabulary: Vocabulary): string | null {
  const parts = title.split(/\s+[-–—]\s+|[(),;:|]/).map((part) => fold(part).trim())
  const days = parts
    .filter((part) => ofTheReport.test(part))
    .flatMap((part) => parseLabel(part, vocabulary).asOf ?? [])
  return days.length === 1 ? days[0]! : null
}

const ofTheReport =
  /^(?:(?:edition|editee?s?|extraction|export|version|mise?s? a jour|maj|etat|situation|document|bilan|rapport|synthese|compte rendu|note|tableau|donnees|chiffres|finale?|definiti(?:f|ve)|transmise?s?|envoyee?s?|etablie?s?|fait|datee?s?|date)\s+)*(?:(?:du|le|en date du|a la date du)\s+)?(?:\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d\d|20\d\d-\d\d-\d\d|\d{1,2}(?:er)? [a-z]{3,9}\.? 20\d\d)$/

function addName(cues: Cues, text: string, at: Omit<Cue, 'text'>, labelled: boolean): void {
  if (person.test(fold(text)) || !/\p{L}{3}/u.test(text)) return
  cues.names.push({ ...at, text, labelled })
}

function addCodes(cues: Cues, text: string, at: Omit<Cue, 'text'>): void {
  for (const sentence of text.split(/(?<=[.;!?])\s+/)) {
    const recalled = recall.test(fold(sentence))
    for (const match of sentence.match(codeText) ?? [])
      cues.codes.push({ ...at, text: match, ...(recalled && { recalled }) })
  }
}

/**
 * « Au titre de la convention 2019-103, 18 500 pass avaient été acquis et le bilan vous a été adressé en son temps », « Nous avions déjà remis le bilan de la
 * convention 2019-103 »: a past before the past, whatever was done then.
 */
const recall =
  /\bav(?:ait|aient|ions) (?!pour\b)[a-z]|\bdeja\b|\b(?:bilan|rapport) (?:vous )?a (?:deja )?ete (?:transmis|adresse|remis|envoye)\b|\ben son temps\b/

function addSirens(
  cues: Cues,
  grid: Grid,
  item: Item,
  at: Omit<Cue, 'text'>,
  vocabulary: Vocabulary,
): void {
  if (ofThirdParty(grid, item)) return
  const astray = answersCount(grid, item, vocabulary)
  const { value, text } = item.cell
  if (typeof value === 'number') {
    const digits = Number.isInteger(value) && value > 0 ? String(value) : ''
    if (digits.length === 9 || digits.length === 14) push(digits.slice(0, 9))
    else if (digits.length === 13) push(digits.padStart(14, '0').slice(0, 9))
    else if (digits.length >= 4 && digits.length <= 8 && asksSiren(grid, item)) {
      push(digits.padStart(9, '0'))
    }
    return
  }
  for (const match of text.matchAll(sirenText)) push(match[1]!.replaceAll(/\D/g, ''))
  if (item.kind === 'number' && /^\d{4,8}$/.test(text.trim()) && asksSiren(grid, item)) {
    push(text.trim().padStart(9, '0'))
  }

  function push(siren: string) {
    if (/^0+$/.test(siren)) return
    if (astray) {
      cues.astraySirens.push({ ...at, text: siren })
      return
    }
    cues.sirens.push({
      ...at,
      text: siren,
      asked: /siren|siret/.test(fold(text)) || asksSiren(grid, item),
    })
  }
}

/** The call, where a label that asks for it has a bare year as its answer: `Appel à projets | 2019`. */
function callAnswer(grid: Grid, item: Item): string | null {
  if (!/\b(aap|appel a projets?)\b/.test(fold(item.cell.text))) return null
  const right = grid.row(item.cell.row).find((other) => other.cell.col > item.cell.col)
  const year = /^(20[12]\d)$/.exec(right?.cell.text.trim() ?? '')
  return year ? year[1]! : null
}

/** Letters of what may be a label, or a line of an address; more are a sentence. */
const longestHeading = 60

/** Whether a number is that of a third party: its label, or the line above, speaks of the operator or a supplier. */
function ofThirdParty(grid: Grid, item: Item): boolean {
  return [item.cell.row, item.cell.row - 1].some((row) => {
    const first = grid.row(row)[0]
    // A sentence that mentions one says nothing of the next line.
    if (!first?.label || first.cell.text.length > longestHeading) return false
    return namesThirdParty(first.cell.text)
  })
}

const third = /\b(operateur|prestataire|fournisseur|emetteur|editeur|titulaire du marche)\b/
const namesThirdParty = remembered((text) => third.test(fold(text)))

/** Whether a number stands where pass are counted, be the label damaged: « Pass scannés | 229 988 977 » names no body. */
function answersCount(grid: Grid, { cell }: Item, vocabulary: Vocabulary): boolean {
  const line = grid.row(cell.row)
  // Alone on its line, under one count and over another: its label is gone.
  if (line.length === 1)
    return [cell.row - 1, cell.row + 1].every((row) => counts(grid, row, cell.col))
  const asked = line.findLast((other) => other.cell.col < cell.col)
  if (asked?.label == null || /siren|siret/.test(fold(asked.cell.text))) return false
  const label = mended(asked.label, vocabulary)
  const notion = notionOf([label])
  const counted = notion.kind === 'indicator' && notion.indicator !== 'beneficiaires_uniques'
  return counted && says(label, 'objet', 'carnet', 'scan', 'achat')
}

/** Whether a line has a count in a column, beside its label. */
function counts(grid: Grid, row: number, col: number): boolean {
  const figure = grid.at(row, col)
  const asked = grid.row(row).findLast((other) => other.cell.col < col)
  return (
    figure?.kind === 'number' &&
    asked?.label != null &&
    notionOf([asked.label]).kind === 'indicator'
  )
}

/** Whether the label beside or above a number asks for a SIREN or SIRET. */
function asksSiren(grid: Grid, item: Item): boolean {
  for (let col = item.cell.col - 1; col >= 0; col--) {
    const other = grid.at(item.cell.row, col)
    if (other?.label) return /siren|siret/.test(fold(other.cell.text)) || above()
    if (other) break
  }
  return above()

  function above(): boolean {
    const label = grid.labelAbove(item.cell.row, item.cell.col)
    return label !== undefined && /siren|siret/.test(fold(label.cell.text))
  }
}
