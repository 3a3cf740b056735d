import { quoteText } from '../warehouse/connection.ts'

/** A query that explains, as it is run and as anyone can run it again. */
export interface Asked {
  /** What it tells, in French. */
  titre: string
  /** One SELECT that needs nothing but the warehouse. */
  sql: string
}

/** The key of a figure of `bilan.chiffres`. */
export interface FigureKey {
  lecture: string
  tableau: string
  aap: string
  ligne: string
  colonne: string
}

/** `lecture = 'publie' AND …`, for the columns of a key. */
export function where(key: object, table = ''): string {
  return Object.entries(key)
    .map(([column, value]) => `${table}${column} = ${quoteText(String(value))}`)
    .join(' AND ')
}

/** Everything about a figure but the values that it is made of. */
export function figureQueries(key: FigureKey) {
  const { lecture: _, ...cell } = key
  return {
    figure: {
      titre: 'Le chiffre',
      sql: `SELECT *
FROM bilan.chiffres
WHERE ${where(key)}`,
    },
    published: {
      titre: 'Le chiffre publié en face',
      sql: `SELECT valeur_publiee, valeur_calculee, ecart, statut, explication, source
FROM bilan.reconciliation
WHERE ${where(cell)}`,
    },
    formula: {
      titre: 'La formule : numérateur × facteur / dénominateur, arrondi à ces décimales',
      sql: `SELECT colonnes.numerateur, colonnes.denominateur, colonnes.facteur, colonnes.decimales, colonnes.tranche
FROM bilan.chiffres AS chiffres
JOIN staging.stg_regles__colonnes AS colonnes USING (tableau, nature, colonne)
WHERE ${where(key, 'chiffres.')}`,
    },
    rules: {
      titre:
        'La règle de la lecture : le potentiel des lauréats sans chiffre d’achat compte-t-il au total ?',
      sql: `WITH appels AS (
  SELECT DISTINCT laureats.aap
  FROM bilan.composition AS composition
  JOIN bilan.laureats AS laureats USING (convention)
  WHERE ${where(key, 'composition.')} AND composition.indicateur = 'potentiel_achat'
)
SELECT appels.aap, regles.potentiel_sans_achats_au_total, regles.motif
FROM appels
JOIN staging.stg_regles__lectures AS regles
  ON regles.lecture = ${quoteText(key.lecture)}
  AND (regles.aap = appels.aap OR regles.aap = '*' AND NOT EXISTS (
    SELECT 1 FROM staging.stg_regles__lectures AS propres
    WHERE propres.lecture = regles.lecture AND propres.aap = appels.aap
  ))
WHERE EXISTS (
  SELECT 1 FROM bilan.chiffres
  WHERE ${where(key)} AND nature IN ('total', 'grand_total', 'texte', 'texte_ensemble')
)
ORDER BY appels.aap NULLS LAST`,
    },
    sums: {
      titre: 'Les quantités de la formule, sommes de ce qui compte',
      sql: `SELECT composition.role, composition.indicateur, indicateurs.libelle, indicateurs.unite,
  sum(composition.valeur) FILTER (WHERE composition.compte) AS somme,
  count(*) FILTER (WHERE composition.compte) AS comptes,
  count(*) FILTER (WHERE NOT composition.compte) AS laisses
FROM bilan.composition AS composition
LEFT JOIN staging.stg_regles__indicateurs AS indicateurs USING (indicateur)
WHERE ${where(key, 'composition.')}
GROUP BY ALL
ORDER BY composition.role DESC NULLS LAST`,
    },
    parts: {
      titre: 'Les lauréats qui comptent, et ceux qui sont laissés de côté',
      sql: `SELECT composition.role, composition.indicateur, composition.convention, laureats.nom,
  composition.valeur, composition.compte, composition.motif
FROM bilan.composition AS composition
JOIN bilan.laureats AS laureats USING (convention)
WHERE ${where(key, 'composition.')}
ORDER BY composition.role DESC NULLS LAST, composition.compte DESC NULLS LAST, composition.convention NULLS LAST`,
    },
  } satisfies Record<string, Asked>
}

/** The selection of values that a figure is made of, for `valueQueries`. */
export function valuesOfFigure(key: FigureKey): string {
  return `SELECT DISTINCT convention, indicateur FROM bilan.composition WHERE ${where(key)}`
}

/** Some values of one laureate, for `valueQueries`. */
export function valuesOfLaureate(convention: string, indicateurs: readonly string[]): string {
  return indicateurs
    .map((one) => `SELECT ${quoteText(convention)} AS convention, ${quoteText(one)} AS indicateur`)
    .join(' UNION ALL ')
}

/**
 * Everything about some values of laureates, down to the cells.
 * @param selection a query with the columns `convention, indicateur`
 */
