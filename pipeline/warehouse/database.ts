// Generated from the catalogue of a built warehouse: change the models, then `npm run generate`.

export interface BilanAVerifier {
  /** Identifiant stable. */
  question: string
  /** Chemin sous raw/rapports/. */
  fichier: string
  /** Feuille ; NULL si la question porte sur le fichier. */
  feuille: string | null
  /** Adresse ; NULL si la question porte sur le fichier. */
  cellule: string | null
  /** Texte de la cellule. */
  texte_brut: string | null
  /** Libellé de la cellule. */
  libelle: string | null
  /** Ce qui est douteux. */
  motif: string
  /** Valeur ou libellé proposé ; NULL s'il n'y en a pas. */
  proposition: string | null
  /** Confiance dans la proposition, entre 0 et 1 ; NULL quand aucune source n'est meilleure qu'une autre. */
  confiance: number | null
  /** Convention ; NULL si inconnue. */
  convention: string | null
  /** Indicateur en jeu ; NULL si inconnu. */
  indicateur: string | null
}

export interface BilanAlertes {
  /** Nom du contrôle. */
  controle: string
  /** Titre du contrôle. */
  titre: string
  /** Convention. */
  convention: string
  /** Appel à projets. */
  aap: string
  /** Nom de la structure. */
  nom: string
  /** Indicateur, ou colonne du registre, à relire d'abord. */
  indicateur: string
  /** Ce qui étonne, avec les chiffres et leurs adresses. */
  message: string
  /** Fichier du chiffre à relire, sous raw/rapports/ ; ../laureats.csv pour le registre, ../corrections.csv pour une décision ; NULL si le chiffre manque. */
  fichier: string | null
  /** Feuille, page ou tableau. */
  feuille: string | null
  /** Adresse de la cellule ; du registre, la première de la ligne. */
  cellule: string | null
  /** Pourquoi le contrôle existe. */
  raison: string
}

export interface BilanBornes {
  /** Tableau : quantitatif, conversion, conversion.note ou texte. */
  tableau: string
  /** Appel à projets, ou l'ensemble des appels joints par « + ». */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Ratio ou total : nom de la colonne dans bilan.chiffres. */
  ratio: string
  /** Nom de l'hypothèse sur ce qui manque (voir bilan.hypotheses). */
  hypothese: string
  /** Vrai pour l'hypothèse que le bilan applique : une ligne par chiffre. */
  appliquee: boolean
  /** Unité des valeurs et des bornes ; les ratios et les parts sont des fractions. */
  unite: string
  /** Le chiffre du bilan (lecture publie, avant l'arrondi), calculé sur ce qui est connu ; il peut sortir des bornes, qui portent sur tous les lauréats. */
  valeur: number | null
  /** Le même chiffre dans la lecture cohérente. */
  valeur_coherente: number | null
  /** Lecture cohérente moins lecture publie. */
  ecart_lectures: number | null
  /** Plus petite valeur possible pour tous les lauréats ; NULL si elle n'existe pas (voir motif). */
  borne_basse: number | null
  /** Plus grande valeur possible pour tous les lauréats ; NULL si elle n'existe pas ou si rien ne la plafonne (voir motif). */
  borne_haute: number | null
  /** Pourquoi une borne manque, ou pourquoi il n'y a pas d'intervalle ; NULL sinon. */
  motif: string | null
  /** Lauréats de la ligne, avec et sans données. (laureats) */
  nb_laureats: number
  /** Lauréats à qui manque une donnée dont le chiffre dépend. (laureats) */
  nb_laureats_manquants: number
  /** Potentiel d'achat de ces lauréats. (pass) */
  potentiel_manquant: number
  /** Part du potentiel d'achat de la ligne dont les données sont connues (fraction) ; NULL sans potentiel. */
  couverture: number | null
  /** Tranche de conversion de la borne basse ; NULL si le chiffre n'est pas le rapport des pass scannés aux pass achetés. */
  tranche_basse: string | null
  /** Tranche de conversion de la borne haute ; NULL de même. */
  tranche_haute: string | null
  /** Vrai si l'intervalle change de tranche de conversion : ce que l'on sait ne suffit pas à dire laquelle ; NULL de même. */
  traverse_tranche: boolean | null
  /** ESTIMATION, pas une donnée : chaque manque remplacé par le ratio du même type et du même appel, appliqué au potentiel. NULL tant que sql/seeds/parametres.csv ne l'allume pas, et là où elle n'a pas de sens. */
  estimation: number | null
}

export interface BilanCatalogue {
  /** Couche, qui est aussi le schéma : bilan (ce qui se publie), intermediate (ce qui décide), staging (ce qui entre). */
  couche: string
  /** Table, sans son schéma. */
  nom_table: string
  /** Rang de la colonne dans la table. */
  rang: number
  /** Colonne. */
  colonne: string
  /** Type SQL. */
  type: string
  /** Unité ; NULL sans unité. */
  unite: string | null
  /** Vrai si la colonne peut être NULL ; sa définition dit ce que NULL veut dire. */
  nullable: boolean
  /** Vrai si la colonne est de la clé, qui est unique. */
  cle: boolean
  /** Valeurs permises, jointes par « | » ; NULL si elles sont libres. */
  valeurs: string | null
  /** Définition de la colonne. */
  description: string
  /** À quoi sert la table. */
  usage: string
  /** Ce qu'est une ligne de la table. */
  grain: string
  /** table, ou view : une requête qui se refait à chaque lecture et ne s'exporte pas. */
  materialisation: string
  /** Tables dont celle-ci est faite, jointes par « | » ; NULL s'il n'y en a pas. */
  amonts: string | null
}

export interface BilanChiffres {
  /** publie : la règle de chaque tableau du document ; coherent : le potentiel de chaque lauréat compte toujours au total. */
  lecture: string
  /** Tableau : quantitatif, conversion, conversion.note ou texte. */
  tableau: string
  /** Appel à projets, ou l'ensemble des appels joints par « + ». */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Colonne, nommée comme au glossaire. */
  colonne: string
  /** Chiffre arrondi comme imprimé ; NULL s'il ne se calcule pas (voir explication). */
  valeur: number | null
  /** Unité. */
  unite: string
  /** Le même chiffre avant l'arrondi. */
  valeur_exacte: number | null
  /** Pourquoi le chiffre ne se calcule pas ; NULL s'il se calcule. */
  explication: string | null
  /** Nature de la ligne : structure, absence (lauréats sans donnée), total, grand_total, pourcent, note ou texte. */
  nature: string
  /** Rang de la ligne dans son tableau, tous appels ensemble. */
  ordre_ligne: number
  /** Rang de la colonne dans sa ligne. */
  ordre_colonne: number
  /** Nom de la colonne pour les personnes. */
  libelle: string
  /** Nom de la tranche de la colonne ; NULL si la colonne les couvre toutes. */
  libelle_tranche: string | null
}

export interface BilanComposition {
  /** Lecture. */
  lecture: string | null
  /** Tableau : quantitatif, conversion, conversion.note ou texte. */
  tableau: string | null
  /** Appel à projets, ou l'ensemble des appels joints par « + ». */
  aap: string | null
  /** Ligne telle qu'imprimée. */
  ligne: string | null
  /** Colonne, nommée comme au glossaire. */
  colonne: string | null
  /** La quantité du chiffre : son numérateur (ou le chiffre lui-même), ou son dénominateur. */
  role: string | null
  /** Quantité du lauréat ; dans une ligne de données manquantes, celle qui lui manque. */
  indicateur: string | null
  /** Convention du lauréat. */
  convention: string | null
  /** Ce que le lauréat apporte, dans l'unité de la quantité ; 1 là où les lauréats se comptent ; NULL quand sa valeur manque. */
  valeur: number | null
  /** Vrai si la valeur entre dans la quantité. */
  compte: boolean | null
  /** Pourquoi elle n'y entre pas ; NULL si elle y entre. */
  motif: string | null
}

export interface BilanControlesPublies {
  /** Nom du contrôle. */
  controle: string
  /** Titre du contrôle. */
  titre: string
  /** Tableau de la cellule jugée. */
  tableau: string
  /** Appel à projets, ou l'ensemble. */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Colonne, nommée comme au glossaire. */
  colonne: string
  /** Unité imprimée. */
  unite: string
  /** Chiffre imprimé. */
  valeur_imprimee: number
  /** Ce que donnent les autres chiffres imprimés ; pour une borne (achats, enveloppe, « moins de la moitié »), le chiffre auquel il se compare. */
  valeur_recomposee: number
  /** Valeur imprimée moins valeur recomposée. */
  ecart: number
  /** accord ou desaccord du document avec lui-même. */
  statut: string
  /** La phrase qui explique le désaccord ; NULL s'il n'y en a pas. */
  explication: string | null
  /** Ce qui est attendu, et pourquoi. */
  raison: string
}

export interface BilanDonneesManquantes {
  /** Convention. */
  convention: string
  /** Indicateur manquant. */
  indicateur: string
  /** Appel à projets. */
  aap: string
  /** Nom de la structure. */
  nom: string
  /** Type de la structure. */
  type_structure: string
  /** Pourquoi l'indicateur manque : le rapport ne le dit pas, aucun rapport, rapport illisible, ou sources contradictoires. */
  statut: string
  /** La raison en une phrase, avec l'adresse de ce qui a été lu. */
  motif: string
  /** Fichiers reçus pour la convention, joints par « | » ; NULL s'il n'y en a pas. */
  fichiers: string | null
  /** Potentiel d'achat de la convention : le poids du manque. (pass) */
  potentiel_achat: number
  /** Part du potentiel des lauréats du même type et du même appel que ce manque laisse sans donnée (fraction) ; NULL sans potentiel. */
  part_potentiel_ligne: number | null
  /** Part du potentiel de l'appel (fraction) ; NULL sans potentiel. */
  part_potentiel_aap: number | null
  /** Part du potentiel de tous les appels (fraction) ; NULL sans potentiel. */
  part_potentiel_ensemble: number | null
  /** Ratios que le manque touche, joints par « | » ; NULL si aucun. */
  ratios_touches: string | null
}

