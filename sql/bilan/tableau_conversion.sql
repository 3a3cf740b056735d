/*
grain: une ligne imprimée, dans une lecture
purpose: Le tableau des tranches de conversion comme le document l'imprime – les lauréats rangés selon leurs pass scannés sur pass achetés.
key: [lecture, ordre]
columns:
  lecture: {type: varchar, values: [publie, coherent], description: "Lecture : publie, comme le document ; coherent, à règle unique."}
  ordre: {type: integer, description: "Rang de la ligne dans le document."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble des appels joints par « + »."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  plus_de_75_pass_scannes: {type: bigint, nullable: true, description: "Pass scannés par les lauréats qui ont scanné de plus de 75 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur."}
  plus_de_75_nb_laureats: {type: bigint, nullable: true, description: "Lauréats qui ont scanné de plus de 75 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur."}
  de_50_a_75_pass_scannes: {type: bigint, nullable: true, description: "Pass scannés par les lauréats qui ont scanné de 50 à 75 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur."}
  de_50_a_75_nb_laureats: {type: bigint, nullable: true, description: "Lauréats qui ont scanné de 50 à 75 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur."}
  de_25_a_50_pass_scannes: {type: bigint, nullable: true, description: "Pass scannés par les lauréats qui ont scanné de 25 % à moins de 50 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur."}
  de_25_a_50_nb_laureats: {type: bigint, nullable: true, description: "Lauréats qui ont scanné de 25 % à moins de 50 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur."}
  moins_de_25_pass_scannes: {type: bigint, nullable: true, description: "Pass scannés par les lauréats qui ont scanné de moins de 25 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur."}
  moins_de_25_nb_laureats: {type: bigint, nullable: true, description: "Lauréats qui ont scanné de moins de 25 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur."}
*/
WITH lignes AS (
  SELECT * FROM intermediate.int_lignes
),
chiffres AS (
  SELECT * FROM bilan.chiffres
),
final AS (
  SELECT
    lignes.lecture,
    lignes.numero AS ordre,
    lignes.aap,
    lignes.ligne,
    cast(max(CASE WHEN chiffres.colonne = 'plus_de_75.pass_scannes' THEN chiffres.valeur END) AS bigint) AS plus_de_75_pass_scannes,
    cast(max(CASE WHEN chiffres.colonne = 'plus_de_75.nb_laureats' THEN chiffres.valeur END) AS bigint) AS plus_de_75_nb_laureats,
    cast(max(CASE WHEN chiffres.colonne = '50_a_75.pass_scannes' THEN chiffres.valeur END) AS bigint) AS de_50_a_75_pass_scannes,
    cast(max(CASE WHEN chiffres.colonne = '50_a_75.nb_laureats' THEN chiffres.valeur END) AS bigint) AS de_50_a_75_nb_laureats,
    cast(max(CASE WHEN chiffres.colonne = '25_a_50.pass_scannes' THEN chiffres.valeur END) AS bigint) AS de_25_a_50_pass_scannes,
    cast(max(CASE WHEN chiffres.colonne = '25_a_50.nb_laureats' THEN chiffres.valeur END) AS bigint) AS de_25_a_50_nb_laureats,
    cast(max(CASE WHEN chiffres.colonne = 'moins_de_25.pass_scannes' THEN chiffres.valeur END) AS bigint) AS moins_de_25_pass_scannes,
    cast(max(CASE WHEN chiffres.colonne = 'moins_de_25.nb_laureats' THEN chiffres.valeur END) AS bigint) AS moins_de_25_nb_laureats
  FROM lignes
  LEFT JOIN chiffres
    ON chiffres.lecture = lignes.lecture
    AND chiffres.tableau = lignes.tableau
    AND chiffres.aap = lignes.aap
    AND chiffres.ligne = lignes.ligne
  WHERE lignes.tableau = 'conversion'
  GROUP BY lignes.lecture, lignes.numero, lignes.aap, lignes.ligne
)
SELECT * FROM final
