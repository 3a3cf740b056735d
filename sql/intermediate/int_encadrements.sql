/*
grain: une convention et une quantité qui entre dans un ratio
purpose: Ce qu'une quantité peut valoir sous l'hypothèse appliquée - sa valeur quand elle est connue, sinon un intervalle.
key: [convention, indicateur]
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, values: [potentiel_achat, pass_achetes, pass_scannes], description: "Quantité."}
  connue: {type: boolean, description: "Vrai si la valeur est connue."}
  borne_basse: {type: bigint, unit: pass, description: "Plus petite valeur possible."}
  borne_haute: {type: bigint, unit: pass, description: "Plus grande valeur possible."}
*/
WITH laureats AS (
  SELECT * FROM intermediate.int_laureats
),
hypotheses AS (
  SELECT * FROM staging.stg_regles__hypotheses
),
plafonds AS (
  SELECT
    laureats.convention,
    laureats.potentiel_achat,
    laureats.pass_achetes,
    laureats.pass_scannes,
    cast(floor(cast(laureats.potentiel_achat AS double) * cast(hypotheses.achetes_max_sur_potentiel AS double)) AS bigint) AS plafond
  FROM laureats
  CROSS JOIN hypotheses
  WHERE hypotheses.appliquee
),
achats AS (
  SELECT
    convention,
    potentiel_achat,
    pass_achetes,
    pass_scannes,
    coalesce(pass_achetes, pass_scannes, 0) AS achetes_min,
    CASE
      WHEN pass_achetes IS NOT NULL THEN pass_achetes
      WHEN pass_scannes > plafond THEN pass_scannes
      ELSE plafond
    END AS achetes_max
  FROM plafonds
),
final AS (
  SELECT convention, 'potentiel_achat' AS indicateur, true AS connue, potentiel_achat AS borne_basse, potentiel_achat AS borne_haute
  FROM achats
  UNION ALL
  SELECT convention, 'pass_achetes' AS indicateur, pass_achetes IS NOT NULL AS connue, achetes_min AS borne_basse, achetes_max AS borne_haute
  FROM achats
  UNION ALL
  SELECT
    convention,
    'pass_scannes' AS indicateur,
    pass_scannes IS NOT NULL AS connue,
    coalesce(pass_scannes, 0) AS borne_basse,
    coalesce(pass_scannes, achetes_max) AS borne_haute
  FROM achats
)
SELECT * FROM final
