/*
grain: un chiffre du bilan dans une lecture
purpose: Tous les chiffres du bilan, sous les clés des cellules publiées, dans la lecture du document (publie) et dans une lecture à règle unique (coherent). Chaque ratio est une somme sur une somme, arrondi comme imprimé, la moitié vers le haut.
key: [lecture, tableau, aap, ligne, colonne]
columns:
  lecture: {type: varchar, values: [publie, coherent], description: "publie : la règle de chaque tableau du document ; coherent : le potentiel de chaque lauréat compte toujours au total."}
  tableau: {type: varchar, description: "Tableau : quantitatif, conversion, conversion.note ou texte."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble des appels joints par « + »."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  colonne: {type: varchar, description: "Colonne, nommée comme au glossaire."}
  valeur: {type: "decimal(18,6)", nullable: true, description: "Chiffre arrondi comme imprimé ; NULL s'il ne se calcule pas (voir explication)."}
  unite: {type: varchar, description: "Unité."}
  valeur_exacte: {type: "decimal(28,12)", nullable: true, description: "Le même chiffre avant l'arrondi."}
  explication: {type: varchar, nullable: true, description: "Pourquoi le chiffre ne se calcule pas ; NULL s'il se calcule."}
  nature: {type: varchar, description: "Nature de la ligne : structure, absence (lauréats sans donnée), total, grand_total, pourcent, note ou texte."}
  ordre_ligne: {type: integer, description: "Rang de la ligne dans son tableau, tous appels ensemble."}
  ordre_colonne: {type: integer, description: "Rang de la colonne dans sa ligne."}
  libelle: {type: varchar, description: "Nom de la colonne pour les personnes."}
  libelle_tranche: {type: varchar, nullable: true, description: "Nom de la tranche de la colonne ; NULL si la colonne les couvre toutes."}
*/
WITH lignes AS (
  SELECT * FROM intermediate.int_lignes
),
colonnes AS (
  SELECT * FROM staging.stg_regles__colonnes
),
mesures AS (
  SELECT * FROM intermediate.int_mesures
),
rangees AS (
  SELECT
    lignes.*,
    cast(row_number() OVER (
      PARTITION BY lecture, tableau
      ORDER BY rang_aap NULLS LAST, ordre NULLS LAST, ligne NULLS LAST
    ) AS integer) AS ordre_ligne
  FROM lignes
),
cellules AS (
  SELECT
    lignes.lecture,
    lignes.tableau,
    lignes.nature,
    lignes.aap,
    lignes.ligne,
    lignes.ordre_ligne,
    colonnes.colonne,
    colonnes.ordre AS ordre_colonne,
    colonnes.libelle,
    colonnes.libelle_tranche,
    colonnes.tranche,
    colonnes.numerateur,
    colonnes.denominateur,
    colonnes.facteur,
    colonnes.decimales,
    colonnes.unite,
    colonnes.explication
  FROM rangees AS lignes
  INNER JOIN colonnes ON colonnes.tableau = lignes.tableau AND colonnes.nature = lignes.nature
),
quotients AS (
  SELECT
    cellules.*,
    numerateurs.valeur AS haut,
    denominateurs.valeur AS bas,
    CASE
      WHEN cellules.denominateur IS NULL
        THEN cast(cast(numerateurs.valeur AS decimal(22,2)) * cast(cellules.facteur AS decimal(14,6)) AS decimal(28,12))
      ELSE
        cast(
          cast(cast(numerateurs.valeur AS decimal(22,2)) * cast(cellules.facteur AS decimal(14,6)) AS double) / nullif(cast(denominateurs.valeur AS double), 0)
          AS decimal(28,12)
        )
    END AS quotient
  FROM cellules
  LEFT JOIN mesures AS numerateurs
    ON numerateurs.lecture = cellules.lecture
    AND numerateurs.tableau = cellules.tableau
    AND numerateurs.nature = cellules.nature
    AND numerateurs.aap = cellules.aap
    AND numerateurs.ligne = cellules.ligne
    AND numerateurs.tranche = cellules.tranche
    AND numerateurs.indicateur = cellules.numerateur
  LEFT JOIN mesures AS denominateurs
    ON denominateurs.lecture = cellules.lecture
    AND denominateurs.tableau = cellules.tableau
    AND denominateurs.nature = cellules.nature
    AND denominateurs.aap = cellules.aap
    AND denominateurs.ligne = cellules.ligne
    AND denominateurs.tranche = 'toutes'
    AND denominateurs.indicateur = cellules.denominateur
),
exactes AS (
  SELECT
    lecture,
    tableau,
    aap,
    ligne,
    colonne,
    unite,
    decimales,
    explication,
    nature,
    ordre_ligne,
    ordre_colonne,
    libelle,
    libelle_tranche,
    denominateur,
    haut,
    bas,
    cast(quotient AS decimal(28,12)) AS valeur_exacte
  FROM quotients
),
final AS (
  SELECT
    lecture,
    tableau,
    aap,
    ligne,
    colonne,
    CASE decimales
      WHEN 0 THEN cast(round(valeur_exacte, 0) AS decimal(18,6))
      WHEN 1 THEN cast(round(valeur_exacte, 1) AS decimal(18,6))
      ELSE cast(round(valeur_exacte, 2) AS decimal(18,6))
    END AS valeur,
    unite,
    valeur_exacte,
    CASE
      WHEN valeur_exacte IS NOT NULL THEN NULL
      WHEN explication IS NOT NULL THEN explication
      WHEN haut IS NULL OR (denominateur IS NOT NULL AND bas IS NULL) THEN 'Aucun lauréat de la ligne n''a la donnée, ou il en manque une au registre.'
      ELSE 'Le dénominateur est nul.'
    END AS explication,
    nature,
    ordre_ligne,
    ordre_colonne,
    libelle,
    libelle_tranche
  FROM exactes
)
SELECT * FROM final
