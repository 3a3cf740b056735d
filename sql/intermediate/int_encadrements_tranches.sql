/*
grain: un lauréat à qui manquent ses pass achetés ou scannés, une hypothèse et une tranche de conversion
purpose: Dans quelles tranches un lauréat dont un chiffre manque peut se trouver, et avec combien de pass scannés, en nombres entiers.
key: [convention, hypothese, tranche]
columns:
  convention: {type: varchar, description: "Convention."}
  hypothese: {type: varchar, description: "Hypothèse."}
  tranche: {type: varchar, description: "Tranche."}
  aap: {type: varchar, description: "Appel à projets."}
  type_structure: {type: varchar, description: "Type de structure."}
  dedans: {type: boolean, description: "Vrai s'il peut être dans la tranche."}
  ailleurs: {type: boolean, description: "Vrai s'il peut être dans une autre tranche."}
  sans_tranche: {type: boolean, description: "Vrai s'il peut n'être dans aucune tranche, n'ayant rien acheté."}
  scannes_min_dedans: {type: bigint, nullable: true, unit: pass, description: "Moins de pass scannés qu'il puisse avoir dans la tranche ; NULL s'il ne peut pas y être."}
  scannes_max_dedans: {type: bigint, nullable: true, unit: pass, description: "Plus de pass scannés qu'il puisse avoir dans la tranche ; NULL s'il ne peut pas y être."}
  scannes_min_ailleurs: {type: bigint, nullable: true, unit: pass, description: "Moins de pass scannés qu'il puisse avoir dans les autres tranches ; NULL s'il ne peut pas y être."}
  scannes_max_ailleurs: {type: bigint, nullable: true, unit: pass, description: "Plus de pass scannés qu'il puisse avoir dans les autres tranches ; NULL s'il ne peut pas y être."}
*/
WITH encadrements AS (
  SELECT * FROM intermediate.int_encadrements
),
tranches AS (
  SELECT * FROM staging.stg_regles__tranches
),
incertains AS (
  SELECT
    encadrements.convention,
    encadrements.hypothese,
    encadrements.aap,
    encadrements.type_structure,
    encadrements.pass_scannes,
    encadrements.achetes_min,
    encadrements.achetes_max,
    tranches.tranche,
    tranches.borne_basse AS bas,
    tranches.basse_incluse AS bas_inclus,
    tranches.borne_haute AS haut,
    tranches.haute_incluse AS haut_inclus
  FROM encadrements
  CROSS JOIN tranches
  WHERE encadrements.pass_achetes IS NULL OR encadrements.pass_scannes IS NULL
),
/* Scans unknown: with the most bought, every whole number of scans of the band. A smaller purchase could only narrow it:
   the bands are wider than one pass of any purchase that they can hold at all. */
scans_possibles AS (
  SELECT
    incertains.*,
    CASE
      WHEN bas IS NULL THEN 0
      WHEN bas_inclus THEN ceil(bas * achetes_max)
      ELSE floor(bas * achetes_max) + 1
    END AS scannes_bas,
    CASE
      WHEN haut IS NULL OR haut > 1 THEN achetes_max
      WHEN haut_inclus THEN floor(haut * achetes_max)
      ELSE ceil(haut * achetes_max) - 1
    END AS scannes_haut
  FROM incertains
  WHERE pass_scannes IS NULL
),
/* Scans known, purchase unknown: the whole numbers of pass bought for which the ratio falls into the band. The division
   is only a first guess, which the exact product then moves by one where needed. */
achats_approches AS (
  SELECT
    incertains.*,
    CASE WHEN achetes_min > 1 THEN achetes_min ELSE 1 END AS achetes_bas,
    cast(ceil(cast(pass_scannes AS double) / nullif(cast(haut AS double), 0)) AS decimal(20,0)) AS approche_basse,
    cast(floor(cast(pass_scannes AS double) / nullif(cast(bas AS double), 0)) AS decimal(20,0)) AS approche_haute
  FROM incertains
  WHERE pass_scannes IS NOT NULL
),
achats_possibles AS (
  SELECT
    achats_approches.*,
    CASE
      WHEN haut IS NULL THEN achetes_bas
      WHEN haut = 0 THEN CASE WHEN pass_scannes = 0 AND haut_inclus THEN achetes_bas END
      WHEN haut * (approche_basse - 1) > pass_scannes OR (haut_inclus AND haut * (approche_basse - 1) = pass_scannes)
        THEN approche_basse - 1
      WHEN haut * approche_basse > pass_scannes OR (haut_inclus AND haut * approche_basse = pass_scannes)
        THEN approche_basse
      ELSE approche_basse + 1
    END AS achetes_depuis,
    CASE
      WHEN bas IS NULL THEN achetes_max
      WHEN bas = 0 THEN CASE WHEN pass_scannes > 0 OR bas_inclus THEN achetes_max END
      WHEN bas * (approche_haute + 1) < pass_scannes OR (bas_inclus AND bas * (approche_haute + 1) = pass_scannes)
        THEN approche_haute + 1
      WHEN bas * approche_haute < pass_scannes OR (bas_inclus AND bas * approche_haute = pass_scannes)
        THEN approche_haute
      ELSE approche_haute - 1
    END AS achetes_jusque
  FROM achats_approches
),
possibles AS (
  SELECT
    convention,
    hypothese,
    aap,
    type_structure,
    tranche,
    achetes_min = 0 AS sans_tranche,
    achetes_max > 0 AND scannes_bas <= scannes_haut AS dedans,
    cast(scannes_bas AS bigint) AS scannes_bas,
    cast(scannes_haut AS bigint) AS scannes_haut
  FROM scans_possibles
  UNION ALL
  SELECT
    convention,
    hypothese,
    aap,
    type_structure,
    tranche,
    achetes_min = 0 AS sans_tranche,
    coalesce(
      CASE WHEN achetes_depuis > achetes_bas THEN achetes_depuis ELSE achetes_bas END
      <= CASE WHEN achetes_jusque < achetes_max THEN achetes_jusque ELSE achetes_max END
      AND achetes_depuis IS NOT NULL AND achetes_jusque IS NOT NULL,
      false
    ) AS dedans,
    pass_scannes AS scannes_bas,
    pass_scannes AS scannes_haut
  FROM achats_possibles
),
places AS (
  SELECT
    possibles.*,
    CASE WHEN dedans THEN scannes_bas END AS scannes_min_dedans,
    CASE WHEN dedans THEN scannes_haut END AS scannes_max_dedans
  FROM possibles
),
autres AS (
  SELECT
    places.convention,
    places.hypothese,
    places.tranche,
    bool_or(voisines.dedans) AS ailleurs,
    min(voisines.scannes_min_dedans) AS scannes_min_ailleurs,
    max(voisines.scannes_max_dedans) AS scannes_max_ailleurs
  FROM places
  INNER JOIN places AS voisines
    ON voisines.convention = places.convention
    AND voisines.hypothese = places.hypothese
    AND voisines.tranche <> places.tranche
  GROUP BY places.convention, places.hypothese, places.tranche
),
final AS (
  SELECT
    places.convention,
    places.hypothese,
    places.tranche,
    places.aap,
    places.type_structure,
    places.dedans,
    coalesce(autres.ailleurs, false) AS ailleurs,
    places.sans_tranche,
    places.scannes_min_dedans,
    places.scannes_max_dedans,
    autres.scannes_min_ailleurs,
    autres.scannes_max_ailleurs
  FROM places
  LEFT JOIN autres
    ON autres.convention = places.convention
    AND autres.hypothese = places.hypothese
    AND autres.tranche = places.tranche
)
SELECT * FROM final
