/*
title: "Nom d'appel ambigu"
severity: bloquant
purpose: "Le nom d'un appel ne se confond pas avec l'ensemble des appels, qui se note avec un plus."
remedy: "Corriger aap dans raw/laureats.csv : une année, comme 2019."
*/
SELECT
  convention,
  ligne,
  'laureats.csv, ligne ' || ligne || ' (convention ' || convention || ') : « ' || aap || ' » ne peut pas nommer un appel à projets' AS message
FROM staging.stg_registre__laureats
WHERE aap = '' OR contains(aap, '+') OR contains(aap, '*')
