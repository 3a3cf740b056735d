/*
grain: un contrôle et un chiffre qu'un autre rapport, ou un autre appel, rend étonnant
purpose: Les chiffres qui changent trop d'un rapport au suivant, et ceux qu'une structure donne deux fois, à deux appels.
key: [controle, convention, indicateur]
columns:
  controle: {type: varchar, description: "Contrôle."}
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, description: "Indicateur."}
  phrase: {type: varchar, description: "Ce qui étonne, avec les chiffres et leurs adresses."}
*/
WITH valeurs AS (
  SELECT * FROM intermediate.int_valeurs
),
dires AS (
  SELECT * FROM intermediate.int_dires
),
adresses AS (
  SELECT * FROM intermediate.int_adresses
),
registre AS (
  SELECT * FROM staging.stg_registre__laureats
),
indicateurs AS (
  SELECT * FROM staging.stg_regles__indicateurs
),
seuils AS (
  SELECT * FROM staging.stg_regles__seuils
),
reglages AS (
  SELECT
    max(CASE WHEN controle = 'chiffre_en_baisse' AND seuil = 'part_min' THEN valeur END) AS part_min,
    max(CASE WHEN controle = 'chiffre_en_forte_hausse' AND seuil = 'multiple_max' THEN valeur END) AS multiple_max,
    max(CASE WHEN controle = 'chiffre_en_forte_hausse' AND seuil = 'valeur_min' THEN valeur END) AS hausse_min,
    max(CASE WHEN controle = 'memes_chiffres_deux_appels' AND seuil = 'valeur_min' THEN valeur END) AS commun_min
  FROM seuils
),
connues AS (
  SELECT
    valeurs.convention,
    valeurs.indicateur,
    valeurs.valeur,
    indicateurs.libelle,
    registre.siren,
    registre.aap,
    cast(valeurs.valeur AS varchar) || coalesce(' (' || adresses.adresse || ')', '') AS citation
  FROM valeurs
  INNER JOIN indicateurs ON indicateurs.indicateur = valeurs.indicateur
  INNER JOIN registre ON registre.convention = valeurs.convention
  LEFT JOIN adresses
    ON adresses.convention = valeurs.convention AND adresses.indicateur = valeurs.indicateur
  WHERE valeurs.valeur IS NOT NULL
),
avant AS (
  SELECT
    connues.convention,
    connues.indicateur,
    connues.libelle,
    connues.citation,
    connues.valeur,
    dires.valeur AS valeur_avant,
    dires.fichier,
    row_number() OVER (
      PARTITION BY connues.convention, connues.indicateur
      ORDER BY dires.valeur DESC NULLS LAST, dires.fichier NULLS LAST
    ) AS rang_haut,
    row_number() OVER (
      PARTITION BY connues.convention, connues.indicateur
      ORDER BY dires.valeur NULLS LAST, dires.fichier NULLS LAST
    ) AS rang_bas
  FROM connues
  INNER JOIN dires
    ON dires.convention = connues.convention
    AND dires.indicateur = connues.indicateur
    AND dires.nature = 'valeur'
    AND dires.remplacant IS NOT NULL
),
baisses AS (
  SELECT
    'chiffre_en_baisse' AS controle,
    convention,
    indicateur,
    libelle || ' : ' || citation || ', mais ' || cast(valeur_avant AS varchar) || ' dans le rapport précédent ('
      || fichier || ')' AS phrase
  FROM avant
  CROSS JOIN reglages
  WHERE rang_haut = 1 AND valeur < valeur_avant * part_min
),
hausses AS (
  SELECT
    'chiffre_en_forte_hausse' AS controle,
    convention,
    indicateur,
    libelle || ' : ' || citation || ', mais ' || cast(valeur_avant AS varchar) || ' dans le rapport précédent ('
      || fichier || ')' AS phrase
  FROM avant
  CROSS JOIN reglages
  WHERE rang_bas = 1 AND valeur_avant > 0 AND valeur >= hausse_min AND valeur >= valeur_avant * multiple_max
),
jumelles AS (
  SELECT
    connues.convention,
    connues.indicateur,
    connues.libelle,
    connues.citation,
    autres.aap,
    autres.convention AS autre_convention,
    autres.citation AS autre_citation,
    row_number() OVER (
      PARTITION BY connues.convention, connues.indicateur
      ORDER BY autres.convention NULLS LAST
    ) AS rang
  FROM connues
  INNER JOIN connues AS autres
    ON autres.siren = connues.siren
    AND autres.aap <> connues.aap
    AND autres.indicateur = connues.indicateur
    AND autres.valeur = connues.valeur
),
doublons AS (
  SELECT
    'memes_chiffres_deux_appels' AS controle,
    jumelles.convention,
    jumelles.indicateur,
    jumelles.libelle || ' : ' || jumelles.citation || ', comme à l''appel ' || jumelles.aap || ' (convention '
      || jumelles.autre_convention || ') : ' || jumelles.autre_citation AS phrase
  FROM jumelles
  INNER JOIN connues
    ON connues.convention = jumelles.convention AND connues.indicateur = jumelles.indicateur
  CROSS JOIN reglages
  WHERE jumelles.rang = 1 AND connues.valeur >= reglages.commun_min
),
final AS (
  SELECT controle, convention, indicateur, phrase FROM baisses
  UNION ALL
  SELECT controle, convention, indicateur, phrase FROM hausses
  UNION ALL
  SELECT controle, convention, indicateur, phrase FROM doublons
)
SELECT * FROM final
