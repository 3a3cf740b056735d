/*
grain: un appel (ou l'ensemble), un type de structure (ou tous), une hypothèse et une tranche de conversion
purpose: Entre quoi se trouvent le nombre de lauréats et les pass scannés d'une tranche, et la part qu'ils font de tous les lauréats rangés dans une tranche.
key: [aap, type_structure, hypothese, tranche]
columns:
  aap: {type: varchar, description: "Appel ; « * » pour tous."}
  type_structure: {type: varchar, description: "Type de structure ; « * » pour tous."}
  hypothese: {type: varchar, description: "Hypothèse."}
  tranche: {type: varchar, description: "Tranche."}
  laureats_min: {type: double, unit: laureats, description: "Moins de lauréats possibles dans la tranche."}
  laureats_max: {type: double, unit: laureats, description: "Plus de lauréats possibles dans la tranche."}
  part_laureats_min: {type: double, nullable: true, description: "Plus petite part possible des lauréats rangés ; NULL si aucun ne peut l'être."}
  part_laureats_max: {type: double, nullable: true, description: "Plus grande part possible des lauréats rangés ; NULL si aucun ne peut l'être."}
  scannes_min: {type: double, unit: pass, description: "Moins de pass scannés possibles dans la tranche."}
  scannes_max: {type: double, unit: pass, description: "Plus de pass scannés possibles dans la tranche."}
  part_scannes_min: {type: double, nullable: true, description: "Plus petite part possible des pass scannés par les lauréats rangés ; NULL si ceux-ci ne peuvent avoir scanné aucun pass."}
  part_scannes_max: {type: double, nullable: true, description: "Plus grande part possible des pass scannés par les lauréats rangés ; NULL si ceux-ci ne peuvent avoir scanné aucun pass."}
*/
WITH encadrements AS (
  SELECT * FROM intermediate.int_encadrements
),
possibles AS (
  SELECT * FROM intermediate.int_encadrements_tranches
),
intervalles AS (
  SELECT * FROM intermediate.int_intervalles
),
tranches AS (
  SELECT * FROM staging.stg_regles__tranches
),
connus AS (
  SELECT
    coalesce(aap, '*') AS aap,
    coalesce(type_structure, '*') AS type_structure,
    hypothese,
    tranche_conversion AS tranche,
    count(*) AS laureats,
    sum(pass_scannes) AS scannes
  FROM encadrements
  WHERE tranche_conversion IS NOT NULL
  GROUP BY GROUPING SETS (
    (aap, type_structure, hypothese, tranche_conversion),
    (aap, hypothese, tranche_conversion),
    (type_structure, hypothese, tranche_conversion),
    (hypothese, tranche_conversion)
  )
),
/* One laureate's best for a band at both ends: see the sums below for how each is used. */
apports AS (
  SELECT
    possibles.*,
    dedans AND NOT ailleurs AND NOT sans_tranche AS force_dedans,
    ailleurs AND NOT dedans AND NOT sans_tranche AS force_ailleurs
  FROM possibles
),
incertains AS (
  SELECT
    coalesce(aap, '*') AS aap,
    coalesce(type_structure, '*') AS type_structure,
    hypothese,
    tranche,
    count(*) FILTER (WHERE dedans) AS laureats_dedans,
    count(*) FILTER (WHERE force_dedans) AS laureats_forces_dedans,
    count(*) FILTER (WHERE ailleurs) AS laureats_ailleurs,
    count(*) FILTER (WHERE force_ailleurs) AS laureats_forces_ailleurs,
    coalesce(sum(scannes_max_dedans), 0) AS scannes_dedans,
    coalesce(sum(scannes_min_dedans) FILTER (WHERE force_dedans), 0) AS scannes_forces_dedans,
    coalesce(sum(scannes_max_ailleurs), 0) AS scannes_ailleurs,
    coalesce(sum(scannes_min_ailleurs) FILTER (WHERE force_ailleurs), 0) AS scannes_forces_ailleurs
  FROM apports
  GROUP BY GROUPING SETS (
    (aap, type_structure, hypothese, tranche),
    (aap, hypothese, tranche),
    (type_structure, hypothese, tranche),
    (hypothese, tranche)
  )
),
reunis AS (
  SELECT
    intervalles.aap,
    intervalles.type_structure,
    intervalles.hypothese,
    tranches.tranche,
    coalesce(connus.laureats, 0) AS laureats,
    coalesce(connus.scannes, 0) AS scannes,
    sum(coalesce(connus.laureats, 0)) OVER groupe AS laureats_ranges,
    sum(coalesce(connus.scannes, 0)) OVER groupe AS scannes_ranges,
    coalesce(incertains.laureats_dedans, 0) AS laureats_dedans,
    coalesce(incertains.laureats_forces_dedans, 0) AS laureats_forces_dedans,
    coalesce(incertains.laureats_ailleurs, 0) AS laureats_ailleurs,
    coalesce(incertains.laureats_forces_ailleurs, 0) AS laureats_forces_ailleurs,
    coalesce(incertains.scannes_dedans, 0) AS scannes_dedans,
    coalesce(incertains.scannes_forces_dedans, 0) AS scannes_forces_dedans,
    coalesce(incertains.scannes_ailleurs, 0) AS scannes_ailleurs,
    coalesce(incertains.scannes_forces_ailleurs, 0) AS scannes_forces_ailleurs
  FROM intervalles
  CROSS JOIN tranches
  LEFT JOIN connus
    ON connus.aap = intervalles.aap
    AND connus.type_structure = intervalles.type_structure
    AND connus.hypothese = intervalles.hypothese
    AND connus.tranche = tranches.tranche
  LEFT JOIN incertains
    ON incertains.aap = intervalles.aap
    AND incertains.type_structure = intervalles.type_structure
    AND incertains.hypothese = intervalles.hypothese
    AND incertains.tranche = tranches.tranche
  WINDOW groupe AS (PARTITION BY intervalles.aap, intervalles.type_structure, intervalles.hypothese)
),
/* The highest share puts into the band, with all it can have, whoever can be in it; of the others it counts only who
   must be in another band, with the least. The lowest share is the other way round. */
