/*
grain: un chiffre du bilan
purpose: Les deux lectures du bilan côte à côte, et la distance entre elles. Elles ne diffèrent que par le potentiel des lauréats sans chiffre d'achat, que le document compte à un appel et pas à l'autre.
key: [tableau, aap, ligne, colonne]
columns:
  tableau: {type: varchar, description: "Tableau : quantitatif, conversion, conversion.note ou texte."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble des appels joints par « + »."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  colonne: {type: varchar, description: "Colonne, nommée comme au glossaire."}
  unite: {type: varchar, description: "Unité."}
  publie: {type: "decimal(18,6)", nullable: true, description: "Lecture du document, arrondie comme imprimé ; NULL si le chiffre ne se calcule pas."}
  coherent: {type: "decimal(18,6)", nullable: true, description: "Lecture à règle unique, arrondie comme imprimé ; NULL si le chiffre ne se calcule pas."}
  ecart: {type: "decimal(18,6)", nullable: true, description: "Cohérente moins publiée, arrondies ; NULL si l'une manque."}
  ecart_exact: {type: "decimal(28,12)", nullable: true, description: "Le même écart avant l'arrondi."}
  differe: {type: boolean, description: "Vrai si les deux lectures diffèrent, même sous l'arrondi."}
*/
WITH chiffres AS (
  SELECT * FROM bilan.chiffres
),
final AS (
  SELECT
    publies.tableau,
    publies.aap,
    publies.ligne,
    publies.colonne,
    publies.unite,
    publies.valeur AS publie,
    coherents.valeur AS coherent,
    coherents.valeur - publies.valeur AS ecart,
    coherents.valeur_exacte - publies.valeur_exacte AS ecart_exact,
    coherents.valeur_exacte IS DISTINCT FROM publies.valeur_exacte AS differe
  FROM chiffres AS publies
  INNER JOIN chiffres AS coherents
    ON coherents.lecture = 'coherent'
    AND coherents.tableau = publies.tableau
    AND coherents.aap = publies.aap
    AND coherents.ligne = publies.ligne
    AND coherents.colonne = publies.colonne
  WHERE publies.lecture = 'publie'
)
SELECT * FROM final
