/*
title: "Mêmes chiffres aux deux appels"
severity: avertissement
purpose: "Une structure lauréate des deux appels a deux conventions, qui se comptent à part ; le même chiffre aux deux est sans doute le même compte, donné deux fois."
remedy: "Demander au lauréat le chiffre de chaque convention : compté deux fois, il fausse les totaux."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'memes_chiffres_deux_appels'
