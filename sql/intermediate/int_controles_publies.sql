/*
grain: un contrôle et une cellule du document publié
purpose: Le document publié face à lui-même, à partir de ses seules cellules imprimées - chaque chiffre qui se recompose d'autres chiffres du document.
key: [controle, tableau, aap, ligne, colonne]
columns:
  controle: {type: varchar, description: "Contrôle."}
  tableau: {type: varchar, description: "Tableau de la cellule jugée."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  colonne: {type: varchar, description: "Colonne."}
  unite: {type: varchar, description: "Unité imprimée."}
  imprimee: {type: "decimal(18,6)", description: "Chiffre imprimé."}
  recomposee: {type: "decimal(18,6)", description: "Ce que donnent les autres chiffres imprimés."}
  accord: {type: boolean, description: "Vrai si le document est d'accord avec lui-même."}
  appui_bas: {type: "decimal(18,6)", nullable: true, description: "Chiffre qui éclaire le désaccord (le plus petit) - le potentiel laissé de côté, la part achetée par appel, le budget sans les frais ; NULL s'il n'y en a pas."}
  appui_haut: {type: "decimal(18,6)", nullable: true, description: "Le plus grand de ces chiffres ; NULL s'il n'y en a pas."}
*/
WITH publie AS (
  SELECT * FROM staging.stg_publie__cellules
),
lignes AS (
  SELECT * FROM staging.stg_regles__lignes
),
colonnes AS (
  SELECT * FROM staging.stg_regles__colonnes
),
cellules AS (
  SELECT
    publie.tableau,
    publie.aap,
    publie.ligne,
    publie.colonne,
    publie.unite,
    CASE WHEN publie.tableau = 'texte' THEN 'texte' ELSE coalesce(lignes.nature, 'structure') END AS nature,
    min(publie.valeur) AS valeur
  FROM publie
  LEFT JOIN lignes
    ON lignes.tableau = publie.tableau
    AND lignes.ligne = publie.ligne
    AND lignes.tableau <> 'texte'
  WHERE publie.valeur IS NOT NULL
  GROUP BY publie.tableau, publie.aap, publie.ligne, publie.colonne, publie.unite, lignes.nature
),
sommes_structures AS (
  SELECT tableau, aap, colonne, sum(valeur) AS somme
  FROM cellules
  WHERE nature = 'structure' AND unite <> 'pourcent'
  GROUP BY tableau, aap, colonne
),
absences AS (
  SELECT aap, colonne, valeur FROM cellules WHERE tableau = 'quantitatif' AND nature = 'absence'
),
totaux AS (
  SELECT
    cellules.tableau,
    cellules.aap,
    cellules.ligne,
    cellules.colonne,
    cellules.unite,
    cellules.valeur,
    sommes_structures.somme,
    CASE WHEN cellules.colonne = 'potentiel_achat' THEN coalesce(absences.valeur, 0) ELSE 0 END AS laisses
  FROM cellules
  INNER JOIN sommes_structures
    ON sommes_structures.tableau = cellules.tableau
    AND sommes_structures.aap = cellules.aap
    AND sommes_structures.colonne = cellules.colonne
  LEFT JOIN absences
    ON cellules.tableau = 'quantitatif' AND absences.aap = cellules.aap AND absences.colonne = cellules.colonne
  WHERE cellules.nature = 'total' AND cellules.unite <> 'pourcent'
),
somme_des_lignes AS (
  SELECT
    'somme_des_lignes' AS controle,
    tableau,
    aap,
    ligne,
    colonne,
    unite,
    valeur AS imprimee,
    CASE WHEN valeur = somme + laisses THEN somme + laisses ELSE somme END AS recomposee,
    valeur IN (somme, somme + laisses) AS accord
  FROM totaux
),
/* A rule is only at fault when another call follows another one. */
regles AS (
  SELECT
    totaux.*,
    valeur = somme + laisses AS compte,
    bool_or(valeur = somme + laisses) OVER () AS comptes_ailleurs
  FROM totaux
  WHERE tableau = 'quantitatif' AND colonne = 'potentiel_achat' AND laisses > 0 AND valeur IN (somme, somme + laisses)
),
regle_du_potentiel AS (
  SELECT
    'regle_du_potentiel' AS controle,
    tableau,
    aap,
    ligne,
    colonne,
    unite,
    valeur AS imprimee,
    somme + laisses AS recomposee,
    compte OR NOT comptes_ailleurs AS accord
  FROM regles
),
sommes_appels AS (
  SELECT colonne, sum(valeur) AS somme
  FROM cellules
  WHERE tableau = 'quantitatif' AND nature = 'total' AND unite <> 'pourcent'
  GROUP BY colonne
),
somme_des_appels AS (
  SELECT
    'somme_des_appels' AS controle,
    cellules.tableau,
    cellules.aap,
    cellules.ligne,
    cellules.colonne,
    cellules.unite,
    cellules.valeur AS imprimee,
    sommes_appels.somme AS recomposee,
    cellules.valeur = sommes_appels.somme AS accord
  FROM cellules
  INNER JOIN sommes_appels ON sommes_appels.colonne = cellules.colonne
  WHERE cellules.tableau = 'quantitatif' AND cellules.nature = 'grand_total'
),
operations AS (
  SELECT
    cellules.tableau,
    cellules.aap,
    cellules.ligne,
    cellules.colonne,
    cellules.unite,
    cellules.valeur,
    numerateurs.valeur AS numerateur,
    sum(denominateurs.valeur) AS denominateur
  FROM cellules
  INNER JOIN colonnes
    ON colonnes.tableau = cellules.tableau
    AND colonnes.nature = cellules.nature
    AND colonnes.colonne = cellules.colonne
  INNER JOIN colonnes AS colonnes_numerateur
    ON colonnes_numerateur.tableau = colonnes.tableau
    AND colonnes_numerateur.nature = CASE WHEN colonnes.nature = 'pourcent' THEN 'total' ELSE colonnes.nature END
    AND colonnes_numerateur.tranche = colonnes.tranche
    AND colonnes_numerateur.numerateur = colonnes.numerateur
    AND colonnes_numerateur.denominateur IS NULL
  INNER JOIN cellules AS numerateurs
    ON numerateurs.tableau = cellules.tableau
    AND numerateurs.aap = cellules.aap
    AND numerateurs.nature = colonnes_numerateur.nature
    AND numerateurs.colonne = colonnes_numerateur.colonne
    AND (colonnes.nature = 'pourcent' OR numerateurs.ligne = cellules.ligne)
  INNER JOIN colonnes AS colonnes_denominateur
    ON colonnes_denominateur.tableau = colonnes.tableau
    AND colonnes_denominateur.nature = colonnes_numerateur.nature
    AND colonnes_denominateur.numerateur = colonnes.denominateur
    AND colonnes_denominateur.denominateur IS NULL
  INNER JOIN cellules AS denominateurs
    ON denominateurs.tableau = cellules.tableau
    AND denominateurs.aap = cellules.aap
    AND denominateurs.nature = colonnes_denominateur.nature
    AND denominateurs.colonne = colonnes_denominateur.colonne
    AND (colonnes.nature = 'pourcent' OR denominateurs.ligne = cellules.ligne)
  WHERE cellules.unite = 'pourcent' AND cellules.tableau IN ('quantitatif', 'conversion')
  GROUP BY
    cellules.tableau,
    cellules.aap,
    cellules.ligne,
    cellules.colonne,
    cellules.unite,
    cellules.valeur,
    numerateurs.valeur
),
quotients AS (
  SELECT
    operations.*,
    cast(cast(100 * numerateur AS double) / nullif(cast(denominateur AS double), 0) AS decimal(28,12)) AS quotient
  FROM operations
),
pourcentage AS (
  SELECT
    'pourcentage' AS controle,
    tableau,
    aap,
    ligne,
    colonne,
    unite,
    valeur AS imprimee,
    round(quotient, 0) AS recomposee,
    valeur = round(quotient, 0) AS accord
  FROM quotients
  WHERE quotient IS NOT NULL
),
achats_et_potentiel AS (
  SELECT
    'achats_et_potentiel' AS controle,
    achats.tableau,
    achats.aap,
    achats.ligne,
    achats.colonne,
    achats.unite,
    achats.valeur AS imprimee,
    potentiels.valeur AS recomposee,
    achats.valeur <= potentiels.valeur AS accord
  FROM cellules AS achats
  INNER JOIN cellules AS potentiels
    ON potentiels.tableau = achats.tableau
    AND potentiels.aap = achats.aap
    AND potentiels.ligne = achats.ligne
    AND potentiels.colonne = 'potentiel_achat'
  WHERE
    achats.tableau = 'quantitatif'
    AND achats.colonne = 'pass_achetes'
    AND achats.nature IN ('structure', 'total', 'grand_total')
),
nombre_par_la_note AS (
  SELECT
    'nombre_de_laureats' AS controle,
    generaux.tableau,
    generaux.aap,
    generaux.ligne,
    generaux.colonne,
    generaux.unite,
    generaux.valeur AS imprimee,
    notes.valeur AS recomposee,
    generaux.valeur = notes.valeur AS accord
  FROM cellules AS generaux
  CROSS JOIN cellules AS notes
  WHERE
    generaux.tableau = 'quantitatif'
    AND generaux.nature = 'grand_total'
    AND generaux.colonne = 'nb_laureats'
    AND notes.nature = 'note'
    AND notes.colonne = 'laureats_total'
),
nombre_par_le_texte AS (
  SELECT
    'nombre_de_laureats' AS controle,
    textes.tableau,
    textes.aap,
    textes.ligne,
    textes.colonne,
    textes.unite,
    textes.valeur AS imprimee,
    tableaux.valeur AS recomposee,
    textes.valeur = tableaux.valeur AS accord
  FROM cellules AS textes
  INNER JOIN cellules AS tableaux
    ON tableaux.tableau = 'quantitatif'
    AND tableaux.nature = 'total'
    AND tableaux.aap = textes.aap
    AND tableaux.colonne = 'nb_laureats'
  WHERE textes.tableau = 'texte' AND textes.colonne = 'nb_laureats_conventionnes'
),
scans_des_tranches AS (
  SELECT cellules.aap, cellules.ligne, cellules.nature, sum(cellules.valeur) AS somme
  FROM cellules
  INNER JOIN colonnes
    ON colonnes.tableau = cellules.tableau
    AND colonnes.nature = cellules.nature
    AND colonnes.colonne = cellules.colonne
  WHERE
    cellules.tableau = 'conversion'
    AND cellules.nature IN ('structure', 'total')
    AND colonnes.numerateur = 'pass_scannes'
  GROUP BY cellules.aap, cellules.ligne, cellules.nature
),
scans_des_tableaux AS (
  SELECT
    CASE WHEN nature = 'total' THEN 'total' ELSE ligne END AS ligne,
    unite,
    sum(valeur) AS somme
  FROM cellules
  WHERE tableau = 'quantitatif' AND nature IN ('structure', 'total') AND colonne = 'pass_scannes'
  GROUP BY CASE WHEN nature = 'total' THEN 'total' ELSE ligne END, unite
),
tranches_et_tableau AS (
  SELECT
    'tranches_et_tableau' AS controle,
    'conversion' AS tableau,
    scans_des_tranches.aap,
    scans_des_tranches.ligne,
    'pass_scannes' AS colonne,
    scans_des_tableaux.unite,
    scans_des_tranches.somme AS imprimee,
    scans_des_tableaux.somme AS recomposee,
    scans_des_tranches.somme = scans_des_tableaux.somme AS accord
  FROM scans_des_tranches
  INNER JOIN scans_des_tableaux
    ON scans_des_tableaux.ligne = CASE WHEN scans_des_tranches.nature = 'total' THEN 'total' ELSE scans_des_tranches.ligne END
),
sans_scans AS (
  SELECT sum(valeur) AS somme FROM absences WHERE colonne = 'pass_scannes'
),
ranges AS (
  SELECT sum(cellules.valeur) AS somme
  FROM cellules
  INNER JOIN colonnes
    ON colonnes.tableau = cellules.tableau
    AND colonnes.nature = cellules.nature
    AND colonnes.colonne = cellules.colonne
  WHERE cellules.tableau = 'conversion' AND cellules.nature = 'total' AND colonnes.numerateur = 'nb_laureats'
),
note_et_absences AS (
  SELECT
    'note_et_absences' AS controle,
    cellules.tableau,
    cellules.aap,
    cellules.ligne,
    cellules.colonne,
    cellules.unite,
    cellules.valeur AS imprimee,
    CASE WHEN cellules.colonne = 'laureats_total' THEN ranges.somme + sans_scans.somme ELSE sans_scans.somme END AS recomposee,
    cellules.valeur
      = CASE WHEN cellules.colonne = 'laureats_total' THEN ranges.somme + sans_scans.somme ELSE sans_scans.somme END AS accord
  FROM cellules
  CROSS JOIN sans_scans
  CROSS JOIN ranges
  WHERE
    cellules.nature = 'note'
    AND cellules.colonne IN ('laureats_sans_pass_scannes', 'laureats_total')
    AND sans_scans.somme IS NOT NULL
    AND ranges.somme IS NOT NULL
),
annonces AS (
  SELECT * FROM cellules WHERE tableau = 'texte'
),
prose_et_tableaux AS (
  SELECT
    'prose_et_tableaux' AS controle,
    'texte' AS tableau,
    annonces.aap,
    annonces.ligne,
    annonces.colonne,
    annonces.unite,
    annonces.valeur AS imprimee,
    tableaux.valeur AS recomposee,
    tableaux.valeur < annonces.valeur AS accord
  FROM annonces
  CROSS JOIN cellules AS tableaux
  WHERE
    annonces.colonne = 'part_achetee_du_potentiel_annoncee_max'
    AND tableaux.tableau = 'quantitatif'
    AND tableaux.nature = 'grand_total'
    AND tableaux.colonne = 'achetes_sur_potentiel'
),
/* A pass is worth ten euros. */
potentiels AS (
  SELECT aap, cast(valeur * 0.00001 AS decimal(18,6)) AS millions
  FROM cellules
  WHERE tableau = 'quantitatif' AND nature = 'total' AND colonne = 'potentiel_achat'
),
budget_et_potentiel AS (
  SELECT
    'budget_et_potentiel' AS controle,
    annonces.tableau,
    annonces.aap,
    annonces.ligne,
    annonces.colonne,
    annonces.unite,
    annonces.valeur AS imprimee,
    round(potentiels.millions, 1) AS recomposee,
    annonces.valeur = round(potentiels.millions, 1) AS accord
  FROM annonces
  INNER JOIN potentiels ON potentiels.aap = annonces.aap
  WHERE annonces.colonne = 'montant_total_projets'
),
projets AS (
  SELECT cast(sum(valeur) AS decimal(18,6)) AS somme FROM annonces WHERE colonne = 'montant_total_projets'
),
potentiel_economique AS (
  SELECT
    'potentiel_economique' AS controle,
    annonces.tableau,
    annonces.aap,
    annonces.ligne,
    annonces.colonne,
    annonces.unite,
    annonces.valeur AS imprimee,
    round(projets.somme, 0) AS recomposee,
    annonces.valeur = round(projets.somme, 0) AS accord
  FROM annonces
  CROSS JOIN projets
  WHERE annonces.colonne = 'potentiel_economique' AND projets.somme IS NOT NULL
),
subvention_et_enveloppe AS (
  SELECT
    'subvention_et_enveloppe' AS controle,
    subventions.tableau,
    subventions.aap,
    subventions.ligne,
    subventions.colonne,
    subventions.unite,
    subventions.valeur AS imprimee,
    enveloppes.valeur AS recomposee,
    subventions.valeur <= enveloppes.valeur AS accord
  FROM annonces AS subventions
  INNER JOIN annonces AS enveloppes
    ON enveloppes.aap = subventions.aap AND enveloppes.colonne = 'enveloppe_etat'
  WHERE subventions.colonne = 'subvention_etat'
),
reunis AS (
  SELECT * FROM somme_des_lignes
  UNION ALL
  SELECT * FROM regle_du_potentiel
  UNION ALL
  SELECT * FROM somme_des_appels
  UNION ALL
  SELECT * FROM pourcentage
  UNION ALL
  SELECT * FROM achats_et_potentiel
  UNION ALL
  SELECT * FROM nombre_par_la_note
  UNION ALL
  SELECT * FROM nombre_par_le_texte
  UNION ALL
  SELECT * FROM tranches_et_tableau
  UNION ALL
  SELECT * FROM note_et_absences
  UNION ALL
  SELECT * FROM prose_et_tableaux
  UNION ALL
  SELECT * FROM budget_et_potentiel
  UNION ALL
  SELECT * FROM potentiel_economique
  UNION ALL
  SELECT * FROM subvention_et_enveloppe
),
appuis AS (
  SELECT 'regle_du_potentiel' AS controle, aap, laisses AS appui_bas, laisses AS appui_haut FROM regles
  UNION ALL
  SELECT 'prose_et_tableaux' AS controle, annonces.aap, min(tableaux.valeur) AS appui_bas, max(tableaux.valeur) AS appui_haut
  FROM annonces
  CROSS JOIN cellules AS tableaux
  WHERE
    annonces.colonne = 'part_achetee_du_potentiel_annoncee_max'
    AND tableaux.tableau = 'quantitatif'
    AND tableaux.nature = 'total'
    AND tableaux.colonne = 'achetes_sur_potentiel'
  GROUP BY annonces.aap
  UNION ALL
  SELECT 'budget_et_potentiel' AS controle, aap, valeur * 0.9 AS appui_bas, valeur * 0.9 AS appui_haut
  FROM annonces
  WHERE colonne = 'montant_total_projets'
),
final AS (
  SELECT
    reunis.controle,
    reunis.tableau,
    reunis.aap,
    reunis.ligne,
    reunis.colonne,
    reunis.unite,
    cast(reunis.imprimee AS decimal(18,6)) AS imprimee,
    cast(reunis.recomposee AS decimal(18,6)) AS recomposee,
    reunis.accord,
    cast(appuis.appui_bas AS decimal(18,6)) AS appui_bas,
    cast(appuis.appui_haut AS decimal(18,6)) AS appui_haut
  FROM reunis
  LEFT JOIN appuis ON appuis.controle = reunis.controle AND appuis.aap = reunis.aap
)
SELECT * FROM final