export interface BilanFichiers {
  /** Chemin sous raw/rapports/. */
  fichier: string
  /** Empreinte du contenu, en hexadécimal. */
  sha256: string
  /** Format réel, reconnu au contenu ; NULL si inconnu. */
  format: string | null
  /** Taille du fichier. (octets) */
  taille: number
  /** lu, remplace (une version plus récente fait foi), doublon (mêmes octets), sans_donnee (rien sur les indicateurs), non_rattache (des chiffres, aucun lauréat), rejete (illisible). */
  statut: string
  /** Raison du statut ; NULL si le fichier a été lu sans remarque. */
  motif: string | null
  /** Conventions dont le fichier parle, jointes par « | » ; NULL s'il n'y en a pas. */
  conventions: string | null
}

export interface BilanHypotheses {
  /** Nom de l'hypothèse. */
  hypothese: string
  /** L'hypothèse en une phrase. */
  libelle: string
  /** Ce qui la justifie. */
  motif: string
  /** Vrai pour l'hypothèse que le bilan applique. */
  appliquee: boolean
  /** Un lauréat sans chiffre d'achat a pu acheter jusqu'à ce multiple de son potentiel. */
  achetes_max_sur_potentiel: number
  /** Lauréat dont le dépassement fait ce multiple ; NULL s'il est fixé, ou si aucun lauréat ne dépasse son potentiel. */
  convention_du_plafond: string | null
  /** Plus grand nombre de bénéficiaires par pass scanné, là où les bénéficiaires manquent ; NULL si rien ne les plafonne. */
  beneficiaires_max_sur_scannes: number | null
}

export interface BilanLaureats {
  /** Numéro de la convention. */
  convention: string
  /** Appel à projets. */
  aap: string
  /** SIREN de la structure, neuf chiffres. */
  siren: string
  /** Nom de la structure. */
  nom: string
  /** Type de la structure selon l'agence ; le nom ne permet pas de le déduire. */
  type_structure: string
  /** Code du département ; NULL si sans objet. */
  departement: string | null
  /** Nombre de pass que la convention permet d'acheter. (pass) */
  potentiel_achat: number
  /** Montant total du projet ; NULL si le registre ne le dit pas. (EUR) */
  montant_projet: number | null
  /** Part de l'État ; NULL si le registre ne la dit pas. (EUR) */
  subvention_etat: number | null
  /** Pass achetés ; NULL quand ils manquent (voir pass_achetes_statut). (pass) */
  pass_achetes: number | null
  /** Statut des pass achetés : lus, additionnés, dits « environ » ou corrigés ; sinon pourquoi ils manquent. */
  pass_achetes_statut: string
  /** Pass scannés ; NULL quand ils manquent (voir pass_scannes_statut). (pass) */
  pass_scannes: number | null
  /** Statut des pass scannés. */
  pass_scannes_statut: string
  /** Personnes distinctes aidées ; NULL quand le chiffre manque (voir beneficiaires_uniques_statut). (personnes) */
  beneficiaires_uniques: number | null
  /** Statut des bénéficiaires uniques. */
  beneficiaires_uniques_statut: string
  /** Pass achetés sur potentiel d'achat (fraction) ; NULL si l'un manque ou si le potentiel est nul. */
  achetes_sur_potentiel: number | null
  /** Pass scannés sur potentiel d'achat (fraction) ; NULL si l'un manque ou si le potentiel est nul. */
  scannes_sur_potentiel: number | null
  /** Pass scannés sur pass achetés (fraction) ; NULL si l'un manque ou si rien n'a été acheté. */
  scannes_sur_achetes: number | null
  /** Tranche de scannes_sur_achetes ; NULL si ce ratio n'existe pas. */
  tranche_conversion: string | null
}

export interface BilanLecturesComparees {
  /** Tableau : quantitatif, conversion, conversion.note ou texte. */
  tableau: string
  /** Appel à projets, ou l'ensemble des appels joints par « + ». */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Colonne, nommée comme au glossaire. */
  colonne: string
  /** Unité. */
  unite: string
  /** Lecture du document, arrondie comme imprimé ; NULL si le chiffre ne se calcule pas. */
  publie: number | null
  /** Lecture à règle unique, arrondie comme imprimé ; NULL si le chiffre ne se calcule pas. */
  coherent: number | null
  /** Cohérente moins publiée, arrondies ; NULL si l'une manque. */
  ecart: number | null
  /** Le même écart avant l'arrondi. */
  ecart_exact: number | null
  /** Vrai si les deux lectures diffèrent, même sous l'arrondi. */
  differe: boolean
}

export interface BilanObservations {
  /** Identifiant stable. */
  observation: string
  /** Convention ; NULL si aucune n'a été reconnue. */
  convention: string | null
  /** Appel à projets ; NULL si aucune convention n'a été reconnue. */
  aap: string | null
  /** Indicateur auquel le chiffre sert, ou la notion lue s'il ne sert à aucun. */
  indicateur: string
  /** Valeur dans l'unité de l'indicateur ; NULL si le nombre est hors de toute mesure, ou si une décision déclare le chiffre non communiqué. */
  valeur: number | null
  /** exact, approximatif (« environ »), ou derive (converti, ou tenant lieu d'un autre). */
  qualite: string
  /** total, ou detail à additionner avec les autres de son groupe. */
  portee: string
  /** Groupe de détails ; NULL s'il n'y en a pas. */
  groupe: string | null
  /** Seule année dont le fichier parle : un détail s'additionne à ceux des autres années ; NULL si rien ne le dit. */
  annee: number | null
  /** Texte qui se trouvait dans la cellule. */
  texte_brut: string
  /** Libellés qui lui donnent son sens. */
  libelle: string
  /** Chemin sous raw/rapports/ ; ../corrections.csv pour une décision. */
  fichier: string
  /** Feuille, page ou tableau. */
  feuille: string
  /** Adresse de la cellule. */
  cellule: string
  /** Règle de lecture ; correction pour une décision. */
  regle: string
  /** Vrai si le chiffre compte dans la valeur publiée. */
  retenue: boolean
  /** Pourquoi il compte, ou non. */
  motif: string
  /** Notion telle que lue (pass_commandes quand les commandes tiennent lieu d'achats). */
  indicateur_lu: string
  /** Unité lue dans le rapport. */
  unite_lue: string | null
  /** Adresse du libellé principal. */
  cellule_libelle: string | null
}

export interface BilanOrganismes {
  /** SIREN, neuf chiffres. */
  siren: string
  /** Nom de la structure, tel que sa première convention l'écrit. */
  nom: string
  /** Ses conventions, jointes par « | ». */
  conventions: string
  /** Ses appels à projets, joints par « | ». */
  appels: string
  /** Nombre de conventions. (conventions) */
  nb_conventions: number
  /** Nombre d'appels à projets. (appels) */
  nb_appels: number
  /** Potentiel d'achat de toutes ses conventions. (pass) */
  potentiel_achat: number
  /** Pass achetés, toutes conventions ; NULL si une convention n'a pas le chiffre. (pass) */
  pass_achetes: number | null
  /** Pass scannés, toutes conventions ; NULL si une convention n'a pas le chiffre. (pass) */
  pass_scannes: number | null
  /** Bénéficiaires uniques, toutes conventions ; un majorant, une même personne pouvant être aidée par deux conventions ; NULL si une convention n'a pas le chiffre. (personnes) */
  beneficiaires_uniques: number | null
}

export interface BilanReconciliation {
  /** Tableau du document. */
  tableau: string
  /** Appel à projets, ou l'ensemble. */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Colonne, nommée comme au glossaire. */
  colonne: string
  /** Unité imprimée. */
  unite: string
  /** Chiffre imprimé ; NULL s'il n'est pas un nombre. */
  valeur_publiee: number | null
  /** Chiffre recalculé (lecture publie), à la précision imprimée ; NULL s'il ne se calcule pas. */
  valeur_calculee: number | null
  /** Valeur calculée moins valeur publiée ; NULL si l'une manque. */
  ecart: number | null
  /** conforme : égaux à la précision imprimée ; ecart_explique : différents, pour une raison connue ; ecart : différents sans raison connue ; non_calculable : rien ne permet de recalculer. */
  statut: string
  /** La raison ; NULL pour un chiffre conforme ou un écart inexpliqué. */
  explication: string | null
  /** Le même chiffre dans la lecture cohérente. */
  valeur_coherente: number | null
  /** Fichier et ligne du chiffre publié. */
  source: string
}

