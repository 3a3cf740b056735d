/*
grain: un chiffre lu dans un fichier, retenu ou non
purpose: Le sort de chaque chiffre lu - s'il compte dans une valeur publiée, et sinon pourquoi.
key: [observation]
columns:
  observation: {type: varchar, description: "Identifiant du chiffre lu."}
  indicateur: {type: varchar, description: "Indicateur auquel le chiffre sert ; la notion lue s'il ne sert à aucun."}
  qualite: {type: varchar, values: [exact, approximatif, derive], description: "Qualité ; derive s'il tient lieu d'un autre indicateur."}
  retenue: {type: boolean, description: "Vrai si le chiffre compte dans la valeur publiée."}
  motif: {type: varchar, description: "Pourquoi."}
*/
WITH observations AS (
  SELECT * FROM staging.stg_rapports__observations
),
fichiers AS (
  SELECT * FROM staging.stg_rapports__fichiers
),
substitutions AS (
  SELECT * FROM staging.stg_regles__substitutions
),
candidats AS (
  SELECT * FROM intermediate.int_candidats
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
remplacants AS (
  SELECT DISTINCT remplacant FROM substitutions
),
chiffres AS (
  SELECT
    observations.observation,
    observations.indicateur AS notion,
    observations.qualite,
    observations.convention,
    observations.retenue,
    observations.motif,
    fichiers.statut AS statut_fichier,
    candidats.indicateur,
    candidats.portee,
    candidats.groupe,
    candidats.substitution,
    remplacants.remplacant AS tient_lieu,
    dires.nature,
    dires.portee AS portee_dite,
    dires.groupe AS groupe_dit,
    dires.phrase,
    dires.remplacant,
    dires.version_muette,
    dires.approximatif AND dires.valeur <> lues.valeur AS arrondi,
    lues.statut,
    lues.motif AS motif_lu,
    corrections.phrase AS correction
  FROM observations
  INNER JOIN fichiers ON fichiers.fichier = observations.fichier
  LEFT JOIN candidats ON candidats.observation = observations.observation
  LEFT JOIN remplacants ON remplacants.remplacant = observations.indicateur
  LEFT JOIN dires
    ON dires.convention = observations.convention
    AND dires.indicateur = candidats.indicateur
    AND dires.fichier = observations.fichier
  LEFT JOIN lues
    ON lues.convention = observations.convention AND lues.indicateur = candidats.indicateur
  LEFT JOIN corrections
    ON corrections.convention = observations.convention AND corrections.indicateur = candidats.indicateur
  WHERE observations.portee <> 'absence'
),
rejets AS (
  SELECT
    chiffres.*,
    CASE
      WHEN NOT retenue THEN coalesce(motif, 'Écarté à la lecture')
      WHEN statut_fichier = 'doublon' THEN 'Le fichier est la copie d''un autre'
      WHEN statut_fichier = 'rejete' THEN 'Le fichier est rejeté'
      WHEN convention IS NULL THEN 'Aucune convention n''a été reconnue'
      WHEN indicateur IS NULL AND tient_lieu IS NOT NULL
        THEN 'Ne tient lieu d''un indicateur du bilan que si rien n''en est dit'
      WHEN indicateur IS NULL THEN 'N''est pas un indicateur du bilan'
      WHEN remplacant IS NOT NULL THEN 'Remplacé par un rapport plus récent : ' || remplacant
      WHEN statut = 'contradictoire' THEN motif_lu
      WHEN nature = 'valeur' AND arrondi THEN 'Arrondi de ce qu''un autre rapport donne exactement'
      WHEN nature = 'defaut' THEN 'Valeur à vérifier : ' || phrase
      WHEN nature <> 'valeur' AND NOT (nature = 'annee' AND statut IN ('calcule', 'approximatif')) THEN motif_lu
      WHEN portee <> portee_dite THEN 'Le total du même fichier fait foi'
      WHEN portee = 'detail' AND groupe <> groupe_dit THEN 'Même somme qu''un autre groupe de détails du fichier'
      WHEN correction IS NOT NULL THEN 'Remplacé : ' || correction
    END AS rejet
  FROM chiffres
),
final AS (
  SELECT
    observation,
    coalesce(indicateur, notion) AS indicateur,
    CASE WHEN substitution IS NOT NULL THEN 'derive' ELSE qualite END AS qualite,
    rejet IS NULL AS retenue,
    CASE
      WHEN rejet IS NOT NULL THEN rejet
      ELSE
        coalesce(substitution, motif, CASE WHEN portee = 'detail' THEN 'Additionné aux autres détails' ELSE 'Seul chiffre, ou confirmé par les autres' END)
        || coalesce(' ; un rapport plus récent n''en dit rien : ' || version_muette, '')
    END AS motif
  FROM rejets
)
SELECT * FROM final
