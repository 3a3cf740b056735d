/*
grain: une ligne imprimée, dans une lecture
purpose: Les tableaux quantitatifs comme le document les imprime, un par appel puis le total général.
key: [lecture, ordre]
columns:
  lecture: {type: varchar, values: [publie, coherent], description: "Lecture : publie, comme le document ; coherent, à règle unique."}
  ordre: {type: integer, description: "Rang de la ligne dans le document."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble des appels joints par « + »."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  nb_laureats: {type: bigint, nullable: true, unit: laureats, description: "Lauréats, avec et sans données ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas."}
  potentiel_achat: {type: bigint, nullable: true, description: "Potentiel d'achat ; la ligne d'un type laisse de côté celui des lauréats sans chiffre d'achat, qui est à la ligne « Données non disponibles » ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas."}
  pass_achetes: {type: bigint, nullable: true, description: "Pass achetés ; à la ligne « Données non disponibles », lauréats sans chiffre ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas."}
  achetes_sur_potentiel: {type: bigint, nullable: true, unit: pourcent, description: "Pass achetés sur potentiel, en pour cent entiers ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas."}
  pass_scannes: {type: bigint, nullable: true, description: "Pass scannés ; à la ligne « Données non disponibles », lauréats sans chiffre ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas."}
  scannes_sur_potentiel: {type: bigint, nullable: true, unit: pourcent, description: "Pass scannés sur potentiel, en pour cent entiers ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas."}
  scannes_sur_achetes: {type: bigint, nullable: true, unit: pourcent, description: "Pass scannés sur pass achetés, en pour cent entiers ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas."}
  beneficiaires_uniques: {type: bigint, nullable: true, description: "Bénéficiaires uniques, un majorant puisque les territoires se recouvrent ; à la ligne « Données non disponibles », lauréats sans chiffre ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas."}
*/
WITH lignes AS (
  SELECT * FROM intermediate.int_lignes
),
chiffres AS (
  SELECT * FROM bilan.chiffres
),
final AS (
  SELECT
    lignes.lecture,
    lignes.numero AS ordre,
    lignes.aap,
    lignes.ligne,
    cast(max(CASE WHEN chiffres.colonne = 'nb_laureats' THEN chiffres.valeur END) AS bigint) AS nb_laureats,
    cast(max(CASE WHEN chiffres.colonne = 'potentiel_achat' THEN chiffres.valeur END) AS bigint) AS potentiel_achat,
    cast(max(CASE WHEN chiffres.colonne = 'pass_achetes' THEN chiffres.valeur END) AS bigint) AS pass_achetes,
    cast(max(CASE WHEN chiffres.colonne = 'achetes_sur_potentiel' THEN chiffres.valeur END) AS bigint) AS achetes_sur_potentiel,
    cast(max(CASE WHEN chiffres.colonne = 'pass_scannes' THEN chiffres.valeur END) AS bigint) AS pass_scannes,
    cast(max(CASE WHEN chiffres.colonne = 'scannes_sur_potentiel' THEN chiffres.valeur END) AS bigint) AS scannes_sur_potentiel,
    cast(max(CASE WHEN chiffres.colonne = 'scannes_sur_achetes' THEN chiffres.valeur END) AS bigint) AS scannes_sur_achetes,
    cast(max(CASE WHEN chiffres.colonne = 'beneficiaires_uniques' THEN chiffres.valeur END) AS bigint) AS beneficiaires_uniques
  FROM lignes
  LEFT JOIN chiffres
    ON chiffres.lecture = lignes.lecture
    AND chiffres.tableau = lignes.tableau
    AND chiffres.aap = lignes.aap
    AND chiffres.ligne = lignes.ligne
  WHERE lignes.tableau = 'quantitatif'
  GROUP BY lignes.lecture, lignes.numero, lignes.aap, lignes.ligne
)
SELECT * FROM final
