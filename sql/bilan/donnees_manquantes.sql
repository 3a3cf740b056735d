/*
grain: une convention et un indicateur qui lui manque
purpose: Ce qui manque au bilan, chez qui, pourquoi, et ce que cela touche.
key: [convention, indicateur]
references:
  - {columns: [convention], to: bilan.laureats, key: [convention]}
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, values: [pass_achetes, pass_scannes, beneficiaires_uniques], description: "Indicateur manquant."}
  aap: {type: varchar, description: "Appel à projets."}
  nom: {type: varchar, description: "Nom de la structure."}
  type_structure: {type: varchar, description: "Type de la structure."}
  statut: {type: varchar, values: [non_communique, sans_rapport, illisible, contradictoire], description: "Pourquoi l'indicateur manque : le rapport ne le dit pas, aucun rapport, rapport illisible, ou sources contradictoires."}
  motif: {type: varchar, description: "La raison en une phrase, avec l'adresse de ce qui a été lu."}
  fichiers: {type: varchar, nullable: true, description: "Fichiers reçus pour la convention, joints par « | » ; NULL s'il n'y en a pas."}
  potentiel_achat: {type: bigint, unit: pass, description: "Potentiel d'achat de la convention : le poids du manque."}
  ratios_touches: {type: varchar, nullable: true, description: "Ratios que le manque touche, joints par « | » ; NULL si aucun."}
*/
WITH laureats AS (
  SELECT * FROM staging.stg_registre__laureats
),
valeurs AS (
  SELECT * FROM intermediate.int_valeurs
),
indicateurs AS (
  SELECT * FROM staging.stg_regles__indicateurs
),
final AS (
  SELECT
    valeurs.convention,
    valeurs.indicateur,
    laureats.aap,
    laureats.nom,
    laureats.type_structure,
    valeurs.statut,
    valeurs.motif,
    valeurs.fichiers,
    laureats.potentiel_achat,
    indicateurs.ratios AS ratios_touches
  FROM valeurs
  INNER JOIN laureats ON laureats.convention = valeurs.convention
  INNER JOIN indicateurs ON indicateurs.indicateur = valeurs.indicateur
  WHERE valeurs.valeur IS NULL
)
SELECT * FROM final
