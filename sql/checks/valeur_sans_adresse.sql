/*
title: "Valeur sans adresse"
severity: bloquant
purpose: "Loi 1 : chaque valeur publiée se retrouve dans les chiffres retenus - un total qui lui est égal, ou des détails dont la somme lui est égale - et tous les chiffres retenus la donnent."
remedy: "Signaler l'anomalie : une règle de sql/intermediate a perdu l'origine de la valeur."
*/
WITH porteurs AS (
  SELECT
    convention,
    indicateur,
    CASE
      WHEN portee = 'total' THEN observation
      WHEN annee IS NOT NULL THEN 'années'
      ELSE fichier || ' ' || coalesce(groupe, '')
    END AS porteur,
    sum(valeur) AS valeur
  FROM bilan.observations
  WHERE
    retenue
    AND convention IS NOT NULL
    AND fichier <> ''
    AND feuille <> ''
    AND cellule <> ''
  GROUP BY ALL
),
origines AS (
  SELECT convention, indicateur, min(valeur) AS plus_petite, max(valeur) AS plus_grande
  FROM porteurs
  GROUP BY ALL
),
valeurs AS (
  SELECT convention, 'pass_achetes' AS indicateur, pass_achetes AS valeur FROM bilan.laureats WHERE pass_achetes IS NOT NULL
  UNION ALL
  SELECT convention, 'pass_scannes' AS indicateur, pass_scannes AS valeur FROM bilan.laureats WHERE pass_scannes IS NOT NULL
  UNION ALL
  SELECT convention, 'beneficiaires_uniques' AS indicateur, beneficiaires_uniques AS valeur FROM bilan.laureats WHERE beneficiaires_uniques IS NOT NULL
)
SELECT
  coalesce(valeurs.convention, origines.convention) AS convention,
  coalesce(valeurs.indicateur, origines.indicateur) AS indicateur,
  'Convention ' || coalesce(valeurs.convention, origines.convention) || ', ' || coalesce(valeurs.indicateur, origines.indicateur)
    || ' : publié ' || coalesce(cast(valeurs.valeur AS varchar), 'rien')
    || ', chiffres retenus ' || coalesce(cast(origines.plus_petite AS varchar), 'aucun')
    || CASE WHEN origines.plus_grande > origines.plus_petite THEN ' à ' || origines.plus_grande ELSE '' END AS message
FROM valeurs
FULL JOIN origines ON origines.convention = valeurs.convention AND origines.indicateur = valeurs.indicateur
WHERE
  origines.plus_petite IS DISTINCT FROM valeurs.valeur
  OR origines.plus_grande IS DISTINCT FROM valeurs.valeur
