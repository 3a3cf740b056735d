/*
grain: un contrôle du document publié
purpose: Ce que le document publié doit à lui-même.
key: [controle]
columns:
  controle: {type: varchar, description: "Nom du contrôle."}
  titre: {type: varchar, description: "Titre pour les personnes."}
  motif: {type: varchar, description: "Ce qui est attendu, et pourquoi."}
*/
WITH controles AS (
  SELECT * FROM seeds.controles_publies
),
final AS (
  SELECT controle, titre, motif FROM controles
)
SELECT * FROM final
