/*
title: "Chiffre publié mal écrit"
severity: bloquant
purpose: "Chaque cellule publiée est un nombre et n'est donnée qu'une fois."
remedy: "Corriger la ligne dans raw/publie/."
*/
WITH cellules AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY tableau, aap, ligne, colonne) AS nb_fois
  FROM staging.stg_publie__cellules
)
SELECT
  source,
  source || ' : ' || CASE
    WHEN valeur IS NULL THEN '« ' || texte || ' » n''est pas un nombre à point décimal'
    ELSE 'la cellule ' || tableau || ', ' || aap || ', ' || ligne || ', ' || colonne || ' est donnée ' || nb_fois || ' fois'
  END AS message
FROM cellules
WHERE valeur IS NULL OR nb_fois > 1
