/*
grain: une décision de raw/corrections.csv
purpose: Les décisions de personnes, avec la phrase qui les cite.
key: [ligne]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur corrigé."}
  valeur: {type: bigint, nullable: true, description: "Valeur décidée ; NULL pour « non communiqué »."}
  attendu: {type: bigint, nullable: true, description: "Valeur que la lecture donne sans la correction ; NULL si aucune."}
  motif: {type: varchar, description: "Raison de la décision."}
  auteur: {type: varchar, description: "Qui a décidé."}
  date: {type: varchar, description: "Date de la décision (AAAA-MM-JJ)."}
  ligne: {type: integer, description: "Ligne de raw/corrections.csv."}
  phrase: {type: varchar, description: "La décision en une phrase."}
*/
WITH corrections AS (
  SELECT * FROM raw.corrections
),
final AS (
  SELECT
    trim(convention) AS convention,
    trim(indicateur) AS indicateur,
    cast(valeur AS bigint) AS valeur,
    cast(attendu AS bigint) AS attendu,
    motif,
    auteur,
    date,
    cast(ligne AS integer) AS ligne,
    'Décision de ' || auteur || ' du ' || date || ' (corrections.csv, ligne ' || ligne || ') : ' || motif AS phrase
  FROM corrections
)
SELECT * FROM final
