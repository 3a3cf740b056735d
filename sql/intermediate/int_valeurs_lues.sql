/*
grain: une convention et un indicateur dont au moins un fichier parle
purpose: Ce que les rapports qui font foi disent ensemble d'un indicateur, avant toute décision d'une personne.
key: [convention, indicateur]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur."}
  valeur: {type: bigint, nullable: true, description: "La valeur ; NULL s'il n'y en a pas une et une seule."}
  statut: {type: varchar, values: [communique, calcule, approximatif, non_communique, contradictoire], description: "Statut de la valeur, ou du manque."}
  motif: {type: varchar, description: "D'où vient la valeur, ou pourquoi elle manque."}
*/
WITH dires AS (
  SELECT * FROM intermediate.int_dires
),
pretendants AS (
  SELECT * FROM intermediate.int_pretendants
),
candidats AS (
  SELECT * FROM intermediate.int_candidats
),
questions AS (
  SELECT * FROM staging.stg_rapports__questions
),
/* « Près de 30 000 » yields to 29 800 in another report. */
arrondis AS (
  SELECT DISTINCT dires.convention, dires.indicateur, dires.fichier
  FROM dires
  INNER JOIN dires AS exacts
    ON exacts.convention = dires.convention
    AND exacts.indicateur = dires.indicateur
    AND exacts.remplacant IS NULL
    AND exacts.nature = 'valeur'
    AND NOT exacts.approximatif
  WHERE
    dires.nature = 'valeur'
    AND dires.approximatif
    AND abs(dires.valeur - exacts.valeur) <= 0.05 * exacts.valeur
),
qui_font_foi AS (
  SELECT dires.*
  FROM dires
  WHERE
    dires.remplacant IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM arrondis
      WHERE arrondis.convention = dires.convention
        AND arrondis.indicateur = dires.indicateur
        AND arrondis.fichier = dires.fichier
    )
),
accords AS (
  SELECT
    convention,
    indicateur,
    min(CASE WHEN nature = 'valeur' THEN valeur END) AS valeur,
    max(CASE WHEN nature = 'valeur' THEN valeur END) AS valeur_max,
    min(CASE WHEN nature = 'valeur' THEN annee END) <> max(CASE WHEN nature = 'valeur' THEN annee END) AS plusieurs_annees_dites,
    bool_or(nature = 'conflit') AS conflit,
    bool_and(nature = 'annee') AS rien_que_des_annees,
    bool_or(nature = 'valeur' AND portee = 'total' AND NOT approximatif) AS total_exact,
    bool_or(nature = 'valeur' AND NOT approximatif) AS exact,
    min(CASE WHEN nature = 'defaut' THEN phrase END) AS defaut,
    min(CASE WHEN nature = 'absence' THEN phrase END) AS absence,
    min(version_muette) AS version_muette
  FROM qui_font_foi
  GROUP BY convention, indicateur
),
/* Years add up where each report gives one of them, once, and none is missing between the first and the last. */
annees AS (
  SELECT
    convention,
    indicateur,
    count(*) AS nb_annees,
    count(DISTINCT annee) AS nb_distinctes,
    min(annee) AS premiere,
    max(annee) AS derniere,
    cast(sum(valeur) AS bigint) AS somme,
    bool_or(approximatif) AS approximatif
  FROM qui_font_foi
  WHERE nature = 'annee'
  GROUP BY convention, indicateur
),
avances AS (
  SELECT pretendants.convention, pretendants.indicateur, pretendants.valeur, pretendants.citation
  FROM pretendants
  INNER JOIN qui_font_foi
    ON qui_font_foi.convention = pretendants.convention
    AND qui_font_foi.indicateur = pretendants.indicateur
    AND qui_font_foi.fichier = pretendants.fichier
),
plages AS (
  SELECT convention, indicateur, min(valeur) AS valeur_min, max(valeur) AS valeur_max, count(DISTINCT valeur) AS nb_valeurs
  FROM avances
  GROUP BY convention, indicateur
),
/* The first citation of the lowest and of the highest value; where none has a value, the first of all. */
extremes AS (
  SELECT
    plages.convention,
    plages.indicateur,
    min(CASE WHEN avances.valeur IS NOT DISTINCT FROM plages.valeur_min THEN avances.citation END) AS citation_min,
    min(CASE WHEN avances.valeur IS NOT DISTINCT FROM plages.valeur_max THEN avances.citation END) AS citation_max,
    min(plages.nb_valeurs) AS nb_valeurs
  FROM plages
  INNER JOIN avances
    ON avances.convention = plages.convention AND avances.indicateur = plages.indicateur
  GROUP BY plages.convention, plages.indicateur
),
substitutions AS (
  SELECT convention, indicateur, min(substitution) AS substitution
  FROM candidats
  GROUP BY convention, indicateur
),
doutes AS (
  SELECT convention, indicateur, min(motif) AS motif
  FROM questions
  WHERE convention IS NOT NULL AND indicateur IS NOT NULL
  GROUP BY convention, indicateur
),
/* DISTINCT, which changes nothing of what is made of it, so that questions are found by their file before anything else is looked up. */
posees AS (
  SELECT DISTINCT
    qui_font_foi.convention,
    qui_font_foi.indicateur,
    qui_font_foi.fichier,
    questions.valeur_proposee,
    questions.motif
  FROM qui_font_foi
  INNER JOIN questions
    ON questions.fichier = qui_font_foi.fichier
    AND questions.indicateur = qui_font_foi.indicateur
    AND coalesce(questions.convention, qui_font_foi.convention) = qui_font_foi.convention
    /* What is of a part, an aim or an earlier time is less likely the figure that is asked for, and contradicts none. */
    AND (questions.valeur_proposee IS NULL OR questions.confiance >= 0.4)
  WHERE qui_font_foi.nature = 'question'
),
/* A figure that doesn't go with the rest of its own report still says something else than another report. */
dementis AS (
  SELECT pretendants.convention, pretendants.indicateur, pretendants.fichier, min(pretendants.citation || ' ' || pretendants.defaut) AS motif
  FROM qui_font_foi
  INNER JOIN pretendants
    ON pretendants.convention = qui_font_foi.convention
    AND pretendants.indicateur = qui_font_foi.indicateur
    AND pretendants.fichier = qui_font_foi.fichier
  INNER JOIN accords
    ON accords.convention = qui_font_foi.convention AND accords.indicateur = qui_font_foi.indicateur
  WHERE
    qui_font_foi.nature = 'defaut'
    AND accords.valeur = accords.valeur_max
    AND pretendants.valeur <> accords.valeur
  GROUP BY pretendants.convention, pretendants.indicateur, pretendants.fichier
),
/* What one report leaves open may contradict what another says as surely: a figure that nobody could take yet. */
ouvertes AS (
  SELECT
    posees.convention,
    posees.indicateur,
    posees.fichier,
    /* « plus de 11 000 » is no other figure than 11 214. */
    bool_or(
      posees.valeur_proposee = accords.valeur
      OR (
        mod(posees.valeur_proposee, 100) = 0
        AND abs(posees.valeur_proposee - accords.valeur) <= 0.05 * accords.valeur
      )
    ) AS confirme,
    bool_or(posees.valeur_proposee IS NOT NULL) AS chiffre,
    min(posees.motif) AS motif
  FROM posees
  INNER JOIN accords
    ON accords.convention = posees.convention AND accords.indicateur = posees.indicateur
  WHERE accords.valeur = accords.valeur_max
  GROUP BY posees.convention, posees.indicateur, posees.fichier
),
contraires AS (
  SELECT ouvertes.convention, ouvertes.indicateur, ouvertes.fichier, ouvertes.motif
  FROM ouvertes
  INNER JOIN accords
    ON accords.convention = ouvertes.convention AND accords.indicateur = ouvertes.indicateur
  WHERE (ouvertes.chiffre AND NOT coalesce(ouvertes.confirme, false)) OR NOT accords.exact
  UNION ALL
  SELECT convention, indicateur, fichier, motif FROM dementis
),
contestations AS (
  SELECT convention, indicateur, min(fichier || ' (' || motif || ')') AS motif
  FROM contraires
  GROUP BY convention, indicateur
),
decides AS (
  SELECT
    accords.*,
    contestations.motif AS contestation,
    annees.nb_annees,
    annees.premiere,
    annees.derniere,
    annees.somme,
    CASE
      WHEN accords.conflit OR accords.valeur <> accords.valeur_max THEN 'contradictoire'
      WHEN accords.valeur = accords.valeur_max AND annees.nb_annees > 0 THEN 'contradictoire'
      WHEN contestations.motif IS NOT NULL THEN 'contradictoire'
      WHEN
        accords.rien_que_des_annees
        AND annees.nb_annees > 1
        AND annees.nb_annees = annees.nb_distinctes
        AND annees.derniere - annees.premiere + 1 = annees.nb_annees
        THEN CASE WHEN annees.approximatif THEN 'approximatif' ELSE 'calcule' END
      WHEN accords.valeur IS NULL THEN 'non_communique'
      WHEN accords.total_exact THEN 'communique'
      WHEN accords.exact THEN 'calcule'
      ELSE 'approximatif'
    END AS statut
  FROM accords
  LEFT JOIN annees
    ON annees.convention = accords.convention AND annees.indicateur = accords.indicateur
  LEFT JOIN contestations
    ON contestations.convention = accords.convention AND contestations.indicateur = accords.indicateur
),
final AS (
  SELECT
    decides.convention,
    decides.indicateur,
    CASE WHEN decides.statut IN ('communique', 'calcule', 'approximatif') THEN coalesce(decides.valeur, decides.somme) END AS valeur,
    decides.statut,
    CASE
      WHEN decides.statut = 'contradictoire' AND decides.contestation IS NOT NULL
        THEN 'Un chiffre que rien ne confirme (' || extremes.citation_min || '), et un autre rapport qui laisse une question : ' || decides.contestation
      WHEN decides.statut = 'contradictoire' AND decides.nb_annees > 0
        THEN 'Un rapport donne un chiffre entier, un autre celui d''une année seule : ' || extremes.citation_min || ', et ' || extremes.citation_max
      WHEN decides.statut = 'contradictoire' AND decides.plusieurs_annees_dites
        THEN 'Des rapports parlent chacun d''une année, sans dire si le dernier comprend les autres : ' || extremes.citation_min || ', et ' || extremes.citation_max
      WHEN decides.statut = 'contradictoire' AND extremes.nb_valeurs > 2
        THEN cast(extremes.nb_valeurs AS varchar) || ' valeurs se contredisent, de ' || extremes.citation_min || ' à ' || extremes.citation_max
      WHEN decides.statut = 'contradictoire'
        THEN 'Deux valeurs se contredisent : ' || extremes.citation_min || ', et ' || extremes.citation_max
      WHEN decides.statut = 'non_communique' AND decides.defaut IS NOT NULL
        THEN 'Valeur à vérifier : ' || decides.defaut
      WHEN decides.statut = 'non_communique' AND decides.absence IS NOT NULL
        THEN 'Le rapport ne le donne pas : ' || decides.absence
          || coalesce(' ; une question reste ouverte : ' || doutes.motif, '')
      WHEN decides.statut = 'non_communique' AND decides.nb_annees = 1
        THEN 'Une seule année est donnée (' || cast(decides.premiere AS varchar) || ') : ' || extremes.citation_min
      WHEN decides.statut = 'non_communique' AND decides.nb_annees > 1
        THEN 'Des années qui ne se suivent pas, ou données deux fois : ' || extremes.citation_min || ', et ' || extremes.citation_max
      WHEN decides.statut = 'non_communique'
        THEN 'Une question reste ouverte' || coalesce(' : ' || doutes.motif, '')
      WHEN decides.nb_annees > 0
        THEN coalesce(substitutions.substitution || ' : ', '') || 'Somme des années ' || cast(decides.premiere AS varchar) || ' à '
          || cast(decides.derniere AS varchar) || ', un rapport par année, dont ' || extremes.citation_min
      ELSE
        coalesce(substitutions.substitution || ' : ', '')
        || extremes.citation_min
        || coalesce(' ; un rapport plus récent n''en dit rien : ' || decides.version_muette, '')
    END AS motif
  FROM decides
  LEFT JOIN extremes
    ON extremes.convention = decides.convention AND extremes.indicateur = decides.indicateur
  LEFT JOIN substitutions
    ON substitutions.convention = decides.convention AND substitutions.indicateur = decides.indicateur
  LEFT JOIN doutes
    ON doutes.convention = decides.convention AND doutes.indicateur = decides.indicateur
)
SELECT * FROM final
