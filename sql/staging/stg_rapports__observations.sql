/*
grain: un chiffre lu, ou une absence dite, pour un indicateur
purpose: Ce qui a été lu, ramené à l'unité de l'indicateur et muni de son adresse.
key: [observation]
columns:
  observation: {type: varchar, description: "Identifiant stable."}
  fichier: {type: varchar, description: "Chemin sous raw/rapports/."}
  feuille: {type: varchar, description: "Feuille, page ou tableau."}
  cellule: {type: varchar, description: "Adresse de la cellule."}
  convention: {type: varchar, nullable: true, description: "Convention ; NULL si aucune n'a été reconnue."}
  indicateur: {type: varchar, description: "Notion lue."}
  valeur: {type: "decimal(28,6)", nullable: true, description: "Nombre × facteur ; NULL pour une absence, ou pour un nombre qui dépasse mille milliards."}
  plausible: {type: boolean, description: "Vrai si la valeur est un entier positif ou nul, comme tout compte doit l'être."}
  unite: {type: varchar, nullable: true, description: "Unité lue."}
  qualite: {type: varchar, values: [exact, approximatif, derive], description: "Qualité de la lecture."}
  portee: {type: varchar, values: [total, detail, absence], description: "Total, détail à additionner, ou absence de chiffre."}
  groupe: {type: varchar, description: "Groupe de détails qui s'additionnent ; chaîne vide s'il n'y en a pas."}
  annee: {type: integer, nullable: true, description: "Seule année dont le fichier donne le chiffre ; NULL pour un chiffre entier."}
  premiere_annee: {type: integer, nullable: true, description: "Première des années que le rapport dit couvrir ; NULL si rien ne le dit."}
  derniere_annee: {type: integer, nullable: true, description: "Dernière de ces années ; NULL si rien ne le dit."}
  texte_brut: {type: varchar, description: "Texte de la cellule."}
  libelle: {type: varchar, description: "Libellés qui ont donné le sens du chiffre."}
  cellule_libelle: {type: varchar, nullable: true, description: "Adresse du libellé principal."}
  regle: {type: varchar, description: "Règle de lecture."}
  retenue: {type: boolean, description: "Vrai si la lecture retient le chiffre."}
  motif: {type: varchar, nullable: true, description: "Pourquoi."}
  citation: {type: varchar, description: "Le texte et son adresse, pour les phrases : « NC » en Bilan!C12 de envoi.xlsx."}
*/
WITH observations AS (
  SELECT * FROM raw.observations
),
valeurs AS (
  SELECT
    *,
    CASE WHEN abs(nombre * facteur) <= 1e12 THEN try_cast(nombre * facteur AS decimal(28,6)) END AS valeur,
    trim(regexp_replace(texte_brut, '\s+', ' ', 'g')) AS texte_court
  FROM observations
),
final AS (
  SELECT
    observation,
    fichier,
    feuille,
    cellule,
    trim(convention) AS convention,
    indicateur,
    CASE WHEN portee <> 'absence' THEN valeur END AS valeur,
    coalesce(portee <> 'absence' AND valeur >= 0 AND valeur = round(valeur, 0), false) AS plausible,
    unite,
    qualite,
    portee,
    coalesce(groupe, '') AS groupe,
    try_cast(periode AS integer) AS annee,
    try_cast(left(periode, 4) AS integer) AS premiere_annee,
    try_cast(right(periode, 4) AS integer) AS derniere_annee,
    texte_brut,
    libelle,
    cellule_libelle,
    regle,
    retenue,
    nullif(trim(motif), '') AS motif,
    CASE
      WHEN texte_court = '' THEN 'case vide'
      WHEN length(texte_court) > 60 THEN '« ' || left(texte_court, 57) || '… »'
      ELSE '« ' || texte_court || ' »'
    END || ' en ' || feuille || '!' || cellule || ' de ' || fichier AS citation
  FROM valeurs
)
SELECT * FROM final