export interface BilanRelances {
  /** Convention. */
  convention: string
  /** Indicateur. */
  indicateur: string
  /** Nom de la structure. */
  nom: string
  /** Appel à projets. */
  aap: string
  /** Potentiel d'achat : le poids de ce qui manque. (pass) */
  potentiel_achat: number
  /** manque : pas de valeur ; question : une valeur ou son absence est douteuse ; precision : la valeur est approximative. Pour une demande close, l'objet de la lettre. */
  objet: string
  /** Ce qui est demandé et pourquoi, ou d'où vient la valeur si la demande est close. */
  motif: string
  /** a_ecrire : aucune lettre ; ecrite : pas encore envoyée ; envoyee : sans réponse ; repondue : un fichier est arrivé, la valeur n'est pas là ou reste douteuse ; close : la valeur est là. */
  statut: string
  /** Jour où la lettre a été écrite (AAAA-MM-JJ) ; NULL s'il n'y en a pas. */
  ecrite_le: string | null
  /** Jour de l'envoi (AAAA-MM-JJ) ; NULL tant qu'elle n'est pas partie. */
  envoyee_le: string | null
  /** Fichiers de la convention reçus depuis la lettre ; 0 sans lettre. (fichiers) */
  nb_fichiers_recus: number
  /** Le premier d'entre eux, par ordre alphabétique ; NULL s'il n'y en a pas. */
  premier_fichier_recu: string | null
}

export interface BilanTableauConversion {
  /** Lecture : publie, comme le document ; coherent, à règle unique. */
  lecture: string
  /** Rang de la ligne dans le document. */
  ordre: number
  /** Appel à projets, ou l'ensemble des appels joints par « + ». */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Pass scannés par les lauréats qui ont scanné de plus de 75 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur. */
  plus_de_75_pass_scannes: number | null
  /** Lauréats qui ont scanné de plus de 75 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur. */
  plus_de_75_nb_laureats: number | null
  /** Pass scannés par les lauréats qui ont scanné de 50 à 75 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur. */
  de_50_a_75_pass_scannes: number | null
  /** Lauréats qui ont scanné de 50 à 75 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur. */
  de_50_a_75_nb_laureats: number | null
  /** Pass scannés par les lauréats qui ont scanné de 25 % à moins de 50 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur. */
  de_25_a_50_pass_scannes: number | null
  /** Lauréats qui ont scanné de 25 % à moins de 50 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur. */
  de_25_a_50_nb_laureats: number | null
  /** Pass scannés par les lauréats qui ont scanné de moins de 25 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur. */
  moins_de_25_pass_scannes: number | null
  /** Lauréats qui ont scanné de moins de 25 % de leurs pass achetés ; en pour cent à la ligne « % », NULL sans dénominateur. */
  moins_de_25_nb_laureats: number | null
}

export interface BilanTableauQuantitatif {
  /** Lecture : publie, comme le document ; coherent, à règle unique. */
  lecture: string
  /** Rang de la ligne dans le document. */
  ordre: number
  /** Appel à projets, ou l'ensemble des appels joints par « + ». */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Lauréats, avec et sans données ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas. (laureats) */
  nb_laureats: number | null
  /** Potentiel d'achat ; la ligne d'un type laisse de côté celui des lauréats sans chiffre d'achat, qui est à la ligne « Données non disponibles » ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas. */
  potentiel_achat: number | null
  /** Pass achetés ; à la ligne « Données non disponibles », lauréats sans chiffre ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas. */
  pass_achetes: number | null
  /** Pass achetés sur potentiel, en pour cent entiers ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas. (pourcent) */
  achetes_sur_potentiel: number | null
  /** Pass scannés ; à la ligne « Données non disponibles », lauréats sans chiffre ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas. */
  pass_scannes: number | null
  /** Pass scannés sur potentiel, en pour cent entiers ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas. (pourcent) */
  scannes_sur_potentiel: number | null
  /** Pass scannés sur pass achetés, en pour cent entiers ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas. (pourcent) */
  scannes_sur_achetes: number | null
  /** Bénéficiaires uniques, un majorant puisque les territoires se recouvrent ; à la ligne « Données non disponibles », lauréats sans chiffre ; NULL si la ligne ne l'imprime pas ou s'il ne se calcule pas. */
  beneficiaires_uniques: number | null
}

export interface IntermediateIntAdresses {
  /** Convention. */
  convention: string
  /** Indicateur. */
  indicateur: string
  /** Chemin sous raw/rapports/ ; ../corrections.csv pour une décision. */
  fichier: string
  /** Feuille, page ou tableau. */
  feuille: string
  /** Adresse de la cellule. */
  cellule: string
  /** Les trois en une : envoi.xlsx, Bilan!C12. */
  adresse: string
}

export interface IntermediateIntAlertesLaureats {
  /** Contrôle. */
  controle: string
  /** Convention. */
  convention: string
  /** Indicateur que la personne relit d'abord. */
  indicateur: string
  /** Ce qui étonne, avec les chiffres et leurs adresses. */
  phrase: string
}

export interface IntermediateIntAlertesRapports {
  /** Contrôle. */
  controle: string
  /** Convention. */
  convention: string
  /** Indicateur. */
  indicateur: string
  /** Ce qui étonne, avec les chiffres et leurs adresses. */
  phrase: string
}

export interface IntermediateIntAlertesRegistre {
  /** Contrôle. */
  controle: string
  /** Convention. */
  convention: string
  /** Colonne du registre à relire. */
  colonne: string
  /** Ligne du registre. */
  ligne: number
  /** Ce qui étonne. */
  phrase: string
}

export interface IntermediateIntCandidats {
  /** Identifiant du chiffre lu. */
  observation: string
  /** Convention. */
  convention: string
  /** Indicateur du bilan auquel le chiffre sert. */
  indicateur: string
  /** Chemin sous raw/rapports/. */
  fichier: string
  /** Valeur dans l'unité de l'indicateur ; NULL si le nombre est hors de toute mesure. */
  valeur: number | null
  /** Vrai si la valeur est un entier positif ou nul. */
  plausible: boolean
  /** Vrai si le rapport dit « environ ». */
  approximatif: boolean
  /** Total, ou détail à additionner. */
  portee: string
  /** Groupe de détails ; chaîne vide s'il n'y en a pas. */
  groupe: string
  /** Seule année dont le fichier donne le chiffre ; NULL pour un chiffre entier. */
  annee: number | null
  /** Pourquoi une autre notion tient lieu de l'indicateur ; NULL si c'est l'indicateur lui-même. */
  substitution: string | null
  /** Le texte et son adresse. */
  citation: string
}

export interface IntermediateIntChiffresLus {
  /** Identifiant du chiffre lu. */
  observation: string
  /** Indicateur auquel le chiffre sert ; la notion lue s'il ne sert à aucun. */
  indicateur: string
  /** Qualité ; derive s'il tient lieu d'un autre indicateur. */
  qualite: string
  /** Vrai si le chiffre compte dans la valeur publiée. */
  retenue: boolean
  /** Pourquoi. */
  motif: string
}

export interface IntermediateIntContradictions {
  /** Identifiant stable. */
  question: string
  /** Chiffre lu en cause. */
  observation: string
  /** Indicateur en jeu. */
  indicateur: string
  /** Ce qui est douteux. */
  motif: string
  /** Valeur que ce chiffre donnerait ; NULL s'il n'en donne pas. */
  proposition: string | null
}

export interface IntermediateIntControlesPublies {
  /** Contrôle. */
  controle: string
  /** Tableau de la cellule jugée. */
  tableau: string
  /** Appel à projets, ou l'ensemble. */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Colonne. */
  colonne: string
  /** Unité imprimée. */
  unite: string
  /** Chiffre imprimé. */
  imprimee: number
  /** Ce que donnent les autres chiffres imprimés. */
  recomposee: number
  /** Vrai si le document est d'accord avec lui-même. */
  accord: boolean
  /** Chiffre qui éclaire le désaccord (le plus petit) - le potentiel laissé de côté, la part achetée par appel, le budget sans les frais ; NULL s'il n'y en a pas. */
  appui_bas: number | null
  /** Le plus grand de ces chiffres ; NULL s'il n'y en a pas. */
  appui_haut: number | null
}

export interface IntermediateIntCorrections {
  /** Convention. */
  convention: string
  /** Indicateur. */
  indicateur: string
  /** Valeur décidée ; NULL pour « non communiqué ». */
  valeur: number | null
  /** Valeur que la décision dit corriger ; NULL si aucune. */
  attendu: number | null
  /** Raison de la décision. */
  motif: string
  /** La décision en une phrase. */
  phrase: string
  /** Ligne de raw/corrections.csv. */
  ligne: number
}

export interface IntermediateIntDires {
  /** Convention. */
  convention: string
  /** Indicateur. */
  indicateur: string
  /** Chemin sous raw/rapports/. */
  fichier: string
  /** Ce que le fichier dit : une valeur entière, celle d'une année seule, deux qui se contredisent, une qu'on ne peut pas prendre, une absence, ou un doute. */
  nature: string
  /** La valeur, quand il y en a une et une seule. */
  valeur: number | null
  /** total ou detail ; NULL sans valeur. */
  portee: string | null
  /** Groupe de détails dont la somme est la valeur ; NULL sans valeur. */
  groupe: string | null
  /** L'année seule dont le fichier parle ; NULL sinon. */
  annee: number | null
  /** Vrai si la valeur n'est donnée qu'« environ ». */
  approximatif: boolean
  /** Le défaut, ou l'absence et son adresse ; NULL pour une valeur. */
  phrase: string | null
  /** Fichier plus récent qui parle aussi de l'indicateur ; NULL si celui-ci fait foi. */
  remplacant: string | null
  /** Fichier plus récent qui ne dit rien de l'indicateur ; NULL s'il n'y en a pas. */
  version_muette: string | null
}

