/*
grain: le registre entier (une ligne, aucune si le registre est vide)
purpose: Le nom de l'ensemble des appels du registre, joints par un plus comme le document les imprime (2019+2020).
key: [aap]
columns:
  aap: {type: varchar, description: "Appels à projets du registre, dans l'ordre, joints par « + »."}
  nb_aap: {type: bigint, description: "Nombre d'appels."}
*/
WITH laureats AS (
  SELECT * FROM raw.laureats
),
appels AS (
  SELECT DISTINCT trim(aap) AS aap FROM laureats
),
final AS (
  SELECT
    string_agg(aap, '+' ORDER BY aap NULLS LAST) AS aap,
    count(*) AS nb_aap
  FROM appels
  HAVING count(*) > 0
)
SELECT * FROM final
