/*
grain: un réglage du bilan
purpose: Ce qui se règle sans changer de modèle.
key: [parametre]
columns:
  parametre: {type: varchar, values: [estimation], description: "Nom du réglage."}
  actif: {type: boolean, description: "Vrai si le réglage est allumé."}
  motif: {type: varchar, description: "Ce qu'il fait."}
*/
WITH parametres AS (
  SELECT * FROM seeds.parametres
),
final AS (
  SELECT parametre, valeur = 'oui' AS actif, motif FROM parametres
)
SELECT * FROM final
