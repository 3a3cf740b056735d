/*
title: "Plus de pass scannés que de pass achetés"
severity: avertissement
purpose: "Un pass n'est scanné qu'une fois acheté."
remedy: "Relire les deux chiffres aux adresses dites ; une erreur du rapport se corrige dans raw/corrections.csv."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'scannes_superieurs_aux_achetes'
