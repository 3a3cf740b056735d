/*
grain: une convention et un indicateur dont la valeur vient d'un chiffre lu ou décidé
purpose: Où l'on retrouve la valeur d'un lauréat - l'adresse du premier chiffre retenu.
key: [convention, indicateur]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur."}
  fichier: {type: varchar, description: "Chemin sous raw/rapports/ ; ../corrections.csv pour une décision."}
  feuille: {type: varchar, description: "Feuille, page ou tableau."}
  cellule: {type: varchar, description: "Adresse de la cellule."}
  adresse: {type: varchar, description: "Les trois en une : envoi.xlsx, Bilan!C12."}
*/
WITH observations AS (
  SELECT * FROM staging.stg_rapports__observations
),
sorts AS (
  SELECT * FROM intermediate.int_chiffres_lus
),
corrections AS (
  SELECT * FROM intermediate.int_corrections
),
retenus AS (
  SELECT
    observations.convention,
    sorts.indicateur,
    observations.fichier,
    observations.feuille,
    observations.cellule
  FROM sorts
  INNER JOIN observations ON observations.observation = sorts.observation
  WHERE sorts.retenue
  UNION ALL
  SELECT
    convention,
    indicateur,
    '../corrections.csv' AS fichier,
    'csv' AS feuille,
    'C' || cast(ligne AS varchar) AS cellule
  FROM corrections
  WHERE valeur IS NOT NULL
),
rangees AS (
  SELECT
    retenus.*,
    row_number() OVER (
      PARTITION BY convention, indicateur
      ORDER BY fichier NULLS LAST, feuille NULLS LAST, cellule NULLS LAST
    ) AS rang
  FROM retenus
),
final AS (
  SELECT
    convention,
    indicateur,
    fichier,
    feuille,
    cellule,
    fichier || ', ' || feuille || '!' || cellule AS adresse
  FROM rangees
  WHERE rang = 1
)
SELECT * FROM final
