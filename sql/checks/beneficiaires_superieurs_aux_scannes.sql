/*
severity: avertissement
purpose: "Une personne aidée a scanné au moins un pass, sauf usage que le rapport explique."
remedy: "Relire les deux chiffres aux adresses dites ; des passages comptés pour des personnes se corrigent dans raw/corrections.csv."
*/
WITH origines AS (
  SELECT convention, indicateur, min(fichier || ', ' || feuille || '!' || cellule) AS adresse
  FROM bilan.observations
  WHERE retenue
  GROUP BY convention, indicateur
)
SELECT
  laureats.convention,
  'Convention ' || laureats.convention || ' (' || laureats.nom || ') : ' || laureats.beneficiaires_uniques || ' bénéficiaires uniques (' || hauts.adresse
    || ') pour ' || laureats.pass_scannes || ' pass scannés (' || bas.adresse || ')' AS message
FROM bilan.laureats AS laureats
LEFT JOIN origines AS hauts ON hauts.convention = laureats.convention AND hauts.indicateur = 'beneficiaires_uniques'
LEFT JOIN origines AS bas ON bas.convention = laureats.convention AND bas.indicateur = 'pass_scannes'
WHERE laureats.beneficiaires_uniques > laureats.pass_scannes
