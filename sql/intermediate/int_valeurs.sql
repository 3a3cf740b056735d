/*
grain: une convention du registre et un indicateur des rapports, toujours une ligne
purpose: La valeur de chaque lauréat pour chaque indicateur, ou la raison pour laquelle elle manque. Les décisions de personnes s'appliquent en dernier.
key: [convention, indicateur]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur."}
  valeur: {type: bigint, nullable: true, description: "La valeur ; NULL quand elle manque."}
  statut: {type: varchar, values: [communique, calcule, approximatif, corrige, non_communique, sans_rapport, illisible, contradictoire], description: "Statut de la valeur, ou du manque."}
  motif: {type: varchar, description: "D'où vient la valeur, ou pourquoi elle manque."}
  valeur_lue: {type: bigint, nullable: true, description: "Valeur sans les décisions de personnes ; NULL s'il n'y en a pas."}
  corrigee: {type: boolean, description: "Vrai si une décision s'applique."}
  fichiers: {type: varchar, nullable: true, description: "Fichiers reçus pour la convention, joints par « | » ; NULL s'il n'y en a pas."}
*/
WITH laureats AS (
  SELECT * FROM staging.stg_registre__laureats
),
indicateurs AS (
  SELECT * FROM staging.stg_regles__indicateurs
),
dossiers AS (
  SELECT * FROM staging.stg_rapports__dossiers
),
lues AS (
  SELECT * FROM intermediate.int_valeurs_lues
),
corrections AS (
  SELECT * FROM intermediate.int_corrections
),
attendues AS (
  SELECT laureats.convention, indicateurs.indicateur
  FROM laureats
  CROSS JOIN indicateurs
  WHERE indicateurs.origine = 'rapports'
),
sans_correction AS (
  SELECT
    attendues.convention,
    attendues.indicateur,
    lues.valeur,
    CASE
      WHEN lues.statut IS NOT NULL THEN lues.statut
      WHEN dossiers.convention IS NULL THEN 'sans_rapport'
      WHEN dossiers.nb_rejetes = dossiers.nb_fichiers THEN 'illisible'
      ELSE 'non_communique'
    END AS statut,
    CASE
      WHEN lues.statut IS NOT NULL THEN lues.motif
      WHEN dossiers.convention IS NULL THEN 'Aucun rapport reçu pour cette convention'
      WHEN dossiers.nb_rejetes = dossiers.nb_fichiers THEN 'Rapport reçu, mais illisible : ' || dossiers.motif_rejet
      ELSE
        'Aucune valeur trouvée dans ce qui a été reçu'
        || coalesce(' (illisible : ' || dossiers.motif_rejet || ')', '')
    END AS motif,
    dossiers.fichiers
  FROM attendues
  LEFT JOIN lues
    ON lues.convention = attendues.convention AND lues.indicateur = attendues.indicateur
  LEFT JOIN dossiers ON dossiers.convention = attendues.convention
),
final AS (
  SELECT
    sans_correction.convention,
    sans_correction.indicateur,
    CASE WHEN corrections.convention IS NULL THEN sans_correction.valeur ELSE corrections.valeur END AS valeur,
    CASE
      WHEN corrections.convention IS NULL THEN sans_correction.statut
      WHEN corrections.valeur IS NULL THEN 'non_communique'
      ELSE 'corrige'
    END AS statut,
    coalesce(corrections.phrase, sans_correction.motif) AS motif,
    sans_correction.valeur AS valeur_lue,
    corrections.convention IS NOT NULL AS corrigee,
    sans_correction.fichiers
  FROM sans_correction
  LEFT JOIN corrections
    ON corrections.convention = sans_correction.convention
    AND corrections.indicateur = sans_correction.indicateur
)
SELECT * FROM final
