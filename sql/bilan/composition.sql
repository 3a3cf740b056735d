/*
grain: un lauréat dans une quantité (numérateur ou dénominateur) d'un chiffre du bilan
purpose: De quoi chaque chiffre est fait. La somme des valeurs qui comptent est la quantité ; le chiffre est le numérateur, multiplié par le facteur de sa colonne et divisé par le dénominateur s'il y en a un. Un lauréat que sa ligne laisse de côté y est avec sa raison.
key: [lecture, tableau, aap, ligne, colonne, role, convention]
materialized: view
columns:
  lecture: {type: varchar, values: [publie, coherent], description: "Lecture."}
  tableau: {type: varchar, description: "Tableau : quantitatif, conversion, conversion.note ou texte."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble des appels joints par « + »."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  colonne: {type: varchar, description: "Colonne, nommée comme au glossaire."}
  role: {type: varchar, values: [numerateur, denominateur], description: "La quantité du chiffre : son numérateur (ou le chiffre lui-même), ou son dénominateur."}
  indicateur: {type: varchar, description: "Quantité du lauréat ; dans une ligne de données manquantes, celle qui lui manque."}
  convention: {type: varchar, description: "Convention du lauréat."}
  valeur: {type: "decimal(18,2)", nullable: true, description: "Ce que le lauréat apporte, dans l'unité de la quantité ; 1 là où les lauréats se comptent ; NULL quand sa valeur manque."}
  compte: {type: boolean, description: "Vrai si la valeur entre dans la quantité."}
  motif: {type: varchar, nullable: true, description: "Pourquoi elle n'y entre pas ; NULL si elle y entre."}
*/
WITH lignes AS (
  SELECT * FROM intermediate.int_lignes
),
colonnes AS (
  SELECT * FROM staging.stg_regles__colonnes
),
laureats AS (
  SELECT * FROM intermediate.int_laureats
),
valeurs AS (
  SELECT * FROM intermediate.int_valeurs
),
regles_appels AS (
  SELECT lecture, aap, potentiel_sans_achats_au_total
  FROM lignes
  WHERE nature = 'total' AND tableau = 'quantitatif'
),
operandes AS (
  SELECT tableau, nature, colonne, 'numerateur' AS role, numerateur AS indicateur, tranche
  FROM colonnes
  WHERE numerateur IS NOT NULL
  UNION ALL
  SELECT tableau, nature, colonne, 'denominateur' AS role, denominateur AS indicateur, 'toutes' AS tranche
  FROM colonnes
  WHERE denominateur IS NOT NULL
),
/* Each laureate under every scope that a line may cover, so that lines find theirs by equality, however many they are. */
portees AS (
  SELECT laureats.*, aap AS aap_couvert, type_structure AS type_couvert FROM laureats
  UNION ALL
  SELECT laureats.*, aap AS aap_couvert, '*' AS type_couvert FROM laureats
  UNION ALL
  SELECT laureats.*, '*' AS aap_couvert, type_structure AS type_couvert FROM laureats
  UNION ALL
  SELECT laureats.*, '*' AS aap_couvert, '*' AS type_couvert FROM laureats
),
membres AS (
  SELECT
    lignes.lecture,
    lignes.tableau,
    lignes.nature,
    lignes.aap,
    lignes.ligne,
    operandes.colonne,
    operandes.role,
    operandes.indicateur,
    laureats.convention,
    laureats.potentiel_achat,
    laureats.pass_achetes,
    laureats.pass_scannes,
    laureats.tranche_conversion,
    regles_appels.potentiel_sans_achats_au_total,
    CASE operandes.indicateur
      WHEN 'nb_laureats' THEN cast(1 AS decimal(18,2))
      WHEN 'potentiel_achat' THEN cast(laureats.potentiel_achat AS decimal(18,2))
      WHEN 'pass_achetes' THEN cast(laureats.pass_achetes AS decimal(18,2))
      WHEN 'pass_scannes' THEN cast(laureats.pass_scannes AS decimal(18,2))
      WHEN 'beneficiaires_uniques' THEN cast(laureats.beneficiaires_uniques AS decimal(18,2))
      WHEN 'montant_projet' THEN laureats.montant_projet
      WHEN 'subvention_etat' THEN laureats.subvention_etat
    END AS valeur
  FROM lignes
  INNER JOIN operandes ON operandes.tableau = lignes.tableau AND operandes.nature = lignes.nature
  INNER JOIN portees AS laureats
    ON laureats.aap_couvert = lignes.aap_couvert
    AND laureats.type_couvert = lignes.type_couvert
    AND (
      lignes.tableau <> 'conversion'
      OR operandes.tranche = 'toutes'
      OR laureats.tranche_conversion IS NULL
      OR laureats.tranche_conversion = operandes.tranche
    )
  INNER JOIN regles_appels ON regles_appels.lecture = lignes.lecture AND regles_appels.aap = laureats.aap
),
comptees AS (
  SELECT
    membres.*,
    CASE
      WHEN nature IN ('absence', 'note') AND indicateur = 'potentiel_achat' THEN valeur
      WHEN nature IN ('absence', 'note') THEN cast(1 AS decimal(18,2))
      ELSE valeur
    END AS apport,
    CASE
      WHEN nature NOT IN ('absence', 'note') OR indicateur = 'nb_laureats' THEN TRUE
      WHEN indicateur <> 'potentiel_achat' THEN valeur IS NULL
      WHEN nature = 'absence' THEN pass_achetes IS NULL
      ELSE pass_scannes IS NULL
    END AS present,
    CASE
      WHEN tableau = 'conversion' AND tranche_conversion IS NULL THEN FALSE
      WHEN nature IN ('absence', 'note') THEN TRUE
      WHEN indicateur = 'potentiel_achat' AND pass_achetes IS NULL THEN
        nature IN ('total', 'texte', 'grand_total', 'texte_ensemble') AND potentiel_sans_achats_au_total
      ELSE valeur IS NOT NULL
    END AS compte
  FROM membres
),
final AS (
  SELECT
    comptees.lecture,
    comptees.tableau,
    comptees.aap,
    comptees.ligne,
    comptees.colonne,
    comptees.role,
    comptees.indicateur,
    comptees.convention,
    comptees.apport AS valeur,
    comptees.compte,
    CASE
      WHEN comptees.compte THEN NULL
      WHEN comptees.apport IS NULL THEN coalesce(valeurs.motif, 'Le registre ne le dit pas.')
      WHEN comptees.tableau = 'conversion' AND comptees.pass_achetes = 0 THEN 'Sans tranche de conversion : aucun pass acheté.'
      WHEN comptees.tableau = 'conversion' THEN 'Sans tranche de conversion : pass achetés ou scannés inconnus.'
      ELSE 'Potentiel laissé de côté : le lauréat n''a pas de chiffre de pass achetés.'
    END AS motif
  FROM comptees
  LEFT JOIN valeurs
    ON valeurs.convention = comptees.convention AND valeurs.indicateur = comptees.indicateur
  WHERE comptees.present
)
SELECT * FROM final
