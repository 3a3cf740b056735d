/*
title: "Décision dépassée par un nouveau rapport"
severity: bloquant
purpose: "Une décision ne s'applique que si la lecture donne encore la valeur qu'elle corrige."
remedy: "Relire le rapport, puis mettre à jour attendu (et au besoin valeur) dans raw/corrections.csv, ou retirer la ligne."
*/
SELECT
  corrections.convention,
  corrections.indicateur,
  corrections.ligne,
  'corrections.csv, ligne ' || corrections.ligne || ' : convention ' || corrections.convention || ', ' || corrections.indicateur
    || ' : la décision attend ' || coalesce(cast(corrections.attendu AS varchar), 'aucune valeur')
    || ', la lecture ' || coalesce('donne ' || cast(valeurs.valeur_lue AS varchar), 'ne donne aucune valeur') AS message
FROM intermediate.int_corrections AS corrections
INNER JOIN intermediate.int_valeurs AS valeurs
  ON valeurs.convention = corrections.convention
  AND valeurs.indicateur = corrections.indicateur
WHERE corrections.attendu IS DISTINCT FROM valeurs.valeur_lue
