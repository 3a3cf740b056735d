/*
grain: un chiffre lu dans un rapport, ou décidé par une personne
purpose: D'où vient chaque chiffre – le texte, sa cellule, la règle qui l'a lu, et s'il compte dans la valeur publiée ou pourquoi non.
key: [observation]
columns:
  observation: {type: varchar, description: "Identifiant stable."}
  convention: {type: varchar, nullable: true, description: "Convention ; NULL si aucune n'a été reconnue."}
  aap: {type: varchar, nullable: true, description: "Appel à projets ; NULL si aucune convention n'a été reconnue."}
  indicateur: {type: varchar, description: "Indicateur auquel le chiffre sert, ou la notion lue s'il ne sert à aucun."}
  valeur: {type: "decimal(28,6)", nullable: true, description: "Valeur dans l'unité de l'indicateur ; NULL si le nombre est hors de toute mesure, ou si une décision déclare le chiffre non communiqué."}
  qualite: {type: varchar, values: [exact, approximatif, derive], description: "exact, approximatif (« environ »), ou derive (converti, ou tenant lieu d'un autre)."}
  portee: {type: varchar, values: [total, detail], description: "total, ou detail à additionner avec les autres de son groupe."}
  groupe: {type: varchar, nullable: true, description: "Groupe de détails ; NULL s'il n'y en a pas."}
  annee: {type: integer, nullable: true, description: "Seule année dont le fichier parle : un détail s'additionne à ceux des autres années ; NULL si rien ne le dit."}
  texte_brut: {type: varchar, description: "Texte qui se trouvait dans la cellule."}
  libelle: {type: varchar, description: "Libellés qui lui donnent son sens."}
  fichier: {type: varchar, description: "Chemin sous raw/rapports/ ; ../corrections.csv pour une décision."}
  feuille: {type: varchar, description: "Feuille, page ou tableau."}
  cellule: {type: varchar, description: "Adresse de la cellule."}
  regle: {type: varchar, description: "Règle de lecture ; correction pour une décision."}
  retenue: {type: boolean, description: "Vrai si le chiffre compte dans la valeur publiée."}
  motif: {type: varchar, description: "Pourquoi il compte, ou non."}
  indicateur_lu: {type: varchar, description: "Notion telle que lue (pass_commandes quand les commandes tiennent lieu d'achats)."}
  unite_lue: {type: varchar, nullable: true, description: "Unité lue dans le rapport."}
  cellule_libelle: {type: varchar, nullable: true, description: "Adresse du libellé principal."}
*/
WITH lues AS (
  SELECT * FROM staging.stg_rapports__observations
),
sorts AS (
  SELECT * FROM intermediate.int_chiffres_lus
),
corrections AS (
  SELECT * FROM intermediate.int_corrections
),
laureats AS (
  SELECT * FROM staging.stg_registre__laureats
),
des_rapports AS (
  SELECT
    lues.observation,
    lues.convention,
    sorts.indicateur,
    lues.valeur,
    sorts.qualite,
    lues.portee,
    nullif(lues.groupe, '') AS groupe,
    lues.annee,
    lues.texte_brut,
    lues.libelle,
    lues.fichier,
    lues.feuille,
    lues.cellule,
    lues.regle,
    sorts.retenue,
    sorts.motif,
    lues.indicateur AS indicateur_lu,
    lues.unite AS unite_lue,
    lues.cellule_libelle
  FROM lues
  INNER JOIN sorts ON sorts.observation = lues.observation
),
des_personnes AS (
  SELECT
    'correction-' || convention || '-' || indicateur AS observation,
    convention,
    indicateur,
    cast(valeur AS decimal(28,6)) AS valeur,
    'exact' AS qualite,
    'total' AS portee,
    cast(NULL AS varchar) AS groupe,
    cast(NULL AS integer) AS annee,
    coalesce(cast(valeur AS varchar), '') AS texte_brut,
    'valeur' AS libelle,
    '../corrections.csv' AS fichier,
    'csv' AS feuille,
    'C' || cast(ligne AS varchar) AS cellule,
    'correction' AS regle,
    valeur IS NOT NULL AS retenue,
    phrase AS motif,
    indicateur AS indicateur_lu,
    cast(NULL AS varchar) AS unite_lue,
    'C1' AS cellule_libelle
  FROM corrections
),
toutes AS (
  SELECT * FROM des_rapports
  UNION ALL
  SELECT * FROM des_personnes
),
final AS (
  SELECT
    toutes.observation,
    toutes.convention,
    laureats.aap,
    toutes.indicateur,
    toutes.valeur,
    toutes.qualite,
    toutes.portee,
    toutes.groupe,
    toutes.annee,
    toutes.texte_brut,
    toutes.libelle,
    toutes.fichier,
    toutes.feuille,
    toutes.cellule,
    toutes.regle,
    toutes.retenue,
    toutes.motif,
    toutes.indicateur_lu,
    toutes.unite_lue,
    toutes.cellule_libelle
  FROM toutes
  LEFT JOIN laureats ON laureats.convention = toutes.convention
)
SELECT * FROM final
