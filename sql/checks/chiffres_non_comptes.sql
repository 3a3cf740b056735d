/*
title: "Suite de chiffres qui n'a pas l'air comptée"
severity: avertissement
purpose: "1111 ou 12345 se tapent pour remplir une case ; un vrai compte tombe rarement dessus."
remedy: "Demander au lauréat si le chiffre vient d'un décompte."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'chiffres_non_comptes'
