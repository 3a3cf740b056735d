/*
grain: un fichier et une convention dont il parle
purpose: Quels fichiers parlent de quelles conventions, par le rattachement ou par un chiffre lu.
key: [convention, fichier]
columns:
  convention: {type: varchar, description: "Convention."}
  fichier: {type: varchar, description: "Chemin sous raw/rapports/."}
*/
WITH rattachements AS (
  SELECT * FROM raw.rattachements
),
observations AS (
  SELECT * FROM raw.observations
),
final AS (
  SELECT trim(convention) AS convention, fichier FROM rattachements
  UNION
  SELECT trim(convention) AS convention, fichier FROM observations WHERE convention IS NOT NULL
)
SELECT * FROM final
