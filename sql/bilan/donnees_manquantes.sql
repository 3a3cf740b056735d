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
  part_potentiel_ligne: {type: double, nullable: true, description: "Part du potentiel des lauréats du même type et du même appel que ce manque laisse sans donnée (fraction) ; NULL sans potentiel."}
  part_potentiel_aap: {type: double, nullable: true, description: "Part du potentiel de l'appel (fraction) ; NULL sans potentiel."}
  part_potentiel_ensemble: {type: double, nullable: true, description: "Part du potentiel de tous les appels (fraction) ; NULL sans potentiel."}
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
poids AS (
  SELECT
    laureats.*,
    cast(sum(potentiel_achat) OVER (PARTITION BY aap, type_structure) AS double) AS potentiel_ligne,
    cast(sum(potentiel_achat) OVER (PARTITION BY aap) AS double) AS potentiel_aap,
    cast(sum(potentiel_achat) OVER () AS double) AS potentiel_ensemble
  FROM laureats
),
final AS (
  SELECT
    valeurs.convention,
    valeurs.indicateur,
    poids.aap,
    poids.nom,
    poids.type_structure,
    valeurs.statut,
    valeurs.motif,
    valeurs.fichiers,
    poids.potentiel_achat,
    cast(poids.potentiel_achat AS double) / nullif(poids.potentiel_ligne, 0) AS part_potentiel_ligne,
    cast(poids.potentiel_achat AS double) / nullif(poids.potentiel_aap, 0) AS part_potentiel_aap,
    cast(poids.potentiel_achat AS double) / nullif(poids.potentiel_ensemble, 0) AS part_potentiel_ensemble,
    indicateurs.ratios AS ratios_touches
  FROM valeurs
  INNER JOIN poids ON poids.convention = valeurs.convention
  INNER JOIN indicateurs ON indicateurs.indicateur = valeurs.indicateur
  WHERE valeurs.valeur IS NULL
)
SELECT * FROM final
