/*
grain: une cellule publiée
purpose: Chaque chiffre publié en face du chiffre recalculé dans la lecture du document, à la précision imprimée, avec ce qui explique leur désaccord.
key: [tableau, aap, ligne, colonne]
columns:
  tableau: {type: varchar, description: "Tableau du document."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  colonne: {type: varchar, description: "Colonne, nommée comme au glossaire."}
  unite: {type: varchar, description: "Unité imprimée."}
  valeur_publiee: {type: "decimal(18,6)", nullable: true, description: "Chiffre imprimé ; NULL s'il n'est pas un nombre."}
  valeur_calculee: {type: "decimal(18,6)", nullable: true, description: "Chiffre recalculé (lecture publie), à la précision imprimée ; NULL s'il ne se calcule pas."}
  ecart: {type: "decimal(18,6)", nullable: true, description: "Valeur calculée moins valeur publiée ; NULL si l'une manque."}
  statut: {type: varchar, values: [conforme, ecart_explique, ecart, non_calculable], description: "conforme : égaux à la précision imprimée ; ecart_explique : différents, pour une raison connue ; ecart : différents sans raison connue ; non_calculable : rien ne permet de recalculer."}
  explication: {type: varchar, nullable: true, description: "La raison ; NULL pour un chiffre conforme ou un écart inexpliqué."}
  valeur_coherente: {type: "decimal(18,6)", nullable: true, description: "Le même chiffre dans la lecture cohérente."}
  source: {type: varchar, description: "Fichier et ligne du chiffre publié."}
*/
WITH publie AS (
  SELECT * FROM staging.stg_publie__cellules
),
chiffres AS (
  SELECT * FROM bilan.chiffres
),
colonnes AS (
  SELECT * FROM staging.stg_regles__colonnes
),
lignes AS (
  SELECT * FROM intermediate.int_lignes
),
ecarts_connus AS (
  SELECT * FROM staging.stg_regles__ecarts_connus
),
organismes AS (
  SELECT * FROM staging.stg_registre__organismes
),
structures AS (
  SELECT count(*) AS distinctes, coalesce(sum(nb_conventions), 0) AS conventions FROM organismes
),
rangees AS (
  SELECT
    publie.*,
    row_number() OVER (
      PARTITION BY publie.tableau, publie.aap, publie.ligne, publie.colonne
      ORDER BY publie.source NULLS LAST
    ) AS rang
  FROM publie
),
cellules AS (
  SELECT * FROM rangees WHERE rang = 1
),
precisions AS (
  SELECT DISTINCT lignes.tableau, lignes.aap, lignes.ligne, colonnes.colonne, colonnes.decimales
  FROM lignes
  INNER JOIN colonnes ON colonnes.tableau = lignes.tableau AND colonnes.nature = lignes.nature
),
lignes_generales AS (
  SELECT tableau, aap, ligne FROM lignes WHERE lecture = 'publie' AND nature = 'grand_total'
),
face_a_face AS (
  SELECT
    cellules.tableau,
    cellules.aap,
    cellules.ligne,
    cellules.colonne,
    cellules.unite,
    cellules.source,
    cellules.valeur AS valeur_publiee,
    CASE WHEN cellules.decimales > precisions.decimales THEN cellules.decimales ELSE precisions.decimales END AS decimales,
    calcules.valeur_exacte,
    calcules.unite AS unite_calculee,
    calcules.explication,
    coherents.valeur AS valeur_coherente
  FROM cellules
  LEFT JOIN precisions
    ON precisions.tableau = cellules.tableau
    AND precisions.aap = cellules.aap
    AND precisions.ligne = cellules.ligne
    AND precisions.colonne = cellules.colonne
  LEFT JOIN chiffres AS calcules
    ON calcules.lecture = 'publie'
    AND calcules.tableau = cellules.tableau
    AND calcules.aap = cellules.aap
    AND calcules.ligne = cellules.ligne
    AND calcules.colonne = cellules.colonne
  LEFT JOIN chiffres AS coherents
    ON coherents.lecture = 'coherent'
    AND coherents.tableau = cellules.tableau
    AND coherents.aap = cellules.aap
    AND coherents.ligne = cellules.ligne
    AND coherents.colonne = cellules.colonne
),
arrondies AS (
  SELECT
    face_a_face.*,
    CASE face_a_face.decimales
      WHEN 0 THEN cast(round(face_a_face.valeur_exacte, 0) AS decimal(18,6))
      WHEN 1 THEN cast(round(face_a_face.valeur_exacte, 1) AS decimal(18,6))
      WHEN 2 THEN cast(round(face_a_face.valeur_exacte, 2) AS decimal(18,6))
      ELSE cast(round(face_a_face.valeur_exacte, 6) AS decimal(18,6))
    END AS valeur_calculee
  FROM face_a_face
),
final AS (
  SELECT
    arrondies.tableau,
    arrondies.aap,
    arrondies.ligne,
    arrondies.colonne,
    arrondies.unite,
    arrondies.valeur_publiee,
    arrondies.valeur_calculee,
    arrondies.valeur_calculee - arrondies.valeur_publiee AS ecart,
    CASE
      WHEN arrondies.valeur_publiee IS NULL OR arrondies.valeur_calculee IS NULL THEN 'non_calculable'
      WHEN arrondies.unite IS DISTINCT FROM arrondies.unite_calculee THEN 'ecart'
      WHEN arrondies.valeur_publiee = arrondies.valeur_calculee THEN 'conforme'
      WHEN ecarts_connus.explication IS NOT NULL THEN 'ecart_explique'
      ELSE 'ecart'
    END AS statut,
    CASE
      WHEN arrondies.valeur_publiee IS NULL THEN 'Le chiffre publié n''est pas un nombre.'
      WHEN arrondies.unite_calculee IS NULL THEN 'Le bilan de ce registre n''a pas cette cellule.'
      WHEN arrondies.valeur_calculee IS NULL THEN arrondies.explication
      WHEN arrondies.unite <> arrondies.unite_calculee
        THEN 'Les unités diffèrent : ' || arrondies.unite || ' publié, ' || arrondies.unite_calculee || ' calculé.'
      WHEN arrondies.valeur_publiee = arrondies.valeur_calculee THEN NULL
      WHEN lignes_generales.ligne IS NOT NULL
        THEN ecarts_connus.explication || ' Le registre compte ' || cast(structures.conventions AS varchar)
          || ' conventions pour ' || cast(structures.distinctes AS varchar) || ' structures distinctes (SIREN).'
      ELSE ecarts_connus.explication
    END AS explication,
    arrondies.valeur_coherente,
    arrondies.source
  FROM arrondies
  CROSS JOIN structures
  LEFT JOIN lignes_generales
    ON lignes_generales.tableau = arrondies.tableau
    AND lignes_generales.aap = arrondies.aap
    AND lignes_generales.ligne = arrondies.ligne
    AND arrondies.colonne = 'nb_laureats'
  LEFT JOIN ecarts_connus
    ON ecarts_connus.tableau = arrondies.tableau
    AND ecarts_connus.aap = arrondies.aap
    AND ecarts_connus.ligne = arrondies.ligne
    AND ecarts_connus.colonne = arrondies.colonne
    AND ecarts_connus.valeur_publiee = arrondies.valeur_publiee
    AND ecarts_connus.valeur_calculee = arrondies.valeur_calculee
)
SELECT * FROM final
