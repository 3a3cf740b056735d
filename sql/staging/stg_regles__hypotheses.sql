/*
grain: une hypothèse de bornage
purpose: Ce que l'on suppose d'un chiffre manquant pour borner les ratios.
key: [hypothese]
columns:
  hypothese: {type: varchar, description: "Nom de l'hypothèse."}
  libelle: {type: varchar, description: "L'hypothèse en une phrase."}
  achetes_max_sur_potentiel: {type: "decimal(9,6)", description: "Plus grande part du potentiel qu'un lauréat sans chiffre d'achat a pu acheter."}
  appliquee: {type: boolean, description: "Vrai pour l'hypothèse dont les bornes se publient."}
*/
WITH hypotheses AS (
  SELECT * FROM seeds.hypotheses
),
final AS (
  SELECT
    hypothese,
    libelle,
    cast(achetes_max_sur_potentiel AS decimal(9,6)) AS achetes_max_sur_potentiel,
    appliquee = 'oui' AS appliquee
  FROM hypotheses
)
SELECT * FROM final
