/*
title: "Budget et potentiel d'achat sans rapport"
severity: avertissement
purpose: "L'État compte pass = budget × 0,9 / 10 : un dixième du budget paie des frais, et un pass vaut 10 euros. Un grand écart montre une erreur d'unité ou de ligne dans le registre."
remedy: "Relire le montant et le potentiel dans raw/laureats.csv ; rien à faire si la convention les confirme."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'budget_et_potentiel'
