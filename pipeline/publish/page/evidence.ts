import type { Connection } from '../../warehouse/connection.ts'
import { limits } from './limits.ts'
import { printable } from './markup.ts'
import { cut, row, rows } from './rows.ts'

/** One of a laureate's three figures: text of the number or null, and its status. */
export interface Held {
  valeur: string | null
  statut: string
}

export interface Laureate {
  convention: string
  aap: string
  nom: string
  type_structure: string
  departement: string | null
  siren: string
  potentiel_achat: string
  tranche: string | null
  /** Fractions; null when there is none. */
  achetes_sur_potentiel: number | null
  scannes_sur_potentiel: number | null
  scannes_sur_achetes: number | null
  /** By indicator. */
  held: Record<string, Held>
}

/** The laureates of the page, and how many there are in all. */
export interface Laureates {
  total: number
  shown: Laureate[]
}

export interface Observation {
  convention: string
  indicateur: string
  valeur: string | null
  qualite: string
  texte: string
  libelle: string
  fichier: string
  feuille: string
  cellule: string
  retenue: boolean
  motif: string
  /** How many there are of this laureate and indicator, shown or not. */
  nombre: number
}

/** One laureate in a quantity (`bilan.composition`). */
export interface Member {
  convention: string
  valeur: string | null
  compte: boolean
  motif: string | null
}

/** The laureates of the page in one quantity of one figure. Quantities made of the same share one list. */
export interface Membership {
  figure: string
  role: string
  members: readonly Member[]
}

/** A quantity of a figure as a whole, over every laureate. */
export interface Quantity {
  figure: string
  role: string
  indicateur: string
  /** Sum of what counts. */
  somme: string | null
  comptes: number
  laisses: number
}

export const indicators = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques'] as const

const shown = `(SELECT convention FROM bilan.laureats ORDER BY potentiel_achat DESC, convention LIMIT ${limits.laureats})`
const figureKey = "concat_ws('|', lecture, tableau, aap, ligne, colonne)"

export async function readLaureates(connection: Connection): Promise<Laureates> {
  type Row = Omit<Laureate, 'held'> &
    Record<(typeof indicators)[number], string | null> &
    Record<`${(typeof indicators)[number]}_statut`, string>
  const { total } = await row<{ total: number }>(
    connection,
    'SELECT count(*) AS total FROM bilan.laureats',
  )
  const values = indicators.map((name) => `cast(${name} AS varchar) AS ${name}, ${name}_statut`)
  const found = await rows<Row>(
    connection,
    `SELECT convention, aap, nom, type_structure, departement, siren, cast(potentiel_achat AS varchar) AS potentiel_achat,
       tranche_conversion AS tranche, achetes_sur_potentiel, scannes_sur_potentiel, scannes_sur_achetes, ${values.join(', ')}
     FROM bilan.laureats SEMI JOIN ${shown} AS montres USING (convention)
     ORDER BY aap, convention`,
  )
  const laureates = found.map((one) => ({
    ...one,
    held: Object.fromEntries(
      indicators.map((name) => [name, { valeur: one[name], statut: one[`${name}_statut`] }]),
    ),
  }))
  return { total, shown: laureates }
}

export async function readObservations(connection: Connection): Promise<Observation[]> {
  const found = await rows<Observation>(
    connection,
    `WITH rangees AS (
       SELECT *, count(*) OVER (PARTITION BY convention, indicateur) AS nombre,
         row_number() OVER (
           PARTITION BY convention, indicateur
           ORDER BY retenue DESC, fichier, feuille, length(cellule), cellule, observation
         ) AS rang
       FROM bilan.observations SEMI JOIN ${shown} AS montres USING (convention)
     )
     SELECT convention, indicateur, cast(valeur AS varchar) AS valeur, qualite, texte_brut AS texte, libelle, fichier,
       feuille, cellule, retenue, motif, nombre
     FROM rangees
     WHERE rang <= ${limits.observations}
     ORDER BY convention, indicateur, rang`,
  )
  return found.map((one) => ({
    ...one,
    texte: cut(one.texte, limits.texte),
    libelle: cut(one.libelle, limits.texte),
  }))
}

/** What each figure is made of: the quantities as a whole, and the laureates of the page in them, the largest first. */
export async function readComposition(
  connection: Connection,
): Promise<{ quantities: Quantity[]; memberships: Membership[] }> {
  const quantities = await rows<Quantity>(
    connection,
    `WITH sommes AS (
       SELECT lecture, tableau, aap, ligne, colonne, role, indicateur, sum(valeur) FILTER (WHERE compte) AS somme,
         count(*) FILTER (WHERE compte) AS comptes, count(*) FILTER (WHERE NOT compte) AS laisses
       FROM bilan.composition
       GROUP BY lecture, tableau, aap, ligne, colonne, role, indicateur
     )
     SELECT ${figureKey} AS figure, role, indicateur, cast(somme AS varchar) AS somme, comptes, laisses
     FROM sommes
     ORDER BY figure, role`,
  )
  // A hundred thousand rows, most of them said several times: they come as one text a quantity, and each text is taken apart once.
  const found = await connection.query<{ figure: string; role: string; members: string }>(
    `SELECT ${figureKey} AS figure, role,
       CAST(to_json(list(json_array(convention, cast(valeur AS varchar), compte, motif)
         ORDER BY compte DESC, composition.valeur DESC NULLS LAST, convention)) AS varchar) AS members
     FROM bilan.composition SEMI JOIN ${shown} AS montres USING (convention)
     GROUP BY figure, role
     ORDER BY figure, role DESC`,
  )
  const lists = new Map<string, Member[]>()
  const memberships = found.map(({ figure, role, members: text }) => {
    const members = lists.get(text) ?? membersOf(text)
    lists.set(text, members)
    return { figure: printable(figure), role, members }
  })
  return { quantities, memberships }
}

function membersOf(text: string): Member[] {
  // What the query puts into it.
  const list = JSON.parse(text) as [string, string | null, boolean, string | null][]
  return list.map(([convention, valeur, compte, motif]) => ({
    convention: printable(convention),
    valeur,
    compte,
    motif: motif === null ? null : printable(motif),
  }))
}
