import { withSums } from './addition.ts'
import { withoutEuros } from './euros.ts'
import { withNoneUsed } from './unused.ts'

/** A number as texts write it, digits in groups or not. */
const number = String.raw`\d{1,3}(?:[  .]\d{3})+(?!\d)|\d+(?![\d.,]\d)`
const person = `(?:bénéficiaires?|usagers?|usagères?|habitant(?:e|s|es)?|personnes?|aînés?|seniors?|jeunes|publics?|apprenants?|participants?)`
const place = String.raw`(?:nos|les|des|leurs|ses|un de nos|une de nos|l['’]un(?:e)? de nos|l['’]un(?:e)? des|notre|le|la|un|une)?\s?(?:\d+ )?(?:médiat(?:eurs?|rices?)(?: et médiatrices)?|lieux?(?: de médiation| labellisés| d['’]accueil)?|structures?(?: labellisées| d['’]accueil)?|ateliers?|espaces? numériques?|conseillers?)`
const taken =
  'validés?|présentés?|écoulés?|honorés?|acceptés?|encaissés?|dépensés?|débités?|rapportés?'
const files =
  "(?:(?:le|la|notre|nos|les|ce|cette) |l['’])(?:fichiers?|registres?|listes?|tableaux?|tableur|base|logiciel|plateforme|export|extraction|relevé|décompte|suivi|pointage|rapprochement|outil)(?: (?!et |mais )\\p{L}+){0,3}?"
const tell =
  'dénombre|compte|recense|totalise|affiche|indique|donne|contient|liste|répertorie|trouve|montre'
const counted = 'dénombré|compté|recensé|eu|touché|accompagné|aidé|formé|atteint|totalisé'
const aimed =
  'visions|visons|espérions|attendions|prévoyions|escomptions|imaginions|avions prévu|avions visé|avions espéré|voulions'

const speaker = String.raw`(?:(?:M\.|MM\.|Mme|Mlle|Monsieur|Madame)\s(?:l[ea]\s)?\p{L}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*){0,2}|(?:L[ea]|l[ea])\s(?:maire|présidente?|vice-présidente?|directrice|directeur|rapporteure?|chargée? de mission|cheffe? de projet|élue?))`
const reports =
  "rappelle|indique|précise|rapporte|annonce|confirme|constate|souligne|signale|fait savoir|informe (?:le comité|l’assemblée|les membres|l'assemblée|les participants)|explique|répond|ajoute"

const undoubled = String.raw`(?:Après|Une fois|Avec|Grâce à|Suite à|Hors|Sans|Déduction faite de)[^.;:\d]{0,40}(?:doublons?|homonymes?|dédoublonnage|doubles[ -]comptes?)(?: [^.;:,\d]{0,30})?`

const whoIsLeft = `${undoubled},? (?:il (?:en |nous )?reste|(?:on|nous) (?:obtient|obtenons|arrive à|arrivons à|trouve|trouvons|aboutit à|aboutissons à)|restent)(?: donc| bien| finalement| encore)? `

/** What says of a number that it is no rounded one. */
const exactly =
  '(?:très )?exactement|précisément|(?:soit )?(?:très )?précisément|pour être (?:tout à fait )?(?:précise?s?|exacte?s?)|au juste|en réalité exactement|chiffre exact'

