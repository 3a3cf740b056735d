/*
grain: une hypothèse de bornage
purpose: Les hypothèses sur ce qui manque, avec le plafond des achats qu'elles donnent pour ce registre. Le plus fort dépassement observé est le plus grand rapport des pass achetés au potentiel d'achat chez les lauréats qui ont répondu (au-delà de mille, c'est une erreur, qui ne compte pas), et au moins 1.
key: [hypothese]
columns:
  hypothese: {type: varchar, description: "Nom de l'hypothèse."}
  libelle: {type: varchar, description: "L'hypothèse en une phrase."}
  motif: {type: varchar, description: "Ce qui la justifie."}
  appliquee: {type: boolean, description: "Vrai pour l'hypothèse que le bilan applique."}
  plafond_numerateur: {type: "decimal(20,6)", description: "Le plafond des achats est le potentiel multiplié par ce nombre…"}
  plafond_denominateur: {type: bigint, description: "… et divisé par celui-ci, pour rester exact."}
  convention_du_plafond: {type: varchar, nullable: true, description: "Lauréat dont le dépassement fait le plafond ; NULL si le plafond est fixé, ou si aucun lauréat ne dépasse son potentiel."}
  beneficiaires_max_sur_scannes: {type: "decimal(9,6)", nullable: true, description: "Plus grand nombre de bénéficiaires par pass scanné, là où les bénéficiaires manquent ; NULL si rien ne les plafonne."}
*/
WITH hypotheses AS (
  SELECT * FROM staging.stg_regles__hypotheses
),
laureats AS (
  SELECT * FROM intermediate.int_laureats
),
/* More than a thousand times what one may buy is a figure to mend, no sign of what others may have bought. */
depassements AS (
  SELECT
    convention,
    pass_achetes,
    potentiel_achat,
    row_number() OVER (
      ORDER BY cast(pass_achetes AS double) / nullif(potentiel_achat, 0) DESC NULLS LAST, convention NULLS LAST
    ) AS rang
  FROM laureats
  WHERE pass_achetes > potentiel_achat AND potentiel_achat > 0 AND pass_achetes <= 1000 * potentiel_achat
),
plus_fort AS (
  SELECT * FROM depassements WHERE rang = 1
),
final AS (
  SELECT
    hypotheses.hypothese,
    hypotheses.libelle,
    hypotheses.motif,
    hypotheses.appliquee,
    cast(coalesce(
      hypotheses.achetes_max_sur_potentiel,
      CASE WHEN plus_fort.convention IS NULL THEN 1 ELSE plus_fort.pass_achetes END
    ) AS decimal(20,6)) AS plafond_numerateur,
    CASE WHEN hypotheses.depassement_observe THEN coalesce(plus_fort.potentiel_achat, 1) ELSE 1 END AS plafond_denominateur,
    CASE WHEN hypotheses.depassement_observe THEN plus_fort.convention END AS convention_du_plafond,
    hypotheses.beneficiaires_max_sur_scannes
  FROM hypotheses
  LEFT JOIN plus_fort ON hypotheses.depassement_observe
)
SELECT * FROM final