extremes AS (
  SELECT
    aap,
    type_structure,
    hypothese,
    tranche,
    cast(laureats + laureats_forces_dedans AS double) AS laureats_min,
    cast(laureats + laureats_dedans AS double) AS laureats_max,
    cast(laureats_ranges - laureats + laureats_forces_ailleurs AS double) AS autres_laureats_min,
    cast(laureats_ranges - laureats + laureats_ailleurs AS double) AS autres_laureats_max,
    cast(scannes + scannes_forces_dedans AS double) AS scannes_min,
    cast(scannes + scannes_dedans AS double) AS scannes_max,
    cast(scannes_ranges - scannes + scannes_forces_ailleurs AS double) AS autres_scannes_min,
    cast(scannes_ranges - scannes + scannes_ailleurs AS double) AS autres_scannes_max
  FROM reunis
),
/* A share of nothing is none: where one end would be 0 over 0, the band holds all that there can be, or none of it. */
final AS (
  SELECT
    aap,
    type_structure,
    hypothese,
    tranche,
    laureats_min,
    laureats_max,
    CASE
      WHEN laureats_max + autres_laureats_max = 0 THEN NULL
      WHEN laureats_min + autres_laureats_max = 0 THEN 1
      ELSE laureats_min / nullif(laureats_min + autres_laureats_max, 0)
    END AS part_laureats_min,
    CASE
      WHEN laureats_max + autres_laureats_max = 0 THEN NULL
      WHEN laureats_max + autres_laureats_min = 0 THEN 0
      ELSE laureats_max / nullif(laureats_max + autres_laureats_min, 0)
    END AS part_laureats_max,
    scannes_min,
    scannes_max,
    CASE
      WHEN scannes_max + autres_scannes_max = 0 THEN NULL
      WHEN scannes_min + autres_scannes_max = 0 THEN 1
      ELSE scannes_min / nullif(scannes_min + autres_scannes_max, 0)
    END AS part_scannes_min,
    CASE
      WHEN scannes_max + autres_scannes_max = 0 THEN NULL
      WHEN scannes_max + autres_scannes_min = 0 THEN 0
      ELSE scannes_max / nullif(scannes_max + autres_scannes_min, 0)
    END AS part_scannes_max
  FROM extremes
)
SELECT * FROM final