export interface IntermediateIntEncadrements {
  /** Convention. */
  convention: string
  /** Hypothèse. */
  hypothese: string
  /** Appel à projets. */
  aap: string
  /** Type de structure. */
  type_structure: string
  /** Potentiel d'achat. (pass) */
  potentiel_achat: number
  /** Pass achetés ; NULL s'ils manquent. (pass) */
  pass_achetes: number | null
  /** Pass scannés ; NULL s'ils manquent. (pass) */
  pass_scannes: number | null
  /** Bénéficiaires uniques ; NULL s'ils manquent. (personnes) */
  beneficiaires_uniques: number | null
  /** Tranche de conversion ; NULL si le ratio n'existe pas. */
  tranche_conversion: string | null
  /** Plus petit nombre possible de pass achetés. (pass) */
  achetes_min: number
  /** Plus grand nombre possible de pass achetés. (pass) */
  achetes_max: number
  /** Plus petit nombre possible de pass scannés. (pass) */
  scannes_min: number
  /** Plus grand nombre possible de pass scannés. (pass) */
  scannes_max: number
  /** Plus petit nombre possible de bénéficiaires uniques. (personnes) */
  beneficiaires_min: number
  /** Plus grand nombre possible de bénéficiaires uniques ; NULL si rien ne le plafonne. (personnes) */
  beneficiaires_max: number | null
}

export interface IntermediateIntEncadrementsTranches {
  /** Convention. */
  convention: string
  /** Hypothèse. */
  hypothese: string
  /** Tranche. */
  tranche: string
  /** Appel à projets. */
  aap: string
  /** Type de structure. */
  type_structure: string
  /** Vrai s'il peut être dans la tranche. */
  dedans: boolean
  /** Vrai s'il peut être dans une autre tranche. */
  ailleurs: boolean
  /** Vrai s'il peut n'être dans aucune tranche, n'ayant rien acheté. */
  sans_tranche: boolean
  /** Moins de pass scannés qu'il puisse avoir dans la tranche ; NULL s'il ne peut pas y être. (pass) */
  scannes_min_dedans: number | null
  /** Plus de pass scannés qu'il puisse avoir dans la tranche ; NULL s'il ne peut pas y être. (pass) */
  scannes_max_dedans: number | null
  /** Moins de pass scannés qu'il puisse avoir dans les autres tranches ; NULL s'il ne peut pas y être. (pass) */
  scannes_min_ailleurs: number | null
  /** Plus de pass scannés qu'il puisse avoir dans les autres tranches ; NULL s'il ne peut pas y être. (pass) */
  scannes_max_ailleurs: number | null
}

export interface IntermediateIntHypotheses {
  /** Nom de l'hypothèse. */
  hypothese: string
  /** L'hypothèse en une phrase. */
  libelle: string
  /** Ce qui la justifie. */
  motif: string
  /** Vrai pour l'hypothèse que le bilan applique. */
  appliquee: boolean
  /** Le plafond des achats est le potentiel multiplié par ce nombre… */
  plafond_numerateur: number
  /** … et divisé par celui-ci, pour rester exact. */
  plafond_denominateur: number
  /** Lauréat dont le dépassement fait le plafond ; NULL si le plafond est fixé, ou si aucun lauréat ne dépasse son potentiel. */
  convention_du_plafond: string | null
  /** Plus grand nombre de bénéficiaires par pass scanné, là où les bénéficiaires manquent ; NULL si rien ne les plafonne. */
  beneficiaires_max_sur_scannes: number | null
}

export interface IntermediateIntIntervalles {
  /** Appel ; « * » pour tous. */
  aap: string
  /** Type de structure ; « * » pour tous. */
  type_structure: string
  /** Hypothèse. */
  hypothese: string
  /** Lauréats. (laureats) */
  nb_laureats: number
  /** Potentiel d'achat de tous les lauréats. (pass) */
  potentiel_achat: number
  /** Plus petit nombre possible de pass achetés. (pass) */
  achetes_min: number
  /** Plus grand nombre possible de pass achetés. (pass) */
  achetes_max: number
  /** Plus petit nombre possible de pass scannés. (pass) */
  scannes_min: number
  /** Plus grand nombre possible de pass scannés. (pass) */
  scannes_max: number
  /** Plus petit nombre possible de bénéficiaires uniques. (personnes) */
  beneficiaires_min: number
  /** Plus grand nombre possible de bénéficiaires uniques ; NULL si rien ne le plafonne. (personnes) */
  beneficiaires_max: number | null
  /** Plus petit rapport possible des pass scannés aux pass achetés ; NULL si rien n'a pu être acheté. */
  scannes_sur_achetes_min: number | null
  /** Plus grand rapport possible des pass scannés aux pass achetés ; NULL si rien n'a pu être acheté. */
  scannes_sur_achetes_max: number | null
  /** Lauréats sans pass achetés. (laureats) */
  sans_achats: number
  /** Lauréats sans pass scannés. (laureats) */
  sans_scans: number
  /** Lauréats à qui manque l'un ou l'autre. (laureats) */
  sans_achats_ou_scans: number
  /** Lauréats sans bénéficiaires uniques. (laureats) */
  sans_beneficiaires: number
  /** Potentiel des lauréats sans pass achetés. (pass) */
  potentiel_sans_achats: number
  /** Potentiel des lauréats sans pass scannés. (pass) */
  potentiel_sans_scans: number
  /** Potentiel des lauréats à qui manque l'un ou l'autre. (pass) */
  potentiel_sans_achats_ou_scans: number
  /** Potentiel des lauréats sans bénéficiaires uniques. (pass) */
  potentiel_sans_beneficiaires: number
  /** Pass achetés, les manques étant estimés par le ratio du même type et du même appel ; NULL si un type n'a aucun chiffre. (pass) */
  achetes_estimes: number | null
  /** Pass scannés, les manques étant estimés par le ratio du même type et du même appel ; NULL si un type n'a aucun chiffre. (pass) */
  scannes_estimes: number | null
}

export interface IntermediateIntIntervallesTranches {
  /** Appel ; « * » pour tous. */
  aap: string
  /** Type de structure ; « * » pour tous. */
  type_structure: string
  /** Hypothèse. */
  hypothese: string
  /** Tranche. */
  tranche: string
  /** Moins de lauréats possibles dans la tranche. (laureats) */
  laureats_min: number
  /** Plus de lauréats possibles dans la tranche. (laureats) */
  laureats_max: number
  /** Plus petite part possible des lauréats rangés ; NULL si aucun ne peut l'être. */
  part_laureats_min: number | null
  /** Plus grande part possible des lauréats rangés ; NULL si aucun ne peut l'être. */
  part_laureats_max: number | null
  /** Moins de pass scannés possibles dans la tranche. (pass) */
  scannes_min: number
  /** Plus de pass scannés possibles dans la tranche. (pass) */
  scannes_max: number
  /** Plus petite part possible des pass scannés par les lauréats rangés ; NULL si ceux-ci ne peuvent avoir scanné aucun pass. */
  part_scannes_min: number | null
  /** Plus grande part possible des pass scannés par les lauréats rangés ; NULL si ceux-ci ne peuvent avoir scanné aucun pass. */
  part_scannes_max: number | null
}

export interface IntermediateIntLaureats {
  /** Convention. */
  convention: string
  /** Appel à projets. */
  aap: string
  /** Type de structure. */
  type_structure: string
  /** Potentiel d'achat. (pass) */
  potentiel_achat: number
  /** Montant du projet ; NULL si le registre ne le dit pas. (EUR) */
  montant_projet: number | null
  /** Part de l'État ; NULL si le registre ne la dit pas. (EUR) */
  subvention_etat: number | null
  /** Pass achetés ; NULL s'ils manquent. (pass) */
  pass_achetes: number | null
  /** Statut des pass achetés. */
  pass_achetes_statut: string
  /** Pass scannés ; NULL s'ils manquent. (pass) */
  pass_scannes: number | null
  /** Statut des pass scannés. */
  pass_scannes_statut: string
  /** Bénéficiaires uniques ; NULL s'ils manquent. (personnes) */
  beneficiaires_uniques: number | null
  /** Statut des bénéficiaires uniques. */
  beneficiaires_uniques_statut: string
  /** Fraction ; NULL sans numérateur ou sans dénominateur. */
  achetes_sur_potentiel: number | null
  /** Fraction ; NULL sans numérateur ou sans dénominateur. */
  scannes_sur_potentiel: number | null
  /** Fraction ; NULL sans numérateur ou sans dénominateur. */
  scannes_sur_achetes: number | null
  /** Tranche du ratio des pass scannés aux pass achetés ; NULL si le ratio n'existe pas. */
  tranche_conversion: string | null
}

export interface IntermediateIntLignes {
  /** Lecture. */
  lecture: string
  /** Tableau du document. */
  tableau: string
  /** Nature de la ligne. */
  nature: string
  /** Appel, ou l'ensemble des appels joints par « + ». */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Rang de la ligne dans son tableau et son appel. */
  ordre: number
  /** Rang de l'appel ; l'ensemble vient en dernier. */
  rang_aap: number
  /** Rang de la ligne dans son tableau, tous appels compris, comme le document l'imprime. */
  numero: number
  /** Appel dont les lauréats font la ligne ; « * » pour tous. */
  aap_couvert: string
  /** Type de structure dont les lauréats font la ligne ; « * » pour tous. */
  type_couvert: string
  /** Vrai si le potentiel des lauréats sans chiffre d'achat compte au total de l'appel dans cette lecture. */
  potentiel_sans_achats_au_total: boolean
}

