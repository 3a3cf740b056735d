/*
title: "Trois chiffres ronds"
severity: avertissement
purpose: "Les pass s'achètent par carnets de dix, un achat rond est donc ordinaire ; mais trois chiffres ronds à la fois ne sont plus des comptes, sauf une fois sur cent mille."
remedy: "Demander au lauréat si les chiffres viennent d'un décompte ou d'une estimation ; une estimation s'écrit « environ »."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'chiffres_ronds'
