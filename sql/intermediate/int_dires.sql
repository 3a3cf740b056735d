/*
grain: ce qu'un fichier dit d'un indicateur pour une convention
purpose: La parole de chaque fichier sur chaque indicateur - une valeur, deux qui se contredisent, une qu'on ne peut pas prendre, une absence dite, ou un doute laissé à une personne - et si un fichier plus récent qui en parle aussi la remplace. Une case laissée vide ne reprend pas un chiffre donné plus tôt, ce fichier n'en dit rien.
key: [convention, indicateur, fichier]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur."}
  fichier: {type: varchar, description: "Chemin sous raw/rapports/."}
  nature: {type: varchar, values: [valeur, annee, conflit, defaut, absence, question], description: "Ce que le fichier dit : une valeur entière, celle d'une année seule, deux qui se contredisent, une qu'on ne peut pas prendre, une absence, ou un doute."}
  valeur: {type: bigint, nullable: true, description: "La valeur, quand il y en a une et une seule."}
  portee: {type: varchar, nullable: true, description: "total ou detail ; NULL sans valeur."}
  groupe: {type: varchar, nullable: true, description: "Groupe de détails dont la somme est la valeur ; NULL sans valeur."}
  annee: {type: integer, nullable: true, description: "L'année seule dont le fichier parle ; NULL sinon."}
  approximatif: {type: boolean, description: "Vrai si la valeur n'est donnée qu'« environ »."}
  phrase: {type: varchar, nullable: true, description: "Le défaut, ou l'absence et son adresse ; NULL pour une valeur."}
  remplacant: {type: varchar, nullable: true, description: "Fichier plus récent qui parle aussi de l'indicateur ; NULL si celui-ci fait foi."}
  version_muette: {type: varchar, nullable: true, description: "Fichier plus récent qui ne dit rien de l'indicateur ; NULL s'il n'y en a pas."}
*/
WITH pretendants AS (
  SELECT * FROM intermediate.int_pretendants
),
remplacements AS (
  SELECT * FROM intermediate.int_remplacements
),
observations AS (
  SELECT * FROM staging.stg_rapports__observations
),
questions AS (
  SELECT * FROM staging.stg_rapports__questions
),
fichiers AS (
  SELECT * FROM staging.stg_rapports__fichiers
),
rattachements AS (
  SELECT * FROM staging.stg_rapports__rattachements
),
indicateurs AS (
  SELECT * FROM staging.stg_regles__indicateurs
),
avances AS (
  SELECT
    convention,
    indicateur,
    fichier,
    min(valeur) AS valeur,
    max(valeur) AS valeur_max,
    min(citation || ' ' || defaut) AS defaut,
    min(portee) AS portee,
    min(groupe) AS groupe,
    max(annee) AS annee,
    bool_and(approximatif) AS approximatif
  FROM pretendants
  GROUP BY convention, indicateur, fichier
),
absences AS (
  SELECT convention, indicateur, fichier, min(citation) AS citation, bool_and(texte_brut = '') AS vide
  FROM observations
  WHERE portee = 'absence' AND convention IS NOT NULL
  GROUP BY convention, indicateur, fichier
),
/* A label that isn't understood belongs to no convention yet: it speaks of each one that its file is about. */
doutes AS (
  SELECT DISTINCT
    coalesce(questions.convention, rattachements.convention) AS convention,
    questions.indicateur,
    questions.fichier
  FROM questions
  LEFT JOIN rattachements ON rattachements.fichier = questions.fichier
  WHERE coalesce(questions.convention, rattachements.convention) IS NOT NULL AND questions.indicateur IS NOT NULL
),
paroles AS (
  SELECT convention, indicateur, fichier FROM avances
  UNION
  SELECT convention, indicateur, fichier FROM absences
  UNION
  SELECT convention, indicateur, fichier FROM doutes
),
dits AS (
  SELECT
    paroles.convention,
    paroles.indicateur,
    paroles.fichier,
    CASE
      WHEN avances.valeur <> avances.valeur_max THEN 'conflit'
      WHEN avances.defaut IS NOT NULL THEN 'defaut'
      WHEN avances.valeur = avances.valeur_max AND avances.annee IS NOT NULL AND avances.portee = 'detail' THEN 'annee'
      WHEN avances.valeur = avances.valeur_max THEN 'valeur'
      WHEN absences.citation IS NOT NULL AND NOT (absences.vide AND doutes.fichier IS NOT NULL) THEN 'absence'
      ELSE 'question'
    END AS nature,
    avances.valeur,
    avances.portee,
    avances.groupe,
    avances.annee,
    coalesce(avances.approximatif, false) AS approximatif,
    coalesce(avances.defaut, absences.citation) AS phrase,
    avances.fichier IS NULL AND coalesce(absences.vide, false) AND doutes.fichier IS NULL AS vide
  FROM paroles
  INNER JOIN indicateurs ON indicateurs.indicateur = paroles.indicateur
  INNER JOIN fichiers ON fichiers.fichier = paroles.fichier
  LEFT JOIN avances
    ON avances.convention = paroles.convention
    AND avances.indicateur = paroles.indicateur
    AND avances.fichier = paroles.fichier
  LEFT JOIN absences
    ON absences.convention = paroles.convention
    AND absences.indicateur = paroles.indicateur
    AND absences.fichier = paroles.fichier
  LEFT JOIN doutes
    ON doutes.convention = paroles.convention
    AND doutes.indicateur = paroles.indicateur
    AND doutes.fichier = paroles.fichier
  WHERE indicateurs.origine = 'rapports' AND fichiers.statut NOT IN ('doublon', 'rejete')
),
/* A report of one year alone completes those of the other years, and replaces only what is said of the same year. Where
   two titles name two years, nobody says whether the second includes the first: neither replaces the other. */
