/*
grain: une convention du registre et un indicateur qu'une décision corrige
purpose: Les décisions qui s'appliquent ; de plusieurs pour le même chiffre (un contrôle les refuse), la dernière du fichier.
key: [convention, indicateur]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur."}
  valeur: {type: bigint, nullable: true, description: "Valeur décidée ; NULL pour « non communiqué »."}
  attendu: {type: bigint, nullable: true, description: "Valeur que la décision dit corriger ; NULL si aucune."}
  motif: {type: varchar, description: "Raison de la décision."}
  phrase: {type: varchar, description: "La décision en une phrase."}
  ligne: {type: integer, description: "Ligne de raw/corrections.csv."}
*/
WITH decisions AS (
  SELECT * FROM staging.stg_corrections__decisions
),
laureats AS (
  SELECT * FROM staging.stg_registre__laureats
),
indicateurs AS (
  SELECT * FROM staging.stg_regles__indicateurs
),
rangees AS (
  SELECT
    decisions.*,
    row_number() OVER (
      PARTITION BY decisions.convention, decisions.indicateur
      ORDER BY decisions.ligne DESC NULLS LAST
    ) AS rang
  FROM decisions
  INNER JOIN laureats ON laureats.convention = decisions.convention
  INNER JOIN indicateurs ON indicateurs.indicateur = decisions.indicateur
  WHERE indicateurs.origine = 'rapports'
),
final AS (
  SELECT convention, indicateur, valeur, attendu, motif, phrase, ligne FROM rangees WHERE rang = 1
)
SELECT * FROM final
