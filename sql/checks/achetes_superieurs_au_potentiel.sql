/*
severity: avertissement
purpose: "Un lauréat achète rarement plus de pass que sa convention ne le permet ; le document publié en montre pourtant."
remedy: "Relire le chiffre et le potentiel du registre ; rien à faire si le rapport le confirme."
*/
WITH origines AS (
  SELECT convention, min(fichier || ', ' || feuille || '!' || cellule) AS adresse
  FROM bilan.observations
  WHERE retenue AND indicateur = 'pass_achetes'
  GROUP BY convention
)
SELECT
  laureats.convention,
  'Convention ' || laureats.convention || ' (' || laureats.nom || ') : ' || laureats.pass_achetes || ' pass achetés (' || origines.adresse
    || ') pour un potentiel de ' || laureats.potentiel_achat AS message
FROM bilan.laureats AS laureats
LEFT JOIN origines ON origines.convention = laureats.convention
WHERE laureats.pass_achetes > laureats.potentiel_achat
