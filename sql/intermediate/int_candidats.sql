/*
grain: un chiffre lu qui peut entrer dans la valeur d'un lauréat
purpose: Les chiffres que la lecture retient pour un indicateur du bilan, ou pour une notion qui en tient lieu quand rien n'a été lu de l'indicateur lui-même. Les copies d'un même fichier n'en donnent pas.
key: [observation]
columns:
  observation: {type: varchar, description: "Identifiant du chiffre lu."}
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur du bilan auquel le chiffre sert."}
  fichier: {type: varchar, description: "Chemin sous raw/rapports/."}
  valeur: {type: "decimal(28,6)", nullable: true, description: "Valeur dans l'unité de l'indicateur ; NULL si le nombre est hors de toute mesure."}
  plausible: {type: boolean, description: "Vrai si la valeur est un entier positif ou nul."}
  approximatif: {type: boolean, description: "Vrai si le rapport dit « environ »."}
  portee: {type: varchar, values: [total, detail], description: "Total, ou détail à additionner."}
  groupe: {type: varchar, description: "Groupe de détails ; chaîne vide s'il n'y en a pas."}
  annee: {type: integer, nullable: true, description: "Seule année dont le fichier donne le chiffre ; NULL pour un chiffre entier."}
  substitution: {type: varchar, nullable: true, description: "Pourquoi une autre notion tient lieu de l'indicateur ; NULL si c'est l'indicateur lui-même."}
  citation: {type: varchar, description: "Le texte et son adresse."}
*/
WITH observations AS (
  SELECT * FROM staging.stg_rapports__observations
),
questions AS (
  SELECT * FROM staging.stg_rapports__questions
),
fichiers AS (
  SELECT * FROM staging.stg_rapports__fichiers
),
indicateurs AS (
  SELECT * FROM staging.stg_regles__indicateurs
),
substitutions AS (
  SELECT * FROM staging.stg_regles__substitutions
),
utiles AS (
  SELECT observations.*
  FROM observations
  INNER JOIN fichiers ON fichiers.fichier = observations.fichier
  WHERE fichiers.statut NOT IN ('doublon', 'rejete') AND observations.convention IS NOT NULL
),
chiffres AS (
  SELECT * FROM utiles WHERE retenue AND portee <> 'absence'
),
directs AS (
  SELECT
    chiffres.*,
    chiffres.indicateur AS indicateur_servi,
    cast(NULL AS varchar) AS substitution
  FROM chiffres
  INNER JOIN indicateurs ON indicateurs.indicateur = chiffres.indicateur
  WHERE indicateurs.origine = 'rapports'
),
substitues AS (
  SELECT
    chiffres.*,
    substitutions.indicateur AS indicateur_servi,
    substitutions.motif AS substitution
  FROM chiffres
  INNER JOIN substitutions ON substitutions.remplacant = chiffres.indicateur
  WHERE
    NOT EXISTS (
      SELECT 1 FROM utiles
      WHERE utiles.convention = chiffres.convention AND utiles.indicateur = substitutions.indicateur
    )
    AND NOT EXISTS (
      SELECT 1 FROM questions
      WHERE
        questions.convention = chiffres.convention
        AND questions.indicateur = substitutions.indicateur
        AND (questions.fichier <> chiffres.fichier OR questions.cellule IS DISTINCT FROM chiffres.cellule)
    )
),
tous AS (
  SELECT * FROM directs
  UNION ALL
  SELECT * FROM substitues
),
final AS (
  SELECT
    observation,
    convention,
    indicateur_servi AS indicateur,
    fichier,
    valeur,
    plausible,
    qualite = 'approximatif' AS approximatif,
    portee,
    groupe,
    annee,
    substitution,
    citation
  FROM tous
)
SELECT * FROM final
