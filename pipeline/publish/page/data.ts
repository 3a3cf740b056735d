import type { Member } from './evidence.ts'
import { type Figure, keyOf } from './figures.ts'
import { number, rounded, figure as written } from './numbers.ts'
import { coverText, spanText } from './span.ts'
import { typographic, type View } from './view.ts'
import { callName, word } from './words.ts'

/**
 * What the script of the page needs to follow a figure to its cells, ready to be shown: texts and places in the lists, no arithmetic
 * left to do.
 */
export interface Data {
  laureats: DataLaureate[]
  chiffres: DataFigure[]
  quantites: DataQuantity[]
  /** Figures read, by place of the laureate. */
  lus: DataReading[][]
  fichiers: DataFile[]
  /** Reasons, said once. */
  motifs: string[]
  /** Names of indicators and notions. */
  notions: Record<string, string>
}

export interface DataLaureate {
  convention: string
  nom: string
  appel: string
  type: string
  siren: string
  departement: string | null
  potentiel: string
  valeurs: { notion: string; valeur: string | null; statut: string; motif: number | null }[]
}

export interface DataFigure {
  titre: string
  lieu: string
  valeur: string | null
  explication: string | null
  exacte: string | null
  /** Where it lies, and the place of the assumption among the reasons. */
  bornes: { texte: string; hypothese: number }[]
  numerateur: number | null
  denominateur: number | null
}

export interface DataQuantity {
  notion: string
  somme: string | null
  comptes: number
  laisses: number
  /** Laureate, value, and why it doesn't count (null when it does). */
  membres: [laureate: number, valeur: string | null, motif: number | null][]
}

export interface DataReading {
  notion: string
  retenue: boolean
  valeur: string | null
  fichier: string
  feuille: string
  cellule: string
  texte: string
  libelle: string
  motif: number
  /** How many there are of the same laureate and notion. */
  nombre: number
}

export interface DataFile {
  fichier: string
  statut: string
  motif: string | null
  laureats: number[]
}

/** The data block of the page. */
export function pageData(view: View): Data {
  const { facts } = view
  const reasons = new Reasons()
  const quantities = new Quantities()
  const gathered = quantities.gather(view, reasons)
  const notions: Record<string, string> = {}
  const name = (notion: string): string => {
    notions[notion] ??= view.label(notion)
    return notion
  }
  const data: Data = {
    laureats: laureates(view, reasons, name),
    chiffres: facts.figures.map((figure) => entry(view, figure, gathered, reasons)),
    quantites: quantities.list,
    lus: readings(view, reasons, name),
    fichiers: files(view),
    motifs: reasons.list,
    notions,
  }
  for (const quantity of data.quantites) name(quantity.notion)
  return data
}

/** Sentences, each kept once. */
class Reasons {
  readonly list: string[] = []
  readonly #places = new Map<string, number>()

  place(text: string): number {
    const known = this.#places.get(text)
    if (known !== undefined) return known
    this.#places.set(text, this.list.length)
    this.list.push(text)
    return this.list.length - 1
  }
}

/** The members of quantities that share them, numbered. */
interface Listed {
  number: number
  membres: DataQuantity['membres']
}

function listed(members: readonly Member[], view: View, reasons: Reasons): DataQuantity['membres'] {
  return members.map(({ convention, valeur, compte, motif }) => [
    view.laureateNumber(convention)!,
    valeur === null ? null : number(valeur),
    compte ? null : reasons.place(motif ?? 'Laissé de côté.'),
  ])
}

/** Quantities, each kept once: most figures share theirs with others. */
class Quantities {
  readonly list: DataQuantity[] = []
  readonly #places = new Map<string, number>()

  /** By figure and role, the place of its quantity. */
  gather(view: View, reasons: Reasons): Map<string, number> {
    const lists = new Map<readonly Member[], Listed>()
    const members = new Map<string, Listed>()
    for (const one of view.facts.memberships) {
      const known = lists.get(one.members)
      const list = known ?? { number: lists.size, membres: listed(one.members, view, reasons) }
      lists.set(one.members, list)
      members.set(`${one.role}|${one.figure}`, list)
    }
    const places = new Map<string, number>()
    for (const one of view.facts.quantities) {
      const key = `${one.role}|${one.figure}`
      const quantity: DataQuantity = {
        notion: one.indicateur,
        somme: one.somme === null ? null : number(one.somme),
        comptes: one.comptes,
        laisses: one.laisses,
        membres: members.get(key)?.membres ?? [],
      }
      places.set(key, this.#place(quantity, members.get(key)?.number ?? null))
    }
    return places
  }

  /** Its place; `list` is the number of its list of members. */
  #place(quantity: DataQuantity, list: number | null): number {
    const { notion, somme, comptes, laisses } = quantity
    const text = JSON.stringify([notion, somme, comptes, laisses, list])
    const known = this.#places.get(text)
    if (known !== undefined) return known
    this.#places.set(text, this.list.length)
    this.list.push(quantity)
    return this.list.length - 1
  }
}

