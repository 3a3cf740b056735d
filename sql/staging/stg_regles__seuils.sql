/*
grain: un seuil d'un contrôle de vraisemblance
purpose: Les seuils des contrôles, chacun avec la raison de sa valeur.
key: [controle, seuil]
columns:
  controle: {type: varchar, description: "Contrôle."}
  seuil: {type: varchar, description: "Nom du seuil dans le contrôle."}
  valeur: {type: "decimal(18,6)", description: "Valeur."}
  motif: {type: varchar, description: "Pourquoi cette valeur."}
*/
WITH seuils AS (
  SELECT * FROM seeds.seuils
),
final AS (
  SELECT controle, seuil, cast(valeur AS decimal(18,6)) AS valeur, motif FROM seuils
)
SELECT * FROM final
