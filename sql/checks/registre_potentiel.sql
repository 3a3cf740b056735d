/*
severity: avertissement
purpose: "Chaque convention a un potentiel d'achat positif ; sans lui ses ratios n'existent pas."
remedy: "Vérifier potentiel_achat dans raw/laureats.csv."
*/
SELECT
  convention,
  ligne,
  'laureats.csv, ligne ' || ligne || ' (convention ' || convention || ') : le potentiel d''achat est de ' || potentiel_achat || ' pass' AS message
FROM staging.stg_registre__laureats
WHERE potentiel_achat <= 0
