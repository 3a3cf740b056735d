/*
grain: une colonne d'une table de l'entrepôt
purpose: Le dictionnaire de l'entrepôt - ce que chaque table contient, ce que chaque colonne veut dire, et de quelles tables elle est faite.
key: [couche, nom_table, colonne]
columns:
  couche: {type: varchar, values: [bilan, intermediate, staging], description: "Couche, qui est aussi le schéma : bilan (ce qui se publie), intermediate (ce qui décide), staging (ce qui entre)."}
  nom_table: {type: varchar, description: "Table, sans son schéma."}
  rang: {type: integer, description: "Rang de la colonne dans la table."}
  colonne: {type: varchar, description: "Colonne."}
  type: {type: varchar, description: "Type SQL."}
  unite: {type: varchar, nullable: true, description: "Unité ; NULL sans unité."}
  nullable: {type: boolean, description: "Vrai si la colonne peut être NULL ; sa définition dit ce que NULL veut dire."}
  cle: {type: boolean, description: "Vrai si la colonne est de la clé, qui est unique."}
  valeurs: {type: varchar, nullable: true, description: "Valeurs permises, jointes par « | » ; NULL si elles sont libres."}
  description: {type: varchar, description: "Définition de la colonne."}
  usage: {type: varchar, description: "À quoi sert la table."}
  grain: {type: varchar, description: "Ce qu'est une ligne de la table."}
  materialisation: {type: varchar, values: [table, view], description: "table, ou view : une requête qui se refait à chaque lecture et ne s'exporte pas."}
  amonts: {type: varchar, nullable: true, description: "Tables dont celle-ci est faite, jointes par « | » ; NULL s'il n'y en a pas."}
*/
WITH colonnes AS (
  SELECT * FROM staging.stg_modeles__colonnes
),
final AS (
  SELECT
    couche,
    nom_table,
    rang,
    colonne,
    type,
    unite,
    nullable,
    cle,
    valeurs,
    description,
    usage,
    grain,
    materialisation,
    amonts
  FROM colonnes
)
SELECT * FROM final
