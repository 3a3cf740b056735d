/*
title: "Pass scannés sans place dans le tableau de conversion"
severity: avertissement
purpose: "Un lauréat dont les pass scannés sont connus se range d'après ses pass achetés ; sans eux, ou s'ils sont nuls, il n'est dans aucune tranche."
remedy: "Retrouver ses pass achetés : sans eux, ou s'ils sont nuls, le ratio n'existe pas et le lauréat n'est dans aucune tranche."
*/
SELECT convention, indicateur, fichier, feuille, cellule, message
FROM bilan.alertes
WHERE controle = 'laureat_hors_conversion'
