/*
grain: une convention et un indicateur qui manque, qui est douteux, ou qui a été demandé
purpose: Le suivi des demandes aux lauréats, de la lettre à la réponse. Une demande est close quand la valeur est là, sans doute.
key: [convention, indicateur]
references:
  - {columns: [convention], to: bilan.laureats, key: [convention]}
columns:
  convention: {type: varchar, description: "Convention."}
  indicateur: {type: varchar, values: [pass_achetes, pass_scannes, beneficiaires_uniques], description: "Indicateur."}
  nom: {type: varchar, description: "Nom de la structure."}
  aap: {type: varchar, description: "Appel à projets."}
  potentiel_achat: {type: bigint, unit: pass, description: "Potentiel d'achat : le poids de ce qui manque."}
  objet: {type: varchar, values: [manque, question, precision], description: "manque : pas de valeur ; question : une valeur ou son absence est douteuse ; precision : la valeur est approximative. Pour une demande close, l'objet de la lettre."}
  motif: {type: varchar, description: "Ce qui est demandé et pourquoi, ou d'où vient la valeur si la demande est close."}
  statut: {type: varchar, values: [a_ecrire, ecrite, envoyee, repondue, close], description: "a_ecrire : aucune lettre ; ecrite : pas encore envoyée ; envoyee : sans réponse ; repondue : un fichier est arrivé, la valeur n'est pas là ou reste douteuse ; close : la valeur est là."}
  ecrite_le: {type: varchar, nullable: true, description: "Jour où la lettre a été écrite (AAAA-MM-JJ) ; NULL s'il n'y en a pas."}
  envoyee_le: {type: varchar, nullable: true, description: "Jour de l'envoi (AAAA-MM-JJ) ; NULL tant qu'elle n'est pas partie."}
  nb_fichiers_recus: {type: bigint, unit: fichiers, description: "Fichiers de la convention reçus depuis la lettre ; 0 sans lettre."}
  premier_fichier_recu: {type: varchar, nullable: true, description: "Le premier d'entre eux, par ordre alphabétique ; NULL s'il n'y en a pas."}
*/
WITH valeurs AS (
  SELECT * FROM intermediate.int_valeurs
),
laureats AS (
  SELECT * FROM staging.stg_registre__laureats
),
questions AS (
  SELECT * FROM bilan.a_verifier
),
demandes AS (
  SELECT * FROM staging.stg_relances__demandes
),
connus AS (
  SELECT * FROM staging.stg_relances__recus
),
rattachements AS (
  SELECT * FROM staging.stg_rapports__rattachements
),
fichiers AS (
  SELECT * FROM staging.stg_rapports__fichiers
),
doutes AS (
  SELECT convention, indicateur, min(motif) AS motif
  FROM questions
  WHERE convention IS NOT NULL AND indicateur IS NOT NULL
  GROUP BY convention, indicateur
),
empreintes AS (
  SELECT
    fichier,
    statut,
    substr(sha256, 1, 12) AS empreinte
  FROM fichiers
),
recus AS (
  SELECT
    demandes.convention,
    demandes.indicateur,
    count(DISTINCT rattachements.fichier) AS nb_fichiers,
    min(rattachements.fichier) AS premier
  FROM demandes
  INNER JOIN rattachements ON rattachements.convention = demandes.convention
  INNER JOIN empreintes
    ON
      empreintes.fichier = rattachements.fichier
      AND empreintes.statut <> 'doublon'
  WHERE NOT EXISTS (
    SELECT 1 FROM connus
    WHERE
      connus.convention = demandes.convention
      AND connus.indicateur = demandes.indicateur
      AND connus.empreinte = empreintes.empreinte
  )
  GROUP BY demandes.convention, demandes.indicateur
),
ouverts AS (
  SELECT
    valeurs.convention,
    valeurs.indicateur,
    valeurs.motif,
    doutes.motif AS doute,
    CASE
      WHEN doutes.motif IS NOT NULL THEN 'question'
      WHEN valeurs.valeur IS NULL THEN 'manque'
      WHEN valeurs.statut = 'approximatif' THEN 'precision'
    END AS objet
  FROM valeurs
  LEFT JOIN doutes ON doutes.convention = valeurs.convention AND doutes.indicateur = valeurs.indicateur
),
final AS (
  SELECT
    ouverts.convention,
    ouverts.indicateur,
    laureats.nom,
    laureats.aap,
    laureats.potentiel_achat,
    coalesce(ouverts.objet, demandes.objet) AS objet,
    CASE
      WHEN ouverts.doute IS NULL OR ouverts.motif LIKE '%' || ouverts.doute || '%' THEN ouverts.motif
      ELSE ouverts.motif || ' ; une question reste ouverte : ' || ouverts.doute
    END AS motif,
    CASE
      WHEN ouverts.objet IS NULL THEN 'close'
      WHEN demandes.convention IS NULL THEN 'a_ecrire'
      WHEN recus.nb_fichiers > 0 THEN 'repondue'
      WHEN demandes.envoyee_le IS NOT NULL THEN 'envoyee'
      ELSE 'ecrite'
    END AS statut,
    demandes.ecrite_le,
    demandes.envoyee_le,
    coalesce(recus.nb_fichiers, 0) AS nb_fichiers_recus,
    recus.premier AS premier_fichier_recu
  FROM ouverts
  INNER JOIN laureats ON laureats.convention = ouverts.convention
  LEFT JOIN demandes
    ON demandes.convention = ouverts.convention AND demandes.indicateur = ouverts.indicateur
  LEFT JOIN recus
    ON recus.convention = ouverts.convention AND recus.indicateur = ouverts.indicateur
  WHERE ouverts.objet IS NOT NULL OR demandes.convention IS NOT NULL
)
SELECT * FROM final