export interface IntermediateIntMesures {
  /** Lecture. */
  lecture: string
  /** Tableau du document. */
  tableau: string
  /** Nature de la ligne. */
  nature: string
  /** Appel, ou l'ensemble. */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Tranche de conversion ; « toutes » pour toutes. */
  tranche: string
  /** Quantité ; dans les lignes de données manquantes, le compte des lauréats qui ne l'ont pas. */
  indicateur: string
  /** Valeur dans l'unité de la quantité ; NULL si elle ne se calcule pas. */
  valeur: number | null
}

export interface IntermediateIntPretendants {
  /** Convention. */
  convention: string
  /** Indicateur. */
  indicateur: string
  /** Chemin sous raw/rapports/. */
  fichier: string
  /** Premier chiffre lu qui porte la valeur. */
  pretendant: string
  /** Total lu, ou somme de détails. */
  portee: string
  /** Groupe des détails ; chaîne vide s'il n'y en a pas. */
  groupe: string
  /** Seule année dont le fichier donne le chiffre ; NULL pour un chiffre entier. */
  annee: number | null
  /** Valeur avancée ; NULL si un nombre est hors de toute mesure. */
  valeur: number | null
  /** Pourquoi la valeur ne peut pas être prise ; NULL si elle peut l'être. */
  defaut: string | null
  /** Vrai si l'un des chiffres est dit « environ ». */
  approximatif: boolean
  /** D'où vient la valeur. */
  citation: string
}

export interface IntermediateIntQuestions {
  /** Identifiant stable. */
  question: string
  /** Chemin sous raw/rapports/. */
  fichier: string
  /** Feuille ; NULL si la question porte sur le fichier. */
  feuille: string | null
  /** Adresse ; NULL si la question porte sur le fichier. */
  cellule: string | null
  /** Texte de la cellule. */
  texte_brut: string | null
  /** Libellé de la cellule. */
  libelle: string | null
  /** Ce qui est douteux. */
  motif: string
  /** Valeur ou libellé proposé ; NULL s'il n'y en a pas. */
  proposition: string | null
  /** Confiance dans la proposition, entre 0 et 1. */
  confiance: number | null
  /** Convention ; NULL si inconnue. */
  convention: string | null
  /** Indicateur en jeu ; NULL si inconnu. */
  indicateur: string | null
  /** Vrai si, pour chaque convention concernée, une correction porte sur cet indicateur ou un rapport plus récent en donne la valeur. */
  repondue: boolean
}

export interface IntermediateIntRemplacements {
  /** Convention. */
  convention: string
  /** Fichier remplacé. */
  fichier: string
  /** Fichier qui le remplace. */
  remplacant: string
}

export interface IntermediateIntSommes {
  /** Appel ; « * » pour tous. */
  aap: string
  /** Type de structure ; « * » pour tous. */
  type_structure: string
  /** Tranche de conversion ; « toutes » pour toutes et les lauréats sans tranche, « classees » pour toutes sans eux. */
  tranche: string
  /** Lauréats. (laureats) */
  nb_laureats: number
  /** Potentiel des lauréats dont les pass achetés sont connus. (pass) */
  potentiel_avec_achats: number
  /** Potentiel des lauréats dont les pass achetés manquent. (pass) */
  potentiel_sans_achats: number
  /** Potentiel des lauréats dont les pass scannés manquent. (pass) */
  potentiel_sans_scans: number
  /** Somme des pass achetés connus. (pass) */
  pass_achetes: number | null
  /** Somme des pass scannés connus. (pass) */
  pass_scannes: number | null
  /** Somme des bénéficiaires uniques connus ; les appels se recouvrent, c'est un majorant du nombre de personnes. (personnes) */
  beneficiaires_uniques: number | null
  /** Lauréats sans pass achetés. (laureats) */
  sans_achats: number
  /** Lauréats sans pass scannés. (laureats) */
  sans_scans: number
  /** Lauréats sans bénéficiaires uniques. (laureats) */
  sans_beneficiaires: number
  /** Somme des montants de projet ; NULL s'il en manque un. (EUR) */
  montant_projet: number | null
  /** Somme des parts de l'État ; NULL s'il en manque une. (EUR) */
  subvention_etat: number | null
}

export interface IntermediateIntValeurs {
  /** Convention. */
  convention: string
  /** Indicateur. */
  indicateur: string
  /** La valeur ; NULL quand elle manque. */
  valeur: number | null
  /** Statut de la valeur, ou du manque. */
  statut: string
  /** D'où vient la valeur, ou pourquoi elle manque. */
  motif: string
  /** Valeur sans les décisions de personnes ; NULL s'il n'y en a pas. */
  valeur_lue: number | null
  /** Vrai si une décision s'applique. */
  corrigee: boolean
  /** Fichiers reçus pour la convention, joints par « | » ; NULL s'il n'y en a pas. */
  fichiers: string | null
}

export interface IntermediateIntValeursLues {
  /** Convention. */
  convention: string
  /** Indicateur. */
  indicateur: string
  /** La valeur ; NULL s'il n'y en a pas une et une seule. */
  valeur: number | null
  /** Statut de la valeur, ou du manque. */
  statut: string
  /** D'où vient la valeur, ou pourquoi elle manque. */
  motif: string
}

export interface MetaAmonts {
  /** Modèle, avec son schéma. */
  model: string
  /** Table qu’il lit ; la sienne pour sa requête. */
  amont: string
  /** Empreinte du contenu de la table quand le modèle a été fait, ou de la requête. */
  content: string
}

export interface MetaControles {
  /** Nom du contrôle (sql/checks/). */
  controle: string
  /** Titre du contrôle. */
  titre: string
  /** bloquant ou avertissement. */
  severite: string
  /** Rang de la ligne dans le contrôle. */
  rang: number
  /** Ce qui ne va pas. */
  message: string
  /** Ce qu’il faut faire. */
  remede: string
  /** La ligne entière (JSON). */
  detail: string
}

export interface MetaModels {
  /** Table, avec son schéma. */
  model: string
  /** table ou view. */
  materialized: string
  /** À quoi sert le modèle. */
  purpose: string
  /** Ce qu’est une ligne. */
  grain: string
  /** Colonnes de la clé (JSON). */
  key: string
  /** Colonnes et leur contrat (JSON). */
  columns: string
  /** Lignes qui doivent exister ailleurs (JSON). */
  references: string
  /** Tables lues (JSON). */
  upstreams: string
  /** Requête, telle qu’écrite dans sql/. */
  sql: string
  /** Empreinte de la requête sans sa mise en page, et du contrat. */
  sql_hash: string
  /** Empreinte de la requête et du contenu des tables lues. */
  inputs: string
  /** Empreinte des lignes. */
  content: string
  /** Nombre de lignes. */
  rows: number
}

export interface RawCorrections {
  /** Convention. */
  convention: string | null
  /** Indicateur corrigé. */
  indicateur: string | null
  /** Valeur décidée ; vide pour « non communiqué ». */
  valeur: number | null
  /** Valeur lue sans la correction ; vide si aucune. */
  attendu: number | null
  /** Raison de la décision. */
  motif: string | null
  /** Qui a décidé. */
  auteur: string | null
  /** Date de la décision (AAAA-MM-JJ). */
  date: string | null
  /** Ligne de raw/corrections.csv. */
  ligne: number | null
}

export interface RawFichiers {
  /** Chemin sous raw/rapports/, avec des barres obliques. */
  fichier: string | null
  /** Empreinte du contenu, en hexadécimal. */
  sha256: string | null
  /** Format réel, reconnu au contenu ; vide si inconnu. */
  format: string | null
  /** Taille du fichier. (octets) */
  taille: number | null
  /** Statut à la lecture : lu, doublon, sans_donnee, non_rattache ou rejete. */
  statut: string | null
  /** Raison du statut, en français. */
  motif: string | null
  /** Rang de la version annoncée par le nom ou le texte (v1 = 1, v2 = 2, définitif = 1000, provisoire = -1, facture ou commande = -2) ; vide si rien ne l'annonce. */
  rang_version: number | null
  /** Date d'arrêt des chiffres ou du document (AAAA-MM-JJ), d'après son contenu ou son nom ; vide si inconnue. */
  date_version: string | null
  /** Jour de la dernière modification (AAAA-MM-JJ), d'après les propriétés du document ; vide si inconnu. */
  date_proprietes: string | null
  /** Vrai pour un message qui dit joindre un bilan ou un tableau. */
  accompagne: boolean | null
}

export interface RawLaureats {
  /** Numéro de la convention. */
  convention: string | null
  /** Appel à projets (2019, 2020). */
  aap: string | null
  /** SIREN de la structure, neuf chiffres. */
  siren: string | null
  /** Nom de la structure. */
  nom: string | null
  /** Type de la structure selon l'agence. */
  type_structure: string | null
  /** Code du département ; vide si sans objet. */
  departement: string | null
  /** Nombre de pass que la convention permet d'acheter. (pass) */
  potentiel_achat: number | null
  /** Montant total du projet. (EUR) */
  montant_projet: number | null
  /** Part de l'État. (EUR) */
  subvention_etat: number | null
  /** Ligne du registre, l'en-tête étant la ligne 1. */
  ligne: number | null
}

