/*
grain: une valeur avancée qu'une personne doit départager ou vérifier
purpose: Les doutes que les règles trouvent elles-mêmes - des sources de même rang qui se contredisent, une valeur qui n'est pas un compte, des détails incomplets.
key: [question]
columns:
  question: {type: varchar, description: "Identifiant stable."}
  observation: {type: varchar, description: "Chiffre lu en cause."}
  indicateur: {type: varchar, description: "Indicateur en jeu."}
  motif: {type: varchar, description: "Ce qui est douteux."}
  proposition: {type: varchar, nullable: true, description: "Valeur que ce chiffre donnerait ; NULL s'il n'en donne pas."}
*/
WITH pretendants AS (
  SELECT * FROM intermediate.int_pretendants
),
dires AS (
  SELECT * FROM intermediate.int_dires
),
lues AS (
  SELECT * FROM intermediate.int_valeurs_lues
),
corrections AS (
  SELECT * FROM intermediate.int_corrections
),
en_cause AS (
  SELECT
    pretendants.pretendant,
    pretendants.indicateur,
    pretendants.valeur,
    pretendants.defaut,
    pretendants.citation,
    lues.statut,
    lues.motif
  FROM pretendants
  INNER JOIN dires
    ON dires.convention = pretendants.convention
    AND dires.indicateur = pretendants.indicateur
    AND dires.fichier = pretendants.fichier
  INNER JOIN lues
    ON lues.convention = pretendants.convention
    AND lues.indicateur = pretendants.indicateur
  WHERE
    dires.remplacant IS NULL
    AND (
      lues.statut = 'contradictoire'
      OR pretendants.defaut IS NOT NULL
      OR (dires.nature = 'annee' AND lues.statut = 'non_communique')
    )
    AND NOT EXISTS (
      SELECT 1 FROM corrections
      WHERE corrections.convention = pretendants.convention AND corrections.indicateur = pretendants.indicateur
    )
),
final AS (
  SELECT
    'regle-' || pretendant || '-' || indicateur AS question,
    pretendant AS observation,
    indicateur,
    CASE
      WHEN defaut IS NOT NULL THEN 'Valeur à vérifier : ' || citation || ' ' || defaut
      ELSE motif
    END AS motif,
    CASE WHEN defaut IS NULL THEN cast(cast(valeur AS bigint) AS varchar) END AS proposition
  FROM en_cause
)
SELECT * FROM final
