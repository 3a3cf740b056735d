-- Codes that stand under several laureates.
WITH par_code AS (
  SELECT code
  FROM main.lignes
  WHERE code IS NOT NULL
  GROUP BY code
  HAVING min(laureat) <> max(laureat)
)
SELECT count(*) AS partages FROM par_code
