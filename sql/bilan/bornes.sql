/*
grain: un chiffre du bilan qui dépend des rapports (ratio, total, effectif ou part d'une tranche) et une hypothèse
purpose: Entre quelles valeurs chaque ratio et chaque total se trouve forcément quand on compte tous les lauréats de la ligne, sous une hypothèse nommée sur ce qui manque. Les bornes sont exactes et les mêmes dans les deux lectures, qui ne diffèrent que par le traitement du potentiel des manquants. Aucune imputation.
key: [tableau, aap, ligne, ratio, hypothese]
references:
  - {columns: [hypothese], to: bilan.hypotheses, key: [hypothese]}
columns:
  tableau: {type: varchar, description: "Tableau : quantitatif, conversion, conversion.note ou texte."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble des appels joints par « + »."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  ratio: {type: varchar, description: "Ratio ou total : nom de la colonne dans bilan.chiffres."}
  hypothese: {type: varchar, description: "Nom de l'hypothèse sur ce qui manque (voir bilan.hypotheses)."}
  appliquee: {type: boolean, description: "Vrai pour l'hypothèse que le bilan applique : une ligne par chiffre."}
  unite: {type: varchar, values: [fraction, pass, laureats, personnes], description: "Unité des valeurs et des bornes ; les ratios et les parts sont des fractions."}
  valeur: {type: double, nullable: true, description: "Le chiffre du bilan (lecture publie, avant l'arrondi), calculé sur ce qui est connu ; il peut sortir des bornes, qui portent sur tous les lauréats."}
  valeur_coherente: {type: double, nullable: true, description: "Le même chiffre dans la lecture cohérente."}
  ecart_lectures: {type: double, nullable: true, description: "Lecture cohérente moins lecture publie."}
  borne_basse: {type: double, nullable: true, description: "Plus petite valeur possible pour tous les lauréats ; NULL si elle n'existe pas (voir motif)."}
  borne_haute: {type: double, nullable: true, description: "Plus grande valeur possible pour tous les lauréats ; NULL si elle n'existe pas ou si rien ne la plafonne (voir motif)."}
  motif: {type: varchar, nullable: true, description: "Pourquoi une borne manque, ou pourquoi il n'y a pas d'intervalle ; NULL sinon."}
  nb_laureats: {type: bigint, unit: laureats, description: "Lauréats de la ligne, avec et sans données."}
  nb_laureats_manquants: {type: bigint, unit: laureats, description: "Lauréats à qui manque une donnée dont le chiffre dépend."}
  potentiel_manquant: {type: bigint, unit: pass, description: "Potentiel d'achat de ces lauréats."}
  couverture: {type: double, nullable: true, description: "Part du potentiel d'achat de la ligne dont les données sont connues (fraction) ; NULL sans potentiel."}
  tranche_basse: {type: varchar, nullable: true, description: "Tranche de conversion de la borne basse ; NULL si le chiffre n'est pas le rapport des pass scannés aux pass achetés."}
  tranche_haute: {type: varchar, nullable: true, description: "Tranche de conversion de la borne haute ; NULL de même."}
  traverse_tranche: {type: boolean, nullable: true, description: "Vrai si l'intervalle change de tranche de conversion : ce que l'on sait ne suffit pas à dire laquelle ; NULL de même."}
  estimation: {type: double, nullable: true, description: "ESTIMATION, pas une donnée : chaque manque remplacé par le ratio du même type et du même appel, appliqué au potentiel. NULL tant que sql/seeds/parametres.csv ne l'allume pas, et là où elle n'a pas de sens."}
*/
WITH lignes AS (
  SELECT * FROM intermediate.int_lignes
),
colonnes AS (
  SELECT * FROM staging.stg_regles__colonnes
),
mesures AS (
  SELECT * FROM intermediate.int_mesures
),
intervalles AS (
  SELECT * FROM intermediate.int_intervalles
),
intervalles_tranches AS (
  SELECT * FROM intermediate.int_intervalles_tranches
),
hypotheses AS (
  SELECT * FROM intermediate.int_hypotheses
),
tranches AS (
  SELECT * FROM staging.stg_regles__tranches
),
parametres AS (
  SELECT * FROM staging.stg_regles__parametres
),
cellules AS (
  SELECT
    lignes.tableau,
    lignes.nature,
    lignes.aap,
    lignes.ligne,
    lignes.aap_couvert,
    lignes.type_couvert,
    colonnes.colonne,
    colonnes.tranche,
    colonnes.numerateur,
    colonnes.denominateur,
    CASE WHEN colonnes.denominateur IS NULL THEN colonnes.unite ELSE 'fraction' END AS unite
  FROM lignes
  INNER JOIN colonnes ON colonnes.tableau = lignes.tableau AND colonnes.nature = lignes.nature
  WHERE
    lignes.lecture = 'publie'
    AND (
      colonnes.tranche <> 'toutes'
      OR colonnes.numerateur IN ('potentiel_achat', 'pass_achetes', 'pass_scannes', 'beneficiaires_uniques')
    )
),
valeurs AS (
  SELECT
    numerateurs.lecture,
    cellules.tableau,
    cellules.aap,
    cellules.ligne,
    cellules.colonne,
    CASE
      WHEN cellules.denominateur IS NULL THEN cast(numerateurs.valeur AS double)
      ELSE cast(numerateurs.valeur AS double) / nullif(cast(denominateurs.valeur AS double), 0)
    END AS valeur
  FROM cellules
  INNER JOIN mesures AS numerateurs
    ON numerateurs.tableau = cellules.tableau
    AND numerateurs.nature = cellules.nature
    AND numerateurs.aap = cellules.aap
    AND numerateurs.ligne = cellules.ligne
    AND numerateurs.tranche = cellules.tranche
    AND numerateurs.indicateur = cellules.numerateur
  LEFT JOIN mesures AS denominateurs
    ON denominateurs.lecture = numerateurs.lecture
    AND denominateurs.tableau = cellules.tableau
    AND denominateurs.nature = cellules.nature
    AND denominateurs.aap = cellules.aap
    AND denominateurs.ligne = cellules.ligne
    AND denominateurs.tranche = 'toutes'
    AND denominateurs.indicateur = cellules.denominateur
),
lectures AS (
  SELECT
    tableau,
    aap,
    ligne,
    colonne,
    max(CASE WHEN lecture = 'publie' THEN valeur END) AS valeur,
    max(CASE WHEN lecture = 'coherent' THEN valeur END) AS valeur_coherente
  FROM valeurs
  GROUP BY tableau, aap, ligne, colonne
),
/* What kind of figure a cell is decides how it is bounded. */
genres AS (
  SELECT
    cellules.*,
    CASE
      WHEN nature IN ('absence', 'note') THEN 'constat'
      WHEN tranche <> 'toutes' AND numerateur = 'nb_laureats' AND denominateur IS NULL THEN 'tranche_laureats'
      WHEN tranche <> 'toutes' AND numerateur = 'pass_scannes' AND denominateur IS NULL THEN 'tranche_scannes'
      WHEN tranche <> 'toutes' AND numerateur = 'nb_laureats' AND denominateur = 'nb_laureats' THEN 'part_laureats'
      WHEN tranche <> 'toutes' AND numerateur = 'pass_scannes' AND denominateur = 'pass_scannes' THEN 'part_scannes'
      WHEN tranche = 'toutes' AND denominateur IS NULL THEN numerateur
      WHEN tranche = 'toutes' AND denominateur = 'potentiel_achat' THEN 'sur_potentiel'
      WHEN tranche = 'toutes' AND numerateur = 'pass_scannes' AND denominateur = 'pass_achetes' THEN 'scannes_sur_achetes'
      ELSE 'autre'
    END AS genre
  FROM cellules
),
quantites AS (
  SELECT
    genres.*,
    intervalles.hypothese,
    intervalles.nb_laureats,
    intervalles.potentiel_achat,
    intervalles.achetes_estimes,
    intervalles.scannes_estimes,
    intervalles.scannes_sur_achetes_min,
    intervalles.scannes_sur_achetes_max,
    intervalles_tranches.laureats_min,
    intervalles_tranches.laureats_max,
    intervalles_tranches.part_laureats_min,
    intervalles_tranches.part_laureats_max,
    intervalles_tranches.scannes_min AS tranche_scannes_min,
    intervalles_tranches.scannes_max AS tranche_scannes_max,
    intervalles_tranches.part_scannes_min,
    intervalles_tranches.part_scannes_max,
    lectures.valeur,
    lectures.valeur_coherente,
    CASE genres.numerateur
      WHEN 'potentiel_achat' THEN cast(intervalles.potentiel_achat AS double)
      WHEN 'pass_achetes' THEN intervalles.achetes_min
      WHEN 'pass_scannes' THEN intervalles.scannes_min
      WHEN 'beneficiaires_uniques' THEN intervalles.beneficiaires_min
    END AS quantite_min,
    CASE genres.numerateur
      WHEN 'potentiel_achat' THEN cast(intervalles.potentiel_achat AS double)
      WHEN 'pass_achetes' THEN intervalles.achetes_max
      WHEN 'pass_scannes' THEN intervalles.scannes_max
      WHEN 'beneficiaires_uniques' THEN intervalles.beneficiaires_max
    END AS quantite_max,
    CASE
      WHEN genres.tranche <> 'toutes' OR genres.genre IN ('scannes_sur_achetes', 'autre') THEN 'achats_ou_scans'
      WHEN genres.nature = 'note' AND genres.numerateur = 'potentiel_achat' THEN 'pass_scannes'
      WHEN genres.numerateur = 'potentiel_achat' THEN 'pass_achetes'
      ELSE genres.numerateur
    END AS manque,
    intervalles.sans_achats,
    intervalles.sans_scans,
    intervalles.sans_achats_ou_scans,
    intervalles.sans_beneficiaires,
    intervalles.potentiel_sans_achats,
    intervalles.potentiel_sans_scans,
    intervalles.potentiel_sans_achats_ou_scans,
    intervalles.potentiel_sans_beneficiaires
  FROM genres
  INNER JOIN intervalles
    ON intervalles.aap = genres.aap_couvert AND intervalles.type_structure = genres.type_couvert
  LEFT JOIN intervalles_tranches
    ON intervalles_tranches.aap = intervalles.aap
    AND intervalles_tranches.type_structure = intervalles.type_structure
    AND intervalles_tranches.hypothese = intervalles.hypothese
    AND intervalles_tranches.tranche = genres.tranche
  INNER JOIN lectures
    ON lectures.tableau = genres.tableau
    AND lectures.aap = genres.aap
    AND lectures.ligne = genres.ligne
    AND lectures.colonne = genres.colonne
),
bornees AS (
  SELECT
    quantites.*,
    CASE genre
      WHEN 'constat' THEN valeur
      WHEN 'tranche_laureats' THEN laureats_min
      WHEN 'tranche_scannes' THEN tranche_scannes_min
      WHEN 'part_laureats' THEN part_laureats_min
      WHEN 'part_scannes' THEN part_scannes_min
      WHEN 'scannes_sur_achetes' THEN scannes_sur_achetes_min
      WHEN 'sur_potentiel' THEN quantite_min / nullif(cast(potentiel_achat AS double), 0)
      WHEN 'autre' THEN NULL
      ELSE quantite_min
    END AS borne_basse,
    CASE genre
      WHEN 'constat' THEN valeur
      WHEN 'tranche_laureats' THEN laureats_max
      WHEN 'tranche_scannes' THEN tranche_scannes_max
      WHEN 'part_laureats' THEN part_laureats_max
      WHEN 'part_scannes' THEN part_scannes_max
      WHEN 'scannes_sur_achetes' THEN scannes_sur_achetes_max
      WHEN 'sur_potentiel' THEN quantite_max / nullif(cast(potentiel_achat AS double), 0)
      WHEN 'autre' THEN NULL
      ELSE quantite_max
    END AS borne_haute,
    CASE manque
      WHEN 'pass_achetes' THEN sans_achats
      WHEN 'pass_scannes' THEN sans_scans
      WHEN 'beneficiaires_uniques' THEN sans_beneficiaires
      ELSE sans_achats_ou_scans
    END AS nb_laureats_manquants,
    CASE manque
      WHEN 'pass_achetes' THEN potentiel_sans_achats
      WHEN 'pass_scannes' THEN potentiel_sans_scans
      WHEN 'beneficiaires_uniques' THEN potentiel_sans_beneficiaires
      ELSE potentiel_sans_achats_ou_scans
    END AS potentiel_manquant,
    CASE
      WHEN genre = 'pass_achetes' THEN achetes_estimes
      WHEN genre = 'pass_scannes' THEN scannes_estimes
      WHEN genre = 'sur_potentiel' AND numerateur = 'pass_achetes'
        THEN achetes_estimes / nullif(cast(potentiel_achat AS double), 0)
      WHEN genre = 'sur_potentiel' AND numerateur = 'pass_scannes'
        THEN scannes_estimes / nullif(cast(potentiel_achat AS double), 0)
      WHEN genre = 'scannes_sur_achetes' THEN scannes_estimes / nullif(achetes_estimes, 0)
    END AS estimation
  FROM quantites
),
reglages AS (
  SELECT bool_or(actif) AS estimation FROM parametres WHERE parametre = 'estimation'
),
/* Each end is one division of whole numbers, so it equals a limit of a band exactly when the true ratio does. */
situees AS (
  SELECT
    bornees.tableau,
    bornees.aap,
    bornees.ligne,
    bornees.colonne,
    bornees.hypothese,
    min(CASE WHEN bouts.bout = 'bas' THEN tranches.tranche END) AS tranche_basse,
    min(CASE WHEN bouts.bout = 'haut' THEN tranches.tranche END) AS tranche_haute
  FROM bornees
  CROSS JOIN (SELECT 'bas' AS bout UNION ALL SELECT 'haut' AS bout) AS bouts
  INNER JOIN tranches
    ON (
      tranches.borne_basse IS NULL
      OR CASE WHEN bouts.bout = 'bas' THEN bornees.borne_basse ELSE bornees.borne_haute END > cast(tranches.borne_basse AS double)
      OR (
        tranches.basse_incluse
        AND CASE WHEN bouts.bout = 'bas' THEN bornees.borne_basse ELSE bornees.borne_haute END = cast(tranches.borne_basse AS double)
      )
    )
    AND (
      tranches.borne_haute IS NULL
      OR CASE WHEN bouts.bout = 'bas' THEN bornees.borne_basse ELSE bornees.borne_haute END < cast(tranches.borne_haute AS double)
      OR (
        tranches.haute_incluse
        AND CASE WHEN bouts.bout = 'bas' THEN bornees.borne_basse ELSE bornees.borne_haute END = cast(tranches.borne_haute AS double)
      )
    )
  WHERE bornees.genre = 'scannes_sur_achetes' AND bornees.borne_basse IS NOT NULL
  GROUP BY bornees.tableau, bornees.aap, bornees.ligne, bornees.colonne, bornees.hypothese
),
final AS (
  SELECT
    bornees.tableau,
    bornees.aap,
    bornees.ligne,
    bornees.colonne AS ratio,
    bornees.hypothese,
    hypotheses.appliquee,
    bornees.unite,
    bornees.valeur,
    bornees.valeur_coherente,
    bornees.valeur_coherente - bornees.valeur AS ecart_lectures,
    bornees.borne_basse,
    bornees.borne_haute,
    CASE
      WHEN bornees.genre = 'constat'
        THEN 'Constat sur ce qui manque aujourd''hui : il est exact, et tombe à zéro quand tout est arrivé.'
      WHEN bornees.genre = 'potentiel_achat' AND bornees.valeur <> bornees.borne_haute
        THEN 'Le registre donne le potentiel de tous les lauréats ; la ligne imprimée laisse de côté celui des lauréats sans chiffre d''achat.'
      WHEN bornees.genre = 'potentiel_achat' THEN 'Le registre donne le potentiel de tous les lauréats.'
      WHEN bornees.genre = 'autre' THEN 'Aucune règle ne borne ce ratio.'
      WHEN bornees.borne_basse IS NULL THEN 'Le dénominateur ne peut être que nul.'
      WHEN bornees.borne_haute IS NULL THEN 'Rien ne plafonne les bénéficiaires sous cette hypothèse.'
    END AS motif,
    bornees.nb_laureats,
    bornees.nb_laureats_manquants,
    bornees.potentiel_manquant,
    cast(bornees.potentiel_achat - bornees.potentiel_manquant AS double)
      / nullif(cast(bornees.potentiel_achat AS double), 0) AS couverture,
    situees.tranche_basse,
    situees.tranche_haute,
    situees.tranche_basse <> situees.tranche_haute AS traverse_tranche,
    CASE WHEN reglages.estimation THEN bornees.estimation END AS estimation
  FROM bornees
  INNER JOIN hypotheses ON hypotheses.hypothese = bornees.hypothese
  CROSS JOIN reglages
  LEFT JOIN situees
    ON situees.tableau = bornees.tableau
    AND situees.aap = bornees.aap
    AND situees.ligne = bornees.ligne
    AND situees.colonne = bornees.colonne
    AND situees.hypothese = bornees.hypothese
)
SELECT * FROM final
