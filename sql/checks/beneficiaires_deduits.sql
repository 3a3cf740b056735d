/*
title: "Bénéficiaires déduits des pass"
severity: avertissement
purpose: "Deux ratios officiels (5 et 10 pass par personne) servent à prévoir des bénéficiaires ; un chiffre qui tombe juste sur l'un d'eux a pu être calculé au lieu d'être compté."
remedy: "Demander si les personnes ont été comptées ; si elles ont été calculées à partir des pass, écrire « non communiqué » dans raw/corrections.csv."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'beneficiaires_deduits'
