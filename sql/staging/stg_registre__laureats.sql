/*
grain: une convention du registre
purpose: Le registre des conventions, tel qu'il a été contrôlé à la lecture.
key: [convention]
columns:
  convention: {type: varchar, description: "Numéro de la convention."}
  aap: {type: varchar, description: "Appel à projets."}
  siren: {type: varchar, description: "SIREN de la structure, neuf chiffres."}
  nom: {type: varchar, description: "Nom de la structure."}
  type_structure: {type: varchar, description: "Type de la structure selon l'agence."}
  departement: {type: varchar, nullable: true, description: "Code du département ; NULL si sans objet."}
  potentiel_achat: {type: bigint, unit: pass, description: "Nombre de pass que la convention permet d'acheter."}
  montant_projet: {type: "decimal(18,2)", nullable: true, unit: EUR, description: "Montant total du projet ; NULL si le registre ne le dit pas."}
  subvention_etat: {type: "decimal(18,2)", nullable: true, unit: EUR, description: "Part de l'État ; NULL si le registre ne la dit pas."}
  ligne: {type: integer, description: "Ligne du registre, l'en-tête étant la ligne 1."}
*/
WITH laureats AS (
  SELECT * FROM raw.laureats
),
final AS (
  SELECT
    trim(convention) AS convention,
    trim(aap) AS aap,
    trim(siren) AS siren,
    trim(nom) AS nom,
    trim(type_structure) AS type_structure,
    nullif(trim(departement), '') AS departement,
    cast(potentiel_achat AS bigint) AS potentiel_achat,
    cast(montant_projet AS decimal(18,2)) AS montant_projet,
    cast(subvention_etat AS decimal(18,2)) AS subvention_etat,
    cast(ligne AS integer) AS ligne
  FROM laureats
)
SELECT * FROM final
