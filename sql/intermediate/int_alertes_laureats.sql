/*
grain: un contrôle et un lauréat dont les chiffres, ensemble, étonnent
purpose: Les chiffres d'un même lauréat qui ne vont pas ensemble, ou qui n'ont pas l'air comptés.
key: [controle, convention, indicateur]
columns:
  controle: {type: varchar, description: "Contrôle."}
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur que la personne relit d'abord."}
  phrase: {type: varchar, description: "Ce qui étonne, avec les chiffres et leurs adresses."}
*/
WITH laureats AS (
  SELECT * FROM intermediate.int_laureats
),
adresses AS (
  SELECT * FROM intermediate.int_adresses
),
seuils AS (
  SELECT * FROM staging.stg_regles__seuils
),
reglages AS (
  SELECT
    max(CASE WHEN controle = 'achetes_superieurs_au_potentiel' AND seuil = 'achetes_sur_potentiel' THEN valeur END) AS achetes_sur_potentiel,
    max(CASE WHEN controle = 'beneficiaires_superieurs_aux_scannes' AND seuil = 'beneficiaires_sur_scannes' THEN valeur END) AS beneficiaires_sur_scannes,
    cast(max(CASE WHEN controle = 'beneficiaires_deduits' AND seuil = 'pass_par_personne_bas' THEN valeur END) AS bigint) AS pass_par_personne_bas,
    cast(max(CASE WHEN controle = 'beneficiaires_deduits' AND seuil = 'pass_par_personne_haut' THEN valeur END) AS bigint) AS pass_par_personne_haut,
    max(CASE WHEN controle = 'beneficiaires_deduits' AND seuil = 'scannes_min' THEN valeur END) AS scannes_min,
    max(CASE WHEN controle = 'chiffres_non_comptes' AND seuil = 'valeur_min' THEN valeur END) AS suite_min,
    cast(max(CASE WHEN controle = 'chiffres_ronds' AND seuil = 'multiple' THEN valeur END) AS bigint) AS multiple_rond
  FROM seuils
),
situes AS (
  SELECT
    laureats.convention,
    laureats.potentiel_achat,
    laureats.pass_achetes,
    laureats.pass_scannes,
    laureats.beneficiaires_uniques,
    laureats.tranche_conversion,
    coalesce(' (' || achats.adresse || ')', '') AS adresse_achats,
    coalesce(' (' || scans.adresse || ')', '') AS adresse_scans,
    coalesce(' (' || beneficiaires.adresse || ')', '') AS adresse_beneficiaires
  FROM laureats
  LEFT JOIN adresses AS achats ON achats.convention = laureats.convention AND achats.indicateur = 'pass_achetes'
  LEFT JOIN adresses AS scans ON scans.convention = laureats.convention AND scans.indicateur = 'pass_scannes'
  LEFT JOIN adresses AS beneficiaires
    ON beneficiaires.convention = laureats.convention AND beneficiaires.indicateur = 'beneficiaires_uniques'
),
depassements AS (
  SELECT
    'achetes_superieurs_au_potentiel' AS controle,
    convention,
    'pass_achetes' AS indicateur,
    cast(pass_achetes AS varchar) || ' pass achetés' || adresse_achats || ' pour un potentiel de '
      || cast(potentiel_achat AS varchar) AS phrase
  FROM situes
  CROSS JOIN reglages
  WHERE pass_achetes > potentiel_achat * reglages.achetes_sur_potentiel
),
scans_de_trop AS (
  SELECT
    'scannes_superieurs_aux_achetes' AS controle,
    convention,
    'pass_scannes' AS indicateur,
    cast(pass_scannes AS varchar) || ' pass scannés' || adresse_scans || ' pour '
      || cast(pass_achetes AS varchar) || ' pass achetés' || adresse_achats AS phrase
  FROM situes
  WHERE pass_scannes > pass_achetes
),
beneficiaires_de_trop AS (
  SELECT
    'beneficiaires_superieurs_aux_scannes' AS controle,
    convention,
    'beneficiaires_uniques' AS indicateur,
    cast(beneficiaires_uniques AS varchar) || ' bénéficiaires uniques' || adresse_beneficiaires || ' pour '
      || cast(pass_scannes AS varchar) || ' pass scannés' || adresse_scans AS phrase
  FROM situes
  CROSS JOIN reglages
  WHERE beneficiaires_uniques > pass_scannes * reglages.beneficiaires_sur_scannes
),
hors_conversion AS (
  SELECT
    'laureat_hors_conversion' AS controle,
    convention,
    'pass_scannes' AS indicateur,
    cast(pass_scannes AS varchar) || ' pass scannés' || adresse_scans || ', mais '
      || coalesce(cast(pass_achetes AS varchar) || ' pass achetés' || adresse_achats, 'pass achetés inconnus')
      || ' : dans aucune tranche de conversion' AS phrase
  FROM situes
  WHERE pass_scannes IS NOT NULL AND tranche_conversion IS NULL
),
deduits AS (
  SELECT
    'beneficiaires_deduits' AS controle,
    convention,
    'beneficiaires_uniques' AS indicateur,
    cast(beneficiaires_uniques AS varchar) || ' bénéficiaires uniques' || adresse_beneficiaires || ' : exactement '
      || cast(pass_scannes AS varchar) || ' pass scannés' || adresse_scans || ' divisés par '
      || cast(
        CASE
          WHEN beneficiaires_uniques * pass_par_personne_bas = pass_scannes THEN pass_par_personne_bas
          ELSE pass_par_personne_haut
        END AS varchar
      ) AS phrase
  FROM situes
  CROSS JOIN reglages
  WHERE
    pass_scannes >= scannes_min
    AND pass_scannes IN (beneficiaires_uniques * pass_par_personne_bas, beneficiaires_uniques * pass_par_personne_haut)
),
ronds AS (
  SELECT
    'chiffres_ronds' AS controle,
    convention,
    'pass_scannes' AS indicateur,
    cast(pass_achetes AS varchar) || ' pass achetés' || adresse_achats || ', '
      || cast(pass_scannes AS varchar) || ' pass scannés' || adresse_scans || ' et '
      || cast(beneficiaires_uniques AS varchar) || ' bénéficiaires uniques' || adresse_beneficiaires
      || ' : trois multiples de ' || cast(multiple_rond AS varchar) AS phrase
  FROM situes
  CROSS JOIN reglages
  WHERE
    pass_achetes > 0
    AND pass_scannes > 0
    AND beneficiaires_uniques > 0
    AND mod(pass_achetes, nullif(multiple_rond, 0)) = 0
    AND mod(pass_scannes, nullif(multiple_rond, 0)) = 0
    AND mod(beneficiaires_uniques, nullif(multiple_rond, 0)) = 0
),
un_par_un AS (
  SELECT convention, 'pass_achetes' AS indicateur, pass_achetes AS valeur, ' pass achetés' || adresse_achats AS nom FROM situes
  UNION ALL
  SELECT convention, 'pass_scannes' AS indicateur, pass_scannes AS valeur, ' pass scannés' || adresse_scans AS nom FROM situes
  UNION ALL
  SELECT
    convention,
    'beneficiaires_uniques' AS indicateur,
    beneficiaires_uniques AS valeur,
    ' bénéficiaires uniques' || adresse_beneficiaires AS nom
  FROM situes
),
suites AS (
  SELECT
    'chiffres_non_comptes' AS controle,
    convention,
    indicateur,
    cast(valeur AS varchar) || nom || ' : une suite qui se tape plus qu''elle ne se compte' AS phrase
  FROM un_par_un
  CROSS JOIN reglages
  WHERE
    valeur >= suite_min
    AND (
      replace(cast(valeur AS varchar), substr(cast(valeur AS varchar), 1, 1), '') = ''
      OR '123456789' LIKE cast(valeur AS varchar) || '%'
      OR '987654321' LIKE cast(valeur AS varchar) || '%'
    )
),
final AS (
  SELECT controle, convention, indicateur, phrase FROM depassements
  UNION ALL
  SELECT controle, convention, indicateur, phrase FROM scans_de_trop
  UNION ALL
  SELECT controle, convention, indicateur, phrase FROM beneficiaires_de_trop
  UNION ALL
  SELECT controle, convention, indicateur, phrase FROM hors_conversion
  UNION ALL
  SELECT controle, convention, indicateur, phrase FROM deduits
  UNION ALL
  SELECT controle, convention, indicateur, phrase FROM ronds
  UNION ALL
  SELECT controle, convention, indicateur, phrase FROM suites
)
SELECT * FROM final
