-- What the lines of a list are worth, by laureate.
SELECT
  laureat,
  min(rang) AS premiere,
  count(*) AS lignes,
  count(*) FILTER (code IS NULL) AS sans_code,
  count(*) FILTER (deborde) AS decalees,
  count(*) FILTER (desaccord AND code IS NOT NULL) AS desaccords,
  count(*) FILTER (inconnu AND code IS NOT NULL) AS inconnus,
  count(*) FILTER (rempli AND code IS NOT NULL) AS scans_remplis,
  count(*) FILTER (scanne AND code IS NOT NULL AND personne IS NULL) AS scannes_sans_personne
FROM main.lignes
WHERE NOT vide
GROUP BY laureat
ORDER BY laureat
