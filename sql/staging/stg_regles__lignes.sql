/*
grain: une nature de ligne d'un tableau
purpose: Les lignes que le bilan imprime, leur libellé, leur ordre, et si elles portent sur un appel ou sur l'ensemble.
key: [tableau, nature]
columns:
  tableau: {type: varchar, description: "Tableau du document."}
  nature: {type: varchar, description: "Nature de la ligne."}
  ligne: {type: varchar, nullable: true, description: "Libellé imprimé ; NULL pour les types de structure, qui sont leur propre libellé."}
  ordre: {type: integer, description: "Rang dans le tableau."}
  champ: {type: varchar, values: [aap, ensemble], description: "Ce que la ligne couvre : chaque appel, ou l'ensemble."}
*/
WITH lignes AS (
  SELECT * FROM seeds.lignes
),
final AS (
  SELECT tableau, nature, ligne, cast(ordre AS integer) AS ordre, champ FROM lignes
)
SELECT * FROM final
