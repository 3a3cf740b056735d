/*
title: "Potentiel d'achat nul"
severity: avertissement
purpose: "Sans potentiel d'achat, les ratios d'une convention n'existent pas."
remedy: "Vérifier potentiel_achat dans raw/laureats.csv."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'registre_potentiel'
