/*
grain: un type de structure
purpose: Les types de structure de l'agence, dans l'ordre où le bilan les imprime.
key: [type_structure]
columns:
  type_structure: {type: varchar, description: "Type de structure."}
  ordre: {type: integer, description: "Rang dans les tableaux."}
*/
WITH types_structure AS (
  SELECT * FROM seeds.types_structure
),
final AS (
  SELECT type_structure, cast(ordre AS integer) AS ordre FROM types_structure
)
SELECT * FROM final
