/*
title: "Chiffre d'un fichier inconnu"
severity: bloquant
purpose: "Tout chiffre lu et tout rattachement viennent d'un fichier reçu."
remedy: "Signaler l'anomalie : la lecture cite un fichier qui n'est pas dans la liste des fichiers reçus."
*/
WITH cites AS (
  SELECT fichier FROM raw.observations
  UNION
  SELECT fichier FROM raw.rattachements
  UNION
  SELECT fichier FROM raw.questions
)
SELECT fichier, fichier || ' : cité par la lecture, mais pas reçu' AS message
FROM cites
WHERE NOT EXISTS (SELECT 1 FROM raw.fichiers WHERE fichiers.fichier = cites.fichier)