function entry(
  view: View,
  figure: Figure,
  quantities: Map<string, number>,
  reasons: Reasons,
): DataFigure {
  const key = keyOf(figure)
  const band = figure.tranche === null ? '' : `, ${figure.tranche}`
  const line = ['texte', 'note'].includes(figure.ligne)
    ? word('tableau', figure.tableau)
    : typographic(figure.ligne)
  return {
    titre: `${typographic(figure.libelle)}${band}`,
    lieu: `${line}, ${callName(figure.aap)} — ${word('lecture', figure.lecture)}`,
    valeur: figure.valeur === null ? null : written(figure.valeur, figure.unite),
    explication: figure.explication === null ? null : typographic(figure.explication),
    exacte: figure.exacte === null ? null : written(rounded(figure.exacte, 4), figure.unite),
    bornes: view.spans(figure).flatMap((span) => {
      if (span.nb_laureats_manquants === 0) return []
      const between = spanText(span)
      const said = between === null ? '' : `Pour tous les lauréats de la ligne\u00a0: ${between}. `
      const why = span.motif === null ? '' : `${typographic(span.motif)} `
      const crossing = span.traverse_tranche
        ? 'Ce que l’on sait ne suffit pas à dire dans quelle tranche de conversion. '
        : ''
      const assumed = span.appliquee ? 'Hypothèse du bilan' : 'Autre hypothèse, non appliquée'
      return [
        {
          texte: `${said}${why}${crossing}${coverText(span).replace(/^a/, 'A')}.`,
          hypothese: reasons.place(`${assumed}\u00a0: ${typographic(span.hypothese)}.`),
        },
      ]
    }),
    numerateur: quantities.get(`numerateur|${key}`) ?? null,
    denominateur: quantities.get(`denominateur|${key}`) ?? null,
  }
}

function laureates(view: View, reasons: Reasons, name: (notion: string) => string): DataLaureate[] {
  const missing = new Map(
    view.facts.missing.shown.map((one) => [`${one.convention}|${one.indicateur}`, one.motif]),
  )
  return view.facts.laureates.shown.map((one) => ({
    convention: one.convention,
    nom: one.nom,
    appel: callName(one.aap),
    type: typographic(one.type_structure),
    siren: one.siren,
    departement: one.departement,
    potentiel: number(one.potentiel_achat),
    valeurs: Object.entries(one.held).map(([notion, { valeur, statut }]) => {
      const motif = missing.get(`${one.convention}|${notion}`)
      return {
        notion: name(notion),
        valeur: valeur === null ? null : number(valeur),
        statut: word('statut', statut),
        motif: motif === undefined ? null : reasons.place(motif),
      }
    }),
  }))
}

function readings(view: View, reasons: Reasons, name: (notion: string) => string): DataReading[][] {
  const lists: DataReading[][] = view.facts.laureates.shown.map(() => [])
  for (const one of view.facts.observations) {
    lists[view.laureateNumber(one.convention)!]!.push({
      notion: name(one.indicateur),
      retenue: one.retenue,
      valeur: one.valeur === null ? null : number(one.valeur),
      fichier: one.fichier,
      feuille: one.feuille,
      cellule: one.cellule,
      texte: one.texte,
      libelle: one.libelle,
      motif: reasons.place(one.motif),
      nombre: one.nombre,
    })
  }
  return lists
}

function files(view: View): DataFile[] {
  return view.facts.files.shown.map((file) => ({
    fichier: file.fichier,
    statut: word('fichier', file.statut),
    motif: file.motif,
    laureats: (file.conventions?.split(' | ') ?? []).flatMap((one) => {
      const place = view.laureateNumber(one)
      return place === null ? [] : [place]
    }),
  }))
}
