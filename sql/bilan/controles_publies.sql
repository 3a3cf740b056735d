/*
grain: un contrôle et une cellule du document publié
purpose: Le document publié est-il d'accord avec lui-même ? Chaque chiffre imprimé qui se recompose d'autres chiffres imprimés, avec la phrase qui explique le désaccord. Rien ici ne vient des rapports.
key: [controle, tableau, aap, ligne, colonne]
columns:
  controle: {type: varchar, description: "Nom du contrôle."}
  titre: {type: varchar, description: "Titre du contrôle."}
  tableau: {type: varchar, description: "Tableau de la cellule jugée."}
  aap: {type: varchar, description: "Appel à projets, ou l'ensemble."}
  ligne: {type: varchar, description: "Ligne telle qu'imprimée."}
  colonne: {type: varchar, description: "Colonne, nommée comme au glossaire."}
  unite: {type: varchar, description: "Unité imprimée."}
  valeur_imprimee: {type: "decimal(18,6)", description: "Chiffre imprimé."}
  valeur_recomposee: {type: "decimal(18,6)", description: "Ce que donnent les autres chiffres imprimés ; pour une borne (achats, enveloppe, « moins de la moitié »), le chiffre auquel il se compare."}
  ecart: {type: "decimal(18,6)", description: "Valeur imprimée moins valeur recomposée."}
  statut: {type: varchar, values: [accord, desaccord], description: "accord ou desaccord du document avec lui-même."}
  explication: {type: varchar, nullable: true, description: "La phrase qui explique le désaccord ; NULL s'il n'y en a pas."}
  raison: {type: varchar, description: "Ce qui est attendu, et pourquoi."}
*/
WITH controles AS (
  SELECT * FROM staging.stg_regles__controles_publies
),
compares AS (
  SELECT * FROM intermediate.int_controles_publies
),
distances AS (
  SELECT compares.*, abs(imprimee - recomposee) AS ecart_absolu FROM compares
),
/* Figures as people write them: thousands apart, a decimal comma. */
ecrits AS (
  SELECT
    distances.*,
    CASE
      WHEN unite = 'MEUR' THEN replace(cast(cast(round(imprimee, 1) AS decimal(18,1)) AS varchar), '.', ',') || ' millions d''euros'
      WHEN unite = 'pourcent' THEN cast(cast(round(imprimee, 0) AS bigint) AS varchar) || ' %'
      WHEN imprimee >= 1000000
        THEN substr(cast(cast(round(imprimee, 0) AS bigint) AS varchar), 1, length(cast(cast(round(imprimee, 0) AS bigint) AS varchar)) - 6) || ' '
          || substr(cast(cast(round(imprimee, 0) AS bigint) AS varchar), length(cast(cast(round(imprimee, 0) AS bigint) AS varchar)) - 5, 3) || ' '
          || substr(cast(cast(round(imprimee, 0) AS bigint) AS varchar), length(cast(cast(round(imprimee, 0) AS bigint) AS varchar)) - 2, 3)
      WHEN imprimee >= 1000
        THEN substr(cast(cast(round(imprimee, 0) AS bigint) AS varchar), 1, length(cast(cast(round(imprimee, 0) AS bigint) AS varchar)) - 3) || ' ' || substr(cast(cast(round(imprimee, 0) AS bigint) AS varchar), length(cast(cast(round(imprimee, 0) AS bigint) AS varchar)) - 2, 3)
      ELSE cast(cast(round(imprimee, 0) AS bigint) AS varchar)
    END AS dit,
    CASE
      WHEN unite = 'MEUR' THEN replace(cast(cast(round(recomposee, 1) AS decimal(18,1)) AS varchar), '.', ',') || ' millions d''euros'
      WHEN unite = 'pourcent' THEN cast(cast(round(recomposee, 0) AS bigint) AS varchar) || ' %'
      WHEN recomposee >= 1000000
        THEN substr(cast(cast(round(recomposee, 0) AS bigint) AS varchar), 1, length(cast(cast(round(recomposee, 0) AS bigint) AS varchar)) - 6) || ' '
          || substr(cast(cast(round(recomposee, 0) AS bigint) AS varchar), length(cast(cast(round(recomposee, 0) AS bigint) AS varchar)) - 5, 3) || ' '
          || substr(cast(cast(round(recomposee, 0) AS bigint) AS varchar), length(cast(cast(round(recomposee, 0) AS bigint) AS varchar)) - 2, 3)
      WHEN recomposee >= 1000
        THEN substr(cast(cast(round(recomposee, 0) AS bigint) AS varchar), 1, length(cast(cast(round(recomposee, 0) AS bigint) AS varchar)) - 3) || ' ' || substr(cast(cast(round(recomposee, 0) AS bigint) AS varchar), length(cast(cast(round(recomposee, 0) AS bigint) AS varchar)) - 2, 3)
      ELSE cast(cast(round(recomposee, 0) AS bigint) AS varchar)
    END AS donne,
    CASE
      WHEN unite = 'MEUR' THEN replace(cast(cast(round(ecart_absolu, 1) AS decimal(18,1)) AS varchar), '.', ',') || ' millions d''euros'
      WHEN unite = 'pourcent' THEN cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar) || ' %'
      WHEN ecart_absolu >= 1000000
        THEN substr(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar), 1, length(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar)) - 6) || ' '
          || substr(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar), length(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar)) - 5, 3) || ' '
          || substr(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar), length(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar)) - 2, 3)
      WHEN ecart_absolu >= 1000
        THEN substr(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar), 1, length(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar)) - 3) || ' ' || substr(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar), length(cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar)) - 2, 3)
      ELSE cast(cast(round(ecart_absolu, 0) AS bigint) AS varchar)
    END AS difference,
    CASE
      WHEN unite = 'MEUR' THEN replace(cast(cast(round(appui_bas, 1) AS decimal(18,1)) AS varchar), '.', ',') || ' millions d''euros'
      WHEN unite = 'pourcent' THEN cast(cast(round(appui_bas, 0) AS bigint) AS varchar) || ' %'
      WHEN appui_bas >= 1000000
        THEN substr(cast(cast(round(appui_bas, 0) AS bigint) AS varchar), 1, length(cast(cast(round(appui_bas, 0) AS bigint) AS varchar)) - 6) || ' '
          || substr(cast(cast(round(appui_bas, 0) AS bigint) AS varchar), length(cast(cast(round(appui_bas, 0) AS bigint) AS varchar)) - 5, 3) || ' '
          || substr(cast(cast(round(appui_bas, 0) AS bigint) AS varchar), length(cast(cast(round(appui_bas, 0) AS bigint) AS varchar)) - 2, 3)
      WHEN appui_bas >= 1000
        THEN substr(cast(cast(round(appui_bas, 0) AS bigint) AS varchar), 1, length(cast(cast(round(appui_bas, 0) AS bigint) AS varchar)) - 3) || ' ' || substr(cast(cast(round(appui_bas, 0) AS bigint) AS varchar), length(cast(cast(round(appui_bas, 0) AS bigint) AS varchar)) - 2, 3)
      ELSE cast(cast(round(appui_bas, 0) AS bigint) AS varchar)
    END AS appui,
    CASE
      WHEN unite = 'MEUR' THEN replace(cast(cast(round(appui_haut, 1) AS decimal(18,1)) AS varchar), '.', ',') || ' millions d''euros'
      WHEN unite = 'pourcent' THEN cast(cast(round(appui_haut, 0) AS bigint) AS varchar) || ' %'
      WHEN appui_haut >= 1000000
        THEN substr(cast(cast(round(appui_haut, 0) AS bigint) AS varchar), 1, length(cast(cast(round(appui_haut, 0) AS bigint) AS varchar)) - 6) || ' '
          || substr(cast(cast(round(appui_haut, 0) AS bigint) AS varchar), length(cast(cast(round(appui_haut, 0) AS bigint) AS varchar)) - 5, 3) || ' '
          || substr(cast(cast(round(appui_haut, 0) AS bigint) AS varchar), length(cast(cast(round(appui_haut, 0) AS bigint) AS varchar)) - 2, 3)
      WHEN appui_haut >= 1000
        THEN substr(cast(cast(round(appui_haut, 0) AS bigint) AS varchar), 1, length(cast(cast(round(appui_haut, 0) AS bigint) AS varchar)) - 3) || ' ' || substr(cast(cast(round(appui_haut, 0) AS bigint) AS varchar), length(cast(cast(round(appui_haut, 0) AS bigint) AS varchar)) - 2, 3)
      ELSE cast(cast(round(appui_haut, 0) AS bigint) AS varchar)
    END AS autre_appui
  FROM distances
),
final AS (
  SELECT
    ecrits.controle,
    controles.titre,
    ecrits.tableau,
    ecrits.aap,
    ecrits.ligne,
    ecrits.colonne,
    ecrits.unite,
    ecrits.imprimee AS valeur_imprimee,
    ecrits.recomposee AS valeur_recomposee,
    ecrits.imprimee - ecrits.recomposee AS ecart,
    CASE WHEN ecrits.accord THEN 'accord' ELSE 'desaccord' END AS statut,
    CASE
      WHEN ecrits.accord THEN NULL
      WHEN ecrits.controle = 'somme_des_lignes'
        THEN 'Le total imprimé est ' || dit || ' ; ses lignes font ' || donne || ', une différence de ' || difference || '.'
      WHEN ecrits.controle = 'regle_du_potentiel'
        THEN 'Le TOTAL de ' || ecrits.aap || ' (' || dit || ') laisse de côté les ' || appui
          || ' pass de la ligne « Données non disponibles », alors qu''un autre appel les compte ; avec la même règle il serait de '
          || donne || '.'
      WHEN ecrits.controle = 'somme_des_appels'
        THEN 'Le GRAND TOTAL imprime ' || dit || ', alors que les TOTAL des appels font ' || donne || CASE
          WHEN ecrits.colonne = 'nb_laureats' AND ecrits.imprimee < ecrits.recomposee
            THEN ' ; peut-être ' || difference || ' structures ont-elles été lauréates de deux appels, rien dans le document ne le dit.'
          ELSE ', une différence de ' || difference || '.'
        END
      WHEN ecrits.controle = 'pourcentage'
        THEN 'Le document imprime ' || dit || ' ; les deux chiffres imprimés donnent ' || donne || '.'
      WHEN ecrits.controle = 'achats_et_potentiel'
        THEN 'Le document imprime ' || dit || ' pass achetés pour un potentiel de ' || donne || ' : ' || difference
          || ' de plus que les conventions n''en permettent.'
      WHEN ecrits.controle = 'nombre_de_laureats'
        THEN 'Le document compte ici ' || dit || ' lauréats, et ' || donne || ' ailleurs.'
      WHEN ecrits.controle = 'tranches_et_tableau'
        THEN 'Les tranches de conversion font ensemble ' || dit || ' pass scannés ; les tableaux quantitatifs, ' || donne || '.'
      WHEN ecrits.controle = 'note_et_absences'
        THEN 'La note dit ' || dit || ' lauréats ; les tableaux en comptent ' || donne || '.'
      WHEN ecrits.controle = 'prose_et_tableaux'
        THEN 'Le texte annonce moins de ' || dit || ' des pass possibles achetés ; les tableaux en donnent ' || donne
          || ' (de ' || appui || ' à ' || autre_appui || ' selon l''appel).'
      WHEN ecrits.controle = 'budget_et_potentiel' AND ecrits.imprimee > ecrits.recomposee
        THEN 'Les projets de ' || ecrits.aap || ' font ' || dit || ' (' || appui
          || ' sans le dixième de frais de service) ; leur potentiel, à 10 euros le pass, ' || donne
          || '. Le document n''explique pas le reste.'
      WHEN ecrits.controle = 'budget_et_potentiel'
        THEN 'Le potentiel de ' || ecrits.aap || ', à 10 euros le pass, fait ' || donne || ', plus que les projets eux-mêmes (' || dit
          || '). Le document ne l''explique pas.'
      WHEN ecrits.controle = 'potentiel_economique'
        THEN 'Le texte dit ' || dit || ' ; les projets des appels font ' || donne || '.'
      ELSE 'La subvention (' || dit || ') dépasse l''enveloppe (' || donne || ').'
    END AS explication,
    controles.motif AS raison
  FROM ecrits
  INNER JOIN controles ON controles.controle = ecrits.controle
)
SELECT * FROM final
