/*
grain: un ratio d'une ligne (type de structure, TOTAL ou GRAND TOTAL) d'un appel
purpose: Entre quelles valeurs chaque ratio de tous les lauréats de la ligne se trouve forcément, sous une hypothèse nommée sur ce qui manque. Aucune estimation, aucune imputation.
key: [aap, ligne, ratio]
columns:
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble des appels joints par « + »."}
  ligne: {type: varchar, description: "Type de structure, TOTAL ou GRAND TOTAL."}
  ratio: {type: varchar, description: "Ratio."}
  valeur: {type: double, nullable: true, description: "Ratio du bilan (fraction, lecture publie), calculé sur ce qui est connu ; il peut sortir des bornes, qui portent sur tous les lauréats."}
  valeur_coherente: {type: double, nullable: true, description: "Ratio du bilan dans la lecture cohérente (fraction)."}
  borne_basse: {type: double, nullable: true, description: "Plus petite valeur possible du ratio de tous les lauréats ; NULL si le dénominateur ne peut être que nul."}
  borne_haute: {type: double, nullable: true, description: "Plus grande valeur possible du ratio de tous les lauréats ; NULL si le dénominateur ne peut être que nul."}
  nb_laureats: {type: bigint, unit: laureats, description: "Lauréats de la ligne."}
  nb_laureats_manquants: {type: bigint, unit: laureats, description: "Lauréats à qui manque le numérateur ou le dénominateur."}
  potentiel_manquant: {type: bigint, unit: pass, description: "Potentiel d'achat de ces lauréats."}
  couverture: {type: double, nullable: true, description: "Part du potentiel d'achat de la ligne dont les données sont connues (fraction)."}
  hypothese: {type: varchar, description: "L'hypothèse sur ce qui manque."}
*/
WITH lignes AS (
  SELECT * FROM intermediate.int_lignes
),
laureats AS (
  SELECT * FROM intermediate.int_laureats
),
encadrements AS (
  SELECT * FROM intermediate.int_encadrements
),
mesures AS (
  SELECT * FROM intermediate.int_mesures
),
ratios AS (
  SELECT * FROM staging.stg_regles__ratios
),
hypotheses AS (
  SELECT * FROM staging.stg_regles__hypotheses
),
champs AS (
  SELECT aap, ligne, nature
  FROM lignes
  WHERE lecture = 'publie' AND tableau = 'quantitatif' AND nature IN ('structure', 'total', 'grand_total')
),
encadres AS (
  SELECT
    champs.aap,
    champs.ligne,
    ratios.ratio,
    ratios.numerateur,
    ratios.denominateur,
    laureats.potentiel_achat,
    hauts.connue AND bas.connue AS connu,
    NOT hauts.connue AND NOT bas.connue AS lie,
    hauts.borne_basse AS haut_min,
    hauts.borne_haute AS haut_max,
    bas.borne_basse AS bas_min,
    bas.borne_haute AS bas_max
  FROM champs
  CROSS JOIN ratios
  INNER JOIN laureats
    ON (champs.nature = 'grand_total' OR laureats.aap = champs.aap)
    AND (champs.nature <> 'structure' OR laureats.type_structure = champs.ligne)
  INNER JOIN encadrements AS hauts
    ON hauts.convention = laureats.convention AND hauts.indicateur = ratios.numerateur
  INNER JOIN encadrements AS bas
    ON bas.convention = laureats.convention AND bas.indicateur = ratios.denominateur
),
/* Where both ends of a ratio are unknown they move together (numerator ≤ denominator): the highest ratio gives
   both the same amount, all of it or none, according to which side of 1 the rest is on. Where the rest has a denominator of zero, the smallest one that
   defines the ratio is a single pass. */
sommes AS (
  SELECT
    aap,
    ligne,
    ratio,
    numerateur,
    denominateur,
    count(*) AS nb_laureats,
    count(*) FILTER (WHERE NOT connu) AS nb_laureats_manquants,
    cast(coalesce(sum(potentiel_achat) FILTER (WHERE NOT connu), 0) AS bigint) AS potentiel_manquant,
    cast(sum(potentiel_achat) AS double) AS potentiel,
    cast(sum(haut_min) AS double) AS haut_min,
    cast(sum(bas_max) AS double) AS bas_max,
    cast(coalesce(sum(haut_max) FILTER (WHERE NOT lie), 0) AS double) AS haut_libre,
    cast(coalesce(sum(bas_min) FILTER (WHERE NOT lie), 0) AS double) AS bas_libre,
    cast(coalesce(sum(haut_max) FILTER (WHERE lie), 0) AS double) AS ensemble
  FROM encadres
  GROUP BY aap, ligne, ratio, numerateur, denominateur
),
bornees AS (
  SELECT
    sommes.*,
    haut_min / nullif(bas_max, 0) AS borne_basse,
    CASE
      WHEN bas_max = 0 THEN NULL
      WHEN bas_libre = 0 AND ensemble = 0 THEN haut_libre
      WHEN bas_libre = 0 AND haut_libre > 0 THEN haut_libre + 1
      WHEN haut_libre >= bas_libre AND bas_libre > 0 THEN haut_libre / nullif(bas_libre, 0)
      ELSE (haut_libre + ensemble) / nullif(bas_libre + ensemble, 0)
    END AS borne_haute
  FROM sommes
),
valeurs AS (
  SELECT
    numerateurs.lecture,
    numerateurs.aap,
    numerateurs.ligne,
    ratios.ratio,
    cast(numerateurs.valeur AS double) / nullif(cast(denominateurs.valeur AS double), 0) AS valeur
  FROM ratios
  INNER JOIN mesures AS numerateurs ON numerateurs.indicateur = ratios.numerateur
  INNER JOIN mesures AS denominateurs
    ON denominateurs.indicateur = ratios.denominateur
    AND denominateurs.lecture = numerateurs.lecture
    AND denominateurs.tableau = numerateurs.tableau
    AND denominateurs.nature = numerateurs.nature
    AND denominateurs.aap = numerateurs.aap
    AND denominateurs.ligne = numerateurs.ligne
    AND denominateurs.tranche = numerateurs.tranche
  WHERE numerateurs.tableau = 'quantitatif'
),
final AS (
  SELECT
    bornees.aap,
    bornees.ligne,
    bornees.ratio,
    publies.valeur,
    coherents.valeur AS valeur_coherente,
    bornees.borne_basse,
    bornees.borne_haute,
    bornees.nb_laureats,
    bornees.nb_laureats_manquants,
    bornees.potentiel_manquant,
    (bornees.potentiel - bornees.potentiel_manquant) / nullif(bornees.potentiel, 0) AS couverture,
    hypotheses.libelle AS hypothese
  FROM bornees
  CROSS JOIN hypotheses
  LEFT JOIN valeurs AS publies
    ON publies.lecture = 'publie'
    AND publies.aap = bornees.aap
    AND publies.ligne = bornees.ligne
    AND publies.ratio = bornees.ratio
  LEFT JOIN valeurs AS coherents
    ON coherents.lecture = 'coherent'
    AND coherents.aap = bornees.aap
    AND coherents.ligne = bornees.ligne
    AND coherents.ratio = bornees.ratio
  WHERE hypotheses.appliquee
)
SELECT * FROM final
