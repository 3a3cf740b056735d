/*
grain: un contrôle de vraisemblance
purpose: Le titre de chaque contrôle qui avertit, et pourquoi il existe.
key: [controle]
columns:
  controle: {type: varchar, description: "Nom du contrôle, celui de son fichier dans sql/checks/."}
  titre: {type: varchar, description: "Titre pour les personnes."}
  motif: {type: varchar, description: "Pourquoi le contrôle existe."}
*/
WITH controles AS (
  SELECT * FROM seeds.controles
),
final AS (
  SELECT controle, titre, motif FROM controles
)
SELECT * FROM final
