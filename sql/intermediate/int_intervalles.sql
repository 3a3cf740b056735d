/*
grain: un appel (ou l'ensemble), un type de structure (ou tous) et une hypothèse
purpose: Entre quoi les quantités de tous les lauréats d'un groupe se trouvent, ce qui manque, et ce que donnerait une estimation. Les bornes du rapport des pass scannés aux pass achetés sont exactes, les deux manques d'un même lauréat étant liés.
key: [aap, type_structure, hypothese]
columns:
  aap: {type: varchar, description: "Appel ; « * » pour tous."}
  type_structure: {type: varchar, description: "Type de structure ; « * » pour tous."}
  hypothese: {type: varchar, description: "Hypothèse."}
  nb_laureats: {type: bigint, unit: laureats, description: "Lauréats."}
  potentiel_achat: {type: bigint, unit: pass, description: "Potentiel d'achat de tous les lauréats."}
  achetes_min: {type: double, unit: pass, description: "Plus petit nombre possible de pass achetés."}
  achetes_max: {type: double, unit: pass, description: "Plus grand nombre possible de pass achetés."}
  scannes_min: {type: double, unit: pass, description: "Plus petit nombre possible de pass scannés."}
  scannes_max: {type: double, unit: pass, description: "Plus grand nombre possible de pass scannés."}
  beneficiaires_min: {type: double, unit: personnes, description: "Plus petit nombre possible de bénéficiaires uniques."}
  beneficiaires_max: {type: double, nullable: true, unit: personnes, description: "Plus grand nombre possible de bénéficiaires uniques ; NULL si rien ne le plafonne."}
  scannes_sur_achetes_min: {type: double, nullable: true, description: "Plus petit rapport possible des pass scannés aux pass achetés ; NULL si rien n'a pu être acheté."}
  scannes_sur_achetes_max: {type: double, nullable: true, description: "Plus grand rapport possible des pass scannés aux pass achetés ; NULL si rien n'a pu être acheté."}
  sans_achats: {type: bigint, unit: laureats, description: "Lauréats sans pass achetés."}
  sans_scans: {type: bigint, unit: laureats, description: "Lauréats sans pass scannés."}
  sans_achats_ou_scans: {type: bigint, unit: laureats, description: "Lauréats à qui manque l'un ou l'autre."}
  sans_beneficiaires: {type: bigint, unit: laureats, description: "Lauréats sans bénéficiaires uniques."}
  potentiel_sans_achats: {type: bigint, unit: pass, description: "Potentiel des lauréats sans pass achetés."}
  potentiel_sans_scans: {type: bigint, unit: pass, description: "Potentiel des lauréats sans pass scannés."}
  potentiel_sans_achats_ou_scans: {type: bigint, unit: pass, description: "Potentiel des lauréats à qui manque l'un ou l'autre."}
  potentiel_sans_beneficiaires: {type: bigint, unit: pass, description: "Potentiel des lauréats sans bénéficiaires uniques."}
  achetes_estimes: {type: double, nullable: true, unit: pass, description: "Pass achetés, les manques étant estimés par le ratio du même type et du même appel ; NULL si un type n'a aucun chiffre."}
  scannes_estimes: {type: double, nullable: true, unit: pass, description: "Pass scannés, les manques étant estimés par le ratio du même type et du même appel ; NULL si un type n'a aucun chiffre."}
*/
WITH encadrements AS (
  SELECT * FROM intermediate.int_encadrements
),
ratios_du_type AS (
  SELECT
    aap,
    type_structure,
    hypothese,
    cast(sum(pass_achetes) AS double)
      / nullif(cast(sum(potentiel_achat) FILTER (WHERE pass_achetes IS NOT NULL) AS double), 0) AS achetes_sur_potentiel,
    cast(sum(pass_scannes) AS double)
      / nullif(cast(sum(potentiel_achat) FILTER (WHERE pass_scannes IS NOT NULL) AS double), 0) AS scannes_sur_potentiel
  FROM encadrements
  GROUP BY aap, type_structure, hypothese
),
estimes AS (
  SELECT
    encadrements.*,
    encadrements.pass_achetes IS NULL AND encadrements.pass_scannes IS NULL AS lies,
    coalesce(encadrements.pass_achetes, cast(encadrements.potentiel_achat * ratios_du_type.achetes_sur_potentiel AS decimal(28,6))) AS achetes_estimes,
    coalesce(encadrements.pass_scannes, cast(encadrements.potentiel_achat * ratios_du_type.scannes_sur_potentiel AS decimal(28,6))) AS scannes_estimes
  FROM encadrements
  INNER JOIN ratios_du_type
    ON ratios_du_type.aap = encadrements.aap
    AND ratios_du_type.type_structure = encadrements.type_structure
    AND ratios_du_type.hypothese = encadrements.hypothese
),
/* Where purchase and scans are both unknown they move together (scanned ≤ bought): the highest ratio gives both the
   same amount, all of it or none, according to which side of 1 the rest is on. */
