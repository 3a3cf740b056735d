/*
grain: une convention, un fichier, et un fichier plus récent qui parle d'elle
purpose: Quels fichiers en remplacent d'autres. Un bilan de 2022-2023 ne remplace pas celui de 2020-2021, dont il ne dit rien. Un rang de version plus haut l'emporte, sauf sur un fichier qui dit une date plus tardive (la v2 de 2022 ne remplace pas la v1 de 2023) ; à rang égal, une date plus tardive, si les deux dates sont connues. La date des propriétés n'est que celle du dernier enregistrement, et ne rend pas un fichier plus récent que celui qui dit sa date. Un message qui joint un bilan a été envoyé avec lui, et aucun des deux ne remplace l'autre par le rang de ce bilan. Sinon aucun ne l'emporte, et un désaccord entre eux est une question.
key: [convention, fichier, remplacant]
columns:
  convention: {type: varchar, description: "Convention."}
  fichier: {type: varchar, description: "Fichier remplacé."}
  remplacant: {type: varchar, description: "Fichier qui le remplace."}
*/
WITH fichiers AS (
  SELECT * FROM staging.stg_rapports__fichiers
),
rattachements AS (
  SELECT * FROM staging.stg_rapports__rattachements
),
observations AS (
  SELECT * FROM staging.stg_rapports__observations
),
/* The years that a report says it covers. */
etendues AS (
  SELECT convention, fichier, min(premiere_annee) AS premiere_annee, max(derniere_annee) AS derniere_annee
  FROM observations
  WHERE retenue AND premiere_annee IS NOT NULL
  GROUP BY convention, fichier
),
versions AS (
  SELECT
    rattachements.convention,
    rattachements.fichier,
    fichiers.rang_version,
    fichiers.date_version,
    fichiers.date_proprietes,
    fichiers.accompagne,
    etendues.premiere_annee,
    etendues.derniere_annee
  FROM rattachements
  INNER JOIN fichiers ON fichiers.fichier = rattachements.fichier
  LEFT JOIN etendues
    ON etendues.convention = rattachements.convention AND etendues.fichier = rattachements.fichier
  WHERE fichiers.statut = 'lu'
),
final AS (
  SELECT
    versions.convention,
    versions.fichier,
    recentes.fichier AS remplacant
  FROM versions
  INNER JOIN versions AS recentes ON recentes.convention = versions.convention
  WHERE
    /* One year after another is decided figure by figure. */
    NOT coalesce(
      recentes.premiere_annee > versions.derniere_annee
      AND (recentes.premiere_annee < recentes.derniere_annee OR versions.premiere_annee < versions.derniere_annee),
      FALSE
    )
    AND (
      (
        recentes.rang_version > versions.rang_version
        AND NOT versions.accompagne
        AND (recentes.rang_version > 1 OR NOT recentes.accompagne)
        AND coalesce(versions.date_version <= recentes.date_version, TRUE)
      )
      OR (
        recentes.rang_version >= versions.rang_version
        AND (recentes.rang_version = versions.rang_version OR versions.accompagne)
        AND (
          /* What was saved on a day says nothing of a later one. */
          recentes.date_version > coalesce(versions.date_version, versions.date_proprietes)
          OR (
            recentes.date_version IS NULL
            AND versions.date_version IS NULL
            AND recentes.date_proprietes > versions.date_proprietes
          )
        )
      )
    )
)
SELECT * FROM final
