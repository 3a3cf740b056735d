/*
grain: une convention, un indicateur demandé et un fichier déjà reçu alors
purpose: Les fichiers d'une convention qui étaient là quand la lettre a été écrite, sous quelque nom que ce soit ; tout autre est une réponse, ou ce qui en tient lieu.
key: [convention, indicateur, empreinte]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur demandé."}
  empreinte: {type: varchar, description: "Début de l'empreinte du fichier."}
*/
WITH relances AS (
  SELECT * FROM raw.relances
),
dernieres AS (
  SELECT trim(convention) AS convention, trim(indicateur) AS indicateur, recus
  FROM relances
  QUALIFY row_number() OVER (PARTITION BY trim(convention), trim(indicateur) ORDER BY ligne DESC) = 1
),
final AS (
  SELECT DISTINCT convention, indicateur, unnest(string_split_regex(trim(recus), ' +')) AS empreinte
  FROM dernieres
  WHERE recus IS NOT NULL
)
SELECT * FROM final
