/*
grain: une hypothèse de bornage
purpose: Ce que l'on suppose d'un chiffre manquant pour borner les ratios et les totaux.
key: [hypothese]
columns:
  hypothese: {type: varchar, description: "Nom de l'hypothèse."}
  libelle: {type: varchar, description: "L'hypothèse en une phrase."}
  achetes_max_sur_potentiel: {type: "decimal(9,6)", nullable: true, description: "Plus grande part du potentiel qu'un lauréat sans chiffre d'achat a pu acheter ; NULL quand c'est le plus fort dépassement observé."}
  depassement_observe: {type: boolean, description: "Vrai si le plafond des achats est le plus fort dépassement observé chez les lauréats qui ont répondu."}
  beneficiaires_max_sur_scannes: {type: "decimal(9,6)", nullable: true, description: "Plus grand nombre de bénéficiaires par pass scanné, là où les bénéficiaires manquent ; NULL si rien ne les plafonne."}
  motif: {type: varchar, description: "Ce qui justifie l'hypothèse."}
  appliquee: {type: boolean, description: "Vrai pour l'hypothèse que le bilan applique."}
*/
WITH hypotheses AS (
  SELECT * FROM seeds.hypotheses
),
final AS (
  SELECT
    hypothese,
    libelle,
    cast(nullif(achetes_max_sur_potentiel, 'observe') AS decimal(9,6)) AS achetes_max_sur_potentiel,
    achetes_max_sur_potentiel = 'observe' AS depassement_observe,
    cast(beneficiaires_max_sur_scannes AS decimal(9,6)) AS beneficiaires_max_sur_scannes,
    motif,
    appliquee = 'oui' AS appliquee
  FROM hypotheses
)
SELECT * FROM final
