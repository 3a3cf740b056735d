import { quoteName } from '../warehouse/connection.ts'
import type {
  ChangedCell,
  ChangedCorrection,
  ChangedFile,
  ChangedRegister,
  ChangedRule,
} from './changes.ts'
import { lacking, type Pair } from './pair.ts'

/** Something that was compared, and what couldn't be. */
interface Compared<T> {
  rows: T[]
  incomparable: string[]
}

async function compare<T extends object>(
  pair: Pair,
  needs: Record<string, readonly string[]>,
  sql: string,
): Promise<Compared<T>> {
  const incomparable = lacking(pair, needs)
  if (incomparable.length > 0) return { rows: [], incomparable }
  return { rows: await pair.connection.query<T>(sql), incomparable }
}

/** The reports that came, went, changed, were renamed or are judged otherwise. */
export function changedFiles(pair: Pair): Promise<Compared<ChangedFile>> {
  // A name is old or new once: of several copies the first pair of each content counts as one that was renamed.
  return compare<ChangedFile>(
    pair,
    { 'bilan.fichiers': ['fichier', 'sha256', 'statut', 'motif'] },
    `WITH retires AS (
       SELECT *, row_number() OVER (PARTITION BY sha256 ORDER BY fichier) AS rang
       FROM avant.bilan.fichiers WHERE fichier NOT IN (SELECT fichier FROM apres.bilan.fichiers)
     ),
     ajoutes AS (
       SELECT *, row_number() OVER (PARTITION BY sha256 ORDER BY fichier) AS rang
       FROM apres.bilan.fichiers WHERE fichier NOT IN (SELECT fichier FROM avant.bilan.fichiers)
     ),
     noms AS (
       SELECT ajoutes.fichier, retires.fichier AS ancien_nom,
         CASE WHEN ajoutes.fichier IS NULL THEN 'retire' WHEN retires.fichier IS NULL THEN 'ajoute' ELSE 'renomme' END AS changement,
         retires.statut AS statut_avant, ajoutes.statut AS statut_apres, coalesce(ajoutes.motif, retires.motif) AS motif
       FROM ajoutes FULL JOIN retires ON ajoutes.sha256 = retires.sha256 AND ajoutes.rang = retires.rang
     ),
     restes AS (
       SELECT b.fichier, a.statut AS statut_avant, b.statut AS statut_apres, b.motif,
         CASE WHEN a.sha256 <> b.sha256 THEN 'modifie' WHEN a.statut <> b.statut THEN 'statut' END AS changement
       FROM avant.bilan.fichiers AS a JOIN apres.bilan.fichiers AS b ON a.fichier = b.fichier
     )
     SELECT coalesce(fichier, ancien_nom) AS fichier, changement,
       CASE WHEN changement = 'renomme' THEN ancien_nom END AS ancien_nom, statut_avant, statut_apres, motif
     FROM noms
     UNION ALL
     SELECT fichier, changement, NULL, statut_avant, statut_apres, motif FROM restes WHERE changement IS NOT NULL
     ORDER BY fichier`,
  )
}

/** The cells of which one of the two makes a value, where text, number or fate differ. */
export function changedCells(pair: Pair): Promise<Compared<ChangedCell>> {
  const columns = [
    ...['observation', 'convention', 'indicateur', 'fichier', 'feuille', 'cellule'],
    ...['texte_brut', 'valeur', 'retenue', 'motif', 'regle'],
  ]
  const of = (side: string) =>
    `SELECT *, row_number() OVER (PARTITION BY convention, indicateur, fichier, feuille, cellule ORDER BY observation) AS rang
     FROM ${side}.bilan.observations WHERE convention IS NOT NULL AND regle <> 'correction'`
  const same = ['convention', 'indicateur', 'fichier', 'feuille', 'cellule']
  return compare<ChangedCell>(
    pair,
    { 'bilan.observations': columns },
    `SELECT * FROM (SELECT ${same.map((one) => `coalesce(b.${one}, a.${one}) AS ${one}`).join(', ')},
       a.texte_brut AS texte_avant, b.texte_brut AS texte_apres, a.valeur AS valeur_avant, b.valeur AS valeur_apres,
       a.retenue AS retenue_avant, b.retenue AS retenue_apres, coalesce(b.motif, a.motif) AS motif
     FROM (${of('avant')}) AS a
     FULL JOIN (${of('apres')}) AS b ON a.rang = b.rang AND ${same.map((one) => `a.${one} = b.${one}`).join(' AND ')}
     WHERE (coalesce(a.retenue, false) OR coalesce(b.retenue, false))
       AND (a.texte_brut IS DISTINCT FROM b.texte_brut OR a.valeur IS DISTINCT FROM b.valeur
         OR coalesce(a.retenue, false) <> coalesce(b.retenue, false))) AS changees
     ORDER BY convention, indicateur, fichier, feuille, length(cellule), cellule`,
  )
}

