/*
grain: une structure du registre, par son SIREN
purpose: Les structures distinctes, à côté des conventions que le bilan compte. Le document imprime 74 lauréats et 79 conventions ; cette table dit combien de structures le registre contient vraiment, et lesquelles ont deux conventions.
key: [siren]
columns:
  siren: {type: varchar, description: "SIREN, neuf chiffres."}
  nom: {type: varchar, description: "Nom de la structure, tel que sa première convention l'écrit."}
  conventions: {type: varchar, description: "Ses conventions, jointes par « | »."}
  appels: {type: varchar, description: "Ses appels à projets, joints par « | »."}
  nb_conventions: {type: bigint, unit: conventions, description: "Nombre de conventions."}
  nb_appels: {type: bigint, unit: appels, description: "Nombre d'appels à projets."}
  potentiel_achat: {type: bigint, unit: pass, description: "Potentiel d'achat de toutes ses conventions."}
  pass_achetes: {type: bigint, nullable: true, unit: pass, description: "Pass achetés, toutes conventions ; NULL si une convention n'a pas le chiffre."}
  pass_scannes: {type: bigint, nullable: true, unit: pass, description: "Pass scannés, toutes conventions ; NULL si une convention n'a pas le chiffre."}
  beneficiaires_uniques: {type: bigint, nullable: true, unit: personnes, description: "Bénéficiaires uniques, toutes conventions ; un majorant, une même personne pouvant être aidée par deux conventions ; NULL si une convention n'a pas le chiffre."}
*/
WITH organismes AS (
  SELECT * FROM staging.stg_registre__organismes
),
registre AS (
  SELECT * FROM staging.stg_registre__laureats
),
laureats AS (
  SELECT * FROM intermediate.int_laureats
),
sommes AS (
  SELECT
    registre.siren,
    sum(laureats.potentiel_achat) AS potentiel_achat,
    CASE WHEN count(laureats.pass_achetes) = count(*) THEN sum(laureats.pass_achetes) END AS pass_achetes,
    CASE WHEN count(laureats.pass_scannes) = count(*) THEN sum(laureats.pass_scannes) END AS pass_scannes,
    CASE WHEN count(laureats.beneficiaires_uniques) = count(*) THEN sum(laureats.beneficiaires_uniques) END AS beneficiaires_uniques
  FROM registre
  INNER JOIN laureats ON laureats.convention = registre.convention
  GROUP BY registre.siren
),
final AS (
  SELECT
    organismes.siren,
    organismes.nom,
    organismes.conventions,
    organismes.appels,
    organismes.nb_conventions,
    organismes.nb_appels,
    cast(sommes.potentiel_achat AS bigint) AS potentiel_achat,
    cast(sommes.pass_achetes AS bigint) AS pass_achetes,
    cast(sommes.pass_scannes AS bigint) AS pass_scannes,
    cast(sommes.beneficiaires_uniques AS bigint) AS beneficiaires_uniques
  FROM organismes
  INNER JOIN sommes ON sommes.siren = organismes.siren
)
SELECT * FROM final
