/*
grain: une cellule publiée dont l'écart est expliqué
purpose: Les désaccords connus du document avec lui-même ; une explication ne vaut que pour les deux valeurs qu'elle nomme.
key: [tableau, aap, ligne, colonne]
columns:
  tableau: {type: varchar, description: "Tableau du document."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  colonne: {type: varchar, description: "Colonne."}
  valeur_publiee: {type: "decimal(18,6)", description: "Valeur imprimée que l'explication connaît."}
  valeur_calculee: {type: "decimal(18,6)", description: "Valeur calculée que l'explication connaît."}
  explication: {type: varchar, description: "La phrase."}
*/
WITH ecarts_connus AS (
  SELECT * FROM seeds.ecarts_connus
),
final AS (
  SELECT
    tableau,
    aap,
    ligne,
    colonne,
    cast(valeur_publiee AS decimal(18,6)) AS valeur_publiee,
    cast(valeur_calculee AS decimal(18,6)) AS valeur_calculee,
    explication
  FROM ecarts_connus
)
SELECT * FROM final
