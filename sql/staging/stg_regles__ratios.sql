/*
grain: un ratio du bilan
purpose: Les ratios du bilan, toujours une somme sur une somme.
key: [ratio]
columns:
  ratio: {type: varchar, description: "Nom du ratio."}
  ordre: {type: integer, description: "Rang dans les tableaux."}
  numerateur: {type: varchar, description: "Quantité au numérateur."}
  denominateur: {type: varchar, description: "Quantité au dénominateur."}
  libelle: {type: varchar, description: "Nom pour les personnes."}
*/
WITH ratios AS (
  SELECT * FROM seeds.ratios
),
final AS (
  SELECT ratio, cast(ordre AS integer) AS ordre, numerateur, denominateur, libelle FROM ratios
)
SELECT * FROM final
