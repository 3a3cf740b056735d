/*
grain: une convention du registre
purpose: Les trois indicateurs de chaque lauréat côte à côte, ses ratios et sa tranche de conversion.
key: [convention]
columns:
  convention: {type: varchar, description: "Convention."}
  aap: {type: varchar, description: "Appel à projets."}
  type_structure: {type: varchar, description: "Type de structure."}
  potentiel_achat: {type: bigint, unit: pass, description: "Potentiel d'achat."}
  montant_projet: {type: "decimal(18,2)", nullable: true, unit: EUR, description: "Montant du projet ; NULL si le registre ne le dit pas."}
  subvention_etat: {type: "decimal(18,2)", nullable: true, unit: EUR, description: "Part de l'État ; NULL si le registre ne la dit pas."}
  pass_achetes: {type: bigint, nullable: true, unit: pass, description: "Pass achetés ; NULL s'ils manquent."}
  pass_achetes_statut: {type: varchar, description: "Statut des pass achetés."}
  pass_scannes: {type: bigint, nullable: true, unit: pass, description: "Pass scannés ; NULL s'ils manquent."}
  pass_scannes_statut: {type: varchar, description: "Statut des pass scannés."}
  beneficiaires_uniques: {type: bigint, nullable: true, unit: personnes, description: "Bénéficiaires uniques ; NULL s'ils manquent."}
  beneficiaires_uniques_statut: {type: varchar, description: "Statut des bénéficiaires uniques."}
  achetes_sur_potentiel: {type: double, nullable: true, description: "Fraction ; NULL sans numérateur ou sans dénominateur."}
  scannes_sur_potentiel: {type: double, nullable: true, description: "Fraction ; NULL sans numérateur ou sans dénominateur."}
  scannes_sur_achetes: {type: double, nullable: true, description: "Fraction ; NULL sans numérateur ou sans dénominateur."}
  tranche_conversion: {type: varchar, nullable: true, description: "Tranche du ratio des pass scannés aux pass achetés ; NULL si le ratio n'existe pas."}
*/
WITH laureats AS (
  SELECT * FROM staging.stg_registre__laureats
),
tranches AS (
  SELECT * FROM staging.stg_regles__tranches
),
valeurs AS (
  SELECT * FROM intermediate.int_valeurs
),
cote_a_cote AS (
  SELECT
    convention,
    max(CASE WHEN indicateur = 'pass_achetes' THEN valeur END) AS pass_achetes,
    max(CASE WHEN indicateur = 'pass_achetes' THEN statut END) AS pass_achetes_statut,
    max(CASE WHEN indicateur = 'pass_scannes' THEN valeur END) AS pass_scannes,
    max(CASE WHEN indicateur = 'pass_scannes' THEN statut END) AS pass_scannes_statut,
    max(CASE WHEN indicateur = 'beneficiaires_uniques' THEN valeur END) AS beneficiaires_uniques,
    max(CASE WHEN indicateur = 'beneficiaires_uniques' THEN statut END) AS beneficiaires_uniques_statut
  FROM valeurs
  GROUP BY convention
),
classes AS (
  SELECT cote_a_cote.convention, min(tranches.tranche) AS tranche
  FROM cote_a_cote
  INNER JOIN tranches
    ON cote_a_cote.pass_achetes > 0
    AND (
      tranches.borne_basse IS NULL
      OR cote_a_cote.pass_scannes > tranches.borne_basse * cote_a_cote.pass_achetes
      OR (tranches.basse_incluse AND cote_a_cote.pass_scannes = tranches.borne_basse * cote_a_cote.pass_achetes)
    )
    AND (
      tranches.borne_haute IS NULL
      OR cote_a_cote.pass_scannes < tranches.borne_haute * cote_a_cote.pass_achetes
      OR (tranches.haute_incluse AND cote_a_cote.pass_scannes = tranches.borne_haute * cote_a_cote.pass_achetes)
    )
  WHERE cote_a_cote.pass_scannes IS NOT NULL
  GROUP BY cote_a_cote.convention
),
final AS (
  SELECT
    laureats.convention,
    laureats.aap,
    laureats.type_structure,
    laureats.potentiel_achat,
    laureats.montant_projet,
    laureats.subvention_etat,
    cote_a_cote.pass_achetes,
    cote_a_cote.pass_achetes_statut,
    cote_a_cote.pass_scannes,
    cote_a_cote.pass_scannes_statut,
    cote_a_cote.beneficiaires_uniques,
    cote_a_cote.beneficiaires_uniques_statut,
    cast(cote_a_cote.pass_achetes AS double) / nullif(laureats.potentiel_achat, 0) AS achetes_sur_potentiel,
    cast(cote_a_cote.pass_scannes AS double) / nullif(laureats.potentiel_achat, 0) AS scannes_sur_potentiel,
    cast(cote_a_cote.pass_scannes AS double) / nullif(cote_a_cote.pass_achetes, 0) AS scannes_sur_achetes,
    classes.tranche AS tranche_conversion
  FROM laureats
  INNER JOIN cote_a_cote ON cote_a_cote.convention = laureats.convention
  LEFT JOIN classes ON classes.convention = laureats.convention
)
SELECT * FROM final
