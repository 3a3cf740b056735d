/*
grain: une quantité que le bilan additionne
purpose: Les quantités du bilan, d'où elles viennent, les ratios qu'elles touchent, et si leur somme se publie quand il en manque.
key: [indicateur]
columns:
  indicateur: {type: varchar, description: "Nom de la quantité."}
  ordre: {type: integer, description: "Rang dans les tableaux."}
  libelle: {type: varchar, description: "Nom pour les personnes."}
  unite: {type: varchar, description: "Unité."}
  origine: {type: varchar, values: [rapports, registre], description: "D'où vient la quantité."}
  somme_partielle: {type: boolean, description: "Vrai si la somme des valeurs connues se publie quand il en manque ; sinon elle est NULL."}
  ratios: {type: varchar, nullable: true, description: "Ratios où la quantité entre, joints par « | » ; NULL s'il n'y en a pas."}
*/
WITH indicateurs AS (
  SELECT * FROM seeds.indicateurs
),
ratios AS (
  SELECT * FROM seeds.ratios
),
ratios_touches AS (
  SELECT
    indicateurs.indicateur,
    string_agg(ratios.ratio, ' | ' ORDER BY cast(ratios.ordre AS integer) NULLS LAST) AS ratios
  FROM indicateurs
  INNER JOIN ratios ON indicateurs.indicateur IN (ratios.numerateur, ratios.denominateur)
  GROUP BY indicateurs.indicateur
),
final AS (
  SELECT
    indicateurs.indicateur,
    cast(indicateurs.ordre AS integer) AS ordre,
    indicateurs.libelle,
    indicateurs.unite,
    indicateurs.origine,
    indicateurs.somme_partielle = 'oui' AS somme_partielle,
    ratios_touches.ratios
  FROM indicateurs
  LEFT JOIN ratios_touches ON ratios_touches.indicateur = indicateurs.indicateur
)
SELECT * FROM final
