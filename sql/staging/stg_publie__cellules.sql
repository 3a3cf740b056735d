/*
grain: une cellule publiée
purpose: Les chiffres publiés, avec la précision à laquelle ils sont imprimés.
key: [source]
columns:
  tableau: {type: varchar, description: "Tableau du document."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  colonne: {type: varchar, description: "Colonne, nommée comme au glossaire."}
  valeur: {type: "decimal(18,6)", nullable: true, description: "Chiffre imprimé ; NULL s'il n'est pas un nombre (un contrôle le refuse)."}
  decimales: {type: integer, description: "Nombre de décimales imprimées."}
  unite: {type: varchar, description: "Unité."}
  texte: {type: varchar, description: "Le chiffre tel qu'écrit dans le fichier."}
  source: {type: varchar, description: "Fichier et ligne."}
*/
WITH publie AS (
  SELECT * FROM raw.publie
),
final AS (
  SELECT
    trim(tableau) AS tableau,
    trim(aap) AS aap,
    trim(ligne) AS ligne,
    trim(colonne) AS colonne,
    try_cast(trim(valeur) AS decimal(18,6)) AS valeur,
    cast(length(split_part(trim(valeur), '.', 2)) AS integer) AS decimales,
    trim(unite) AS unite,
    valeur AS texte,
    source
  FROM publie
)
SELECT * FROM final