export interface RawModeles {
  /** Couche : staging, intermediate ou bilan. */
  couche: string | null
  /** Table, sans sa couche. */
  nom_table: string | null
  /** Rang de la colonne dans la table. */
  rang: number | null
  /** Colonne. */
  colonne: string | null
  /** Type SQL. */
  type: string | null
  /** Unité ; vide sans unité. */
  unite: string | null
  /** Vrai si la colonne peut être NULL. */
  nullable: boolean | null
  /** Valeurs permises, jointes par « | » ; vide si elles sont libres. */
  valeurs: string | null
  /** Définition de la colonne. */
  description: string | null
  /** Vrai si la colonne est de la clé. */
  cle: boolean | null
  /** À quoi sert la table. */
  usage: string | null
  /** Ce qu'est une ligne. */
  grain: string | null
  /** table ou view. */
  materialisation: string | null
  /** Tables lues, jointes par « | ». */
  amonts: string | null
}

export interface RawObservations {
  /** Identifiant stable, tiré du contenu. */
  observation: string | null
  /** Chemin sous raw/rapports/. */
  fichier: string | null
  /** Feuille, page ou tableau. */
  feuille: string | null
  /** Adresse de la cellule (D14). */
  cellule: string | null
  /** Convention ; vide si aucune n'a été reconnue. */
  convention: string | null
  /** Notion lue (pass_achetes, pass_scannes, beneficiaires_uniques, pass_commandes…). */
  indicateur: string | null
  /** Nombre lu, dans l'unité du rapport ; vide pour une absence. */
  nombre: number | null
  /** Facteur vers l'unité de l'indicateur (10 pour un carnet de dix pass, 0,1 pour des euros). */
  facteur: number | null
  /** Unité lue : pass, carnets, EUR, personnes… */
  unite: string | null
  /** exact, approximatif ou derive. */
  qualite: string | null
  /** total, detail (à additionner avec les autres du même groupe) ou absence. */
  portee: string | null
  /** Groupe de détails qui s'additionnent ; vide sinon. */
  groupe: string | null
  /** Seule année dont le fichier parle (2021), ou la première et la dernière de plusieurs (2020-2021). D'un détail, une seule année est tout ce qu'il donne, et d'autres fichiers le complètent ; d'un total, ce que dit son titre ou sa feuille. Vide si rien ne le dit. */
  periode: string | null
  /** Texte de la cellule. */
  texte_brut: string | null
  /** Libellés qui ont donné le sens du chiffre. */
  libelle: string | null
  /** Adresse du libellé principal. */
  cellule_libelle: string | null
  /** Règle de lecture. */
  regle: string | null
  /** Vrai si le chiffre compte dans la valeur de la convention. */
  retenue: boolean | null
  /** Pourquoi il compte ou non. */
  motif: string | null
}

export interface RawPublie {
  /** Tableau du document. */
  tableau: string | null
  /** Appel à projets. */
  aap: string | null
  /** Ligne telle qu'imprimée. */
  ligne: string | null
  /** Colonne, nommée comme au glossaire. */
  colonne: string | null
  /** Chiffre tel qu'imprimé, point décimal. */
  valeur: string | null
  /** Unité. */
  unite: string | null
  /** Fichier et ligne. */
  source: string | null
}

export interface RawQuestions {
  /** Chemin sous raw/rapports/. */
  fichier: string | null
  /** Feuille ; vide si la question porte sur le fichier. */
  feuille: string | null
  /** Adresse ; vide si la question porte sur le fichier. */
  cellule: string | null
  /** Convention ; vide si inconnue. */
  convention: string | null
  /** Indicateur en jeu ; vide si inconnu. */
  indicateur: string | null
  /** Texte de la cellule. */
  texte_brut: string | null
  /** Libellé de la cellule. */
  libelle: string | null
  /** Ce qui est douteux. */
  motif: string | null
  /** Valeur ou libellé proposé ; vide s'il n'y en a pas. */
  proposition: string | null
  /** Confiance dans la proposition, entre 0 et 1. */
  confiance: number | null
}

export interface RawRattachements {
  /** Chemin sous raw/rapports/. */
  fichier: string | null
  /** Convention reconnue. */
  convention: string | null
  /** Règle qui rattache : siren, convention, nom ou nom_fichier. */
  regle: string | null
  /** Ce qui a été reconnu, et où. */
  motif: string | null
}

export interface RawRelances {
  /** Convention. */
  convention: string | null
  /** Indicateur demandé. */
  indicateur: string | null
  /** manque (le chiffre manque), question (il est douteux) ou precision (il est approximatif). */
  objet: string | null
  /** Jour où la lettre a été écrite (AAAA-MM-JJ). */
  ecrite_le: string | null
  /** Jour de l'envoi (AAAA-MM-JJ) ; vide tant qu'elle n'est pas partie. */
  envoyee_le: string | null
  /** Débuts des empreintes des fichiers déjà reçus de la convention quand la lettre a été écrite, séparés par des espaces ; vide s'il n'y en avait pas. */
  recus: string | null
  /** Ligne de raw/relances.csv. */
  ligne: number | null
}

export interface SeedsBonsColonnes {
  expression: string | null
  role: string | null
  note: string | null
}

export interface SeedsBonsStatuts {
  expression: string | null
  etat: string | null
  note: string | null
}

export interface SeedsColonnes {
  tableau: string | null
  nature: string | null
  colonne: string | null
  ordre: string | null
  par_tranche: string | null
  numerateur: string | null
  denominateur: string | null
  facteur: string | null
  decimales: string | null
  unite: string | null
  libelle: string | null
  explication: string | null
}

export interface SeedsControles {
  controle: string | null
  titre: string | null
  motif: string | null
}

export interface SeedsControlesPublies {
  controle: string | null
  titre: string | null
  motif: string | null
}

export interface SeedsEcartsConnus {
  tableau: string | null
  aap: string | null
  ligne: string | null
  colonne: string | null
  valeur_publiee: string | null
  valeur_calculee: string | null
  explication: string | null
}

export interface SeedsHypotheses {
  hypothese: string | null
  libelle: string | null
  achetes_max_sur_potentiel: string | null
  beneficiaires_max_sur_scannes: string | null
  motif: string | null
  appliquee: string | null
}

export interface SeedsIndicateurs {
  indicateur: string | null
  ordre: string | null
  libelle: string | null
  unite: string | null
  origine: string | null
  somme_partielle: string | null
}

export interface SeedsLectures {
  lecture: string | null
  aap: string | null
  potentiel_sans_achats_au_total: string | null
  motif: string | null
}

export interface SeedsLignes {
  tableau: string | null
  nature: string | null
  ligne: string | null
  ordre: string | null
  champ: string | null
}

export interface SeedsMotsAbsence {
  expression: string | null
  sens: string | null
}

export interface SeedsMotsReels {
  mot: string | null
}

export interface SeedsParametres {
  parametre: string | null
  valeur: string | null
  motif: string | null
}

export interface SeedsPersonnes {
  expression: string | null
  sens: string | null
  note: string | null
}

export interface SeedsRatios {
  ratio: string | null
  ordre: string | null
  numerateur: string | null
  denominateur: string | null
  libelle: string | null
}

export interface SeedsSeuils {
  controle: string | null
  seuil: string | null
  valeur: string | null
  motif: string | null
}

export interface SeedsSubstitutions {
  indicateur: string | null
  remplacant: string | null
  motif: string | null
}

export interface SeedsTranches {
  tranche: string | null
  ordre: string | null
  libelle: string | null
  borne_basse: string | null
  basse_incluse: string | null
  borne_haute: string | null
  haute_incluse: string | null
}

export interface SeedsTypesOrganismes {
  expression: string | null
  type: string | null
}

export interface SeedsTypesStructure {
  type_structure: string | null
  ordre: string | null
}

export interface SeedsVocabulaire {
  expression: string | null
  sens: string | null
  note: string | null
}

export interface StagingStgCorrectionsDecisions {
  /** Convention. */
  convention: string
  /** Indicateur corrigé. */
  indicateur: string
  /** Valeur décidée ; NULL pour « non communiqué ». */
  valeur: number | null
  /** Valeur que la lecture donne sans la correction ; NULL si aucune. */
  attendu: number | null
  /** Raison de la décision. */
  motif: string
  /** Qui a décidé. */
  auteur: string
  /** Date de la décision (AAAA-MM-JJ). */
  date: string
  /** Ligne de raw/corrections.csv. */
  ligne: number
  /** La décision en une phrase. */
  phrase: string
}

export interface StagingStgModelesColonnes {
  /** Couche. */
  couche: string
  /** Table, sans sa couche. */
  nom_table: string
  /** Rang de la colonne dans la table. */
  rang: number
  /** Colonne. */
  colonne: string
  /** Type SQL. */
  type: string
  /** Unité ; NULL sans unité. */
  unite: string | null
  /** Vrai si la colonne peut être NULL. */
  nullable: boolean
  /** Vrai si la colonne est de la clé. */
  cle: boolean
  /** Valeurs permises, jointes par « | » ; NULL si elles sont libres. */
  valeurs: string | null
  /** Définition de la colonne. */
  description: string
  /** À quoi sert la table. */
  usage: string
  /** Ce qu'est une ligne. */
  grain: string
  /** table ou view. */
  materialisation: string
  /** Tables lues, jointes par « | » ; NULL s'il n'y en a pas. */
  amonts: string | null
}

export interface StagingStgPublieCellules {
  /** Tableau du document. */
  tableau: string
  /** Appel à projets, ou l'ensemble. */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Colonne, nommée comme au glossaire. */
  colonne: string
  /** Chiffre imprimé ; NULL s'il n'est pas un nombre (un contrôle le refuse). */
  valeur: number | null
  /** Nombre de décimales imprimées. */
  decimales: number
  /** Unité. */
  unite: string
  /** Le chiffre tel qu'écrit dans le fichier. */
  texte: string
  /** Fichier et ligne. */
  source: string
}

