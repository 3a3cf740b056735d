/*
grain: une structure du registre, par son SIREN
purpose: Les structures distinctes, avec leurs conventions - une structure lauréate de deux appels a deux conventions.
key: [siren]
columns:
  siren: {type: varchar, description: "SIREN, neuf chiffres."}
  nom: {type: varchar, description: "Nom de la structure, tel que sa première convention l'écrit."}
  conventions: {type: varchar, description: "Ses conventions, jointes par « | »."}
  appels: {type: varchar, description: "Ses appels à projets, joints par « | »."}
  nb_conventions: {type: bigint, description: "Nombre de conventions."}
  nb_appels: {type: bigint, description: "Nombre d'appels."}
*/
WITH laureats AS (
  SELECT * FROM raw.laureats
),
final AS (
  SELECT
    trim(siren) AS siren,
    min_by(trim(nom), trim(convention)) AS nom,
    string_agg(trim(convention), ' | ' ORDER BY trim(convention) NULLS LAST) AS conventions,
    string_agg(DISTINCT trim(aap), ' | ' ORDER BY trim(aap) NULLS LAST) AS appels,
    count(*) AS nb_conventions,
    count(DISTINCT trim(aap)) AS nb_appels
  FROM laureats
  GROUP BY trim(siren)
)
SELECT * FROM final
