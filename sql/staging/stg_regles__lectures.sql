/*
grain: une lecture et un appel (ou tous les autres)
purpose: La règle qui dit si le potentiel des lauréats sans chiffre d'achat compte au total d'un appel.
key: [lecture, aap]
columns:
  lecture: {type: varchar, description: "Lecture : publie (comme le document imprime) ou coherent (une seule règle)."}
  aap: {type: varchar, description: "Appel à projets ; « * » pour tous ceux qui n'ont pas de ligne à eux."}
  potentiel_sans_achats_au_total: {type: boolean, description: "Vrai si ce potentiel compte au total de l'appel."}
  motif: {type: varchar, description: "D'où vient la règle."}
*/
WITH lectures AS (
  SELECT * FROM seeds.lectures
),
final AS (
  SELECT
    lecture,
    coalesce(aap, '*') AS aap,
    potentiel_sans_achats_au_total = 'oui' AS potentiel_sans_achats_au_total,
    motif
  FROM lectures
)
SELECT * FROM final
