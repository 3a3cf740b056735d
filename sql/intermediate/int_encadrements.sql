/*
grain: une convention et une hypothèse de bornage
purpose: Ce que chaque chiffre d'un lauréat peut valoir - sa valeur quand elle est connue, sinon un intervalle. Un chiffre connu ne change pas, même s'il contredit l'hypothèse ; le nombre de bénéficiaires ne borne ni les pass scannés ni les pass achetés.
key: [convention, hypothese]
columns:
  convention: {type: varchar, description: "Convention."}
  hypothese: {type: varchar, description: "Hypothèse."}
  aap: {type: varchar, description: "Appel à projets."}
  type_structure: {type: varchar, description: "Type de structure."}
  potentiel_achat: {type: bigint, unit: pass, description: "Potentiel d'achat."}
  pass_achetes: {type: bigint, nullable: true, unit: pass, description: "Pass achetés ; NULL s'ils manquent."}
  pass_scannes: {type: bigint, nullable: true, unit: pass, description: "Pass scannés ; NULL s'ils manquent."}
  beneficiaires_uniques: {type: bigint, nullable: true, unit: personnes, description: "Bénéficiaires uniques ; NULL s'ils manquent."}
  tranche_conversion: {type: varchar, nullable: true, description: "Tranche de conversion ; NULL si le ratio n'existe pas."}
  achetes_min: {type: bigint, unit: pass, description: "Plus petit nombre possible de pass achetés."}
  achetes_max: {type: bigint, unit: pass, description: "Plus grand nombre possible de pass achetés."}
  scannes_min: {type: bigint, unit: pass, description: "Plus petit nombre possible de pass scannés."}
  scannes_max: {type: bigint, unit: pass, description: "Plus grand nombre possible de pass scannés."}
  beneficiaires_min: {type: bigint, unit: personnes, description: "Plus petit nombre possible de bénéficiaires uniques."}
  beneficiaires_max: {type: bigint, nullable: true, unit: personnes, description: "Plus grand nombre possible de bénéficiaires uniques ; NULL si rien ne le plafonne."}
*/
WITH laureats AS (
  SELECT * FROM intermediate.int_laureats
),
hypotheses AS (
  SELECT * FROM intermediate.int_hypotheses
),
approches AS (
  SELECT
    laureats.convention,
    laureats.aap,
    laureats.type_structure,
    laureats.potentiel_achat,
    laureats.pass_achetes,
    laureats.pass_scannes,
    laureats.beneficiaires_uniques,
    laureats.tranche_conversion,
    hypotheses.hypothese,
    hypotheses.beneficiaires_max_sur_scannes,
    hypotheses.plafond_denominateur,
    cast(laureats.potentiel_achat AS decimal(18,0)) * hypotheses.plafond_numerateur AS produit,
    cast(floor(
      cast(laureats.potentiel_achat AS double) * cast(hypotheses.plafond_numerateur AS double)
      / nullif(hypotheses.plafond_denominateur, 0)
    ) AS decimal(20,0)) AS approche
  FROM laureats
  CROSS JOIN hypotheses
),
/* Floating point may miss the whole number by one where the product falls on it: the exact product decides. */
plafonds AS (
  SELECT
    approches.*,
    CASE
      WHEN (approche + 1) * plafond_denominateur <= produit THEN approche + 1
      WHEN approche * plafond_denominateur > produit THEN approche - 1
      ELSE approche
    END AS plafond
  FROM approches
),
achats AS (
  SELECT
    plafonds.*,
    coalesce(pass_achetes, pass_scannes, 0) AS achetes_min,
    CASE
      WHEN pass_achetes IS NOT NULL THEN pass_achetes
      WHEN coalesce(pass_scannes, 0) > plafond THEN coalesce(pass_scannes, 0)
      ELSE cast(plafond AS bigint)
    END AS achetes_max
  FROM plafonds
),
scans AS (
  SELECT
    achats.*,
    coalesce(pass_scannes, 0) AS scannes_min,
    coalesce(pass_scannes, achetes_max) AS scannes_max
  FROM achats
),
final AS (
  SELECT
    convention,
    hypothese,
    aap,
    type_structure,
    potentiel_achat,
    pass_achetes,
    pass_scannes,
    beneficiaires_uniques,
    tranche_conversion,
    achetes_min,
    achetes_max,
    scannes_min,
    scannes_max,
    coalesce(beneficiaires_uniques, 0) AS beneficiaires_min,
    coalesce(beneficiaires_uniques, cast(floor(scannes_max * beneficiaires_max_sur_scannes) AS bigint)) AS beneficiaires_max
  FROM scans
)
SELECT * FROM final
