/*
title: "Chiffre que ses lauréats ne composent pas"
severity: bloquant
purpose: "Chaque chiffre du bilan est exactement celui que ses lauréats composent."
remedy: "Accorder sql/bilan/composition.sql avec sql/intermediate/int_mesures.sql : une des deux oublie ou ajoute un lauréat."
*/
WITH quantites AS (
  SELECT
    lecture,
    tableau,
    aap,
    ligne,
    colonne,
    role,
    indicateur,
    sum(valeur) FILTER (WHERE compte) AS somme,
    count(*) AS nb_laureats,
    bool_or(NOT compte) AS incomplete
  FROM bilan.composition
  GROUP BY lecture, tableau, aap, ligne, colonne, role, indicateur
),
recomposes AS (
  SELECT
    chiffres.*,
    numerateurs.nb_laureats,
    -- Un montant du registre qui manque rend la somme des montants inconnue.
    CASE
      WHEN numerateurs.indicateur IN ('montant_projet', 'subvention_etat') AND numerateurs.incomplete THEN NULL
      ELSE numerateurs.somme * colonnes.facteur
        / CASE WHEN colonnes.denominateur IS NULL THEN 1 ELSE nullif(denominateurs.somme, 0) END
    END AS recompose
  FROM bilan.chiffres AS chiffres
  INNER JOIN intermediate.int_lignes AS lignes
    ON lignes.lecture = chiffres.lecture
    AND lignes.tableau = chiffres.tableau
    AND lignes.aap = chiffres.aap
    AND lignes.ligne = chiffres.ligne
  INNER JOIN staging.stg_regles__colonnes AS colonnes
    ON colonnes.tableau = lignes.tableau
    AND colonnes.nature = lignes.nature
    AND colonnes.colonne = chiffres.colonne
  LEFT JOIN quantites AS numerateurs
    ON numerateurs.lecture = chiffres.lecture
    AND numerateurs.tableau = chiffres.tableau
    AND numerateurs.aap = chiffres.aap
    AND numerateurs.ligne = chiffres.ligne
    AND numerateurs.colonne = chiffres.colonne
    AND numerateurs.role = 'numerateur'
  LEFT JOIN quantites AS denominateurs
    ON denominateurs.lecture = chiffres.lecture
    AND denominateurs.tableau = chiffres.tableau
    AND denominateurs.aap = chiffres.aap
    AND denominateurs.ligne = chiffres.ligne
    AND denominateurs.colonne = chiffres.colonne
    AND denominateurs.role = 'denominateur'
)
SELECT
  tableau || '/' || aap || '/' || ligne || '/' || colonne || ' (' || lecture || ') vaut '
    || coalesce(cast(valeur_exacte AS varchar), 'rien') || ', ses lauréats composent '
    || coalesce(cast(recompose AS varchar), 'rien') AS message
FROM recomposes
-- Une ligne sans lauréat qui compte vaut zéro : elle n'a rien à composer.
WHERE abs(coalesce(valeur_exacte, 0) - coalesce(recompose, 0)) > 0.000001
