/*
grain: une quantité d'une ligne du bilan, pour une tranche de conversion ou pour toutes
purpose: Les quantités dont chaque ligne imprimée est faite, selon la règle de chaque lecture. La ligne d'un type laisse de côté le potentiel des lauréats sans chiffre d'achat ; celle des données non disponibles compte des lauréats.
key: [lecture, tableau, nature, aap, ligne, tranche, indicateur]
columns:
  lecture: {type: varchar, values: [publie, coherent], description: "Lecture."}
  tableau: {type: varchar, description: "Tableau du document."}
  nature: {type: varchar, description: "Nature de la ligne."}
  aap: {type: varchar, description: "Appel, ou l'ensemble."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  tranche: {type: varchar, description: "Tranche de conversion ; « toutes » pour toutes."}
  indicateur: {type: varchar, description: "Quantité ; dans les lignes de données manquantes, le compte des lauréats qui ne l'ont pas."}
  valeur: {type: "decimal(18,2)", nullable: true, description: "Valeur dans l'unité de la quantité ; NULL si elle ne se calcule pas."}
*/
WITH lignes AS (
  SELECT * FROM intermediate.int_lignes
),
sommes AS (
  SELECT * FROM intermediate.int_sommes
),
indicateurs AS (
  SELECT * FROM staging.stg_regles__indicateurs
),
totaux_appels AS (
  SELECT
    lignes.lecture,
    lignes.aap,
    sommes.potentiel_avec_achats
      + CASE WHEN lignes.potentiel_sans_achats_au_total THEN sommes.potentiel_sans_achats ELSE 0 END AS potentiel_achat
  FROM lignes
  INNER JOIN sommes
    ON sommes.aap = lignes.aap AND sommes.type_structure = '*' AND sommes.tranche = 'toutes'
  WHERE lignes.nature = 'total' AND lignes.tableau = 'quantitatif'
),
total_general AS (
  SELECT lecture, cast(sum(potentiel_achat) AS bigint) AS potentiel_achat
  FROM totaux_appels
  GROUP BY lecture
),
reunies AS (
  SELECT
    lignes.lecture,
    lignes.tableau,
    lignes.nature,
    lignes.aap,
    lignes.ligne,
    CASE WHEN sommes.tranche = 'classees' THEN 'toutes' ELSE sommes.tranche END AS tranche,
    sommes.nb_laureats,
    CASE
      WHEN lignes.nature = 'absence' THEN sommes.potentiel_sans_achats
      WHEN lignes.nature = 'note' THEN sommes.potentiel_sans_scans
      WHEN lignes.nature IN ('grand_total', 'texte_ensemble') THEN total_general.potentiel_achat
      WHEN lignes.nature IN ('total', 'texte') AND lignes.tableau <> 'conversion' THEN totaux_appels.potentiel_achat
      ELSE sommes.potentiel_avec_achats
    END AS potentiel_achat,
    CASE WHEN lignes.nature IN ('absence', 'note') THEN sommes.sans_achats ELSE sommes.pass_achetes END AS pass_achetes,
    CASE WHEN lignes.nature IN ('absence', 'note') THEN sommes.sans_scans ELSE sommes.pass_scannes END AS pass_scannes,
    CASE
      WHEN lignes.nature IN ('absence', 'note') THEN sommes.sans_beneficiaires
      ELSE sommes.beneficiaires_uniques
    END AS beneficiaires_uniques,
    sommes.montant_projet,
    sommes.subvention_etat
  FROM lignes
  INNER JOIN sommes
    ON sommes.aap = lignes.aap_couvert
    AND sommes.type_structure = lignes.type_couvert
    AND CASE
      WHEN lignes.tableau = 'conversion' THEN sommes.tranche <> 'toutes'
      ELSE sommes.tranche = 'toutes'
    END
  LEFT JOIN totaux_appels ON totaux_appels.lecture = lignes.lecture AND totaux_appels.aap = lignes.aap
  LEFT JOIN total_general ON total_general.lecture = lignes.lecture
),
depliees AS (
  SELECT
    reunies.lecture,
    reunies.tableau,
    reunies.nature,
    reunies.aap,
    reunies.ligne,
    reunies.tranche,
    reunies.nb_laureats,
    indicateurs.indicateur,
    CASE indicateurs.indicateur
      WHEN 'nb_laureats' THEN cast(reunies.nb_laureats AS decimal(18,2))
      WHEN 'potentiel_achat' THEN cast(reunies.potentiel_achat AS decimal(18,2))
      WHEN 'pass_achetes' THEN cast(reunies.pass_achetes AS decimal(18,2))
      WHEN 'pass_scannes' THEN cast(reunies.pass_scannes AS decimal(18,2))
      WHEN 'beneficiaires_uniques' THEN cast(reunies.beneficiaires_uniques AS decimal(18,2))
      WHEN 'montant_projet' THEN reunies.montant_projet
      WHEN 'subvention_etat' THEN reunies.subvention_etat
    END AS valeur
  FROM reunies
  CROSS JOIN indicateurs
),
final AS (
  SELECT
    lecture,
    tableau,
    nature,
    aap,
    ligne,
    tranche,
    indicateur,
    CASE WHEN nb_laureats = 0 THEN cast(0 AS decimal(18,2)) ELSE valeur END AS valeur
  FROM depliees
)
SELECT * FROM final
