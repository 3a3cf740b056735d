import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { BilanError } from '../error.ts'
import { type Connection, openWarehouse } from '../warehouse/connection.ts'
import { warehouseFile } from '../warehouse/swap.ts'

/** One figure that is asked of a laureate: a row of `bilan.relances` that isn't closed, with its words for people. */
export interface Demand {
  indicateur: string
  libelle: string
  unite: string
  objet: 'manque' | 'question' | 'precision'
  motif: string
  statut: string
  /** ISO day; null when no letter was written, or none was sent. */
  ecrite_le: string | null
  envoyee_le: string | null
}

/** What stands of an indicator that nothing is asked about. */
export interface Known {
  indicateur: string
  libelle: string
  unite: string
  valeur: number
}

/** A doubt about a cell of a report, as `bilan.a_verifier` has it. */
export interface Doubt {
  fichier: string
  feuille: string | null
  cellule: string | null
  texte_brut: string | null
  libelle: string | null
  motif: string
}

/** Everything that a letter to one laureate says. */
export interface Dossier {
  convention: string
  aap: string
  siren: string
  nom: string
  /** In pass. */
  potentiel_achat: number
  demands: Demand[]
  known: Known[]
  doubts: Doubt[]
  /** Reports that came, copies left out: path under `raw/rapports/`, SHA-256 of the bytes. */
  files: { fichier: string; sha256: string }[]
}

/**
 * The laureates of a published warehouse of whom something must be asked, by convention. Reads, writes nothing.
 * @param approximate whether figures said to be approximate are asked for again
 * @throws BilanError when there is no warehouse, or it was made by another version
 */
export async function openDossiers(warehouse: string, approximate: boolean): Promise<Dossier[]> {
  const path = join(warehouse, warehouseFile)
  await access(path).catch((error: unknown) => {
    throw new BilanError(
      `${path}: no warehouse there`,
      'publish one with « bilan run », or name another folder with --warehouse',
      1,
      error,
    )
  })
  const connection = await openWarehouse(path, { readOnly: true, threads: 1 })
  try {
    return await dossiers(connection, approximate)
  } catch (error) {
    if (error instanceof BilanError) throw error
    throw new BilanError(
      `${path}: its tables are not those of this version`,
      'publish it again with « bilan run »',
      1,
      error,
    )
  } finally {
    await connection.close()
  }
}

type Keyed<T> = T & { convention: string }

async function dossiers(connection: Connection, approximate: boolean): Promise<Dossier[]> {
  const demands = await connection.query<Keyed<Demand>>(
    `SELECT r.convention, r.indicateur, i.libelle, i.unite, r.objet, r.motif, r.statut, r.ecrite_le, r.envoyee_le
     FROM bilan.relances AS r JOIN staging.stg_regles__indicateurs AS i USING (indicateur)
     WHERE r.statut <> 'close' AND ($1 OR r.objet <> 'precision') ORDER BY r.convention, i.ordre`,
    [approximate],
  )
  const asked = new Set(demands.map(({ convention }) => convention))
  const parties = await connection.query<Omit<Dossier, 'demands' | 'known' | 'doubts' | 'files'>>(
    'SELECT convention, aap, siren, nom, potentiel_achat FROM bilan.laureats ORDER BY convention',
  )
  const known = await connection.query<Keyed<Known>>(
    `SELECT v.convention, v.indicateur, i.libelle, i.unite, v.valeur
     FROM intermediate.int_valeurs AS v JOIN staging.stg_regles__indicateurs AS i USING (indicateur)
     WHERE v.valeur IS NOT NULL ORDER BY v.convention, i.ordre`,
  )
  const doubts = await connection.query<Keyed<Doubt>>(
    `SELECT convention, fichier, feuille, cellule, texte_brut, libelle, motif FROM bilan.a_verifier
     WHERE convention IS NOT NULL ORDER BY ALL`,
  )
  const files = await connection.query<Keyed<Dossier['files'][number]>>(
    `SELECT r.convention, f.fichier, f.sha256
     FROM staging.stg_rapports__rattachements AS r JOIN bilan.fichiers AS f USING (fichier)
     WHERE f.statut <> 'doublon' ORDER BY r.convention, f.fichier`,
  )
  const groups = {
    demands: Map.groupBy(demands, ({ convention }) => convention),
    known: Map.groupBy(known, ({ convention }) => convention),
    doubts: Map.groupBy(doubts, ({ convention }) => convention),
    files: Map.groupBy(files, ({ convention }) => convention),
  }
  return parties
    .filter(({ convention }) => asked.has(convention))
    .map((party) => {
      const mine = groups.demands.get(party.convention) ?? []
      const open = new Set(mine.map(({ indicateur }) => indicateur))
      return {
        ...party,
        demands: mine,
        known: (groups.known.get(party.convention) ?? []).filter(
          (one) => !open.has(one.indicateur),
        ),
        doubts: groups.doubts.get(party.convention) ?? [],
        files: groups.files.get(party.convention) ?? [],
      }
    })
}
