/*
grain: un contrôle de vraisemblance et un chiffre à relire
purpose: Les chiffres qui étonnent, chacun avec son adresse. Une alerte ne change aucun chiffre, elle dit quoi relire.
key: [controle, convention, indicateur]
references:
  - {columns: [convention], to: bilan.laureats, key: [convention]}
columns:
  controle: {type: varchar, description: "Nom du contrôle."}
  titre: {type: varchar, description: "Titre du contrôle."}
  convention: {type: varchar, description: "Convention."}
  aap: {type: varchar, description: "Appel à projets."}
  nom: {type: varchar, description: "Nom de la structure."}
  indicateur: {type: varchar, description: "Indicateur, ou colonne du registre, à relire d'abord."}
  message: {type: varchar, description: "Ce qui étonne, avec les chiffres et leurs adresses."}
  fichier: {type: varchar, nullable: true, description: "Fichier du chiffre à relire, sous raw/rapports/ ; ../laureats.csv pour le registre, ../corrections.csv pour une décision ; NULL si le chiffre manque."}
  feuille: {type: varchar, nullable: true, description: "Feuille, page ou tableau."}
  cellule: {type: varchar, nullable: true, description: "Adresse de la cellule ; du registre, la première de la ligne."}
  raison: {type: varchar, description: "Pourquoi le contrôle existe."}
*/
WITH des_laureats AS (
  SELECT * FROM intermediate.int_alertes_laureats
),
des_rapports AS (
  SELECT * FROM intermediate.int_alertes_rapports
),
du_registre AS (
  SELECT * FROM intermediate.int_alertes_registre
),
adresses AS (
  SELECT * FROM intermediate.int_adresses
),
controles AS (
  SELECT * FROM staging.stg_regles__controles
),
registre AS (
  SELECT * FROM staging.stg_registre__laureats
),
des_chiffres AS (
  SELECT controle, convention, indicateur, phrase FROM des_laureats
  UNION ALL
  SELECT controle, convention, indicateur, phrase FROM des_rapports
),
situees AS (
  SELECT
    des_chiffres.controle,
    des_chiffres.convention,
    des_chiffres.indicateur,
    'Convention ' || registre.convention || ' (' || registre.nom || ') : ' || des_chiffres.phrase AS message,
    adresses.fichier,
    adresses.feuille,
    adresses.cellule
  FROM des_chiffres
  INNER JOIN registre ON registre.convention = des_chiffres.convention
  LEFT JOIN adresses
    ON adresses.convention = des_chiffres.convention AND adresses.indicateur = des_chiffres.indicateur
  UNION ALL
  SELECT
    du_registre.controle,
    du_registre.convention,
    du_registre.colonne AS indicateur,
    'laureats.csv, ligne ' || cast(du_registre.ligne AS varchar) || ' (convention ' || du_registre.convention || ') : '
      || du_registre.phrase AS message,
    '../laureats.csv' AS fichier,
    'csv' AS feuille,
    'A' || cast(du_registre.ligne AS varchar) AS cellule
  FROM du_registre
),
final AS (
  SELECT
    situees.controle,
    controles.titre,
    situees.convention,
    registre.aap,
    registre.nom,
    situees.indicateur,
    situees.message,
    situees.fichier,
    situees.feuille,
    situees.cellule,
    controles.motif AS raison
  FROM situees
  INNER JOIN controles ON controles.controle = situees.controle
  INNER JOIN registre ON registre.convention = situees.convention
)
SELECT * FROM final