sommes AS (
  SELECT
    coalesce(aap, '*') AS aap,
    coalesce(type_structure, '*') AS type_structure,
    hypothese,
    count(*) AS nb_laureats,
    sum(potentiel_achat) AS potentiel_achat,
    sum(achetes_min) AS achetes_min,
    sum(achetes_max) AS achetes_max,
    sum(scannes_min) AS scannes_min,
    sum(scannes_max) AS scannes_max,
    sum(beneficiaires_min) AS beneficiaires_min,
    CASE WHEN count(beneficiaires_max) = count(*) THEN sum(beneficiaires_max) END AS beneficiaires_max,
    cast(coalesce(sum(scannes_max) FILTER (WHERE NOT lies), 0) AS double) AS scannes_libres,
    cast(coalesce(sum(achetes_min) FILTER (WHERE NOT lies), 0) AS double) AS achetes_libres,
    cast(coalesce(sum(achetes_max) FILTER (WHERE lies), 0) AS double) AS ensemble,
    count(*) - count(pass_achetes) AS sans_achats,
    count(*) - count(pass_scannes) AS sans_scans,
    count(*) FILTER (WHERE pass_achetes IS NULL OR pass_scannes IS NULL) AS sans_achats_ou_scans,
    count(*) - count(beneficiaires_uniques) AS sans_beneficiaires,
    sum(potentiel_achat) FILTER (WHERE pass_achetes IS NULL) AS potentiel_sans_achats,
    sum(potentiel_achat) FILTER (WHERE pass_scannes IS NULL) AS potentiel_sans_scans,
    sum(potentiel_achat) FILTER (WHERE pass_achetes IS NULL OR pass_scannes IS NULL) AS potentiel_sans_achats_ou_scans,
    sum(potentiel_achat) FILTER (WHERE beneficiaires_uniques IS NULL) AS potentiel_sans_beneficiaires,
    CASE WHEN count(achetes_estimes) = count(*) THEN sum(achetes_estimes) END AS achetes_estimes,
    CASE WHEN count(scannes_estimes) = count(*) THEN sum(scannes_estimes) END AS scannes_estimes
  FROM estimes
  GROUP BY GROUPING SETS ((aap, type_structure, hypothese), (aap, hypothese), (type_structure, hypothese), (hypothese))
),
final AS (
  SELECT
    aap,
    type_structure,
    hypothese,
    nb_laureats,
    cast(potentiel_achat AS bigint) AS potentiel_achat,
    cast(achetes_min AS double) AS achetes_min,
    cast(achetes_max AS double) AS achetes_max,
    cast(scannes_min AS double) AS scannes_min,
    cast(scannes_max AS double) AS scannes_max,
    cast(beneficiaires_min AS double) AS beneficiaires_min,
    cast(beneficiaires_max AS double) AS beneficiaires_max,
    cast(scannes_min AS double) / nullif(cast(achetes_max AS double), 0) AS scannes_sur_achetes_min,
    /* Where nothing is bought for certain, the smallest purchase that defines the ratio is a single pass. */
    CASE
      WHEN achetes_max = 0 THEN NULL
      WHEN achetes_libres = 0 AND ensemble = 0 THEN scannes_libres
      WHEN achetes_libres = 0 AND scannes_libres > 0 THEN scannes_libres + 1
      WHEN scannes_libres >= achetes_libres AND achetes_libres > 0 THEN scannes_libres / nullif(achetes_libres, 0)
      ELSE (scannes_libres + ensemble) / nullif(achetes_libres + ensemble, 0)
    END AS scannes_sur_achetes_max,
    sans_achats,
    sans_scans,
    sans_achats_ou_scans,
    sans_beneficiaires,
    cast(coalesce(potentiel_sans_achats, 0) AS bigint) AS potentiel_sans_achats,
    cast(coalesce(potentiel_sans_scans, 0) AS bigint) AS potentiel_sans_scans,
    cast(coalesce(potentiel_sans_achats_ou_scans, 0) AS bigint) AS potentiel_sans_achats_ou_scans,
    cast(coalesce(potentiel_sans_beneficiaires, 0) AS bigint) AS potentiel_sans_beneficiaires,
    cast(achetes_estimes AS double) AS achetes_estimes,
    cast(scannes_estimes AS double) AS scannes_estimes
  FROM sommes
)
SELECT * FROM final
