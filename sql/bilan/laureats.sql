/*
grain: une convention
purpose: Ce que chaque lauréat pouvait acheter, ce qu'il a acheté et scanné, combien de personnes il a aidées, et d'où vient chaque chiffre. Une structure lauréate des deux appels a deux conventions.
key: [convention]
columns:
  convention: {type: varchar, description: "Numéro de la convention."}
  aap: {type: varchar, description: "Appel à projets."}
  siren: {type: varchar, description: "SIREN de la structure, neuf chiffres."}
  nom: {type: varchar, description: "Nom de la structure."}
  type_structure: {type: varchar, description: "Type de la structure selon l'agence ; le nom ne permet pas de le déduire."}
  departement: {type: varchar, nullable: true, description: "Code du département ; NULL si sans objet."}
  potentiel_achat: {type: bigint, unit: pass, description: "Nombre de pass que la convention permet d'acheter."}
  montant_projet: {type: "decimal(18,2)", nullable: true, unit: EUR, description: "Montant total du projet ; NULL si le registre ne le dit pas."}
  subvention_etat: {type: "decimal(18,2)", nullable: true, unit: EUR, description: "Part de l'État ; NULL si le registre ne la dit pas."}
  pass_achetes: {type: bigint, nullable: true, unit: pass, description: "Pass achetés ; NULL quand ils manquent (voir pass_achetes_statut)."}
  pass_achetes_statut: {type: varchar, values: [communique, calcule, approximatif, corrige, non_communique, sans_rapport, illisible, contradictoire], description: "Statut des pass achetés : lus, additionnés, dits « environ » ou corrigés ; sinon pourquoi ils manquent."}
  pass_scannes: {type: bigint, nullable: true, unit: pass, description: "Pass scannés ; NULL quand ils manquent (voir pass_scannes_statut)."}
  pass_scannes_statut: {type: varchar, values: [communique, calcule, approximatif, corrige, non_communique, sans_rapport, illisible, contradictoire], description: "Statut des pass scannés."}
  beneficiaires_uniques: {type: bigint, nullable: true, unit: personnes, description: "Personnes distinctes aidées ; NULL quand le chiffre manque (voir beneficiaires_uniques_statut)."}
  beneficiaires_uniques_statut: {type: varchar, values: [communique, calcule, approximatif, corrige, non_communique, sans_rapport, illisible, contradictoire], description: "Statut des bénéficiaires uniques."}
  achetes_sur_potentiel: {type: double, nullable: true, description: "Pass achetés sur potentiel d'achat (fraction) ; NULL si l'un manque ou si le potentiel est nul."}
  scannes_sur_potentiel: {type: double, nullable: true, description: "Pass scannés sur potentiel d'achat (fraction) ; NULL si l'un manque ou si le potentiel est nul."}
  scannes_sur_achetes: {type: double, nullable: true, description: "Pass scannés sur pass achetés (fraction) ; NULL si l'un manque ou si rien n'a été acheté."}
  tranche_conversion: {type: varchar, nullable: true, description: "Tranche de scannes_sur_achetes ; NULL si ce ratio n'existe pas."}
*/
WITH registre AS (
  SELECT * FROM staging.stg_registre__laureats
),
laureats AS (
  SELECT * FROM intermediate.int_laureats
),
final AS (
  SELECT
    registre.convention,
    registre.aap,
    registre.siren,
    registre.nom,
    registre.type_structure,
    registre.departement,
    registre.potentiel_achat,
    registre.montant_projet,
    registre.subvention_etat,
    laureats.pass_achetes,
    laureats.pass_achetes_statut,
    laureats.pass_scannes,
    laureats.pass_scannes_statut,
    laureats.beneficiaires_uniques,
    laureats.beneficiaires_uniques_statut,
    laureats.achetes_sur_potentiel,
    laureats.scannes_sur_potentiel,
    laureats.scannes_sur_achetes,
    laureats.tranche_conversion
  FROM registre
  INNER JOIN laureats ON laureats.convention = registre.convention
)
SELECT * FROM final
