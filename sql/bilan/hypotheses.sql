/*
grain: une hypothèse sur les chiffres qui manquent
purpose: Ce que les bornes supposent d'un chiffre manquant. Elles sont toutes calculées ; une seule est appliquée par défaut.
key: [hypothese]
columns:
  hypothese: {type: varchar, description: "Nom de l'hypothèse."}
  libelle: {type: varchar, description: "L'hypothèse en une phrase."}
  motif: {type: varchar, description: "Ce qui la justifie."}
  appliquee: {type: boolean, description: "Vrai pour l'hypothèse que le bilan applique."}
  achetes_max_sur_potentiel: {type: double, description: "Un lauréat sans chiffre d'achat a pu acheter jusqu'à ce multiple de son potentiel."}
  convention_du_plafond: {type: varchar, nullable: true, description: "Lauréat dont le dépassement fait ce multiple ; NULL s'il est fixé, ou si aucun lauréat ne dépasse son potentiel."}
  beneficiaires_max_sur_scannes: {type: "decimal(9,6)", nullable: true, description: "Plus grand nombre de bénéficiaires par pass scanné, là où les bénéficiaires manquent ; NULL si rien ne les plafonne."}
*/
WITH hypotheses AS (
  SELECT * FROM intermediate.int_hypotheses
),
final AS (
  SELECT
    hypothese,
    libelle,
    motif,
    appliquee,
    cast(plafond_numerateur AS double) / nullif(plafond_denominateur, 0) AS achetes_max_sur_potentiel,
    convention_du_plafond,
    beneficiaires_max_sur_scannes
  FROM hypotheses
)
SELECT * FROM final
