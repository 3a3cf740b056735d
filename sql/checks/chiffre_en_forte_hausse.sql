/*
title: "Chiffre bien plus haut que dans le rapport précédent"
severity: avertissement
purpose: "D'un rapport au suivant, un chiffre multiplié par cinq ou dix est le plus souvent un compte de carnets (de cinq ou dix pass) pris pour un compte de pass, ou un zéro de trop."
remedy: "Relire les deux rapports : carnets ou pass, zéro de trop."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'chiffre_en_forte_hausse'