export interface StagingStgRapportsDossiers {
  /** Convention. */
  convention: string
  /** Chemins sous raw/rapports/, joints par « | ». */
  fichiers: string
  /** Nombre de fichiers, sans les copies. */
  nb_fichiers: number
  /** Nombre de ceux qui n'ont pas pu être lus. */
  nb_rejetes: number
  /** Fichiers qui n'ont pas pu être lus, avec la raison ; NULL s'il n'y en a pas. */
  motif_rejet: string | null
}

export interface StagingStgRapportsFichiers {
  /** Chemin sous raw/rapports/. */
  fichier: string
  /** Empreinte du contenu. */
  sha256: string
  /** Format reconnu au contenu ; NULL si inconnu. */
  format: string | null
  /** Taille. (octets) */
  taille: number
  /** Statut à la lecture. */
  statut: string
  /** Raison du statut. */
  motif: string | null
  /** Rang de la version ; un fichier qui n'en annonce pas est une première version (1). */
  rang_version: number
  /** Date des chiffres ou du document (AAAA-MM-JJ), d'après son contenu ou son nom ; NULL si inconnue. */
  date_version: string | null
  /** Jour de la dernière modification (AAAA-MM-JJ), d'après les propriétés du document ; NULL si inconnu. */
  date_proprietes: string | null
  /** Vrai pour un message qui dit joindre un bilan ou un tableau : il a été envoyé avec lui. */
  accompagne: boolean
  /** Conventions dont le fichier parle, jointes par « | » ; NULL s'il n'y en a pas. */
  conventions: string | null
}

export interface StagingStgRapportsObservations {
  /** Identifiant stable. */
  observation: string
  /** Chemin sous raw/rapports/. */
  fichier: string
  /** Feuille, page ou tableau. */
  feuille: string
  /** Adresse de la cellule. */
  cellule: string
  /** Convention ; NULL si aucune n'a été reconnue. */
  convention: string | null
  /** Notion lue. */
  indicateur: string
  /** Nombre × facteur ; NULL pour une absence, ou pour un nombre qui dépasse mille milliards. */
  valeur: number | null
  /** Vrai si la valeur est un entier positif ou nul, comme tout compte doit l'être. */
  plausible: boolean
  /** Unité lue. */
  unite: string | null
  /** Qualité de la lecture. */
  qualite: string
  /** Total, détail à additionner, ou absence de chiffre. */
  portee: string
  /** Groupe de détails qui s'additionnent ; chaîne vide s'il n'y en a pas. */
  groupe: string
  /** Seule année dont le fichier donne le chiffre ; NULL pour un chiffre entier. */
  annee: number | null
  /** Première des années que le rapport dit couvrir ; NULL si rien ne le dit. */
  premiere_annee: number | null
  /** Dernière de ces années ; NULL si rien ne le dit. */
  derniere_annee: number | null
  /** Texte de la cellule. */
  texte_brut: string
  /** Libellés qui ont donné le sens du chiffre. */
  libelle: string
  /** Adresse du libellé principal. */
  cellule_libelle: string | null
  /** Règle de lecture. */
  regle: string
  /** Vrai si la lecture retient le chiffre. */
  retenue: boolean
  /** Pourquoi. */
  motif: string | null
  /** Le texte et son adresse, pour les phrases : « NC » en Bilan!C12 de envoi.xlsx. */
  citation: string
}

export interface StagingStgRapportsQuestions {
  /** Identifiant stable. */
  question: string
  /** Chemin sous raw/rapports/. */
  fichier: string
  /** Feuille ; NULL si la question porte sur le fichier. */
  feuille: string | null
  /** Adresse ; NULL si la question porte sur le fichier. */
  cellule: string | null
  /** Convention ; NULL si inconnue. */
  convention: string | null
  /** Indicateur en jeu ; NULL si inconnu. */
  indicateur: string | null
  /** Texte de la cellule. */
  texte_brut: string | null
  /** Libellé de la cellule. */
  libelle: string | null
  /** Ce qui est douteux. */
  motif: string
  /** Valeur ou libellé proposé ; NULL s'il n'y en a pas. */
  proposition: string | null
  /** La proposition, si c'est un nombre. */
  valeur_proposee: number | null
  /** Confiance dans la proposition, entre 0 et 1. */
  confiance: number
}

export interface StagingStgRapportsRattachements {
  /** Convention. */
  convention: string
  /** Chemin sous raw/rapports/. */
  fichier: string
}

export interface StagingStgRegistreEnsemble {
  /** Appels à projets du registre, dans l'ordre, joints par « + ». */
  aap: string
  /** Nombre d'appels. */
  nb_aap: number
}

export interface StagingStgRegistreLaureats {
  /** Numéro de la convention. */
  convention: string
  /** Appel à projets. */
  aap: string
  /** SIREN de la structure, neuf chiffres. */
  siren: string
  /** Nom de la structure. */
  nom: string
  /** Type de la structure selon l'agence. */
  type_structure: string
  /** Code du département ; NULL si sans objet. */
  departement: string | null
  /** Nombre de pass que la convention permet d'acheter. (pass) */
  potentiel_achat: number
  /** Montant total du projet ; NULL si le registre ne le dit pas. (EUR) */
  montant_projet: number | null
  /** Part de l'État ; NULL si le registre ne la dit pas. (EUR) */
  subvention_etat: number | null
  /** Ligne du registre, l'en-tête étant la ligne 1. */
  ligne: number
}

export interface StagingStgRegistreOrganismes {
  /** SIREN, neuf chiffres. */
  siren: string
  /** Nom de la structure, tel que sa première convention l'écrit. */
  nom: string
  /** Ses conventions, jointes par « | ». */
  conventions: string
  /** Ses appels à projets, joints par « | ». */
  appels: string
  /** Nombre de conventions. */
  nb_conventions: number
  /** Nombre d'appels. */
  nb_appels: number
}

export interface StagingStgReglesColonnes {
  /** Tableau du document. */
  tableau: string
  /** Nature de la ligne. */
  nature: string
  /** Colonne, précédée de sa tranche s'il y a lieu (plus_de_75.pass_scannes). */
  colonne: string
  /** Rang dans la ligne. */
  ordre: number
  /** Tranche de la colonne ; « toutes » si elle les couvre toutes. */
  tranche: string
  /** Quantité imprimée, ou numérateur ; NULL si rien ne permet de la calculer. */
  numerateur: string | null
  /** Dénominateur, toutes tranches ensemble ; NULL si la colonne n'est pas un rapport. */
  denominateur: string | null
  /** Facteur vers l'unité imprimée. */
  facteur: number
  /** Décimales imprimées (0, 1 ou 2). */
  decimales: number
  /** Unité imprimée. */
  unite: string
  /** Nom pour les personnes. */
  libelle: string
  /** Nom de la tranche pour les personnes ; NULL si la colonne les couvre toutes. */
  libelle_tranche: string | null
  /** Pourquoi la colonne ne se calcule pas ; NULL si elle se calcule. */
  explication: string | null
}

export interface StagingStgReglesControles {
  /** Nom du contrôle, celui de son fichier dans sql/checks/. */
  controle: string
  /** Titre pour les personnes. */
  titre: string
  /** Pourquoi le contrôle existe. */
  motif: string
}

export interface StagingStgReglesControlesPublies {
  /** Nom du contrôle. */
  controle: string
  /** Titre pour les personnes. */
  titre: string
  /** Ce qui est attendu, et pourquoi. */
  motif: string
}

export interface StagingStgReglesEcartsConnus {
  /** Tableau du document. */
  tableau: string
  /** Appel à projets, ou l'ensemble. */
  aap: string
  /** Ligne telle qu'imprimée. */
  ligne: string
  /** Colonne. */
  colonne: string
  /** Valeur imprimée que l'explication connaît. */
  valeur_publiee: number
  /** Valeur calculée que l'explication connaît. */
  valeur_calculee: number
  /** La phrase. */
  explication: string
}

export interface StagingStgReglesHypotheses {
  /** Nom de l'hypothèse. */
  hypothese: string
  /** L'hypothèse en une phrase. */
  libelle: string
  /** Plus grande part du potentiel qu'un lauréat sans chiffre d'achat a pu acheter ; NULL quand c'est le plus fort dépassement observé. */
  achetes_max_sur_potentiel: number | null
  /** Vrai si le plafond des achats est le plus fort dépassement observé chez les lauréats qui ont répondu. */
  depassement_observe: boolean
  /** Plus grand nombre de bénéficiaires par pass scanné, là où les bénéficiaires manquent ; NULL si rien ne les plafonne. */
  beneficiaires_max_sur_scannes: number | null
  /** Ce qui justifie l'hypothèse. */
  motif: string
  /** Vrai pour l'hypothèse que le bilan applique. */
  appliquee: boolean
}

export interface StagingStgReglesIndicateurs {
  /** Nom de la quantité. */
  indicateur: string
  /** Rang dans les tableaux. */
  ordre: number
  /** Nom pour les personnes. */
  libelle: string
  /** Unité. */
  unite: string
  /** D'où vient la quantité. */
  origine: string
  /** Vrai si la somme des valeurs connues se publie quand il en manque ; sinon elle est NULL. */
  somme_partielle: boolean
  /** Ratios où la quantité entre, joints par « | » ; NULL s'il n'y en a pas. */
  ratios: string | null
}