export function valueQueries(selection: string) {
  const chosen = `WITH choisies AS (${selection})`
  return {
    values: {
      titre: 'La valeur de chaque lauréat, son statut et la raison',
      sql: `${chosen}
SELECT choisies.convention, choisies.indicateur, laureats.nom, laureats.aap, laureats.type_structure,
  valeurs.valeur, valeurs.statut, valeurs.motif, valeurs.valeur_lue, valeurs.corrigee
FROM choisies
JOIN bilan.laureats AS laureats USING (convention)
JOIN intermediate.int_valeurs AS valeurs USING (convention, indicateur)
ORDER BY choisies.convention NULLS LAST, choisies.indicateur NULLS LAST`,
    },
    register: {
      titre: 'Ce qui vient du registre (raw/laureats.csv), ligne par ligne',
      sql: `${chosen}
SELECT choisies.convention, choisies.indicateur, laureats.nom, laureats.aap, laureats.type_structure, laureats.ligne,
  CASE choisies.indicateur
    WHEN 'nb_laureats' THEN CAST(1 AS DECIMAL(18,2))
    WHEN 'potentiel_achat' THEN CAST(laureats.potentiel_achat AS DECIMAL(18,2))
    WHEN 'montant_projet' THEN laureats.montant_projet
    WHEN 'subvention_etat' THEN laureats.subvention_etat
  END AS valeur
FROM choisies
JOIN staging.stg_registre__laureats AS laureats USING (convention)
JOIN staging.stg_regles__indicateurs AS indicateurs USING (indicateur)
WHERE indicateurs.origine = 'registre'
ORDER BY choisies.convention NULLS LAST, choisies.indicateur NULLS LAST`,
    },
    cells: {
      titre: 'Les cellules lues, retenues ou écartées, et pourquoi',
      sql: `${chosen}
SELECT choisies.convention, choisies.indicateur, lues.observation, lues.fichier, lues.feuille, lues.cellule,
  lues.texte_brut, lues.libelle, lues.cellule_libelle, lues.indicateur_lu, brutes.nombre, brutes.facteur,
  lues.unite_lue, lues.valeur, lues.qualite, lues.portee, lues.groupe, lues.regle, lues.retenue, lues.motif
FROM choisies
JOIN bilan.observations AS lues
  ON lues.convention = choisies.convention
  AND (lues.indicateur = choisies.indicateur OR EXISTS (
    SELECT 1 FROM staging.stg_regles__substitutions AS tenant_lieu
    WHERE tenant_lieu.indicateur = choisies.indicateur AND tenant_lieu.remplacant = lues.indicateur
  ))
LEFT JOIN raw.observations AS brutes USING (observation)
ORDER BY choisies.convention NULLS LAST, choisies.indicateur NULLS LAST, lues.retenue DESC NULLS LAST,
  lues.fichier NULLS LAST, lues.feuille NULLS LAST, length(lues.cellule) NULLS LAST, lues.cellule NULLS LAST,
  lues.observation NULLS LAST`,
    },
    absences: {
      titre: 'Là où un rapport dit qu’il n’a pas le chiffre',
      sql: `${chosen}
SELECT choisies.convention, choisies.indicateur, dites.fichier, dites.feuille, dites.cellule, dites.texte_brut,
  dites.libelle, dites.cellule_libelle
FROM choisies
JOIN staging.stg_rapports__observations AS dites USING (convention, indicateur)
WHERE dites.portee = 'absence'
ORDER BY choisies.convention NULLS LAST, choisies.indicateur NULLS LAST, dites.fichier NULLS LAST,
  dites.feuille NULLS LAST, length(dites.cellule) NULLS LAST, dites.cellule NULLS LAST`,
    },
    questions: {
      titre: 'Les questions ouvertes',
      sql: `${chosen}
SELECT DISTINCT choisies.convention, choisies.indicateur, questions.question, questions.fichier, questions.feuille,
  questions.cellule, questions.texte_brut, questions.libelle, questions.motif, questions.proposition
FROM choisies
JOIN bilan.a_verifier AS questions
  ON (questions.indicateur = choisies.indicateur OR questions.indicateur IS NULL)
  AND (questions.convention = choisies.convention OR questions.convention IS NULL AND EXISTS (
    SELECT 1 FROM staging.stg_rapports__rattachements AS rattachements
    WHERE rattachements.convention = choisies.convention AND rattachements.fichier = questions.fichier
  ))
ORDER BY choisies.convention NULLS LAST, choisies.indicateur NULLS LAST, questions.question NULLS LAST`,
    },
    corrections: {
      titre: 'Les décisions de personnes (raw/corrections.csv)',
      sql: `${chosen}
SELECT choisies.convention, choisies.indicateur, decisions.valeur, decisions.attendu, decisions.motif,
  decisions.auteur, decisions.date, decisions.ligne
FROM choisies
JOIN intermediate.int_corrections AS appliquees USING (convention, indicateur)
JOIN staging.stg_corrections__decisions AS decisions USING (convention, indicateur, ligne)
ORDER BY choisies.convention NULLS LAST, choisies.indicateur NULLS LAST`,
    },
    files: {
      titre: 'Les fichiers reçus des lauréats, et ce qu’ils sont devenus',
      sql: `${chosen},
conventions AS (SELECT DISTINCT convention FROM choisies),
rattaches AS (
  SELECT conventions.convention, fichiers.*
  FROM conventions
  JOIN staging.stg_rapports__rattachements AS rattachements USING (convention)
  JOIN bilan.fichiers AS fichiers USING (fichier)
),
copies AS (
  SELECT DISTINCT rattaches.convention, fichiers.*
  FROM rattaches
  JOIN bilan.fichiers AS fichiers ON fichiers.sha256 = rattaches.sha256 AND fichiers.statut = 'doublon'
)
SELECT convention, fichier, sha256, format, statut, motif
FROM (SELECT * FROM rattaches UNION SELECT * FROM copies) AS recus
ORDER BY convention NULLS LAST, fichier NULLS LAST`,
    },
  } satisfies Record<string, Asked>
}
