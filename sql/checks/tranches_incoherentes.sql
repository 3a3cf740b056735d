/*
title: "Tranches de conversion incohérentes"
severity: bloquant
purpose: "Les tranches de conversion couvrent tous les rapports sans se recouvrir."
remedy: "Corriger les bornes dans sql/seeds/tranches.csv : chaque borne est incluse d'un côté et d'un seul."
*/
WITH bornes AS (
  SELECT borne_basse AS borne FROM staging.stg_regles__tranches WHERE borne_basse IS NOT NULL
  UNION
  SELECT borne_haute AS borne FROM staging.stg_regles__tranches WHERE borne_haute IS NOT NULL
),
essais AS (
  SELECT borne AS rapport FROM bornes
  UNION
  SELECT borne - 0.000001 AS rapport FROM bornes
  UNION
  SELECT borne + 0.000001 AS rapport FROM bornes
),
appartenances AS (
  SELECT essais.rapport, count(tranches.tranche) AS nb_tranches
  FROM essais
  LEFT JOIN staging.stg_regles__tranches AS tranches
    ON (
      tranches.borne_basse IS NULL
      OR essais.rapport > tranches.borne_basse
      OR (tranches.basse_incluse AND essais.rapport = tranches.borne_basse)
    )
    AND (
      tranches.borne_haute IS NULL
      OR essais.rapport < tranches.borne_haute
      OR (tranches.haute_incluse AND essais.rapport = tranches.borne_haute)
    )
  GROUP BY essais.rapport
)
SELECT rapport, 'Le rapport ' || rapport || ' est dans ' || nb_tranches || ' tranches au lieu d''une' AS message
FROM appartenances
WHERE nb_tranches <> 1
