/*
severity: avertissement
purpose: "Un pass ne peut être scanné sans avoir été acheté."
remedy: "Relire les deux chiffres aux adresses dites ; une erreur du rapport se corrige dans raw/corrections.csv."
*/
WITH origines AS (
  SELECT convention, indicateur, min(fichier || ', ' || feuille || '!' || cellule) AS adresse
  FROM bilan.observations
  WHERE retenue
  GROUP BY convention, indicateur
)
SELECT
  laureats.convention,
  'Convention ' || laureats.convention || ' (' || laureats.nom || ') : ' || laureats.pass_scannes || ' pass scannés (' || hauts.adresse
    || ') pour ' || laureats.pass_achetes || ' pass achetés (' || bas.adresse || ')' AS message
FROM bilan.laureats AS laureats
LEFT JOIN origines AS hauts ON hauts.convention = laureats.convention AND hauts.indicateur = 'pass_scannes'
LEFT JOIN origines AS bas ON bas.convention = laureats.convention AND bas.indicateur = 'pass_achetes'
WHERE laureats.pass_scannes > laureats.pass_achetes
