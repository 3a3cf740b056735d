/*
title: "Montant du registre absent ou invraisemblable"
severity: avertissement
purpose: "Un montant absent rend le total de l'appel incalculable ; la part de l'État ne dépasse pas le projet."
remedy: "Compléter ou vérifier la ligne dans raw/laureats.csv."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'registre_montants'
