/*
title: "Plus de bénéficiaires que de pass scannés"
severity: avertissement
purpose: "Une personne aidée a d'ordinaire scanné au moins un pass ; des passages ou des accompagnements ont pu être comptés pour des personnes."
remedy: "Relire les deux chiffres aux adresses dites ; des passages comptés pour des personnes se corrigent dans raw/corrections.csv."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'beneficiaires_superieurs_aux_scannes'
