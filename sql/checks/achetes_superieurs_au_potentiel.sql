/*
title: "Plus de pass achetés que la convention n'en permet"
severity: avertissement
purpose: "Le potentiel d'achat est le plafond de la convention. Deux lignes du document le dépassent (106 % et 135 %) : c'est possible, mais à confirmer."
remedy: "Relire le chiffre et le potentiel du registre ; rien à faire si le rapport le confirme."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'achetes_superieurs_au_potentiel'
