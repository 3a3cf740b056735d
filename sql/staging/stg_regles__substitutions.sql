/*
grain: une notion qui en remplace une autre faute de mieux
purpose: Les notions voisines qui tiennent lieu d'un indicateur quand rien d'autre n'a été lu.
key: [indicateur, remplacant]
columns:
  indicateur: {type: varchar, description: "Indicateur du bilan."}
  remplacant: {type: varchar, description: "Notion lue qui en tient lieu."}
  motif: {type: varchar, description: "Phrase qui le dit."}
*/
WITH substitutions AS (
  SELECT * FROM seeds.substitutions
),
final AS (
  SELECT indicateur, remplacant, motif FROM substitutions
)
SELECT * FROM final
