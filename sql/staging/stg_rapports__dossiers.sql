/*
grain: une convention dont parle au moins un fichier
purpose: Les fichiers reçus pour chaque convention, joints pour être lus par une personne ; les copies n'y sont pas.
key: [convention]
columns:
  convention: {type: varchar, description: "Convention."}
  fichiers: {type: varchar, description: "Chemins sous raw/rapports/, joints par « | »."}
  nb_fichiers: {type: bigint, description: "Nombre de fichiers, sans les copies."}
  nb_rejetes: {type: bigint, description: "Nombre de ceux qui n'ont pas pu être lus."}
  motif_rejet: {type: varchar, nullable: true, description: "Fichiers qui n'ont pas pu être lus, avec la raison ; NULL s'il n'y en a pas."}
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
  SELECT trim(convention) AS convention, fichier FROM rattachements
  UNION
  SELECT trim(convention) AS convention, fichier FROM observations WHERE convention IS NOT NULL
),
final AS (
  SELECT
    paires.convention,
    string_agg(fichiers.fichier, ' | ' ORDER BY fichiers.fichier NULLS LAST) AS fichiers,
    count(*) AS nb_fichiers,
    count(*) FILTER (WHERE fichiers.statut = 'rejete') AS nb_rejetes,
    string_agg(fichiers.fichier || coalesce(' (' || fichiers.motif || ')', ''), ' ; ' ORDER BY fichiers.fichier NULLS LAST)
      FILTER (WHERE fichiers.statut = 'rejete') AS motif_rejet
  FROM paires
  INNER JOIN fichiers ON fichiers.fichier = paires.fichier
  WHERE fichiers.statut <> 'doublon'
  GROUP BY paires.convention
)
SELECT * FROM final
