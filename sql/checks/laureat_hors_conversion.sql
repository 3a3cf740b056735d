/*
severity: avertissement
purpose: "Un lauréat dont les pass scannés sont connus a sa place dans le tableau de conversion."
remedy: "Retrouver ses pass achetés : sans eux, ou s'ils sont nuls, le ratio n'existe pas et le lauréat n'est dans aucune tranche."
*/
SELECT
  convention,
  'Convention ' || convention || ' (' || nom || ') : ' || pass_scannes || ' pass scannés, mais '
    || coalesce(pass_achetes || ' pass achetés', 'pass achetés inconnus') || ' : dans aucune tranche de conversion' AS message
FROM bilan.laureats
WHERE pass_scannes IS NOT NULL AND tranche_conversion IS NULL
