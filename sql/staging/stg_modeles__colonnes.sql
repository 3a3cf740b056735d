/*
grain: une colonne d'un modèle
purpose: Ce que l'en-tête de chaque modèle dit de lui et de ses colonnes.
key: [couche, nom_table, colonne]
columns:
  couche: {type: varchar, description: "Couche."}
  nom_table: {type: varchar, description: "Table, sans sa couche."}
  rang: {type: integer, description: "Rang de la colonne dans la table."}
  colonne: {type: varchar, description: "Colonne."}
  type: {type: varchar, description: "Type SQL."}
  unite: {type: varchar, nullable: true, description: "Unité ; NULL sans unité."}
  nullable: {type: boolean, description: "Vrai si la colonne peut être NULL."}
  cle: {type: boolean, description: "Vrai si la colonne est de la clé."}
  valeurs: {type: varchar, nullable: true, description: "Valeurs permises, jointes par « | » ; NULL si elles sont libres."}
  description: {type: varchar, description: "Définition de la colonne."}
  usage: {type: varchar, description: "À quoi sert la table."}
  grain: {type: varchar, description: "Ce qu'est une ligne."}
  materialisation: {type: varchar, description: "table ou view."}
  amonts: {type: varchar, nullable: true, description: "Tables lues, jointes par « | » ; NULL s'il n'y en a pas."}
*/
WITH modeles AS (
  SELECT * FROM raw.modeles
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
  FROM modeles
)
SELECT * FROM final