export interface StagingStgReglesLectures {
  /** Lecture : publie (comme le document imprime) ou coherent (une seule règle). */
  lecture: string
  /** Appel à projets ; « * » pour tous ceux qui n'ont pas de ligne à eux. */
  aap: string
  /** Vrai si ce potentiel compte au total de l'appel. */
  potentiel_sans_achats_au_total: boolean
  /** D'où vient la règle. */
  motif: string
}

export interface StagingStgReglesLignes {
  /** Tableau du document. */
  tableau: string
  /** Nature de la ligne. */
  nature: string
  /** Libellé imprimé ; NULL pour les types de structure, qui sont leur propre libellé. */
  ligne: string | null
  /** Rang dans le tableau. */
  ordre: number
  /** Ce que la ligne couvre : chaque appel, ou l'ensemble. */
  champ: string
}

export interface StagingStgReglesParametres {
  /** Nom du réglage. */
  parametre: string
  /** Vrai si le réglage est allumé. */
  actif: boolean
  /** Ce qu'il fait. */
  motif: string
}

export interface StagingStgReglesRatios {
  /** Nom du ratio. */
  ratio: string
  /** Rang dans les tableaux. */
  ordre: number
  /** Quantité au numérateur. */
  numerateur: string
  /** Quantité au dénominateur. */
  denominateur: string
  /** Nom pour les personnes. */
  libelle: string
}

export interface StagingStgReglesSeuils {
  /** Contrôle. */
  controle: string
  /** Nom du seuil dans le contrôle. */
  seuil: string
  /** Valeur. */
  valeur: number
  /** Pourquoi cette valeur. */
  motif: string
}

export interface StagingStgReglesSubstitutions {
  /** Indicateur du bilan. */
  indicateur: string
  /** Notion lue qui en tient lieu. */
  remplacant: string
  /** Phrase qui le dit. */
  motif: string
}

export interface StagingStgReglesTranches {
  /** Code de la tranche. */
  tranche: string
  /** Rang dans le tableau. */
  ordre: number
  /** Nom de la tranche. */
  libelle: string
  /** Borne basse ; NULL s'il n'y en a pas. */
  borne_basse: number | null
  /** Vrai si la borne basse est dans la tranche. */
  basse_incluse: boolean
  /** Borne haute ; NULL s'il n'y en a pas. */
  borne_haute: number | null
  /** Vrai si la borne haute est dans la tranche. */
  haute_incluse: boolean
}

export interface StagingStgReglesTypesStructure {
  /** Type de structure. */
  type_structure: string
  /** Rang dans les tableaux. */
  ordre: number
}

export interface StagingStgRelancesDemandes {
  /** Convention. */
  convention: string
  /** Indicateur demandé. */
  indicateur: string
  /** Le chiffre manquait, était douteux, ou approximatif. */
  objet: string
  /** Jour où la lettre a été écrite (AAAA-MM-JJ). */
  ecrite_le: string
  /** Jour de l'envoi (AAAA-MM-JJ) ; NULL tant qu'elle n'est pas partie. */
  envoyee_le: string | null
}

export interface StagingStgRelancesRecus {
  /** Convention. */
  convention: string
  /** Indicateur demandé. */
  indicateur: string
  /** Début de l'empreinte du fichier. */
  empreinte: string
}

/** Every table of the warehouse, for `queries<Database>(connection)`. */
export interface Database {
  'bilan.a_verifier': BilanAVerifier
  'bilan.alertes': BilanAlertes
  'bilan.bornes': BilanBornes
  'bilan.catalogue': BilanCatalogue
  'bilan.chiffres': BilanChiffres
  'bilan.composition': BilanComposition
  'bilan.controles_publies': BilanControlesPublies
  'bilan.donnees_manquantes': BilanDonneesManquantes
  'bilan.fichiers': BilanFichiers
  'bilan.hypotheses': BilanHypotheses
  'bilan.laureats': BilanLaureats
  'bilan.lectures_comparees': BilanLecturesComparees
  'bilan.observations': BilanObservations
  'bilan.organismes': BilanOrganismes
  'bilan.reconciliation': BilanReconciliation
  'bilan.relances': BilanRelances
  'bilan.tableau_conversion': BilanTableauConversion
  'bilan.tableau_quantitatif': BilanTableauQuantitatif
  'intermediate.int_adresses': IntermediateIntAdresses
  'intermediate.int_alertes_laureats': IntermediateIntAlertesLaureats
  'intermediate.int_alertes_rapports': IntermediateIntAlertesRapports
  'intermediate.int_alertes_registre': IntermediateIntAlertesRegistre
  'intermediate.int_candidats': IntermediateIntCandidats
  'intermediate.int_chiffres_lus': IntermediateIntChiffresLus
  'intermediate.int_contradictions': IntermediateIntContradictions
  'intermediate.int_controles_publies': IntermediateIntControlesPublies
  'intermediate.int_corrections': IntermediateIntCorrections
  'intermediate.int_dires': IntermediateIntDires
  'intermediate.int_encadrements': IntermediateIntEncadrements
  'intermediate.int_encadrements_tranches': IntermediateIntEncadrementsTranches
  'intermediate.int_hypotheses': IntermediateIntHypotheses
  'intermediate.int_intervalles': IntermediateIntIntervalles
  'intermediate.int_intervalles_tranches': IntermediateIntIntervallesTranches
  'intermediate.int_laureats': IntermediateIntLaureats
  'intermediate.int_lignes': IntermediateIntLignes
  'intermediate.int_mesures': IntermediateIntMesures
  'intermediate.int_pretendants': IntermediateIntPretendants
  'intermediate.int_questions': IntermediateIntQuestions
  'intermediate.int_remplacements': IntermediateIntRemplacements
  'intermediate.int_sommes': IntermediateIntSommes
  'intermediate.int_valeurs': IntermediateIntValeurs
  'intermediate.int_valeurs_lues': IntermediateIntValeursLues
  'meta.amonts': MetaAmonts
  'meta.controles': MetaControles
  'meta.models': MetaModels
  'raw.corrections': RawCorrections
  'raw.fichiers': RawFichiers
  'raw.laureats': RawLaureats
  'raw.modeles': RawModeles
  'raw.observations': RawObservations
  'raw.publie': RawPublie
  'raw.questions': RawQuestions
  'raw.rattachements': RawRattachements
  'raw.relances': RawRelances
  'seeds.bons_colonnes': SeedsBonsColonnes
  'seeds.bons_statuts': SeedsBonsStatuts
  'seeds.colonnes': SeedsColonnes
  'seeds.controles': SeedsControles
  'seeds.controles_publies': SeedsControlesPublies
  'seeds.ecarts_connus': SeedsEcartsConnus
  'seeds.hypotheses': SeedsHypotheses
  'seeds.indicateurs': SeedsIndicateurs
  'seeds.lectures': SeedsLectures
  'seeds.lignes': SeedsLignes
  'seeds.mots_absence': SeedsMotsAbsence
  'seeds.mots_reels': SeedsMotsReels
  'seeds.parametres': SeedsParametres
  'seeds.personnes': SeedsPersonnes
  'seeds.ratios': SeedsRatios
  'seeds.seuils': SeedsSeuils
  'seeds.substitutions': SeedsSubstitutions
  'seeds.tranches': SeedsTranches
  'seeds.types_organismes': SeedsTypesOrganismes
  'seeds.types_structure': SeedsTypesStructure
  'seeds.vocabulaire': SeedsVocabulaire
  'staging.stg_corrections__decisions': StagingStgCorrectionsDecisions
  'staging.stg_modeles__colonnes': StagingStgModelesColonnes
  'staging.stg_publie__cellules': StagingStgPublieCellules
  'staging.stg_rapports__dossiers': StagingStgRapportsDossiers
  'staging.stg_rapports__fichiers': StagingStgRapportsFichiers
  'staging.stg_rapports__observations': StagingStgRapportsObservations
  'staging.stg_rapports__questions': StagingStgRapportsQuestions
  'staging.stg_rapports__rattachements': StagingStgRapportsRattachements
  'staging.stg_registre__ensemble': StagingStgRegistreEnsemble
  'staging.stg_registre__laureats': StagingStgRegistreLaureats
  'staging.stg_registre__organismes': StagingStgRegistreOrganismes
  'staging.stg_regles__colonnes': StagingStgReglesColonnes
  'staging.stg_regles__controles': StagingStgReglesControles
  'staging.stg_regles__controles_publies': StagingStgReglesControlesPublies
  'staging.stg_regles__ecarts_connus': StagingStgReglesEcartsConnus
  'staging.stg_regles__hypotheses': StagingStgReglesHypotheses
  'staging.stg_regles__indicateurs': StagingStgReglesIndicateurs
  'staging.stg_regles__lectures': StagingStgReglesLectures
  'staging.stg_regles__lignes': StagingStgReglesLignes
  'staging.stg_regles__parametres': StagingStgReglesParametres
  'staging.stg_regles__ratios': StagingStgReglesRatios
  'staging.stg_regles__seuils': StagingStgReglesSeuils
  'staging.stg_regles__substitutions': StagingStgReglesSubstitutions
  'staging.stg_regles__tranches': StagingStgReglesTranches
  'staging.stg_regles__types_structure': StagingStgReglesTypesStructure
  'staging.stg_relances__demandes': StagingStgRelancesDemandes
  'staging.stg_relances__recus': StagingStgRelancesRecus
}
