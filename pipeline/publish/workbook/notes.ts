import { spaced } from '../../french.ts'
import type { Connection } from '../../warehouse/connection.ts'
import type { Figure } from './figures.ts'

interface Bound {
  tableau: string
  aap: string
  ligne: string
  ratio: string
  unite: string
  borne_basse: number | null
  borne_haute: number | null
  nb_laureats_manquants: number
  hypothese: string
  motif: string | null
}

interface Gap {
  tableau: string
  aap: string
  ligne: string
  colonne: string
  valeur_publiee: number | null
  valeur_calculee: number | null
  statut: string
  explication: string | null
}

interface Missing {
  aap: string
  indicateur: string
  nom: string
  statut: string
  potentiel_achat: number
}

/** What is to be said of single figures: missing laureates, spans, disagreement with the published document. */
export interface Remarks {
  bounds: Bound[]
  gaps: Gap[]
  missing: Missing[]
}

/** Reads all of it from the public schema. */
export async function readRemarks(connection: Connection): Promise<Remarks> {
  const bounds = await connection.query<Bound>(
    `SELECT bornes.tableau, bornes.aap, bornes.ligne, bornes.ratio, bornes.unite, bornes.borne_basse, bornes.borne_haute,
       bornes.nb_laureats_manquants, bornes.motif, hypotheses.libelle AS hypothese
     FROM bilan.bornes AS bornes
     INNER JOIN bilan.hypotheses AS hypotheses ON hypotheses.hypothese = bornes.hypothese
     WHERE bornes.appliquee AND bornes.nb_laureats_manquants > 0
     ORDER BY bornes.tableau, bornes.aap, bornes.ligne, bornes.ratio`,
  )
  const gaps = await connection.query<Gap>(
    `SELECT tableau, aap, ligne, colonne, valeur_publiee, valeur_calculee, statut, explication
     FROM bilan.reconciliation WHERE statut <> 'conforme' ORDER BY tableau, aap, ligne, colonne`,
  )
  const missing = await connection.query<Missing>(
    `SELECT laureats.aap, manques.indicateur, laureats.nom, manques.statut, laureats.potentiel_achat
     FROM bilan.donnees_manquantes AS manques
     INNER JOIN bilan.laureats AS laureats ON laureats.convention = manques.convention
     ORDER BY laureats.aap, manques.indicateur, laureats.potentiel_achat DESC, laureats.convention`,
  )
  return { bounds, gaps, missing }
}

/** Laureates that a note names before it sends the reader to the sheet. */
const named = 15

const statuses: Record<string, string> = {
  non_communique: 'non communiqué',
  sans_rapport: 'sans rapport',
  illisible: 'illisible',
  contradictoire: 'sources contradictoires',
}

/** The note of one figure; null when there is nothing to say. */
export function remark(figure: Figure, remarks: Remarks): string | null {
  const said = [
    ...absences(figure, remarks),
    ...spans(figure, remarks),
    ...gap(figure, remarks),
    ...(figure.explication === null ? [] : [figure.explication]),
  ]
  return said.length === 0 ? null : spaced(said.join('\n'))
}

function absences(figure: Figure, { missing }: Remarks): string[] {
  if (figure.nature !== 'absence' && figure.nature !== 'note') return []
  const all = missing.filter(
    (one) =>
      one.indicateur === figure.numerateur && (figure.nature === 'note' || one.aap === figure.aap),
  )
  if (all.length === 0) return []
  const list = all
    .slice(0, named)
    .map(
      (one) =>
        `– ${one.nom} : ${statuses[one.statut] ?? one.statut} (${number(one.potentiel_achat)} pass)`,
    )
  const more = all.length - list.length
  return [
    'Données manquantes (potentiel entre parenthèses) :',
    ...list,
    ...(more > 0 ? [`… et ${more} autres : feuille donnees_manquantes`] : []),
  ]
}

function spans(figure: Figure, { bounds }: Remarks): string[] {
  // Rows of missing data count what is known to be missing.
  if (figure.nature === 'absence' || figure.nature === 'note') return []
  return bounds
    .filter(
      ({ tableau, aap, ligne, ratio }) =>
        tableau === figure.tableau &&
        aap === figure.aap &&
        ligne === figure.ligne &&
        ratio === figure.colonne,
    )
    .flatMap(
      ({ unite, borne_basse, borne_haute, nb_laureats_manquants: count, hypothese, motif }) => {
        const who = `${count} ${count > 1 ? 'lauréats' : 'lauréat'} sans donnée`
        const why = motif === null ? [] : [motif]
        if (borne_basse === null) return [`${who}.`, ...why]
        const say = unite === 'fraction' ? share : number
        const span =
          borne_haute === null
            ? `au moins ${say(borne_basse)}`
            : borne_haute === borne_basse
              ? say(borne_basse)
              : `entre ${say(borne_basse)} et ${say(borne_haute)}`
        return [`${who} : sur tous les lauréats, ${span}. ${hypothese}.`, ...why]
      },
    )
}

function gap(figure: Figure, { gaps }: Remarks): string[] {
  if (figure.lecture !== 'publie') return []
  return gaps
    .filter(
      (one) =>
        one.tableau === figure.tableau &&
        one.aap === figure.aap &&
        one.ligne === figure.ligne &&
        one.colonne === figure.colonne,
    )
    .map(({ valeur_publiee, valeur_calculee, explication }) => {
      const why = explication ?? 'Écart sans explication connue.'
      return `Le document publie ${number(valeur_publiee)}, le calcul donne ${number(valeur_calculee)}. ${why}`
    })
}

function number(value: number | null): string {
  return value === null ? 'rien' : value.toLocaleString('fr-FR', { maximumFractionDigits: 6 })
}

function share(value: number | null): string {
  const format = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const
  return value === null ? 'une valeur inconnue' : value.toLocaleString('fr-FR', format)
}
