/*
title: "Fichier sans statut, ou doublé"
severity: bloquant
purpose: "Loi 2 : chaque fichier reçu a un statut, et un seul."
remedy: "Signaler l'anomalie : un fichier a été perdu ou doublé entre la lecture et le bilan."
*/
WITH recus AS (
  SELECT fichier, count(*) AS nb_recus FROM raw.fichiers GROUP BY fichier
),
publies AS (
  SELECT fichier, count(*) AS nb_publies FROM bilan.fichiers GROUP BY fichier
)
SELECT
  coalesce(recus.fichier, publies.fichier) AS fichier,
  coalesce(recus.fichier, publies.fichier) || ' : reçu ' || coalesce(nb_recus, 0) || ' fois, publié ' || coalesce(nb_publies, 0) || ' fois' AS message
FROM recus
FULL JOIN publies ON publies.fichier = recus.fichier
WHERE nb_recus IS DISTINCT FROM 1 OR nb_publies IS DISTINCT FROM 1
