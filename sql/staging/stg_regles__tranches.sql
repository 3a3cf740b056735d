/*
grain: une tranche de conversion
purpose: Les tranches du rapport des pass scannés aux pass achetés, avec leurs bornes.
key: [tranche]
columns:
  tranche: {type: varchar, description: "Code de la tranche."}
  ordre: {type: integer, description: "Rang dans le tableau."}
  libelle: {type: varchar, description: "Nom de la tranche."}
  borne_basse: {type: "decimal(9,6)", nullable: true, description: "Borne basse ; NULL s'il n'y en a pas."}
  basse_incluse: {type: boolean, description: "Vrai si la borne basse est dans la tranche."}
  borne_haute: {type: "decimal(9,6)", nullable: true, description: "Borne haute ; NULL s'il n'y en a pas."}
  haute_incluse: {type: boolean, description: "Vrai si la borne haute est dans la tranche."}
*/
WITH tranches AS (
  SELECT * FROM seeds.tranches
),
final AS (
  SELECT
    tranche,
    cast(ordre AS integer) AS ordre,
    libelle,
    cast(borne_basse AS decimal(9,6)) AS borne_basse,
    coalesce(basse_incluse = 'oui', false) AS basse_incluse,
    cast(borne_haute AS decimal(9,6)) AS borne_haute,
    coalesce(haute_incluse = 'oui', false) AS haute_incluse
  FROM tranches
)
SELECT * FROM final
