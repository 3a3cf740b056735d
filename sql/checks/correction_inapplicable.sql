/*
title: "Décision inapplicable"
severity: bloquant
purpose: "Chaque décision porte sur une convention et un indicateur qui existent, une seule fois, et donne un compte."
remedy: "Corriger la ligne dans raw/corrections.csv, ou la retirer."
*/
WITH decisions AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY convention, indicateur) AS nb_decisions
  FROM staging.stg_corrections__decisions
),
fautes AS (
  SELECT
    decisions.ligne,
    decisions.convention,
    decisions.indicateur,
    CASE
      WHEN laureats.convention IS NULL THEN 'la convention « ' || decisions.convention || ' » n''est pas dans le registre'
      WHEN indicateurs.indicateur IS NULL OR indicateurs.origine <> 'rapports'
        THEN '« ' || decisions.indicateur || ' » n''est pas un indicateur des rapports'
      WHEN decisions.nb_decisions > 1
        THEN 'convention ' || decisions.convention || ', ' || decisions.indicateur || ' : plusieurs décisions pour le même chiffre'
      WHEN decisions.valeur < 0
        THEN 'convention ' || decisions.convention || ', ' || decisions.indicateur || ' : ' || decisions.valeur || ' n''est pas un compte'
    END AS faute
  FROM decisions
  LEFT JOIN staging.stg_registre__laureats AS laureats ON laureats.convention = decisions.convention
  LEFT JOIN staging.stg_regles__indicateurs AS indicateurs ON indicateurs.indicateur = decisions.indicateur
)
SELECT ligne, convention, indicateur, 'corrections.csv, ligne ' || ligne || ' : ' || faute AS message
FROM fautes
WHERE faute IS NOT NULL
