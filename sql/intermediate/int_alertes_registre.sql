/*
grain: un contrôle et une ligne du registre qui étonne
purpose: Ce que le registre lui-même a d'invraisemblable.
key: [controle, convention, colonne]
columns:
  controle: {type: varchar, description: "Contrôle."}
  convention: {type: varchar, description: "Convention."}
  colonne: {type: varchar, description: "Colonne du registre à relire."}
  ligne: {type: integer, description: "Ligne du registre."}
  phrase: {type: varchar, description: "Ce qui étonne."}
*/
WITH registre AS (
  SELECT * FROM staging.stg_registre__laureats
),
seuils AS (
  SELECT * FROM staging.stg_regles__seuils
),
reglages AS (
  SELECT
    max(CASE WHEN seuil = 'part_du_budget_en_pass' THEN valeur END) AS part_du_budget,
    max(CASE WHEN seuil = 'euros_par_pass' THEN valeur END) AS euros_par_pass,
    max(CASE WHEN seuil = 'rapport_max' THEN valeur END) AS rapport_max
  FROM seuils
  WHERE controle = 'budget_et_potentiel'
),
montants AS (
  SELECT
    'registre_montants' AS controle,
    convention,
    CASE
      WHEN montant_projet IS NULL OR (subvention_etat IS NOT NULL AND montant_projet < 0) THEN 'montant_projet'
      ELSE 'subvention_etat'
    END AS colonne,
    ligne,
    CASE
      WHEN montant_projet IS NULL THEN 'le montant du projet manque'
      WHEN subvention_etat IS NULL THEN 'la subvention de l''État manque'
      WHEN montant_projet < 0 OR subvention_etat < 0 THEN 'un montant est négatif'
      ELSE
        'la subvention de l''État (' || cast(subvention_etat AS varchar) || ' EUR) dépasse le montant du projet ('
        || cast(montant_projet AS varchar) || ' EUR)'
    END AS phrase
  FROM registre
  WHERE
    montant_projet IS NULL
    OR subvention_etat IS NULL
    OR montant_projet < 0
    OR subvention_etat < 0
    OR subvention_etat > montant_projet
),
potentiels AS (
  SELECT
    'registre_potentiel' AS controle,
    convention,
    'potentiel_achat' AS colonne,
    ligne,
    'le potentiel d''achat est de ' || cast(potentiel_achat AS varchar) || ' pass' AS phrase
  FROM registre
  WHERE potentiel_achat <= 0
),
attendus AS (
  SELECT
    registre.convention,
    registre.ligne,
    registre.potentiel_achat,
    registre.montant_projet,
    reglages.rapport_max,
    cast(floor(
      cast(registre.montant_projet * reglages.part_du_budget AS double) / nullif(cast(reglages.euros_par_pass AS double), 0)
    ) AS bigint) AS pass_du_budget
  FROM registre
  CROSS JOIN reglages
  WHERE registre.montant_projet > 0 AND registre.potentiel_achat > 0
),
budgets AS (
  SELECT
    'budget_et_potentiel' AS controle,
    convention,
    'montant_projet' AS colonne,
    ligne,
    'un projet de ' || cast(montant_projet AS varchar) || ' EUR donne ' || cast(pass_du_budget AS varchar)
      || ' pass selon la règle de l''État, le potentiel d''achat est de ' || cast(potentiel_achat AS varchar) AS phrase
  FROM attendus
  WHERE pass_du_budget > potentiel_achat * rapport_max OR potentiel_achat > pass_du_budget * rapport_max
),
final AS (
  SELECT controle, convention, colonne, ligne, phrase FROM montants
  UNION ALL
  SELECT controle, convention, colonne, ligne, phrase FROM potentiels
  UNION ALL
  SELECT controle, convention, colonne, ligne, phrase FROM budgets
)
SELECT * FROM final
