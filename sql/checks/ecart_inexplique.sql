/*
title: "Écart inexpliqué avec le document publié"
severity: avertissement
purpose: "Chaque chiffre publié est reproduit, ou son écart est expliqué."
remedy: "Chercher la cause dans bilan.reconciliation ; un désaccord compris s'écrit dans sql/seeds/ecarts_connus.csv."
*/
SELECT
  tableau,
  aap,
  ligne,
  colonne,
  tableau || ', ' || aap || ', ' || ligne || ', ' || colonne || ' : publié ' || valeur_publiee || ', calculé ' || valeur_calculee AS message
FROM bilan.reconciliation
WHERE statut = 'ecart'