/** What says of a number that another one goes before it. */
const isFormer =
  /(?<!\p{L})(?:ancien(?:ne)?|erreur|erronée?|faux|fausse|inexacte?|à tort|coquille|provisoire|premi(?:er|ère)|précédente?|d['’]abord|deux fois|[2-9] fois|en double|doublons?)(?!\p{L})/iu

const digitsIn = (text: string) => Number(text.replaceAll(/\D/g, ''))

/** « 400 carnets, donc 4 000 »: booklets, and the pass that they are said to be. */
function worthOf(linked: string): RegExp {
  return new RegExp(
    String.raw`(${number})\s(?:carnets?|chéquiers?)\s?[,(]?\s?(?:${linked})\s?(${number})(?:\s(?:pass|chèques?)(?!\p{L}))?(?!\s?(?:€|euros?|\p{L}))`,
    'giu',
  )
}

/** The pass, where a booklet of them holds as many as booklets do. */
function inPass(whole?: string, booklets?: string, pass?: string): string {
  return [5, 10, 20].includes(digitsIn(pass!) / digitsIn(booklets!)) ? `${pass} pass` : whole!
}

const answeredTwice = worthOf("donc|soit|c['’]est[- ]à[- ]dire|autrement dit|ce qui fait|=")

/** An answer that gives booklets and what they hold, as the pass alone. */
export function onlyPass(answer: string): string {
  return answer.replaceAll(answeredTwice, inPass)
}

/** Ways to say a thing, each with the plain one. A number stays what it is, and what isn't understood stays as it was written. */
const plainWays: [RegExp, string | ((...groups: string[]) => string)][] = [
  // « 190 carnets de 10, soit 1 900 pass »: the pass, where they are as many as the booklets hold.
  [
    new RegExp(
      String.raw`(${number})\s(?:carnets?|chéquiers?)\sde\s(\d{1,2})(?:\s(?:pass|chèques?))?\s?[,(]?\s?soit\s(${number})(?=\s(?:pass|chèques?))`,
      'giu',
    ),
    (whole, booklets, size, pass) =>
      digitsIn(booklets!) * digitsIn(size!) === digitsIn(pass!) ? pass! : whole!,
  ],
  [worthOf("donc|c['’]est[- ]à[- ]dire|autrement dit|ce qui (?:fait|représente|donne)|="), inPass],
  // « Pass acquis. Valeur cible : 4 000. Valeur atteinte : 3 600. »: the label of both, and what became of it.
  [
    new RegExp(
      String.raw`\s?[.:;]\s(?:valeur |nombre )?(?:cible|visée?|prévue?|objectif|attendue?)(?: initiale?)?\s?:\s(?:${number})\s?[.;,/–—-]\s?(?:valeur |nombre )?(?:atteinte?|réalisée?|obtenue?|constatée?|réelle?|finale?|réalisation)\s?:\s(?=${number})`,
      'giu',
    ),
    ' : ',
  ],
  // « utilisé des pass des deux appels »: how many calls there were.
  [
    /(?<=(?<!\p{L})(?:pass|chèques?)\s)des (?:deux|trois|2|3)(?=\s(?:appels?|AAP|conventions?|vagues?|éditions?)(?!\p{L}))/giu,
    'de plusieurs',
  ],
  // « remboursés de 31 270 € pour les pass scannés, à 10 € le pass »
  [
    new RegExp(
      String.raw`(?<![\d.,] ?)(${number})(?:,00)?\s?(?:€|euros?)\s(?:pour|au titre d)(?:e |es )?\s?(?:les |des |nos |ces )?(pass|chèques?)(?: numériques?)? (scannés|achetés|utilisés|consommés),?\s(?:à|au prix de|soit|sur la base de)\s10\s?(?:€|euros?)\s(?:le|par|l['’]un|chaque)(?: (?:pass|chèque))?(?!\p{L})(?![^.;]*(?<!(?:sans|aucun|hors) )frais(?! (?:à part|non compris|exclus|en sus)))`,
      'giu',
    ),
    (whole, sum, unit, act) =>
      digitsIn(sum!) % 10 === 0 ? `${digitsIn(sum!) / 10} ${unit} ${act}` : whole!,
  ],
  // « ayant utilisé un pass ou plus »
  [
    /(?<!\p{L})(?:un|1) (pass|chèque)s?(?: numériques?)? ou (?:plus|davantage)(?!\p{L}|\s\p{L})/giu,
    'au moins un $1',
  ],
  // « De ces 2 500 pass, 1 892 ont été scannés »
  [
    new RegExp(String.raw`(?<=^|[.;:]\s)De (ces|nos|ceux-ci,?|tous ces) (?=${number})`, 'gu'),
    'Sur $1 ',
  ],
  // « n’ont pas été commandés : aucun pass n’a été acheté »: what follows says the same once more, in a sentence of its own.
  [
    /(?<=n['’](?:ont|a) (?:pas|jamais) été \p{L}+)\s?[:;]\s(aucun (?:pass|chèque)(?: numérique)? n['’]a\s)/giu,
    '. $1',
  ],
  // « 2 600 livrés et facturés », « commandés, livrés et payés » are bought.
  [
    /(?<!\p{L})(?:commandés?, )?(?:livrés?|reçus?) et (?:facturés?|payés?|réglés?|acquittés?)(?!\p{L})(?! (?:à moitié|en partie|partiellement|pour partie|d['’]avance|à ce jour|à date|pour l['’]instant|pour le moment|au \d))(?![^.]*(?:solde|reste|reliquat)[^.]*(?<!\p{L})(?:arrivera|suivra|attendue?s?|à venir|à livrer|en attente|sera (?:livré|payé|facturé)))/giu,
    'achetés',
  ],
  // « Nous voulions en acquérir 3 000 ; le conseil s’en est tenu à 2 500 »
  [
    new RegExp(
      String.raw`(?<!\p{L})en (?:acquérir|acheter) (?:${number})(?: pass)?\s?[;,:]\s(?:mais |et )?([^.;:\d]{3,80}?) s['’](?:en est|y est|est) (?:finalement |sagement )?(?:tenue?|limitée?|arrêtée?)(?:, [^,\d]{3,30},)? à (${number})(?:\s(?:pass|chèques?))?`,
      'giu',
    ),
    'en acquérir. $1 a acquis $2 pass',
  ],
  // « L’objectif de 900 pass scannés est dépassé : 1 013 pass l’ont été »
  [
    new RegExp(
      String.raw`l['’]objectif(?: initial| fixé)? (?:de|des) (?:${number}) (?:pass|chèques?)(?: numériques?)? (achetés|acquis|scannés|utilisés|consommés) (?:est|a été|a donc été|n['’]est pas|n['’]a pas été)(?: largement| tout à fait| presque)? (?:dépassé|atteint|tenu|rempli)\s?[:,;]\s(${number})(?:\spass|\schèques?)? l['’](?:ont|a) été`,
      'giu',
    ),
    (_, act, reached) => `${reached} pass ont été ${act}`,
  ],
  // « 309 (une personne venue plusieurs fois n’est comptée qu’une fois) »
  [
    /\s*\([^()\d]*(?<!\p{L})n['’](?:est|a été|sont|ont été) comptée?s? qu['’]une (?:seule )?fois\)/giu,
    ' (sans double compte)',
  ],
  // « Mme Roux rappelle que la collectivité a acheté 4 200 pass »: who said it is not what is said; who « estime » it isn’t sure.
  [
    new RegExp(
      String.raw`(?<=^|[.!?;:\n]\s*[-–•]?\s*)${speaker}\s(?:${reports}) qu(?:e |['’])`,
      'gu',
    ),
    '',
  ],
  // « M. Lebrun demande combien de personnes cela représente : 531 personnes distinctes, répond Mme Roux »
  [
    new RegExp(
      String.raw`(?<=^|[.!?;:\n]\s*[-–•]?\s*)${speaker}\s(?:demande|interroge|s['’]enquiert)[^.;:?\d]{0,80}?\s(?:combien|du nombre|quel)(?!\p{L})[^.;:?\d]{0,80}\s?[:?]\s(?=(?:${number})\s\p{L})`,
      'gu',
    ),
    '',
  ],
  [
    new RegExp(
      String.raw`,\s(?:répond|précise|indique|rappelle|confirme)(?:-t-(?:il|elle))?\s?(?:${speaker})?(?=\s*(?:[.;]|$))`,
      'gu',
    ),
    '',
  ],
  // « il y en a eu 1 312 de scannés »
  [
    new RegExp(
      String.raw`(?<=(?:${number})(?:\spass)?\s)d(?:e |['’])(?=(?:achetés?|acquis|scannés?|utilisés?|consommés?|validés?)(?!\p{L}))`,
      'giu',
    ),
    '',
  ],
  // « Ont-ils été scannés : 655 d’entre eux »
  [new RegExp(String.raw`(?<=\s(?:${number}))\sd['’]entre (?:eux|elles)(?=\s*[.;]?$)`, 'gimu'), ''],
  // « 120, sans compter deux fois la même »
  [
    /,?\ssans compter (?:deux|plusieurs|2) fois (?:la|le|les) mêmes?(?: \p{L}+)?/giu,
    ', sans double compte',
  ],
  // « 55 personnes sont venues, certaines pour cinq ateliers »: who comes to workshops is helped there.
  [
    new RegExp(
      String.raw`(?<=(?:${number})\s${person}(?:\s(?:uniques|différente?s|distincte?s))?\s)sont venue?s(?=(?:(?!sans|pas|aucun|hors|jamais|avant|seulement|juste|pour voir)[^.;:\d]){0,30}(?:\d\s|\s)ateliers?(?!\p{L}))`,
      'giu',
    ),
    'ont été accompagnées',
  ],
  // « 2 000 pass avec la subvention et nos fonds »: what they were paid with, of which the grant is a part.
  [
    /(?<=\d\s(?:pass|chèques?)(?: numériques?)?)\s(?:avec|grâce à|au moyen de)\s(?:la|notre|cette)\ssubvention(?:\s(?:de l['’](?:[ÉE]tat|ANCT)|reçue|versée|accordée|obtenue))?(?:\set\s(?:avec\s)?(?:nos|les)\s(?:propres\s)?(?:fonds|moyens|deniers)(?:\spropres)?)?(?=\s*(?:[.;]|$)|,?\s(?:et|puis|plus)\s)/gmu,
    '',
  ],
  // « dépensé 72 000 euros pour acheter 7 200 pass »: what was spent on it was done.
  [
    new RegExp(
      String.raw`(?<=(?<!\p{L})(?:a|ont|avons|avait|avions) )(?:bien |donc |ainsi )?(?:dépensé|payé|réglé|déboursé|mandaté|consacré) (?:${number})(?:,\d+)?\s?(?:€|euros?)(?: (?:TTC|HT))? (?:pour|à) (?:(?:acheter|acquérir) |l['’](?:achat|acquisition) (?:de |d['’]))(?=(?:${number})\s(?:pass|chèques))`,
      'giu',
    ),
    'acheté ',
  ],
  // « versé 46 550 euros aux lieux pour 4 655 pass scannés »: what they were worth.
  [
    new RegExp(
      String.raw`(?<!\p{L})(?:(?:nous |on )?(?:a|ont|avons|avait|avions) )?(?:re)?(?:versé|payé|réglé|remboursé) (?:${number})(?:,\d+)?\s?(?:€|euros?)(?: (?:TTC|HT))?(?: (?:aux|à nos|à des|aux différents) [^.,;:\d()]{3,40})? pour (?:les )?(?=(?:${number})\s(?:pass|chèques)(?: numériques?)? (?:scannés|utilisés|consommés))`,
      'giu',
    ),
    '',
  ],
  // « Près de 13 000 pass scannés (12 988 exactement) », « un peu plus de 5 000 personnes, 5 204 pour être précis »
  [
    new RegExp(
      String.raw`(?<!\p{L})(?:(?:un peu |à peine |légèrement )?(?:plus|moins) de|près de|presque|environ|quelque|autour de|de l['’]ordre de) (${number})((?:\s\p{L}+){1,4})(?:\s?[(:]|,|\s[–—-])\s?((?:${exactly})\s)?(${number})(?:\s(${exactly}))?(?:\)|(?=\s*(?:[.;)]|$|,?\set\s)))`,
      'giu',
    ),
    (whole, about, unit, before, precise, behind) => {
      const near = Math.abs(digitsIn(about!) - digitsIn(precise!)) * 10 <= digitsIn(precise!)
      return near && (before ?? behind) !== undefined ? `${precise}${unit}` : whole!
    },
  ],
  // « 8 450 selon l’ancien export, qui comptait deux fois les scans de mai ; le chiffre juste est 8 045 »
  [
    new RegExp(
      String.raw`(${number})(?! fois)((?:\s(?:pass|personnes|bénéficiaires)(?:\s(?:scannés|utilisés|achetés|uniques|différentes))?)?)((?:[^\d.]|\d(?= fois)){3,120})[,;:.–—-]\s(?:mais |et )?(?:le (?:bon|vrai) (?:chiffre|nombre|total)|le (?:chiffre|nombre|total) (?:juste|exact|correct|réel|bon|à retenir|qui vaut))(?: est| étant| :)(?: bien| donc| de)* (${number})(?=\s*(?:[.;)]|$))`,
      'giu',
    ),
    (whole, former, unit, why, holds) => {
      // « 700 pass achetés, et pour les scans le chiffre exact est 640 » puts nothing right.
      const near = Math.abs(digitsIn(former!) - digitsIn(holds!)) * 5 <= digitsIn(holds!)
      return near && isFormer.test(why!) ? `${holds}${unit}` : whole!
    },
  ],
  // « 4 600 pass pour 49 910 euros TTC »: what they cost.
  [
    new RegExp(
      String.raw`(?<=\d\s(?:pass|chèques?)(?: numériques?)?)\s(?:pour|moyennant|au prix de)\s(?:${number})(?:,\d+)?\s?(?:€|euros?)(?:\s(?:TTC|HT))?`,
      'gu',
    ),
    '',
  ],
  // « auprès de l’opérateur retenu par le marché »: how the seller was chosen says nothing of what was bought.
  [
    /(?<=(?:auprès|chez|à) (?:de )?(?:l['’]|la |le |du |d['’])?(?:opérateur|prestataire|fournisseur|titulaire|société|entreprise|éditeur)) (?:retenue?|désignée?|choisie?|sélectionnée?|attributaire|référencée?)(?: (?:par|à l['’]issue d|dans le cadre d|après|suite à|lors d|au terme d)[^,.;:\d]{3,60}?)?(?=[,.;]|$)/giu,
    '',
  ],
  // « acheté des pass en deux fois : 3 000 puis 2 500, soit 5 500 »: how often says nothing of how many.
  [
    /(?<=\s(?:pass|chèques)(?: numériques)?) (?:en )?[2-9] (?:fois|reprises|temps)(?=\s?[:,(])/giu,
    '',
  ],
  // « il n’y a eu qu’un achat, 1 000 pass », « un seul achat : 1 000 pass »
  [
    new RegExp(
      String.raw`(?<!\p{L})(?:il n['’]y a eu qu['’]une?(?: seule?)?|(?:nous avons|on a) fait une? seule?|nous n['’]avons fait qu['’]une?(?: seule?)?|une? seule?|une? unique)\s(achat|commande)\s?[,:–—-]?\s(?:de\s)?(?=(?:${number})\s(?:pass|chèques)(?:\snumériques)?\s*(?:[.;)]|,?\set\s\d|$))`,
      'giu',
    ),
    (_, act) => (/^a/i.test(act!) ? "l'achat de " : 'la commande de '),
  ],
  // « l’achat par la communauté de 2 150 pass »
  [
    new RegExp(
      String.raw`(l['’](?:achat|acquisition)) par [^,.;:\d]{3,80}? (?=de (?:${number})\s(?:pass|chèques))`,
      'giu',
    ),
    '$1 ',
  ],
  // « validés par nos médiateurs », « présentés dans l’un des 64 lieux labellisés »: where pass are taken, they are scanned.
  [
    new RegExp(
      String.raw`(?<=(?:pass|\d) (?:ont été |sont |avaient été )?)(?:${taken})(?:\set (?:validés?|acceptés?))?\s(?:par|auprès d(?:e|es)|chez|dans|en)\s?${place}(?: numérique)?(?!\p{L})`,
      'giu',
    ),
    'scannés',
  ],
  // « les ateliers de la médiathèque en ont encaissé 1 233 »
  [
    new RegExp(
      String.raw`(?<!\p{L})(${place}(?: (?:de|du|des|d['’]|à|au|aux|et|la|le|les|l['’])[^.,;:\d()]{0,60})?) en (ont|a) (?:encaissé|accepté|validé|honoré|débité) (?=(?:${number})(?! ?€| euros))`,
      'giu',
    ),
    '$1 en $2 scanné ',
  ],
  // « Les 233 sont des personnes uniques »: which persons a number of another place counts.
  [
    new RegExp(
      String.raw`(?<=^|[.:;]\s)Les (${number}) (?:sont|représentent|correspondent à)(?: bien| tous| toutes)? (?:des )?(${person}) (uniques|différente?s|distincte?s)(?!\p{L})`,
      'giu',
    ),
    '$1 $2 $3',
  ],
  // « 233 personnes uniques (les 55 autres ne sont jamais venues) »
  [
    new RegExp(
      String.raw`(?<=${person} (?:uniques|différente?s|distincte?s)) \((?:les )?(?:${number}) autres [^()\d]*(?:jamais|n['’](?:a|ont) pas|ne (?:sont|s['’]est) pas)[^()\d]*\)`,
      'giu',
    ),
    '',
  ],
  // « nos travailleurs sociaux en ont donné 1 510 »
  [
    new RegExp(
      String.raw`(?<!\p{L})(?<!\b[nv]ous )en (ont|a|avons) donné (?=(?:${number})(?: pass)?(?:[.,;]| aux?| à|$))`,
      'giu',
    ),
    'en $1 remis ',
  ],
  [
    new RegExp(
      `en (a|ont|avons) vu (?:revenir|rentrer|remonter) (${number}), (?:scannés|utilisés)`,
      'giu',
    ),
    'en $1 scanné $2',
  ],
  [/(?<!\p{L})ont (?:présenté|utilisé|dépensé) en atelier (?=\d)/giu, 'ont utilisé '],
  // « utilisés avant leur date de péremption » are no less used.
  [
    /(?<=(?:scann|utilis|consomm)és?) avant (?:leur |la |l['’])(?:(?:date (?:de |d['’]|limite(?: d['’]utilisation)?)?)?(?:péremption|expiration|fin de validité|échéance)|date limite(?: d['’]utilisation)?|fermeture(?: définitive)?(?: de la plate-?forme| du site)?|fin (?:du dispositif|de la convention))(?=[\s,.;]|$)/giu,
    '',
  ],
  // « Quant aux bénéficiaires, nous en avons dénombré 251 »
  [
    new RegExp(
      String.raw`(?:Quant aux?|Pour les?|Côté|Concernant les?|S['’]agissant des?)\s((?:${person}|pass)(?: \p{L}+){0,2}),\s(?:nous|on|il|elle|la \p{L}+)(?: y)? en (?:avons|a|ont|avait|avions)\s(?:${counted})\s(?=${number})`,
      'giu',
    ),
    '$1 : ',
  ],
  // « Quant aux bénéficiaires uniques, le fichier commun en dénombre 97 »: where they are counted. Who « en compte » may be a part of them.
  [
    new RegExp(
      String.raw`(?:Quant aux?|Pour les?|Côté|Concernant les?|S['’]agissant des?)\s((?:${person}|pass)(?: \p{L}+){0,2}),\s${files} en (?:${tell})(?:nt)?\s(?=${number})`,
      'giu',
    ),
    '$1 : ',
  ],
  // « Et les bénéficiaires uniques, c’est 77 »
  [
    new RegExp(
      String.raw`(?<!\p{L})(?:et |quant aux? )?(?:les|nos) ((?:${person}|pass)(?: \p{L}+){0,2}),\s(?:c['’]est|ça fait|ce sont|il y en a(?: eu)?|on en est à)\s(${number})(?=[.!»\s]*$)`,
      'giu',
    ),
    '$1 : $2',
  ],
  // « Donnée : pass achetés — Valeur : 5 100 »
  [
    new RegExp(
      String.raw`^\s*(?:donnée|indicateur|libellé|champ|rubrique)\s?:\s?([^:\d]{4,60}?)\s?[—–|;,/-]\s?(?:valeur|réponse|résultat|nombre|quantité|chiffre)\s?:\s?(?=${number})`,
      'giu',
    ),
    '$1 : ',
  ],
  // « Après suppression des doublons, il reste 511 bénéficiaires uniques »: what is left without those who come twice is who came.
  [
    new RegExp(
      String.raw`${whoIsLeft}(${number}) (${person})(?!\p{L}| (?:unique|différent|distinct))`,
      'giu',
    ),
    '$1 $2 différentes',
  ],
  [new RegExp(`${whoIsLeft}(?=(?:${number}) ${person})`, 'giu'), ''],
  // « Le groupement mené par Montreuil-le-Sec a acheté »: who leads them is no part of them.
  [
    /(?<=(?<!\p{L})(?:groupement|consortium|collectif|partenariat|projet|réseau)(?: \p{Ll}+)?) (?:mené|porté|conduit|piloté|coordonné|emmené|représenté) par (?:la |le |l['’]|les )?\p{Lu}[\p{L}'’-]*(?: (?!a |ont |avait )[\p{L}'’-]+){0,5}? (?=(?:a|ont|avait)\s)/gu,
    ' ',
  ],
  // « Le projet a démarré en janvier 2021 avec l’achat de 1 500 pass »: the purchase is told, whatever it began.
  [
    /(?<=(?<!\p{L})(?:projet|action|opération|dispositif|programme|démarche|expérimentation|aventure)) (?:a|avait) (?:démarré|débuté|commencé|été lancée?)(?= (?:[^.,;:]{0,40} )?(?:avec|par) (?:l['’]|un )?(?:achat|acquisition) (?:unique )?de)/gu,
    ' a fait',
  ],
  // « nous en visions 700, nous en avons accompagné 519 »: what was aimed at, and what was reached.
  [
    new RegExp(
      String.raw`(?:nous|on) en (?:${aimed}|visait|espérait|attendait)\s(?:${number}),\s(?:et |mais )?(?:nous|on) en (?:avons|a|sommes|est)\s(?:${counted}|à)\s(?=${number})`,
      'giu',
    ),
    '',
  ],
  [
    new RegExp(
      String.raw`(?:nous|on) (?:${aimed}|visait|espérait|attendait)\s(?:${number})\s(\p{L}+),\s(?:et |mais )?(?:nous|on) en (?:sommes|est|étions) à\s(${number})`,
      'giu',
    ),
    '$2 $1',
  ],
  // « Personnes touchées : 287, l’objectif était 500 »
  [
    new RegExp(
      String.raw`(?<=\d), (?:l['’]objectif|la cible|la prévision) (?:était|étant)(?: de)?\s(?:${number})(?=[.;]|$)`,
      'giu',
    ),
    '',
  ],
  // « moins de pass ont été utilisés que prévu : 3 890 pour un objectif de 7 000 »
  [
    new RegExp(
      String.raw`(?:moins|plus) de (pass ont été (?:\p{L}+é)s) que (?:prévu|espéré|attendu)\s?: (${number}) (?:pour|sur|contre) un (?:objectif|total espéré) de (?:${number})`,
      'giu',
    ),
    '$2 $1',
  ],
  // « Nos usagers les ont utilisés : 1 360 » counts what was used, and not who did.
  [
    new RegExp(
      String.raw`(?<!\p{L})(?:nos|les|ces|des) [^.;:\d]{3,40} les ont (utilisés|scannés|consommés|dépensés)\s?:\s(${number})`,
      'giu',
    ),
    '$2 pass $1',
  ],
  // « Aucun pass n’a été utilisé à ce jour : les 1 000 pass achetés… »: two sentences.
  [/((?:^|[.;]\s)Aucun (?:pass|chèque)[^.;:\d]*?)\s:\sl/giu, '$1. L'],
  // « 515 participations correspondent à 243 personnes »
  [
    new RegExp(
      String.raw`(?:\s:\s)?(?:${number}) (?:participations|passages|présences|visites|venues|entrées|lignes|inscriptions)(?: en atelier)? (?:correspondent à|représentent|concernent|sont le fait de) (${number}) (${person})`,
      'giu',
    ),
    '. $1 $2 différentes ont été accompagnées',
  ],
  // « 640 (erreur, lire 694) »
  [
    new RegExp(
      String.raw`(?:${number})\s\((?:erreur|faux|coquille|erreur de saisie|erreur de frappe)[\s,:;]+(?:il faut )?lire\s(${number})\)`,
      'giu',
    ),
    '$1',
  ],
  // « Contrairement à ce que nous vous avions indiqué (2 500), ce sont 2 050 pass »
  [
    new RegExp(
      String.raw`(?:Contrairement à|À la différence de) (?:ce que|ce qui|notre|nos|mon|celui|celle)[^.;\d]{3,80}?\(?(?:${number})(?: pass)?\)?,\s(?=(?:ce|c['’]|nous|il|on|le|la)\b)`,
      'giu',
    ),
    '',
  ],
  // « 204, pour un objectif de 300 », « 204 personnes sur les 300 prévues »: what it is measured by.
  [
    new RegExp(
      String.raw`(?<=\d(?:\s\p{L}+){0,4}),?\s(?:(?:pour|sur|contre)\s(?:un objectif|une cible|une prévision)(?:\sinitiale?)?\sde\s(?:${number})(?:\s(?:pass|personnes))?|(?:sur|pour|contre)\s(?:les\s)?(?:${number})(?:\s(?:pass|personnes))?\s(?:initialement\s)?(?:prévu|attendu|visé|espéré)e?s)(?=\s*(?:[.;,)]|$))`,
      'giu',
    ),
    '',
  ],
  // « 16 personnes sont venues dans les deux lieux : 104 bénéficiaires uniques au total »: who comes twice is no other figure.
  [
    new RegExp(
      String.raw`(?:${number})\s${person}\s(?:sont|ont été|étaient)\s(?:venu|vu|inscrit|suivi|accompagné|compté|passé)e?s\s(?:dans|par|à|en)\s(?:les |nos )?(?:deux|trois|plusieurs|2|3)\s\p{L}+(?:\s?[:;,]\s|\s(?:et|mais)\s)(?=[^.]*\d)`,
      'giu',
    ),
    '',
  ],
  // « 276 administrés en ont profité, aucun n’ayant été compté deux fois »
  [
    /,?\s(?:aucune?|personne)\s(?:n['’](?:ayant|a|est|était|étant)|d['’]entre (?:eux|elles) n['’](?:a|est))(?: été)? comptée? (?:deux|plusieurs|2) fois/giu,
    ', sans double compte',
  ],
  // « 1 876 Quercinois, sans double compte, ont bénéficié »
  [
    new RegExp(
      String.raw`(?<=(?:${number})\s\p{L}+),\s(?:(?:sans|hors)\s(?:doubles?[ -](?:comptes?|comptages?)|doublons?)|(?:tous |toutes )?(?:dédoublonnée?s|différente?s|distincte?s)),\s(?=(?:ont|sont|avaient)(?!\p{L}))`,
      'giu',
    ),
    ' différents ',
  ],
  // « par les deux lieux (cyber-base et Croix-Rouge) »: which ones they are.
  [
    /(?<=(?<!\p{L})(?:lieux|structures|partenaires|sites|médiateurs|médiatrices|prescripteurs|associations|communes|espaces)(?: \p{L}+)?)\s\((?!(?:hors|sauf|sans|dont|non|pas|y compris|excepté|uniquement|seulement)(?!\p{L}))[^()\d]{3,120}\)/giu,
    '',
  ],
  // « Cordialement le secrétariat » under figures that no stop ends.
  [/(?<=\p{L})\s(?:bien )?(?:cordialement|cdt|cdlt|salutations)(?!\p{L})[^\d\n]*$/giu, ''],
]

/** A sentence before another one, of an earlier report whose figures the other one replaces. */
const earlierReport =
  /(?:notre|le|mon|votre) (?:premier|précédent|dernier)? ?(?:bilan|rapport|envoi|mail|courrier|point d['’]étape)[^.]{0,60}(?:faisait état|indiquait|annonçait|mentionnait|donnait)[^.]*\.\s(?=[^.]*(?:définiti(?:f|ve)|à jour|actualisé))/giu
const theyAre = new RegExp(
  String.raw`(?<=${person}[^.]*\.\s)(?:Ils|Elles) (?:sont|étaient|ont été)(?: au total| en tout)?\s(${number})(?=\s?(?:\.|$|en tout|au total))`,
  'giu',
)

/**
 * A text with ways of saying that put a number far from what it counts in plain ones: « Quant aux bénéficiaires, nous en avons dénombré 251 »,
 * « 2 000 + 500 = 2 500 », « respectivement ». Numbers that it gives up are of money, of an aim, or put right by the text itself.
 */
export function plainer(text: string): string {
  if (!/\d/.test(text)) return text
  let plain = text.replaceAll(earlierReport, '').replaceAll(theyAre, '$1 bénéficiaires')
  for (const [way, instead] of plainWays) {
    plain = plain.replaceAll(way, instead as string)
  }
  return withSums(noted(respectively(withoutEuros(withNoneUsed(plain)))))
}

const state = String.raw`Au (?<day>\d{1,2}(?:er)? \p{L}+ 20\d\d)(?:, [^.:;\d]*)?\s?: (?<count>${number})`
const states = new RegExp(
  String.raw`^\s*${state}[.;]\s+${state.replaceAll('?<day>', '').replaceAll('?<count>', '?<last>')}\s*\.?\s*$`,
  'iu',
)

/** « Au 31 décembre 2022 : 2 380. Au 31 mars 2023, date de fin : 2 644. »: the last of two states of one count. */
export function lastState(text: string): string {
  const said = states.exec(text)?.groups
  if (said === undefined) return text
  const value = (digits: string) => Number(digits.replaceAll(/\D/g, ''))
  return value(said.last!) >= value(said.count!) ? said.last! : text
}

const act = `(?:achetés?|acquis|commandés?|scannés?|utilisés?|consommés?|distribués?|remis)`
const listed = new RegExp(
  String.raw`^(?<lead>.*?(?<!\p{L}))(?<names>(?:(?:nombre|quantité) (?:de |d['’]))?(?:les )?(?:pass|chèques|bénéficiaires|personnes)[^.;:\d]*?)(?:\s?:\s|\s(?:est|sont|s['’]élèvent|atteignent|étaient)\s)?respectivement(?:\s:)?(?: de| à| au nombre de| en nombre de)?\s(?<numbers>(?:${number})(?:(?:,| et| puis)(?: de| à)? (?:${number}))+)`,
  'iu',
)

/** « Pass achetés, utilisés et bénéficiaires : respectivement 2 100, 1 356 et 329 », each number with its name, where there are as many. */
function respectively(text: string): string {
  const said = listed.exec(text)?.groups
  if (said === undefined) return text
  const names = said
    .names!.replace(/\s?(?:est|sont|s['’]élèvent|atteignent|:)?\s*$/iu, '')
    .split(/,\s|\set\s/iu)
    .map((name) => name.replace(/^(?:de |d['’]|les |des )/iu, '').trim())
  const numbers = said.numbers!.match(new RegExp(number, 'g')) ?? []
  if (names.length !== numbers.length || names.length < 2) return text
  const first = /(?:pass|chèques)/iu.exec(names[0]!)?.[0] ?? ''
  const full = names.map((name) =>
    new RegExp(`^${act}$`, 'iu').test(name) ? `${first} ${name}` : name,
  )
  const told = full.map((name, at) => `${name} : ${numbers[at]}`).join(' ; ')
  return text.replace(listed, () => `${said.lead}${told}`)
}

const infinitives: [RegExp, string][] = [
  [/acheter|achete|acquérir/, 'achetés'],
  [/scann?er/, 'scannés'],
  [/utiliser/, 'utilisés'],
  [/consommer/, 'consommés'],
  [/distribuer/, 'distribués'],
  [/accompagner/, 'accompagnées'],
]
const note = new RegExp(
  String.raw`^(\s*[-•*]?\s*(?:(?:nb|nbre|nombre|total)\.? (?:de |d['’])?)?(?:(?:pass|chèques|personnes|bénéficiaires)s?(?: numériques?)?)?\s*)(acheter|scann?er|utiliser|consommer|distribuer|accompagner)(?=\s*[:=]?\s*(?:${number})(?: pass| personnes)?\s*$)`,
  'iu',
)
const noteGoesOn = new RegExp(
  String.raw`(?<=\d\s(?:pass )?(?:et|,|\/)\s)(scann?er|utiliser|consommer)(?=\s*[:=]?\s*(?:${number})(?: pass)?\s*$)`,
  'iu',
)

/** « pass acheter 1500 »: a note of a thing and a number has no verb, and the infinitive in it is a participle that was written by ear. */
function noted(text: string): string {
  const spelled = (verb: string) =>
    infinitives.find(([one]) => one.test(verb.toLowerCase()))?.[1] ?? verb
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(note, (_, lead: string, verb: string) => `${lead}${spelled(verb)}`)
        .replace(noteGoesOn, (verb) => spelled(verb)),
    )
    .join('\n')
}
