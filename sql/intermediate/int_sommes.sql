/*
grain: un appel (ou l'ensemble), un type de structure (ou tous), une tranche de conversion (ou toutes)
purpose: Les sommes et les comptes dont toutes les lignes du bilan sont faites. Une somme sans aucune valeur connue est NULL ; un montant du registre qui manque rend NULL la somme des montants.
key: [aap, type_structure, tranche]
columns:
  aap: {type: varchar, description: "Appel ; « * » pour tous."}
  type_structure: {type: varchar, description: "Type de structure ; « * » pour tous."}
  tranche: {type: varchar, description: "Tranche de conversion ; « toutes » pour toutes et les lauréats sans tranche, « classees » pour toutes sans eux."}
  nb_laureats: {type: bigint, unit: laureats, description: "Lauréats."}
  potentiel_avec_achats: {type: bigint, unit: pass, description: "Potentiel des lauréats dont les pass achetés sont connus."}
  potentiel_sans_achats: {type: bigint, unit: pass, description: "Potentiel des lauréats dont les pass achetés manquent."}
  potentiel_sans_scans: {type: bigint, unit: pass, description: "Potentiel des lauréats dont les pass scannés manquent."}
  pass_achetes: {type: bigint, nullable: true, unit: pass, description: "Somme des pass achetés connus."}
  pass_scannes: {type: bigint, nullable: true, unit: pass, description: "Somme des pass scannés connus."}
  beneficiaires_uniques: {type: bigint, nullable: true, unit: personnes, description: "Somme des bénéficiaires uniques connus ; les appels se recouvrent, c'est un majorant du nombre de personnes."}
  sans_achats: {type: bigint, unit: laureats, description: "Lauréats sans pass achetés."}
  sans_scans: {type: bigint, unit: laureats, description: "Lauréats sans pass scannés."}
  sans_beneficiaires: {type: bigint, unit: laureats, description: "Lauréats sans bénéficiaires uniques."}
  montant_projet: {type: "decimal(18,2)", nullable: true, unit: EUR, description: "Somme des montants de projet ; NULL s'il en manque un."}
  subvention_etat: {type: "decimal(18,2)", nullable: true, unit: EUR, description: "Somme des parts de l'État ; NULL s'il en manque une."}
*/
WITH laureats AS (
  SELECT * FROM intermediate.int_laureats
),
tranches AS (
  SELECT * FROM staging.stg_regles__tranches
),
champs AS (
  SELECT tranche FROM tranches
  UNION ALL
  SELECT 'toutes' AS tranche
  UNION ALL
  SELECT 'classees' AS tranche
),
groupes AS (
  SELECT
    coalesce(aap, '*') AS aap,
    coalesce(type_structure, '*') AS type_structure
  FROM laureats
  GROUP BY GROUPING SETS ((aap, type_structure), (aap), (type_structure), ())
),
membres AS (
  SELECT
    groupes.aap,
    groupes.type_structure,
    champs.tranche,
    laureats.convention,
    laureats.potentiel_achat,
    laureats.pass_achetes,
    laureats.pass_scannes,
    laureats.beneficiaires_uniques,
    laureats.montant_projet,
    laureats.subvention_etat
  FROM groupes
  CROSS JOIN champs
  LEFT JOIN laureats
    ON (groupes.aap = '*' OR groupes.aap = laureats.aap)
    AND (groupes.type_structure = '*' OR groupes.type_structure = laureats.type_structure)
    AND (
      champs.tranche = 'toutes'
      OR champs.tranche = laureats.tranche_conversion
      OR (champs.tranche = 'classees' AND laureats.tranche_conversion IS NOT NULL)
    )
),
sommes AS (
  SELECT
    aap,
    type_structure,
    tranche,
    count(convention) AS nb_laureats,
    sum(potentiel_achat) FILTER (WHERE pass_achetes IS NOT NULL) AS potentiel_avec_achats,
    sum(potentiel_achat) FILTER (WHERE pass_achetes IS NULL) AS potentiel_sans_achats,
    sum(potentiel_achat) FILTER (WHERE pass_scannes IS NULL) AS potentiel_sans_scans,
    sum(pass_achetes) AS pass_achetes,
    sum(pass_scannes) AS pass_scannes,
    sum(beneficiaires_uniques) AS beneficiaires_uniques,
    count(convention) - count(pass_achetes) AS sans_achats,
    count(convention) - count(pass_scannes) AS sans_scans,
    count(convention) - count(beneficiaires_uniques) AS sans_beneficiaires,
    CASE WHEN count(montant_projet) = count(convention) THEN sum(montant_projet) END AS montant_projet,
    CASE WHEN count(subvention_etat) = count(convention) THEN sum(subvention_etat) END AS subvention_etat
  FROM membres
  GROUP BY aap, type_structure, tranche
),
final AS (
  SELECT
    aap,
    type_structure,
    tranche,
    nb_laureats,
    cast(coalesce(potentiel_avec_achats, 0) AS bigint) AS potentiel_avec_achats,
    cast(coalesce(potentiel_sans_achats, 0) AS bigint) AS potentiel_sans_achats,
    cast(coalesce(potentiel_sans_scans, 0) AS bigint) AS potentiel_sans_scans,
    cast(pass_achetes AS bigint) AS pass_achetes,
    cast(pass_scannes AS bigint) AS pass_scannes,
    cast(beneficiaires_uniques AS bigint) AS beneficiaires_uniques,
    sans_achats,
    sans_scans,
    sans_beneficiaires,
    cast(montant_projet AS decimal(18,2)) AS montant_projet,
    cast(subvention_etat AS decimal(18,2)) AS subvention_etat
  FROM sommes
)
SELECT * FROM final
