/*
grain: une question à une personne
purpose: Les doutes, chacun avec son adresse – ceux de la lecture, et ceux que les règles trouvent (sources contradictoires, valeurs qui ne sont pas des comptes). Ce qui est douteux ne compte dans aucune valeur ; une question à laquelle une correction répond n'est plus posée.
key: [question]
columns:
  question: {type: varchar, description: "Identifiant stable."}
  fichier: {type: varchar, description: "Chemin sous raw/rapports/."}
  feuille: {type: varchar, nullable: true, description: "Feuille ; NULL si la question porte sur le fichier."}
  cellule: {type: varchar, nullable: true, description: "Adresse ; NULL si la question porte sur le fichier."}
  texte_brut: {type: varchar, nullable: true, description: "Texte de la cellule."}
  libelle: {type: varchar, nullable: true, description: "Libellé de la cellule."}
  motif: {type: varchar, description: "Ce qui est douteux."}
  proposition: {type: varchar, nullable: true, description: "Valeur ou libellé proposé ; NULL s'il n'y en a pas."}
  confiance: {type: double, nullable: true, description: "Confiance dans la proposition, entre 0 et 1 ; NULL quand aucune source n'est meilleure qu'une autre."}
  convention: {type: varchar, nullable: true, description: "Convention ; NULL si inconnue."}
  indicateur: {type: varchar, nullable: true, description: "Indicateur en jeu ; NULL si inconnu."}
*/
WITH questions AS (
  SELECT * FROM intermediate.int_questions
),
contradictions AS (
  SELECT * FROM intermediate.int_contradictions
),
observations AS (
  SELECT * FROM staging.stg_rapports__observations
),
de_lecture AS (
  SELECT question, fichier, feuille, cellule, texte_brut, libelle, motif, proposition, confiance, convention, indicateur
  FROM questions
  WHERE NOT repondue
),
des_regles AS (
  SELECT
    contradictions.question,
    observations.fichier,
    observations.feuille,
    observations.cellule,
    observations.texte_brut,
    observations.libelle,
    contradictions.motif,
    contradictions.proposition,
    cast(NULL AS double) AS confiance,
    observations.convention,
    contradictions.indicateur
  FROM contradictions
  INNER JOIN observations ON observations.observation = contradictions.observation
),
final AS (
  SELECT * FROM de_lecture
  UNION ALL
  SELECT * FROM des_regles
)
SELECT * FROM final
