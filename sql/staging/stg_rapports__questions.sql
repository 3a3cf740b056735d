/*
grain: un doute de la lecture
purpose: Les questions que la lecture laisse à une personne, chacune avec un identifiant tiré de son contenu.
key: [question]
columns:
  question: {type: varchar, description: "Identifiant stable."}
  fichier: {type: varchar, description: "Chemin sous raw/rapports/."}
  feuille: {type: varchar, nullable: true, description: "Feuille ; NULL si la question porte sur le fichier."}
  cellule: {type: varchar, nullable: true, description: "Adresse ; NULL si la question porte sur le fichier."}
  convention: {type: varchar, nullable: true, description: "Convention ; NULL si inconnue."}
  indicateur: {type: varchar, nullable: true, description: "Indicateur en jeu ; NULL si inconnu."}
  texte_brut: {type: varchar, nullable: true, description: "Texte de la cellule."}
  libelle: {type: varchar, nullable: true, description: "Libellé de la cellule."}
  motif: {type: varchar, description: "Ce qui est douteux."}
  proposition: {type: varchar, nullable: true, description: "Valeur ou libellé proposé ; NULL s'il n'y en a pas."}
  valeur_proposee: {type: "decimal(28,6)", nullable: true, description: "La proposition, si c'est un nombre."}
  confiance: {type: double, description: "Confiance dans la proposition, entre 0 et 1."}
*/
WITH questions AS (
  SELECT * FROM raw.questions
),
empreintes AS (
  SELECT
    *,
    substr(md5(concat_ws(chr(31), fichier, coalesce(feuille, ''), coalesce(cellule, ''), coalesce(convention, ''),
      coalesce(indicateur, ''), coalesce(texte_brut, ''), coalesce(libelle, ''), motif, coalesce(proposition, ''),
      cast(confiance AS varchar))), 1, 16) AS empreinte
  FROM questions
),
final AS (
  SELECT
    'lecture-' || empreinte || '-' || row_number() OVER (PARTITION BY empreinte ORDER BY fichier NULLS LAST) AS question,
    fichier,
    nullif(feuille, '') AS feuille,
    nullif(cellule, '') AS cellule,
    nullif(trim(convention), '') AS convention,
    nullif(trim(indicateur), '') AS indicateur,
    texte_brut,
    libelle,
    motif,
    nullif(proposition, '') AS proposition,
    CASE WHEN regexp_full_match(proposition, '[0-9]{1,12}') THEN try_cast(proposition AS decimal(28,6)) END AS valeur_proposee,
    cast(confiance AS double) AS confiance
  FROM empreintes
)
SELECT * FROM final
