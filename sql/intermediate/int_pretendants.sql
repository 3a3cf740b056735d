/*
grain: une valeur qu'un fichier donne pour une convention et un indicateur
purpose: Ce que chaque fichier avance - chacun de ses totaux ou, s'il n'en a pas, la somme de chacun de ses groupes de détails.
key: [convention, indicateur, fichier, pretendant]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur."}
  fichier: {type: varchar, description: "Chemin sous raw/rapports/."}
  pretendant: {type: varchar, description: "Premier chiffre lu qui porte la valeur."}
  portee: {type: varchar, values: [total, detail], description: "Total lu, ou somme de détails."}
  groupe: {type: varchar, description: "Groupe des détails ; chaîne vide s'il n'y en a pas."}
  annee: {type: integer, nullable: true, description: "Seule année dont le fichier donne le chiffre ; NULL pour un chiffre entier."}
  valeur: {type: "decimal(28,6)", nullable: true, description: "Valeur avancée ; NULL si un nombre est hors de toute mesure."}
  defaut: {type: varchar, nullable: true, description: "Pourquoi la valeur ne peut pas être prise ; NULL si elle peut l'être."}
  approximatif: {type: boolean, description: "Vrai si l'un des chiffres est dit « environ »."}
  citation: {type: varchar, description: "D'où vient la valeur."}
*/
WITH candidats AS (
  SELECT * FROM intermediate.int_candidats
),
observations AS (
  SELECT * FROM staging.stg_rapports__observations
),
questions AS (
  SELECT * FROM staging.stg_rapports__questions
),
laureats AS (
  SELECT * FROM staging.stg_registre__laureats
),
seuils AS (
  SELECT * FROM staging.stg_regles__seuils
),
reglages AS (
  SELECT
    max(CASE WHEN controle = 'achetes_superieurs_au_potentiel' AND seuil = 'achetes_sur_potentiel_max' THEN valeur END) AS achetes_sur_potentiel_max,
    max(CASE WHEN controle = 'scannes_superieurs_aux_achetes' AND seuil = 'scannes_sur_achetes_max' THEN valeur END) AS scannes_sur_achetes_max,
    max(CASE WHEN controle = 'scannes_superieurs_aux_achetes' AND seuil = 'scannes_proposes_sur_achetes_max' THEN valeur END) AS scannes_proposes_sur_achetes_max,
    max(CASE WHEN controle = 'scannes_superieurs_aux_achetes' AND seuil = 'scannes_min' THEN valeur END) AS scannes_min,
    max(CASE WHEN controle = 'beneficiaires_superieurs_aux_scannes' AND seuil = 'beneficiaires_sur_scannes_max' THEN valeur END) AS beneficiaires_sur_scannes_max,
    max(CASE WHEN controle = 'beneficiaires_superieurs_aux_scannes' AND seuil = 'beneficiaires_min' THEN valeur END) AS beneficiaires_min
  FROM seuils
),
totaux AS (
  SELECT
    convention,
    indicateur,
    fichier,
    observation AS pretendant,
    'total' AS portee,
    '' AS groupe,
    annee,
    valeur,
    CASE WHEN NOT plausible THEN 'n''est pas un nombre entier positif ou nul' END AS defaut,
    approximatif,
    citation
  FROM candidats
  WHERE portee = 'total'
),
details AS (
  SELECT *
  FROM candidats
  WHERE
    portee = 'detail'
    AND NOT EXISTS (
      SELECT 1 FROM totaux
      WHERE
        totaux.convention = candidats.convention
        AND totaux.indicateur = candidats.indicateur
        AND totaux.fichier = candidats.fichier
    )
),
sommes AS (
  SELECT
    convention,
    indicateur,
    fichier,
    groupe,
    annee,
    min(observation) AS pretendant,
    CASE WHEN bool_and(valeur IS NOT NULL) THEN cast(sum(valeur) AS decimal(28,6)) END AS valeur,
    bool_and(coalesce(valeur >= 0, false)) AS positifs,
    bool_or(approximatif) AS approximatif,
    count(*) AS nb_details,
    min(citation) AS citation
  FROM details
  GROUP BY convention, indicateur, fichier, groupe, annee
),
lacunes AS (
  SELECT convention, indicateur, fichier, groupe, min(citation) AS citation
  FROM observations
  WHERE portee = 'absence' AND retenue AND groupe <> ''
  GROUP BY convention, indicateur, fichier, groupe
),
groupes AS (
  SELECT
    sommes.convention,
    sommes.indicateur,
    sommes.fichier,
    sommes.pretendant,
    'detail' AS portee,
    sommes.groupe,
    sommes.annee,
    sommes.valeur,
    CASE
      WHEN lacunes.citation IS NOT NULL THEN 'est incomplète, un détail manque : ' || lacunes.citation
      WHEN sommes.valeur IS NULL OR NOT sommes.positifs OR sommes.valeur <> round(sommes.valeur, 0)
        THEN 'n''est pas un nombre entier positif ou nul'
    END AS defaut,
    sommes.approximatif,
    CASE
      WHEN sommes.nb_details = 1 THEN sommes.citation
      ELSE 'somme de ' || cast(sommes.nb_details AS varchar) || ' détails, dont ' || sommes.citation
    END AS citation
  FROM sommes
  LEFT JOIN lacunes
    ON lacunes.convention = sommes.convention
    AND lacunes.indicateur = sommes.indicateur
    AND lacunes.fichier = sommes.fichier
    AND lacunes.groupe = sommes.groupe
),
avances AS (
  SELECT convention, indicateur, fichier, pretendant, portee, groupe, annee, valeur, defaut, approximatif, citation FROM totaux
  UNION ALL
  SELECT convention, indicateur, fichier, pretendant, portee, groupe, annee, valeur, defaut, approximatif, citation FROM groupes
),
/* What is asked about says something of what is read beside it: « Pas scannsé : 1388 » for 170 bought. */
proposees AS (
  SELECT
    convention,
    fichier,
    max(CASE WHEN indicateur = 'pass_achetes' THEN valeur_proposee END) AS achetes,
    min(CASE WHEN indicateur = 'pass_scannes' THEN valeur_proposee END) AS scannes,
    max(CASE WHEN indicateur = 'pass_scannes' THEN valeur_proposee END) AS scannes_au_plus,
    -- Persons who may have come several times, or for something else, say nothing against pass.
    min(
      CASE
        WHEN
          indicateur = 'beneficiaires_uniques'
          -- « uinques » ressemble à « uniques »: only a word is badly written.
          AND (motif NOT LIKE '%uniques%' OR motif LIKE '%ressemble à%')
          AND motif NOT LIKE '%accompagnées%'
          AND motif NOT LIKE '%participations%'
          THEN valeur_proposee
      END
    ) AS beneficiaires,
    /* « Pass achets : 1 500 », « 1612 à confirmer » are numbers of pass; in a sum of money there may be fees. */
    bool_and(indicateur <> 'pass_achetes' OR motif NOT LIKE '%budget%' AND motif NOT LIKE '%montant%' AND motif NOT LIKE '%euros%') AS achetes_en_pass,
    bool_and(indicateur <> 'pass_scannes' OR motif NOT LIKE '%budget%' AND motif NOT LIKE '%montant%' AND motif NOT LIKE '%euros%') AS scannes_en_pass
  FROM questions
  WHERE convention IS NOT NULL
  GROUP BY convention, fichier
),
/* What one file says of both, at its most favourable: a misplaced figure shows where even that can't be. */
retenues AS (
  SELECT
    convention,
    fichier,
    coalesce(annee, 0) AS annee,
    max(CASE WHEN indicateur = 'pass_achetes' THEN valeur END) AS achetes,
    min(CASE WHEN indicateur = 'pass_scannes' THEN valeur END) AS scannes,
    max(CASE WHEN indicateur = 'pass_scannes' THEN valeur END) AS scannes_au_plus,
    min(CASE WHEN indicateur = 'beneficiaires_uniques' THEN valeur END) AS beneficiaires
  FROM avances
  GROUP BY convention, fichier, coalesce(annee, 0)
),
paires AS (
  SELECT
    retenues.convention,
    retenues.fichier,
    retenues.annee,
    coalesce(retenues.achetes, proposees.achetes) AS achetes,
    coalesce(retenues.scannes, proposees.scannes) AS scannes,
    /* What was bought in one year may be scanned in the next. */
    (retenues.achetes IS NOT NULL OR coalesce(proposees.achetes_en_pass, false))
    AND (retenues.scannes IS NOT NULL OR coalesce(proposees.scannes_en_pass, false))
    AND retenues.annee = 0 AS lus,
    coalesce(retenues.scannes_au_plus, proposees.scannes_au_plus) AS scannes_au_plus,
    coalesce(retenues.beneficiaires, proposees.beneficiaires) AS beneficiaires
  FROM retenues
  LEFT JOIN proposees
    ON proposees.convention = retenues.convention AND proposees.fichier = retenues.fichier
),
final AS (
  SELECT
    avances.convention,
    avances.indicateur,
    avances.fichier,
    avances.pretendant,
    avances.portee,
    avances.groupe,
    avances.annee,
    avances.valeur,
    CASE
      WHEN avances.defaut IS NOT NULL THEN avances.defaut
      WHEN
        avances.indicateur = 'pass_achetes'
        AND laureats.potentiel_achat > 0
        AND avances.valeur > laureats.potentiel_achat * reglages.achetes_sur_potentiel_max
        THEN 'dépasse de loin le potentiel de la convention (' || cast(laureats.potentiel_achat AS varchar) || ' pass)'
      WHEN
        avances.indicateur IN ('pass_achetes', 'pass_scannes')
        AND paires.scannes >= reglages.scannes_min
        AND paires.scannes > paires.achetes
        * CASE WHEN paires.lus THEN reglages.scannes_sur_achetes_max ELSE reglages.scannes_proposes_sur_achetes_max END
        THEN 'ne va pas avec le reste du rapport, qui donne ' || cast(cast(paires.scannes AS bigint) AS varchar)
          || ' pass scannés pour ' || cast(cast(paires.achetes AS bigint) AS varchar) || ' achetés'
      WHEN
        avances.indicateur IN ('pass_scannes', 'beneficiaires_uniques')
        AND paires.beneficiaires >= reglages.beneficiaires_min
        -- A zero that was read is a statement: persons may have been helped without a pass.
        AND paires.scannes_au_plus > 0
        AND paires.beneficiaires > paires.scannes_au_plus * reglages.beneficiaires_sur_scannes_max
        THEN 'ne va pas avec le reste du rapport, qui donne ' || cast(cast(paires.beneficiaires AS bigint) AS varchar)
          || ' bénéficiaires pour ' || cast(cast(paires.scannes_au_plus AS bigint) AS varchar) || ' pass scannés'
      WHEN
        avances.indicateur IN ('pass_achetes', 'beneficiaires_uniques')
        AND paires.beneficiaires >= reglages.beneficiaires_min
        AND paires.beneficiaires > paires.achetes * reglages.beneficiaires_sur_scannes_max
        THEN 'ne va pas avec le reste du rapport, qui donne ' || cast(cast(paires.beneficiaires AS bigint) AS varchar)
          || ' bénéficiaires pour ' || cast(cast(paires.achetes AS bigint) AS varchar) || ' pass achetés'
    END AS defaut,
    avances.approximatif,
    avances.citation
  FROM avances
  CROSS JOIN reglages
  LEFT JOIN laureats ON laureats.convention = avances.convention
  LEFT JOIN paires
    ON paires.convention = avances.convention
    AND paires.fichier = avances.fichier
    AND paires.annee = coalesce(avances.annee, 0)
)
SELECT * FROM final
