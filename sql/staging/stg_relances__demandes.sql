/*
grain: une convention et un indicateur demandé
purpose: Ce qui a été demandé aux lauréats ; de plusieurs lignes pour le même chiffre, la dernière du fichier.
key: [convention, indicateur]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur demandé."}
  objet: {type: varchar, values: [manque, question, precision], description: "Le chiffre manquait, était douteux, ou approximatif."}
  ecrite_le: {type: varchar, description: "Jour où la lettre a été écrite (AAAA-MM-JJ)."}
  envoyee_le: {type: varchar, nullable: true, description: "Jour de l'envoi (AAAA-MM-JJ) ; NULL tant qu'elle n'est pas partie."}
*/
WITH relances AS (
  SELECT * FROM raw.relances
),
final AS (
  SELECT trim(convention) AS convention, trim(indicateur) AS indicateur, objet, ecrite_le, envoyee_le
  FROM relances
  QUALIFY row_number() OVER (PARTITION BY trim(convention), trim(indicateur) ORDER BY ligne DESC) = 1
)
SELECT * FROM final
