/*
grain: une colonne d'une nature de ligne
purpose: Les chiffres que chaque ligne imprime, comme une quantité ou un rapport de deux quantités de cette ligne.
key: [tableau, nature, colonne]
columns:
  tableau: {type: varchar, description: "Tableau du document."}
  nature: {type: varchar, description: "Nature de la ligne."}
  colonne: {type: varchar, description: "Colonne, précédée de sa tranche s'il y a lieu (plus_de_75.pass_scannes)."}
  ordre: {type: integer, description: "Rang dans la ligne."}
  tranche: {type: varchar, description: "Tranche de la colonne ; « toutes » si elle les couvre toutes."}
  numerateur: {type: varchar, nullable: true, description: "Quantité imprimée, ou numérateur ; NULL si rien ne permet de la calculer."}
  denominateur: {type: varchar, nullable: true, description: "Dénominateur, toutes tranches ensemble ; NULL si la colonne n'est pas un rapport."}
  facteur: {type: "decimal(12,6)", description: "Facteur vers l'unité imprimée."}
  decimales: {type: integer, description: "Décimales imprimées (0, 1 ou 2)."}
  unite: {type: varchar, description: "Unité imprimée."}
  libelle: {type: varchar, description: "Nom pour les personnes."}
  libelle_tranche: {type: varchar, nullable: true, description: "Nom de la tranche pour les personnes ; NULL si la colonne les couvre toutes."}
  explication: {type: varchar, nullable: true, description: "Pourquoi la colonne ne se calcule pas ; NULL si elle se calcule."}
*/
WITH colonnes AS (
  SELECT * FROM seeds.colonnes
),
tranches AS (
  SELECT * FROM seeds.tranches
),
par_tranche AS (
  SELECT
    colonnes.* REPLACE (tranches.tranche || '.' || colonnes.colonne AS colonne),
    cast(tranches.ordre AS integer) * 100 + cast(colonnes.ordre AS integer) AS rang,
    tranches.tranche,
    tranches.libelle AS libelle_tranche
  FROM colonnes
  CROSS JOIN tranches
  WHERE colonnes.par_tranche = 'oui'
),
entieres AS (
  SELECT *, cast(ordre AS integer) AS rang, 'toutes' AS tranche, cast(NULL AS varchar) AS libelle_tranche
  FROM colonnes
  WHERE par_tranche = 'non'
),
toutes AS (
  SELECT * FROM par_tranche
  UNION ALL
  SELECT * FROM entieres
),
final AS (
  SELECT
    tableau,
    nature,
    colonne,
    cast(rang AS integer) AS ordre,
    tranche,
    numerateur,
    denominateur,
    cast(facteur AS decimal(12,6)) AS facteur,
    cast(decimales AS integer) AS decimales,
    unite,
    libelle,
    libelle_tranche,
    explication
  FROM toutes
)
SELECT * FROM final
