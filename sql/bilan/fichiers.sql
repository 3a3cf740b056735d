/*
grain: un fichier trouvé sous raw/rapports/
purpose: Tout ce qui a été reçu, ce qu'on en a fait et pourquoi.
key: [fichier]
columns:
  fichier: {type: varchar, description: "Chemin sous raw/rapports/."}
  sha256: {type: varchar, description: "Empreinte du contenu, en hexadécimal."}
  format: {type: varchar, nullable: true, description: "Format réel, reconnu au contenu ; NULL si inconnu."}
  taille: {type: bigint, unit: octets, description: "Taille du fichier."}
  statut: {type: varchar, values: [lu, remplace, doublon, sans_donnee, non_rattache, rejete], description: "lu, remplace (une version plus récente fait foi), doublon (mêmes octets), sans_donnee (rien sur les indicateurs), non_rattache (des chiffres, aucun lauréat), rejete (illisible)."}
  motif: {type: varchar, nullable: true, description: "Raison du statut ; NULL si le fichier a été lu sans remarque."}
  conventions: {type: varchar, nullable: true, description: "Conventions dont le fichier parle, jointes par « | » ; NULL s'il n'y en a pas."}
*/
WITH fichiers AS (
  SELECT * FROM staging.stg_rapports__fichiers
),
rattachements AS (
  SELECT * FROM staging.stg_rapports__rattachements
),
remplacements AS (
  SELECT * FROM intermediate.int_remplacements
),
dires AS (
  SELECT * FROM intermediate.int_dires
),
par_convention AS (
  SELECT convention, fichier, min(remplacant) AS remplacant
  FROM remplacements
  GROUP BY convention, fichier
),
couverts AS (
  SELECT
    rattachements.fichier,
    count(*) = count(par_convention.remplacant) AS tout_remplace,
    min(par_convention.remplacant) AS remplacant
  FROM rattachements
  LEFT JOIN par_convention
    ON par_convention.convention = rattachements.convention
    AND par_convention.fichier = rattachements.fichier
  GROUP BY rattachements.fichier
),
font_foi AS (
  SELECT DISTINCT fichier FROM dires WHERE remplacant IS NULL AND nature <> 'absence'
),
final AS (
  SELECT
    fichiers.fichier,
    fichiers.sha256,
    fichiers.format,
    fichiers.taille,
    CASE
      WHEN couverts.tout_remplace AND font_foi.fichier IS NULL AND fichiers.statut = 'lu' THEN 'remplace'
      ELSE fichiers.statut
    END AS statut,
    CASE
      WHEN couverts.tout_remplace AND font_foi.fichier IS NULL AND fichiers.statut = 'lu'
        THEN 'Remplacé par un rapport plus récent : ' || couverts.remplacant
      WHEN couverts.tout_remplace AND fichiers.statut = 'lu'
        THEN 'Un rapport plus récent (' || couverts.remplacant || ') ne reprend pas tous ses chiffres'
      ELSE fichiers.motif
    END AS motif,
    fichiers.conventions
  FROM fichiers
  LEFT JOIN couverts ON couverts.fichier = fichiers.fichier
  LEFT JOIN font_foi ON font_foi.fichier = fichiers.fichier
)
SELECT * FROM final
