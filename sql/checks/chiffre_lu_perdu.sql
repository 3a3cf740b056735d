/*
title: "Chiffre lu, puis perdu"
severity: bloquant
purpose: "Loi 2 : aucun chiffre lu ne disparaît, chacun est retenu ou écarté avec sa raison ; les doutes de la lecture sont tous posés, ou ont reçu une réponse."
remedy: "Signaler l'anomalie : un modèle a perdu un chiffre ou une question."
*/
WITH perdus AS (
  SELECT fichier, feuille, cellule
  FROM raw.observations AS lues
  WHERE
    portee <> 'absence'
    AND NOT EXISTS (SELECT 1 FROM bilan.observations WHERE observations.observation = lues.observation)
),
comptes AS (
  SELECT
    (SELECT count(*) FROM raw.questions) AS lues,
    (SELECT count(*) FROM bilan.a_verifier WHERE question LIKE 'lecture-%')
    + (SELECT count(*) FROM intermediate.int_questions WHERE repondue) AS posees
)
SELECT feuille || '!' || cellule || ' de ' || fichier || ' : chiffre lu, mais absent du bilan' AS message
FROM perdus
UNION ALL
SELECT lues || ' questions de la lecture, ' || posees || ' posées ou répondues' AS message
FROM comptes
WHERE lues <> posees
