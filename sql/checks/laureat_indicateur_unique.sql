/*
title: "Indicateur sans valeur ni raison"
severity: bloquant
purpose: "Loi 2 : chaque lauréat a pour chaque indicateur, une fois et une seule, une valeur ou un manque avec sa raison."
remedy: "Signaler l'anomalie : une règle de sql/intermediate a perdu ou doublé un cas."
*/
WITH valeurs AS (
  SELECT convention, 'pass_achetes' AS indicateur, pass_achetes AS valeur, pass_achetes_statut AS statut FROM bilan.laureats
  UNION ALL
  SELECT convention, 'pass_scannes' AS indicateur, pass_scannes AS valeur, pass_scannes_statut AS statut FROM bilan.laureats
  UNION ALL
  SELECT convention, 'beneficiaires_uniques' AS indicateur, beneficiaires_uniques AS valeur, beneficiaires_uniques_statut AS statut FROM bilan.laureats
),
attendus AS (
  SELECT registre.convention, indicateurs.indicateur
  FROM raw.laureats AS registre
  CROSS JOIN staging.stg_regles__indicateurs AS indicateurs
  WHERE indicateurs.origine = 'rapports'
),
cas AS (
  SELECT
    attendus.convention,
    attendus.indicateur,
    valeurs.valeur,
    valeurs.statut,
    manques.statut AS manque
  FROM attendus
  LEFT JOIN valeurs ON valeurs.convention = attendus.convention AND valeurs.indicateur = attendus.indicateur
  LEFT JOIN bilan.donnees_manquantes AS manques
    ON manques.convention = attendus.convention AND manques.indicateur = attendus.indicateur
)
SELECT
  convention,
  indicateur,
  'Convention ' || convention || ', ' || indicateur || ' : valeur ' || coalesce(cast(valeur AS varchar), 'absente')
    || ', statut ' || coalesce(statut, 'absent') || ', manque ' || coalesce(manque, 'non dit') AS message
FROM cas
WHERE
  statut IS NULL
  OR (valeur IS NULL) <> (manque IS NOT NULL)
  OR (valeur IS NULL AND manque <> statut)
  OR (valeur IS NOT NULL AND statut NOT IN ('communique', 'calcule', 'approximatif', 'corrige'))
