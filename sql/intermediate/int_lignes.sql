/*
grain: une lecture et une ligne que le bilan imprime pour ce registre
purpose: Les lignes des tableaux, dans leur ordre, pour les appels et les types que le registre contient.
key: [lecture, tableau, nature, aap, ligne]
columns:
  lecture: {type: varchar, values: [publie, coherent], description: "Lecture."}
  tableau: {type: varchar, description: "Tableau du document."}
  nature: {type: varchar, description: "Nature de la ligne."}
  aap: {type: varchar, description: "Appel, ou l'ensemble des appels joints par « + »."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  ordre: {type: integer, description: "Rang de la ligne dans son tableau et son appel."}
  rang_aap: {type: integer, description: "Rang de l'appel ; l'ensemble vient en dernier."}
  numero: {type: integer, description: "Rang de la ligne dans son tableau, tous appels compris, comme le document l'imprime."}
  aap_couvert: {type: varchar, description: "Appel dont les lauréats font la ligne ; « * » pour tous."}
  type_couvert: {type: varchar, description: "Type de structure dont les lauréats font la ligne ; « * » pour tous."}
  potentiel_sans_achats_au_total: {type: boolean, description: "Vrai si le potentiel des lauréats sans chiffre d'achat compte au total de l'appel dans cette lecture."}
*/
WITH laureats AS (
  SELECT * FROM staging.stg_registre__laureats
),
ensemble AS (
  SELECT * FROM staging.stg_registre__ensemble
),
types_structure AS (
  SELECT * FROM staging.stg_regles__types_structure
),
lignes AS (
  SELECT * FROM staging.stg_regles__lignes
),
lectures AS (
  SELECT * FROM staging.stg_regles__lectures
),
noms_lectures AS (
  SELECT DISTINCT lecture FROM lectures
),
appels AS (
  SELECT DISTINCT aap FROM laureats
),
champs AS (
  SELECT
    'aap' AS champ,
    aap,
    cast(row_number() OVER (ORDER BY aap NULLS LAST) AS integer) AS rang_aap
  FROM appels
  UNION ALL
  SELECT 'ensemble' AS champ, aap, cast(nb_aap + 1 AS integer) AS rang_aap FROM ensemble
),
types_presents AS (
  SELECT DISTINCT 'aap' AS champ, aap, type_structure FROM laureats
  UNION
  SELECT DISTINCT 'ensemble' AS champ, ensemble.aap, laureats.type_structure
  FROM laureats
  CROSS JOIN ensemble
),
structures AS (
  SELECT
    types_presents.champ,
    types_presents.aap,
    types_presents.type_structure,
    coalesce(types_structure.ordre, 99) AS ordre
  FROM types_presents
  LEFT JOIN types_structure ON types_structure.type_structure = types_presents.type_structure
),
imprimees AS (
  SELECT
    lignes.tableau,
    lignes.nature,
    champs.champ,
    champs.aap,
    champs.rang_aap,
    coalesce(lignes.ligne, structures.type_structure) AS ligne,
    lignes.ordre + coalesce(structures.ordre, 0) AS ordre
  FROM lignes
  INNER JOIN champs ON champs.champ = lignes.champ
  LEFT JOIN structures
    ON lignes.nature = 'structure'
    AND structures.champ = champs.champ
    AND structures.aap = champs.aap
),
final AS (
  SELECT
    noms_lectures.lecture,
    imprimees.tableau,
    imprimees.nature,
    imprimees.aap,
    imprimees.ligne,
    cast(imprimees.ordre AS integer) AS ordre,
    imprimees.rang_aap,
    cast(row_number() OVER (
      PARTITION BY noms_lectures.lecture, imprimees.tableau
      ORDER BY imprimees.rang_aap NULLS LAST, imprimees.ordre NULLS LAST, imprimees.ligne NULLS LAST
    ) AS integer) AS numero,
    CASE WHEN imprimees.champ = 'ensemble' THEN '*' ELSE imprimees.aap END AS aap_couvert,
    CASE WHEN imprimees.nature = 'structure' THEN imprimees.ligne ELSE '*' END AS type_couvert,
    coalesce(propres.potentiel_sans_achats_au_total, communes.potentiel_sans_achats_au_total) AS potentiel_sans_achats_au_total
  FROM imprimees
  CROSS JOIN noms_lectures
  LEFT JOIN lectures AS propres
    ON propres.lecture = noms_lectures.lecture AND propres.aap = imprimees.aap
  LEFT JOIN lectures AS communes
    ON communes.lecture = noms_lectures.lecture AND communes.aap = '*'
)
SELECT * FROM final
