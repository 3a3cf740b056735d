/*
title: "Hypothèse de bornage absente ou double"
severity: bloquant
purpose: "Une hypothèse de bornage est appliquée, et une seule."
remedy: "Mettre appliquee à oui sur une seule ligne de sql/seeds/hypotheses.csv."
*/
SELECT 'sql/seeds/hypotheses.csv : ' || count(*) || ' hypothèses appliquées au lieu d''une' AS message
FROM staging.stg_regles__hypotheses
WHERE appliquee
HAVING count(*) <> 1
