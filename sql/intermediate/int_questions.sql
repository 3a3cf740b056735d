/*
grain: une question que la lecture a laissée
purpose: Les questions de la lecture, et si des corrections ou des rapports plus récents y ont répondu pour toutes les conventions qu'elles touchent.
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
  confiance: {type: double, nullable: true, description: "Confiance dans la proposition, entre 0 et 1."}
  convention: {type: varchar, nullable: true, description: "Convention ; NULL si inconnue."}
  indicateur: {type: varchar, nullable: true, description: "Indicateur en jeu ; NULL si inconnu."}
  repondue: {type: boolean, description: "Vrai si, pour chaque convention concernée, une correction porte sur cet indicateur ou un rapport plus récent en donne la valeur."}
*/
WITH questions AS (
  SELECT * FROM staging.stg_rapports__questions
),
rattachements AS (
  SELECT * FROM staging.stg_rapports__rattachements
),
corrections AS (
  SELECT * FROM intermediate.int_corrections
),
dires AS (
  SELECT * FROM intermediate.int_dires
),
concernees AS (
  SELECT
    questions.question,
    questions.fichier,
    coalesce(questions.convention, rattachements.convention) AS convention,
    questions.indicateur
  FROM questions
  LEFT JOIN rattachements ON rattachements.fichier = questions.fichier
),
ouvertes AS (
  SELECT DISTINCT question
  FROM concernees
  WHERE NOT EXISTS (
    SELECT 1
    FROM corrections
    WHERE corrections.convention = concernees.convention
      AND corrections.indicateur = concernees.indicateur
  )
  AND NOT EXISTS (
    SELECT 1
    FROM dires
    INNER JOIN dires AS recents
      ON recents.convention = dires.convention
      AND recents.indicateur = dires.indicateur
      AND recents.fichier = dires.remplacant
    WHERE dires.convention = concernees.convention
      AND dires.indicateur = concernees.indicateur
      AND dires.fichier = concernees.fichier
      AND recents.nature = 'valeur'
  )
),
final AS (
  SELECT
    question,
    fichier,
    feuille,
    cellule,
    texte_brut,
    libelle,
    motif,
    proposition,
    confiance,
    convention,
    indicateur,
    NOT EXISTS (SELECT 1 FROM ouvertes WHERE ouvertes.question = questions.question) AS repondue
  FROM questions
)
SELECT * FROM final
