/*
severity: avertissement
purpose: "Les montants du registre sont renseignés et vraisemblables ; un montant absent rend le total de l'appel incalculable."
remedy: "Compléter ou vérifier la ligne dans raw/laureats.csv."
*/
SELECT
  convention,
  ligne,
  'laureats.csv, ligne ' || ligne || ' (convention ' || convention || ') : ' || CASE
    WHEN montant_projet IS NULL THEN 'le montant du projet manque'
    WHEN subvention_etat IS NULL THEN 'la subvention de l''État manque'
    WHEN montant_projet < 0 OR subvention_etat < 0 THEN 'un montant est négatif'
    ELSE 'la subvention de l''État (' || subvention_etat || ' EUR) dépasse le montant du projet (' || montant_projet || ' EUR)'
  END AS message
FROM staging.stg_registre__laureats
WHERE
  montant_projet IS NULL
  OR subvention_etat IS NULL
  OR montant_projet < 0
  OR subvention_etat < 0
  OR subvention_etat > montant_projet
