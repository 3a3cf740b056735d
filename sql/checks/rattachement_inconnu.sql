/*
title: "Convention inconnue du registre"
severity: bloquant
purpose: "Tout chiffre et tout fichier sont rattachés à une convention du registre."
remedy: "Signaler l'anomalie : le rattachement a donné une convention qui n'est pas dans raw/laureats.csv."
*/
SELECT
  rattachements.fichier,
  rattachements.convention,
  rattachements.fichier || ' : la convention « ' || rattachements.convention || ' » n''est pas dans le registre' AS message
FROM staging.stg_rapports__rattachements AS rattachements
WHERE NOT EXISTS (
  SELECT 1 FROM staging.stg_registre__laureats AS laureats
  WHERE laureats.convention = rattachements.convention
)
