/*
title: "Type de structure inconnu"
severity: bloquant
purpose: "Tout type de structure du registre est connu, sinon son lauréat n'aurait pas de place dans les tableaux."
remedy: "Corriger type_structure dans raw/laureats.csv, ou ajouter le type à sql/seeds/types_structure.csv."
*/
SELECT
  convention,
  ligne,
  'laureats.csv, ligne ' || ligne || ' (convention ' || convention || ') : le type de structure « ' || type_structure || ' » est inconnu' AS message
FROM staging.stg_registre__laureats AS laureats
WHERE NOT EXISTS (
  SELECT 1 FROM staging.stg_regles__types_structure AS types_structure
  WHERE types_structure.type_structure = laureats.type_structure
)
