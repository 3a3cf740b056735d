/*
title: "Chiffre plus bas que dans le rapport précédent"
severity: avertissement
purpose: "Achats, scans et bénéficiaires sont des cumuls : d'un rapport au suivant de la même convention ils ne baissent pas, sinon de quelques doublons retirés."
remedy: "Relire les deux rapports : le plus récent n'a peut-être que les chiffres d'une année, ou d'une partie du territoire."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'chiffre_en_baisse'
