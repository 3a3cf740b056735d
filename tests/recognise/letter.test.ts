import { expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { versionOf } from '../../pipeline/recognise/cues.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'

const vocabulary = await loadVocabulary(seedsFolder, null)
const short = {
  pass_achetes: 'achetés',
  pass_scannes: 'scannés',
  beneficiaires_uniques: 'personnes',
  pass_commandes: 'commandés',
  potentiel_achat: 'potentiel',
}

/** What a mail with one paragraph gives: `achetés 400, scannés 251`; with a question mark what is asked about, `~` for « environ ». */
async function said(text: string): Promise<string> {
  const document = await readDocument(Buffer.from(`Bilan du pass numérique\n\n${text}`), 'csv')
  const { readings, nearMisses } = recognise(document, vocabulary)
  const told = readings.map(({ indicator, number, factor, kind, quality, doubts, unknown }) => {
    const about = quality === 'approximatif' ? '~' : ''
    const figure = number === null ? '…' : `${about}${number * factor}`
    const doubtful = doubts.length + unknown.length > 0 ? '?' : ''
    return `${short[indicator]} ${kind === 'absence' ? 'non communiqué' : figure}${doubtful}`
  })
  return [...told, ...nearMisses.map(({ indicators }) => `${short[indicators[0]!]} ?`)].join(', ')
}

test.each([
  ['Nous avons accompagné 231 personnes.', 'personnes 231'],
  [
    'Ce sont 246 habitants différents qui ont ainsi pu être accompagnés, en majorité des retraités.',
    'personnes 246',
  ],
  ['231 personnes, toutes distinctes, ont été reçues.', 'personnes 231'],
  ['Ils ont servi à 231 personnes, toutes distinctes.', 'personnes 231, scannés ?'],
  [
    'Nous avons touché 170 personnes, sans compter deux fois ceux qui sont revenus.',
    'personnes 170',
  ],
  [
    '167 Brissolaises et Brissolais ont poussé la porte, chacun n’étant compté qu’une fois.',
    'personnes ?',
  ],
  ['On a aidé 96 personnes, chacune n’est venue qu’une fois dans le fichier.', 'personnes 96'],
  ['Cela représente 212 personnes (une personne n’est comptée qu’une fois).', 'personnes 212'],
  ['Quelque 260 habitants en ont bénéficié.', 'personnes ~260'],
  [
    'Cela fait 96 personnes en tout, chaque personne ayant été comptée une seule fois.',
    'personnes 96',
  ],
  ['143 fiches, et une fiche = une personne.', 'personnes ?'],
  ['Nous avons vu 58 personnes, dont certaines étaient déjà venues.', 'personnes 58?'],
  ['120 foyers ont bénéficié du dispositif.', 'personnes ?'],
  ['Bénéficiaires : 120 foyers', 'personnes 120?'],
  ['Bénéficiaires : 45 familles', 'personnes 45?'],
  ['Nombre de bénéficiaires : 12 associations', 'personnes 12?'],
  ['Bénéficiaires : 1 340 (présences cumulées sur trois ans)', 'personnes 1340?'],
  ['Benef : 97 persone', 'personnes 97'],
  ['117 personnes (nous comptons les personnes, pas les visites).', 'personnes 117'],
  ['Deux cent douze personnes différentes ont suivi le parcours.', 'personnes 212'],
  ['On estime avoir aidé environ 150 personnes.', 'personnes ~150'],
  ['61 lecteurs différents en ont profité.', 'personnes 61'],
  ['Au total 88 seniors distincts sont venus.', 'personnes 88'],
  ['175 bénéficiaires uniques ont été reçus par les conseillers.', 'personnes 175'],
  ['Votre convention vous permettait d’acheter 1 800 pass.', 'potentiel 1800'],
  ['Nous pouvions acheter 1 800 pass.', 'potentiel 1800'],
  ['Nous avions droit à 900 pass.', 'potentiel 900'],
  ['Nous avons pris 800 pass en tout.', 'achetés 800'],
  ['On a acheté 800 pass, tous ont été utilisés.', 'achetés 800, scannés 800'],
  ['Il a scanné 251 pass sur les 400 qu’on avait achetés.', 'scannés 251, achetés 400'],
  ['Sur les 400 pass que nous avons achetés, 251 ont été scannés.', 'achetés 400, scannés 251'],
  ['Il en reste 340 sur 2 000 achetés.', 'achetés 2000'],
  ['La commune a racheté 400 pass.', 'achetés 400'],
  ['377 ont été scannés à notre comptoir, le reste est périmé.', 'scannés 377'],
  ['1 746 pass ont été scannés au casino et à la médiathèque.', 'scannés 1746'],
  ['987 pass ont été scannés à la bibliothèque ou chez M. Delteil.', 'scannés 987'],
  ['1 604 d’entre eux ont été validés, c’est-à-dire scannés par nos médiatrices.', 'scannés 1604?'],
  ['Nous terminons à 1 488 pass scannés.', 'scannés 1488'],
  [
    'Depuis le rapport intermédiaire (640 scans), nous terminons à 1 488 pass scannés.',
    'scannés 640?, scannés 1488?',
  ],
  [
    'Nos achats se sont arrêtés à 2 000 pass, les 400 derniers n’ayant pas trouvé de cofinancement.',
    'achetés 2000',
  ],
  [
    'Ce sont finalement 2 000 pass qui ont été achetés, et 1 214 qui ont été effectivement scannés.',
    'achetés 2000, scannés 1214',
  ],
  [
    'Il a fallu en rabattre : ce sont finalement 2 000 pass qui ont été achetés, et 1 214 qui ont été effectivement scannés.',
    'achetés 2000, scannés 1214',
  ],
  ['1 000 pass ont été commandés en une fois et reçus en septembre.', 'commandés 1000'],
  [
    'La commune et ses quatre voisines ont acheté mille deux cent cinquante pass numériques.',
    'achetés 1250',
  ],
  ['Dans notre lieu, 214 pass ont été scannés.', 'scannés 214?'],
  ['Q2. Combien de pass ont été utilisés ? → 1 011 pass', 'scannés 1011'],
  ['1) Nombre de pass achetés ? 12 500', 'achetés 12500'],
  ['Combien de personnes différentes ? -> 243 personnes', 'personnes 243'],
  ['Pass achetés ➜ 600', 'achetés 600'],
  ['Combien ont été utilisés ? 1 905, et il y en a encore 795 valables', 'scannés 1905'],
  [
    'La commune a acheté 9 000 pass (et non 12 000 comme écrit dans notre rapport intermédiaire). Les pass scannés s’élèvent à 5 127, et les bénéficiaires à 1 368.',
    'achetés 9000, scannés 5127, personnes 1368',
  ],
  [
    'Trévalon : 1 200 pass achetés, 1 530 scannés, 288 bénéficiaires. Oui, le 1 530 est bizarre, je pense que ça compte aussi ceux du département, à vérifier.',
    'achetés 1200, scannés 1530?, personnes 288',
  ],
  [
    'On serait à 2 800 pass achetés, chiffre à confirmer. Scannés : 1 655.',
    'achetés 2800?, scannés 1655',
  ],
  ['1 200 pass ont été achetés. Tous les chiffres sont à confirmer.', 'achetés 1200?'],
  ['Nous n’avons pas acheté 2 000 pass comme annoncé, mais 1 600.', 'achetés 1600'],
  [
    'Il n’y a pas eu 3 000 mais 2 600 pass d’achetés, et pas 1 800 mais 1 584 pass de scannés.',
    'achetés 2600, scannés 1584',
  ],
  ['Le nombre de pass achetés n’est pas de 500 mais de 450.', 'achetés 450'],
  [
    'Pouvez-vous nous confirmer les 1 000 pass achetés et les 450 pass scannés de votre rapport de juin ?',
    'achetés ?, scannés ?',
  ],
  ['Avez-vous bien acheté 500 pass ?', 'achetés ?'],
  [
    'achetés, 2 290 pass ; scannés, 1 533 pass ; bénéficiaires uniques, 385.',
    'achetés 2290, scannés 1533, personnes 385',
  ],
  ['Pour les personnes, 359.', 'personnes 359?'],
  ['Quant aux pass achetés, 500.', 'achetés 500'],
  ['Pour les bénéficiaires, 240 personnes.', 'personnes 240'],
  [
    'On a acheté 2 000 pass, zéro scanné, zéro bénéficiaire.',
    'achetés 2000, scannés 0, personnes 0',
  ],
  [
    'La commune comptait 4 100 pass achetés, 2 733 pass scannés et 684 bénéficiaires uniques.',
    'achetés 4100, scannés 2733, personnes 684',
  ],
  ['La commune comptait en acheter 4 100.', ''],
  [
    'Les médiateurs en ont scanné 6 743. 1 702 personnes, dont 911 femmes, ont bénéficié du dispositif.',
    'scannés 6743, personnes 1702',
  ],
  ['On plafonne à 155 bénéficiaires.', 'personnes 155'],
  ['614 pass utilisés à peine, quand nous en avions acheté 2 000.', 'scannés 614, achetés 2000'],
  [
    'Les pass n’ont pas eu le succès escompté : 614 utilisés à peine, quand nous en avions acheté 2 000.',
    'scannés ?, achetés ?, scannés ?',
  ],
  ['Nous aurions dû acheter 3 000 pass, nous en avons acheté 2 400.', 'achetés 2400'],
  ['Nous espérions 2 000 utilisations, nous en sommes à 1 518.', 'scannés 1518'],
  ['sur 11 000 pass achetés, 38 % ont été scannés, soit 4 180.', 'achetés 11000, scannés 4180'],
  [
    'Les 1 409 pass validés par nos médiateurs (sur 2 500 achetés) ont permis à 377 usagers différents de se former.',
    'scannés 1409, achetés 2500, personnes 377',
  ],
  [
    'La commune a acheté 2 200 pass. Ils ont été utilisés par 379 personnes, qui en ont dépensé 1 517.',
    'achetés 2200, personnes 379, scannés 1517',
  ],
  [
    'sur les 2 800 pass que la commune a achetés, la moitié exactement a été utilisée.',
    'achetés 2800, scannés ?, scannés ?',
  ],
  ['Elle a scanné 1 505 pass sur les 2 020 qu’elle avait achetés.', 'scannés 1505, achetés 2020'],
  [
    'tous les pass achetés (2 000) ont trouvé preneur et tous ont été scannés avant la date limite.',
    'achetés 2000, scannés 2000',
  ],
  ['y en a 317 de scannés et ça fait 79 personnes.', 'scannés 317, personnes 79'],
  ['98 de nos habitants ont bénéficié d’au moins un pass.', 'personnes 98'],
  ['942 Crozannais différents en ont bénéficié.', 'personnes 942'],
  ['Le nombre de personnes touchées atteint 979, contre 1 500 espérées.', 'personnes 979'],
  ['3 890 pass utilisés pour un objectif de 7 000.', 'scannés 3890'],
  [
    'La commune a, sur la durée de la convention, acheté 16 500 pass et enregistré 8 890 pass scannés.',
    'achetés 16500, scannés 8890',
  ],
  ['2 218 bénéficiaires uniques sont à dénombrer.', 'personnes 2218'],
  ['J’ai retrouvé 1 155 pass scannés.', 'scannés 1155'],
  [
    'nous avons acheté 90 carnets de 10 pass. 65 carnets ont été intégralement utilisés',
    'achetés 900, scannés 650',
  ],
  ['Tous les pass achetés (500) ont été scannés.', 'achetés 500, scannés 500'],
  ['Nous avons acheté 500 pass. Presque tous ont été utilisés.', 'achetés 500, scannés ?'],
  ['Nous avons acheté 500 pass. Tous les autres ont été utilisés.', 'achetés 500, scannés ?'],
  ['Nous avons acheté 500 pass. Ils ont tous été scannés.', 'achetés 500, scannés 500'],
  ['Nous avons acheté 500 pass. La totalité a été utilisée.', 'achetés 500, scannés 500'],
  ['Nous avons acheté 500 pass, intégralement utilisés.', 'achetés 500, scannés ?'],
  ['Nous avons acheté 500 pass. Tous n’ont pas été utilisés.', 'achetés 500, scannés ?, scannés ?'],
  ['Nous avons acheté 500 pass. Tous ont été distribués.', 'achetés 500'],
  ['Nous avons acheté 50 carnets de 10 pass. Tous ont été utilisés.', 'achetés 500, scannés 500'],
  ['On a acheté 120 carnets, 87 ont été entièrement utilisés.', 'achetés 120?, scannés 87?'],
  ['Nous avons acheté 90 carnets de 10 pass. 65 ont été utilisés.', 'achetés 900, scannés 65?'],
  [
    'Mme la présidente indique que 500 pass ont été achetés et 320 scannés.',
    'achetés 500, scannés 320',
  ],
  [
    'L’opérateur nous dit que 1 004 ont été scannés au 31 octobre, fin de validité.',
    'scannés 1004',
  ],
  ['Si vous avez acheté 500 pass, indiquez 500.', ''],
  ['Nous avons acheté 500 pass si vite que l’opérateur a été surpris.', 'achetés 500?'],
  ['Les 500 pass commandés ont tous été livrés et payés.', 'commandés 500, achetés 500'],
  ['Il nous reste 120 pass sur les 500 achetés.', 'achetés 500'],
  ['380 pass ont servi, 120 nous restent sur les bras.', 'scannés 380'],
  ['Sur 500 pass, il en reste 120.', 'achetés ?'],
  [
    'A fin 2022, 500 pass avaient été achetés, dont 320 avaient été scannés.',
    'achetés 500, scannés 320',
  ],
  ['Bénéficiaires : une quarantaine', 'personnes ?'],
  ['Une quarantaine de personnes ont été aidées.', 'personnes …?'],
  ['45 personnes âgées ont été accompagnées.', 'personnes 45?'],
  [
    '45 personnes en situation de handicap et 60 demandeurs d’emploi ont été aidés.',
    'personnes 45?, personnes 60?',
  ],
  ['La réunion de lancement a réuni 45 personnes.', 'personnes 45?'],
  ['Nous avons reçu 45 personnes lors de la réunion publique.', 'personnes 45?'],
  ['500 pass achetés, 320 utilisés, 45 personnes.', 'achetés 500, scannés 320, personnes 45'],
  [
    '500 pass achetés, 320 utilisés, 45 personnes présentes à la réunion.',
    'achetés 500, scannés 320, personnes 45?',
  ],
  ['Pass : achetés 500, scannés 320, bénéficiaires 45', 'achetés 500, scannés 320, personnes 45'],
  ['500 achetés / 320 scannés / 45 bénéf.', 'achetés 500, scannés 320, personnes 45'],
  ['Nous n’avons acheté que 500 pass et 320 seulement ont servi.', 'achetés 500, scannés 320'],
  ['Le nombre de pass achetés n’a pas dépassé 500.', 'achetés …?'],
  ['On a commandé 500 pass, on en a reçu 450.', 'commandés 500?'],
  ['Nos 500 pass ont été scannés à hauteur de 320.', 'scannés 500?, scannés 320?'],
  ['Sur les 500 pass acquis, 64 % ont été scannés, soit 320 pass.', 'achetés 500, scannés 320'],
  ['Nous avons acheté 500 pass (300 en 2021 et 200 en 2022).', 'achetés 500'],
  ['En 2021 : 300 pass achetés ; en 2022 : 200 pass achetés.', 'achetés 300, achetés 200'],
  [
    'Il a été procédé à l’achat de cinq cents pass, dont trois cent vingt ont été consommés par soixante-douze usagers distincts.',
    'achetés 500, scannés 320, personnes 72',
  ],
  ['Selon la plateforme, 320 pass scannés ; selon nos fiches, 335.', 'scannés 320, scannés 335'],
  ['Je n’ai pas les chiffres des scans. Les achats : 500.', 'achetés 500'],
  ['Le conseil municipal a voté l’achat de 500 pass.', 'achetés ?'],
  ['Le conseil municipal a autorisé l’achat de 500 pass supplémentaires.', 'potentiel 500?'],
  ['Nous avons reçu une subvention pour 500 pass et en avons acheté 350.', 'achetés 350'],
  ['Sur les 500 pass que l’État finançait, nous en avons acheté 350.', 'achetés 350'],
  ['Nous avions prévu 500 pass, nous en avons pris 350.', 'achetés 350?'],
  ['350 pass ont été achetés sur un potentiel de 500.', 'achetés 350'],
  ['Nos 350 pass (sur 500 possibles) ont été achetés en mai.', 'achetés 350'],
  ['Nous avons acheté 350 pass en plus des 200 de 2019.', 'achetés 350?'],
  ['Nous avons acheté 350 pass supplémentaires en 2022.', 'achetés 350?'],
  ['L’opérateur a scanné 210 pass, dont 30 par erreur.', 'scannés …?'],
  ['210 pass ont été scannés, mais 30 l’ont été deux fois.', 'scannés 210?, achetés ?'],
  ['Il manque 40 scans dans les 210 affichés par la plateforme.', 'scannés 40?'],
  ['210 scans, soit 0,6 par pass acheté.', 'scannés 210, achetés ?'],
  ['Un pass sur deux a été utilisé.', 'scannés …?'],
  ['Les 350 pass achetés ont permis 210 heures d’accompagnement.', 'achetés 350'],
  ['Les 350 pass achetés ont donné lieu à 210 accompagnements.', 'achetés 350'],
  [
    'Nous avons organisé 45 ateliers et accompagné 80 personnes, dont 20 deux fois.',
    'personnes 80',
  ],
  [
    '80 personnes ont été accompagnées en 2021 et 60 en 2022, certaines étant les mêmes.',
    'personnes 80, personnes 60?',
  ],
  ['80 inscriptions ont été enregistrées, pour 65 personnes différentes.', 'personnes 65'],
  ['65 personnes sur les 80 inscrites sont venues.', 'personnes 65?'],
  ['65 foyers, soit 80 personnes, ont bénéficié du dispositif.', 'personnes 80?'],
  ['80 bénéficiaires, dont 65 femmes et 15 hommes.', 'personnes 80'],
  ['65 femmes et 15 hommes ont été accompagnés.', 'personnes ?'],
  [
    'En moyenne, chaque bénéficiaire a utilisé 4 pass ; 80 bénéficiaires au total.',
    'personnes 80, scannés ?',
  ],
  [
    'Nous avons distribué 300 pass à 80 personnes, qui en ont utilisé 210.',
    'personnes 80?, scannés 210',
  ],
  ['300 pass ont été distribués à 80 personnes.', 'personnes 80?'],
  ['300 pass remis, 210 revenus.', 'achetés ?'],
  [
    'Sur 350 pass, 210 sont revenus scannés, 90 sont perdus et 50 dorment chez nous.',
    'scannés 210',
  ],
  ['Nous avons rendu 50 pass sur les 350 achetés.', 'achetés 350?'],
  ['350 pass achetés puis 50 remboursés, soit 300 au final.', 'achetés 350?, scannés ?'],
  ['Ne tenez pas compte des 350 pass annoncés, c’est 320.', 'achetés ?'],
  ['Nous confirmons les 350 pass achetés et les 210 scannés.', 'achetés 350, scannés 210'],
  ['Vous indiquez 350 pass achetés, nous en comptons 320.', 'achetés 350?, achetés 320?'],
  ['D’après vos services nous aurions acheté 350 pass.', 'achetés 350?'],
  ['Nous pensions avoir acheté 350 pass.', 'achetés 350?'],
  ['Il se peut que 210 pass aient été scannés.', 'scannés 210?'],
  ['Moins de 210 pass ont été scannés.', 'scannés 210?'],
  ['Plus de 210 pass ont été scannés.', 'scannés 210?'],
  ['210 à 220 pass ont été scannés.', 'scannés …?'],
  ['Entre 2020 et 2022, 350 pass achetés, 210 scannés.', 'achetés 350, scannés 210'],
  ['Le marché portait sur 350 pass.', 'achetés ?'],
  ['Le bon de commande n° 350 portait sur 120 pass.', 'achetés ?'],
  ['La facture n° 2021-350 de 3 500 € correspond à 350 pass.', 'achetés 350?'],
  ['Facture : 3 500 €, soit 350 pass.', 'achetés 350?'],
  ['Nous avons acheté 35 carnets de 10.', 'achetés 350'],
  ['Nous avons acheté 35 carnets, soit 350 pass.', 'achetés 350'],
  ['L’achat de 350 pass est en cours.', 'achetés 350?'],
  ['350 pass sont en cours d’achat.', 'achetés 350?'],
  ['Nous achèterons 350 pass à la rentrée.', ''],
  ['La commune voisine a acheté 350 pass.', 'achetés 350?'],
  ['Le département a acheté 5 000 pass et nous en a cédé 350.', 'achetés 5000?, achetés 350?'],
  [
    'Nous n’avons acheté aucun pass : le département nous en a donné 350.',
    'achetés 0?, achetés 350?',
  ],
  ['Aucun des 350 pass achetés n’a été utilisé.', 'achetés 350, scannés 0'],
  ['Très peu de pass ont été utilisés : 12.', 'scannés 12?'],
  ['Seulement 12 pass utilisés sur 350.', 'scannés 12'],
  ['12 pass seulement, sur les 350 achetés, ont été utilisés.', 'achetés 350, scannés ?'],
  ['Pass achetés : 350 (dont 50 non distribués)', 'achetés 350'],
  ['Pass achetés : 350 dont 200 en 2021', 'achetés 350'],
  ['Pass scannés : 210 au 31/12/2021, 260 au 31/12/2022', 'scannés 260'],
  ['Bénéficiaires : 80 (65 nouveaux)', 'personnes …?'],
  ['Bénéficiaires : 80, uniques : 65', 'personnes …?'],
  ['Nombre d’usagers : 80', 'personnes 80?'],
  ['Usagers ayant poussé la porte : 80', 'personnes 80?'],
  ['Population : 80 000 habitants', 'personnes 80000?'],
  ['Nous avions 500 pass, il nous en reste 120.', 'achetés ?'],
  ['Sur 500 pass, 380 ont été consommés et 120 perdus.', 'scannés 380'],
  ['Tous les bénéficiaires ont été scannés : 80.', 'personnes 80, scannés ?'],
  ['Les 80 personnes ont toutes utilisé leurs 5 pass.', 'personnes 80?, scannés ?'],
  ['80 personnes ont chacune utilisé 5 pass.', 'personnes 80?, scannés ?'],
  ['Au 30 juin 2021 nous avions acheté 200 pass ; au 31 décembre 2022, 500.', 'achetés 500'],
  ['Nous avons acheté 200 pass en 2021 et 300 en 2022.', 'achetés 200, achetés 300'],
  ['Nous avons acheté 200 pass en 2021 et 300 en 2022, soit 500 en tout.', 'achetés 500'],
  ['Premier semestre : 200 scannés ; second semestre : 180.', 'scannés 200, scannés 180'],
  ['La première année 200 pass ont été scannés, la seconde 180.', 'scannés 200?, scannés 180?'],
  [
    '500 pass achetés (200 en 2021, 300 en 2022), 380 scannés (200 en 2021, 180 en 2022), 80 personnes.',
    'achetés 500, scannés 380, personnes 80',
  ],
  ['On nous a livré 500 pass.', 'achetés 500?'],
  ['500 pass nous ont été livrés par l’opérateur, facture à l’appui.', 'achetés 500?'],
  ['Le prestataire a émis 500 pass dont 380 ont été flashés.', 'scannés 380'],
  ['500 pass activés, 380 utilisés.', 'scannés 380'],
  ['Nos ateliers ont accueilli 80 personnes pour 380 pass.', 'personnes 80?, achetés ?'],
  ['380 pass ont été utilisés par 80 habitants.', 'scannés 380, personnes 80'],
  ['Les 380 pass ont été consommés, par 80 usagers.', 'scannés 380, personnes 80'],
  [
    'Sur 500 pass achetés, 380 ont été scannés par 80 usagers.',
    'achetés 500, scannés 380, personnes 80',
  ],
  [
    '380 pass ont été utilisés auprès de 4 médiateurs par 80 habitants.',
    'scannés 380, personnes 80',
  ],
  [
    '380 pass ont été utilisés par 50 habitants à Brou et par 30 habitants à Aix.',
    'scannés 380, personnes 50?, personnes 30?',
  ],
  ['380 pass ont été remis à 80 habitants.', 'personnes 80?'],
  [
    'Nous avons acheté 500 pass, remis 420 aux habitants ; 380 ont été utilisés chez nos partenaires.',
    'achetés 500, scannés 380, personnes ?',
  ],
  [
    'On a acheté 500 pass. 420 ont été donnés à nos usagers, 380 scannés.',
    'achetés 500, scannés 380?, personnes ?',
  ],
  ['80 personnes distinctes ont participé à au moins une séance.', 'personnes 80'],
  ['80 habitants uniques ont fréquenté au moins un atelier.', 'personnes 80'],
  ['80 personnes ont participé à au moins une séance.', 'personnes 80?'],
  ['80 personnes distinctes ont participé à des réunions d’information.', 'personnes 80?'],
  ['Le syndicat a acheté 500 pass pour le compte de ses 6 EPCI membres.', 'achetés 500'],
  [
    'On dénombre 80 bénéficiaires uniques, dont 38 demandeurs d’emploi (la moitié des pass devait leur être réservée).',
    'personnes 80',
  ],
  ['Nous avons acheté 500 pass. Nous souhaiterions en acheter 200 supplémentaires.', 'achetés 500'],
  ['Nous avons acheté 500 pass. La commune projette l’acquisition de 200 pass.', 'achetés 500'],
  [
    'Nous avons acheté 500 pass. 200 pass supplémentaires ont été acquis.',
    'achetés 500?, achetés 200?',
  ],
  [
    'Achats : 500 pass facturés. L’opérateur nous a livré 20 pass de plus à titre gracieux, que nous ne comptons pas.',
    'achetés 500',
  ],
  ['Pour cette deuxième vague, 500 pass ont été achetés.', 'achetés 500'],
  ['Une deuxième vague de 500 pass a été achetée.', 'achetés 500?'],
  [
    '64 % des répondants (n = 418) sont satisfaits. Le nombre de bénéficiaires uniques s’établit à 80.',
    'personnes 80',
  ],
  ['64 % des répondants cherchent un emploi, dont 80 bénéficiaires uniques.', ''],
  ['380 pass ont été utilisés lors de 45 ateliers.', 'scannés 380'],
  ['Le CCAS de la ville a acheté 100 pass et la commune 400.', 'achetés 100?, achetés 400?'],
  ['La commune a acheté 400 pass et le CCAS 100, soit 500 pass.', 'achetés 500'],
  [
    'À ce jour : 500 achetés, 380 scannés. En fin de convention nous visons 450 scannés.',
    'achetés 500, scannés 380',
  ],
  [
    '500 pass achetés, 380 scannés (76 %), 80 bénéficiaires (objectif 100).',
    'achetés 500, scannés 380, personnes 80',
  ],
  ['Bénéficiaires uniques : 80 sur 100 prévus.', 'personnes 80'],
  ['80 bénéficiaires uniques (dont 12 en 2020)', 'personnes 80'],
  ['Environ 500 pass (je n’ai plus la facture).', 'achetés ~500?'],
  ['Je crois qu’on a acheté 500 pass.', 'achetés 500?'],
  ['500 pass achetés sauf erreur.', 'achetés 500?'],
  ['On a dû acheter 500 pass.', 'achetés 500?'],
  ['Il faudrait vérifier mais 380 pass auraient été scannés.', 'scannés 380?'],
  ['Le chiffre de 380 scans me paraît faible.', 'scannés 380?'],
  ['La convention portait sur 500 pass, tous achetés.', 'achetés ?'],
  ['500 pass ont été achetés, tous distribués, 380 utilisés.', 'achetés 500, scannés 380'],
])('%s → %s', async (sentence, expected) => {
  expect(await said(sentence)).toBe(expected)
})

test.each([
  [
    '> 1) Combien de pass avez-vous achetés ?\n\n1500, une seule commande\n\n> 2) Combien ont été scannés ?\n\n1 132 d’après la plateforme',
    'achetés 1500, scannés 1132',
  ],
  ['Combien de personnes différentes avez-vous aidées ?\nje compte 143 fiches', 'personnes ?'],
  [
    'C’est 905 pass achetés, 702 scannés.\n\n> Bonjour, voici nos chiffres :\n> 950 pass achetés, 702 scannés, 88 bénéficiaires.',
    'achetés 905, scannés 702, personnes 88',
  ],
  [
    'Nous en avons acheté 1 200.\n\n> Pour mémoire, votre convention vous permettait d’acheter 1 800 pass.',
    'achetés 1200, potentiel 1800',
  ],
  ['Point du 1er semestre 2021\n\nAchats : 600 pass\nScannés : 122', 'achetés 600?, scannés 122?'],
])('a mail of several paragraphs: %s → %s', async (mail, expected) => {
  expect(await said(mail)).toBe(expected)
})

test.each([
  ['Pass scannés : 1 2xx', 'scannés …?'],
  ['Nous avons acheté 2 6.. pass.', 'achetés …?'],
  ['Nous avons scanné 1 2** pass.', 'scannés …?'],
  ['Nous avons acheté 1 250 pass... et c’est tout.', 'achetés 1250'],
  ['Nous avons acheté 14,5 k pass et scanné 9,2k pass.', 'achetés ~14500, scannés ~9200'],
  ['Nous avons acheté pour 14,5 k€ de pass.', 'achetés …?'],
  ['1,5 million de pass ont été scannés.', 'scannés 1500000'],
  [
    'La Région regroupe 4 millions d’habitants. 38 906 pass ont été scannés.',
    'personnes 4000000?, scannés 38906',
  ],
  ['Pass achetés : 16 000 (1 600 carnets de 10)', 'achetés 16000'],
  ['Pass achetés : 16 000 (1 500 carnets de 10)', 'achetés …?'],
])('numbers as people write them: %s → %s', async (sentence, expected) => {
  expect(await said(sentence)).toBe(expected)
})

test.each([
  ['Le volume total de pass achetés, tous marchés confondus, atteint 71 250.', 'achetés 71250'],
  ['Le nombre de pass scannés, toutes communes confondues, s’élève à 3 120.', 'scannés 3120'],
  [
    'Le nombre de pass scannés, hors communes rurales, s’élève à 3 120.',
    'scannés ?, achetés ?, scannés ?',
  ],
  [
    'Le nombre de bénéficiaires uniques est de 7 615 (source : extraction opérateur du 3 avril 2023).',
    'personnes 7615',
  ],
  ['240 carnets de 10 pass achetés (il n’y a pas eu d’autre achat)', 'achetés 2400'],
  ['240 carnets de 10 pass achetés (ils n’ont pas été livrés)', 'achetés …?'],
  ['Aucun pass n’a été acheté ni utilisé.', 'achetés 0, scannés 0'],
  ['2 500 pass ont été acquis pour un montant de 25 000 euros TTC.', 'achetés 2500'],
  [
    'Trois mille pass ont été achetés par la communauté et deux mille cent par la ville.',
    'achetés 3000?, achetés 2100?',
  ],
  [
    '912 pass ont été scannés : 412 au CCAS, 310 à la médiathèque et 190 à la mairie.',
    'scannés 912',
  ],
  [
    '912 pass ont été scannés : 412 au CCAS, 310 à la médiathèque et 150 à la mairie.',
    'scannés 912?, achetés ?',
  ],
  ['1 800 pass achetés (cf. facture n° 2021-114), 1 203 scannés.', 'achetés 1800, scannés 1203'],
  [
    '1 950 pass ont été scannés, ce qui correspond à 390 bénéficiaires à raison de 5 pass par personne.',
    'scannés 1950, personnes 390?',
  ],
  [
    '1 950 pass ont été scannés par 390 bénéficiaires, soit une moyenne de 5 pass par personne.',
    'scannés 1950, personnes 390',
  ],
  ['Les médiateurs en ont scanné 1 356 pass, avec des pointes à 40 par semaine.', 'scannés 1356'],
  ['Dans la seule commune de Brive, 312 pass ont été scannés.', 'scannés 312?'],
  [
    'Nous avons d’abord acheté 2 000 pass, puis 1 000 de plus en 2022, soit un total de 3 000 pass.',
    'achetés 3000',
  ],
  ['Pour ce second projet, nous avons acheté 8 000 pass.', 'achetés 8000'],
  ['Une seconde tranche : nous avons acheté 8 000 pass.', 'achetés 8000?'],
  ['Nous n’avons ni acheté ni scanné le moindre pass.', 'achetés 0, scannés 0'],
  [
    '1 974 pass ont été présentés et validés dans l’un de nos neuf lieux de médiation.',
    'scannés 1974',
  ],
  ['1 121 pass ont été dépensés dans les trois lieux partenaires.', 'scannés 1121'],
  ['1 121 pass ont été validés par le service.', 'scannés 1121?'],
  [
    '1 980 pass utilisés à Ville, 640 à Castelmary et 205 dans les communes rurales, soit 2 825 pass utilisés.',
    'scannés 2825',
  ],
  [
    '1 980 pass utilisés à Ville, 640 à Castelmary et 305 dans les communes rurales, soit 2 825 pass utilisés.',
    'scannés 2825?, achetés ?',
  ],
  [
    'Une commande de 3 000 pass en 2021, complétée en 2022 par 1 500 pass : nous en avons donc acheté 4 500 au total.',
    'commandés 3000, commandés 1500, achetés 4500',
  ],
  ['266 Montrieusiens en ont bénéficié, chacun n’étant compté qu’une fois.', 'personnes 266'],
  ['266 Chromebooks ont été achetés.', 'achetés ?'],
  [
    'Nous avons acheté 1 700 pass. À titre de comparaison, notre voisine la commune de Vierzac en a acheté 900, pour 120 habitants.',
    'achetés 1700',
  ],
  ['« J’ai scanné 35 pass en une matinée, un record ! »', ''],
  ['Fatou, 34 ans, a utilisé 20 pass.', ''],
  ['M. Petit (72 ans) a utilisé ses 10 pass.', ''],
  ['Une usagère a utilisé 20 pass en deux mois.', 'scannés ?'],
  ['Mme Roux a scanné à elle seule 412 pass.', 'scannés ?'],
  ['Une commune a scanné 412 pass.', 'scannés 412'],
  ['Mme Roux indique que la ville a scanné 412 pass.', 'scannés 412'],
  [
    'Erratum au rapport du 3 avril : au lieu de 1 433 pass scannés, lire 1 343 pass scannés.',
    'scannés 1343',
  ],
  ['Le chiffre de 1 433 pass scannés communiqué en avril est remplacé par 1 343.', 'scannés 1343'],
  ['Mme la Vice-présidente rapporte que 1 200 pass ont été scannés.', 'scannés 1200'],
  ['On retiendra un café-débat à 75 participants.', 'personnes ?'],
  ['Le nombre de pass achetés n’est pas de 22 000 mais de 21 400.', 'achetés 21400'],
])('what is said around a number: %s → %s', async (sentence, expected) => {
  expect(await said(sentence)).toBe(expected)
})

test.each([
  ['2 600', 'achetés 2600'],
  ['120 carnets de 10.', 'achetés 1200'],
  ['120 carnets.', 'achetés 120?'],
  ['On en a pris 1 200.', 'achetés 1200'],
  ['1 200 en 2021 puis 300 en 2022', 'achetés ?'],
  ['2 600 (2 000 en 2021 puis 600 en 2022)', 'achetés 2600'],
  ['Il en reste 412.', 'achetés ?'],
  ['Nous en visions 500.', 'achetés ?'],
])('« Combien de pass avez-vous achetés ? » %s → %s', async (answer, expected) => {
  const quoted = '> (par exemple : « 1 000 pass achetés, 600 scannés »)\n>\n'
  expect(await said(`${quoted}> 1/ Combien de pass avez-vous achetés ?\n\n${answer}`)).toBe(
    expected,
  )
})

test.each([
  ['Nous avons 301 personnes.', 'personnes 301'],
  ['301, dont 120 femmes et 40 jeunes.', 'personnes 301'],
  ['Nous avons 301 personnes inscrites.', 'personnes 301?'],
  ['Environ 140 foyers.', 'personnes ?'],
  ['Nous avons eu 88 ateliers.', 'personnes ?'],
])('« Combien de bénéficiaires uniques ? » %s → %s', async (answer, expected) => {
  expect(await said(`> 3/ Combien de bénéficiaires uniques ?\n\n${answer}`)).toBe(expected)
})

test.each([
  [
    'Ce que nous avions imaginé\n\n• 60 000 pass à acheter\n• 8 000 habitants touchés\n\nCe qui a été fait\n\n42 300 pass achetés.',
    'achetés 42300',
  ],
  ['Nos objectifs\n\n800 bénéficiaires uniques.\n\nNous avons acheté 4 200 pass.', 'achetés 4200'],
  ['Objectifs et résultats\n\n5 000 pass achetés, 3 100 scannés.', 'achetés 5000, scannés 3100'],
])('under a heading of aims: %s → %s', async (text, expected) => {
  expect(await said(text)).toBe(expected)
})

/** The calls that the figures of a text are of. */
async function callsOf(text: string): Promise<string> {
  const document = await readDocument(Buffer.from(`Bilan du pass numérique\n\n${text}`), 'csv')
  const { readings } = recognise(document, vocabulary)
  const figures = readings.filter(({ kind }) => kind === 'figure')
  return figures.map(({ number, aap }) => `${number} ${aap ?? '–'}`).join(', ')
}

test.each([
  [
    '1. Convention issue de l’appel à projets 2019\n\n4 500 pass achetés.\n\n2. Convention issue de l’appel à projets 2020\n\n800 pass achetés.\n\n3. Perspectives\n\n620 bénéficiaires ont été reçus.',
    '4500 2019, 800 2020, 620 –',
  ],
  [
    'Objet : bilan de la convention 2020\n\nPour mémoire, AAP 2019 : 3 600 pass achetés.\n\nSur la convention 2020 :\n- achetés : 2 000\n- scannés : 866',
    '3600 2019, 2000 2020, 866 2020',
  ],
  [
    'I. AAP 2019\n\nA. Achats\n\n450 pass achetés.\n\nB. Usages\n\n300 pass scannés.\n\nII. AAP 2020\n\n800 pass achetés.',
    '450 2019, 300 2019, 800 2020',
  ],
  [
    'AAP 2019\n\n200 pass achetés.\n\nAAP 2020\n\n300 pass achetés.\n\nConclusion\n\n812 bénéficiaires uniques.',
    '200 2019, 300 2020, 812 –',
  ],
  ['Appels à projets 2019 et 2020\n\n5 000 pass achetés.', '5000 –'],
])('sections of two calls: %s → %s', async (text, expected) => {
  expect(await callsOf(text)).toBe(expected)
})

test.each([
  ['Ce bilan se substitue au bilan de l’année 2022.', 1000],
  ['Ce tableau annule et remplace l’envoi du 3 mars.', 1000],
  ['Remplace la version précédente', 1000],
  ['Le pass remplace le chèque papier.', null],
  ['Le médiateur remplace la personne absente.', null],
])('%s: version %s', (text, rank) => {
  expect(versionOf(text)).toBe(rank)
})

/** The periods that the figures of a text are of. */
async function periodsOf(text: string): Promise<string> {
  const document = await readDocument(Buffer.from(`Bilan du pass numérique\n\n${text}`), 'csv')
  const { readings } = recognise(document, vocabulary)
  return readings.map(({ number, period }) => `${number} ${period ?? '–'}`).join(', ')
}

test.each([
  ['Le marché notifié en février 2020 a permis d’acquérir 24 500 pass.', '24500 –'],
  ['La convention signée en 2019 nous a permis d’acheter 3 000 pass.', '3000 –'],
  ['En 2021 nous avons acheté 3 000 pass.', '3000 2021'],
  ['Comme indiqué dans notre courrier du 3 mars, nous avons acheté 3 000 pass.', '3000 –'],
  ['Achats 2020 : 1 000 pass', '1000 2020'],
  ['La ville a acheté en 2021 3 000 pass.', '3000 2021'],
  [
    'En 2022 nous avons acheté 1 500 pass ; la ville en a donc acheté 4 500 au total.',
    '1500 2022, 4500 –',
  ],
  ['En 2022, 4 500 pass au total ont été achetés.', '4500 2022'],
])('when: %s → %s', async (text, expected) => {
  expect(await periodsOf(text)).toBe(expected)
})
