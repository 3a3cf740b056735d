-- Distinct persons among the scanned vouchers, by laureate; a person is a hash that only this run can make.
WITH par_personne AS (
  SELECT laureat, personne, count(DISTINCT code) AS pass
  FROM main.lignes
  WHERE scanne AND code IS NOT NULL AND personne IS NOT NULL
  GROUP BY laureat, personne
)
SELECT laureat, count(*) AS personnes, max(pass) AS pass_max
FROM par_personne
GROUP BY laureat
ORDER BY laureat
