/*
grain: un fichier trouvé sous raw/rapports/
purpose: Les fichiers, avec le statut que la lecture leur donne et les conventions dont ils parlent.
key: [fichier]
columns:
  fichier: {type: varchar, description: "Chemin sous raw/rapports/."}
  sha256: {type: varchar, description: "Empreinte du contenu."}
  format: {type: varchar, nullable: true, description: "Format reconnu au contenu ; NULL si inconnu."}
  taille: {type: bigint, unit: octets, description: "Taille."}
  statut: {type: varchar, values: [lu, doublon, sans_donnee, non_rattache, rejete], description: "Statut à la lecture."}
  motif: {type: varchar, nullable: true, description: "Raison du statut."}
  rang_version: {type: integer, description: "Rang de la version ; un fichier qui n'en annonce pas est une première version (1)."}
  date_version: {type: varchar, nullable: true, description: "Date des chiffres ou du document (AAAA-MM-JJ), d'après son contenu ou son nom ; NULL si inconnue."}
  date_proprietes: {type: varchar, nullable: true, description: "Jour de la dernière modification (AAAA-MM-JJ), d'après les propriétés du document ; NULL si inconnu."}
  accompagne: {type: boolean, description: "Vrai pour un message qui dit joindre un bilan ou un tableau : il a été envoyé avec lui."}
  conventions: {type: varchar, nullable: true, description: "Conventions dont le fichier parle, jointes par « | » ; NULL s'il n'y en a pas."}
*/
WITH fichiers AS (
  SELECT * FROM raw.fichiers
),
rattachements AS (
  SELECT * FROM raw.rattachements
),
observations AS (
  SELECT * FROM raw.observations
),
paires AS (
  SELECT fichier, trim(convention) AS convention FROM rattachements
  UNION
  SELECT fichier, trim(convention) AS convention FROM observations WHERE convention IS NOT NULL
),
conventions AS (
  SELECT fichier, string_agg(convention, ' | ' ORDER BY convention NULLS LAST) AS conventions
  FROM paires
  GROUP BY fichier
),
final AS (
  SELECT
    fichiers.fichier,
    fichiers.sha256,
    fichiers.format,
    cast(fichiers.taille AS bigint) AS taille,
    fichiers.statut,
    fichiers.motif,
    cast(coalesce(fichiers.rang_version, 1) AS integer) AS rang_version,
    nullif(trim(fichiers.date_version), '') AS date_version,
    nullif(trim(fichiers.date_proprietes), '') AS date_proprietes,
    fichiers.accompagne,
    conventions.conventions
  FROM fichiers
  LEFT JOIN conventions ON conventions.fichier = fichiers.fichier
)
SELECT * FROM final