plus_recents AS (
  SELECT
    dits.convention,
    dits.indicateur,
    dits.fichier,
    min(recents.fichier) AS remplacant,
    min(CASE WHEN recents.fichier IS NULL THEN remplacements.remplacant END) AS version_muette
  FROM dits
  INNER JOIN remplacements
    ON remplacements.convention = dits.convention
    AND remplacements.fichier = dits.fichier
  LEFT JOIN dits AS recents
    ON recents.convention = dits.convention
    AND recents.indicateur = dits.indicateur
    AND recents.fichier = remplacements.remplacant
    AND NOT recents.vide
  WHERE
    (recents.annee IS NULL OR recents.annee = dits.annee OR (recents.nature = 'valeur' AND dits.annee IS NULL))
    /* « Près de 4 000 » in a later letter rounds what an earlier report says exactly, or leaves open. */
    AND NOT coalesce(
      recents.nature = 'valeur'
      AND recents.approximatif
      AND NOT dits.approximatif
      AND (
        dits.nature IN ('conflit', 'defaut', 'question')
        OR (dits.nature = 'valeur' AND abs(recents.valeur - dits.valeur) <= 0.05 * dits.valeur)
      ),
      FALSE
    )
  GROUP BY dits.convention, dits.indicateur, dits.fichier
),
final AS (
  SELECT
    dits.convention,
    dits.indicateur,
    dits.fichier,
    dits.nature,
    CASE WHEN dits.nature IN ('valeur', 'annee') THEN cast(dits.valeur AS bigint) END AS valeur,
    CASE WHEN dits.nature IN ('valeur', 'annee') THEN dits.portee END AS portee,
    CASE WHEN dits.nature IN ('valeur', 'annee') THEN dits.groupe END AS groupe,
    dits.annee,
    dits.approximatif,
    CASE WHEN dits.nature NOT IN ('valeur', 'annee') THEN dits.phrase END AS phrase,
    plus_recents.remplacant,
    plus_recents.version_muette
  FROM dits
  LEFT JOIN plus_recents
    ON plus_recents.convention = dits.convention
    AND plus_recents.indicateur = dits.indicateur
    AND plus_recents.fichier = dits.fichier
)
SELECT * FROM final