/** The decisions of people that are new, changed or gone. */
export async function changedCorrections(pair: Pair): Promise<Compared<ChangedCorrection>> {
  const of = (side: string) =>
    `SELECT convention, indicateur, valeur, motif FROM ${side}.bilan.observations WHERE regle = 'correction'`
  const { rows, incomparable } = await compare<{
    convention: string
    indicateur: string
    valeur_avant: number | null
    valeur_apres: number | null
    motif_avant: string | null
    motif_apres: string | null
  }>(
    pair,
    { 'bilan.observations': ['convention', 'indicateur', 'valeur', 'motif', 'regle'] },
    `SELECT coalesce(b.convention, a.convention) AS convention, coalesce(b.indicateur, a.indicateur) AS indicateur,
       a.valeur AS valeur_avant, b.valeur AS valeur_apres, a.motif AS motif_avant, b.motif AS motif_apres
     FROM (${of('avant')}) AS a
     FULL JOIN (${of('apres')}) AS b ON a.convention = b.convention AND a.indicateur = b.indicateur
     WHERE a.valeur IS DISTINCT FROM b.valeur OR a.motif IS DISTINCT FROM b.motif
     ORDER BY convention, indicateur`,
  )
  const decision = (valeur: number | null, motif: string | null) =>
    motif === null ? null : { valeur, motif }
  return {
    incomparable,
    rows: rows.map((row) => ({
      convention: row.convention,
      indicateur: row.indicateur,
      avant: decision(row.valeur_avant, row.motif_avant),
      apres: decision(row.valeur_apres, row.motif_apres),
    })),
  }
}

/** Columns of `bilan.laureats` that the register gives. */
const ofRegister = [
  ...['aap', 'siren', 'nom', 'type_structure', 'departement'],
  ...['potentiel_achat', 'montant_projet', 'subvention_etat'],
]

/** The rows and cells of the register that differ. */
export function changedRegister(pair: Pair): Promise<Compared<ChangedRegister>> {
  const cells = ofRegister.map(
    (column) =>
      `SELECT b.convention, b.nom, '${column}' AS colonne, CAST(a.${column} AS varchar) AS avant,
         CAST(b.${column} AS varchar) AS apres, 'modifie' AS presence
       FROM avant.bilan.laureats AS a JOIN apres.bilan.laureats AS b USING (convention)
       WHERE a.${column} IS DISTINCT FROM b.${column}`,
  )
  return compare<ChangedRegister>(
    pair,
    { 'bilan.laureats': ['convention', ...ofRegister] },
    `SELECT convention, nom, NULL AS colonne, NULL AS avant, NULL AS apres, 'ajoute' AS presence
     FROM apres.bilan.laureats WHERE convention NOT IN (SELECT convention FROM avant.bilan.laureats)
     UNION ALL
     SELECT convention, nom, NULL, NULL, NULL, 'retire'
     FROM avant.bilan.laureats WHERE convention NOT IN (SELECT convention FROM apres.bilan.laureats)
     UNION ALL ${cells.join(' UNION ALL ')}
     ORDER BY convention, colonne`,
  )
}

/** The seeds, models and code that differ. */
export async function changedRules(pair: Pair): Promise<Compared<ChangedRule>> {
  const seeds: ChangedRule[] = []
  for (const table of pair.tables('seeds')) {
    const change = await changedSeed(pair, table)
    if (change !== null) seeds.push(change)
  }
  const models = await compare<ChangedRule>(
    pair,
    { 'meta.models': ['model', 'sql_hash'] },
    `SELECT 'modele' AS genre, coalesce(b.model, a.model) AS nom,
       CASE WHEN a.model IS NULL THEN 'ajoute' WHEN b.model IS NULL THEN 'retire' ELSE 'modifie' END AS presence,
       NULL AS lignes_ajoutees, NULL AS lignes_retirees
     FROM avant.meta.models AS a FULL JOIN apres.meta.models AS b ON a.model = b.model
     WHERE a.sql_hash IS DISTINCT FROM b.sql_hash
     ORDER BY nom`,
  )
  const code = await compare<{ avant: string | null; apres: string | null }>(
    pair,
    { 'meta.publication': ['contenu'] },
    `SELECT json_extract_string(a.contenu, '$.code') AS avant, json_extract_string(b.contenu, '$.code') AS apres
     FROM avant.meta.publication AS a CROSS JOIN apres.meta.publication AS b`,
  )
  const changed: ChangedRule[] = code.rows
    .filter(({ avant, apres }) => avant !== apres)
    .map(() => rule('code', 'code', 'modifie'))
  return {
    rows: [...seeds, ...models.rows, ...changed],
    incomparable: [...models.incomparable, ...code.incomparable],
  }
}

function rule(
  genre: ChangedRule['genre'],
  nom: string,
  presence: ChangedRule['presence'],
): ChangedRule {
  return { genre, nom, presence, lignes_ajoutees: null, lignes_retirees: null }
}

/** A seed by its rows; null when both have the same. Where the columns differ, those that both have are compared. */
async function changedSeed(pair: Pair, table: string): Promise<ChangedRule | null> {
  const { avant, apres } = pair.columns(table)
  if (avant.length === 0) return rule('regle', table, 'ajoute')
  if (apres.length === 0) return rule('regle', table, 'retire')
  const columns = avant.filter((column) => apres.includes(column)).map(quoteName)
  const widened = avant.length !== columns.length || apres.length !== columns.length
  if (columns.length === 0) return rule('regle', table, 'modifie')
  const rows = (side: string) =>
    `SELECT ${columns.join(', ')} FROM ${side}.${table.split('.').map(quoteName).join('.')}`
  const [counts] = await pair.connection.query<{ ajoutees: number; retirees: number }>(
    `SELECT (SELECT count(*) FROM (${rows('apres')} EXCEPT ALL ${rows('avant')})) AS ajoutees,
       (SELECT count(*) FROM (${rows('avant')} EXCEPT ALL ${rows('apres')})) AS retirees`,
  )
  const { ajoutees, retirees } = counts!
  if (ajoutees === 0 && retirees === 0 && !widened) return null
  return {
    ...rule('regle', table, 'modifie'),
    lignes_ajoutees: ajoutees,
    lignes_retirees: retirees,
  }
}
