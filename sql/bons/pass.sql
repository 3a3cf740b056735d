-- What a list of vouchers says, by laureate: each code once, however often it stands in the list.
WITH par_code AS (
  SELECT
    laureat,
    code,
    count(*) AS lignes,
    bool_or(scanne) AS scanne,
    bool_and(scanne) AS toujours_scanne,
    bool_or(annule) AS annule,
    bool_or(commande) AS commande,
    bool_or(achete) AS achete
  FROM main.lignes
  WHERE code IS NOT NULL
  GROUP BY laureat, code
)
SELECT
  laureat,
  count(*) AS pass,
  count(*) FILTER (scanne) AS scannes,
  count(*) FILTER (lignes > 1) AS repetes,
  count(*) FILTER (scanne AND NOT toujours_scanne) AS scannes_en_partie,
  count(*) FILTER (annule) AS annules,
  count(*) FILTER (commande) AS commandes,
  count(*) FILTER (achete) AS dates_achat
FROM par_code
GROUP BY laureat
ORDER BY laureat
