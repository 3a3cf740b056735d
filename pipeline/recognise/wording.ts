import { remembered } from '../memo.ts'
import { ofFields } from './fields.ts'
import { withDigits } from './numeral.ts'
import { withOutcome } from './outcome.ts'
import { plainer } from './plainer.ts'

/**
 * A text with spelled numbers in digits, arrows as colons, and what is answered on the line of its question as labelled by it: « Combien ont été
 * utilisés ? → 1 011 pass ».
 */
export const answered = remembered((text): string => {
  return (
    plainer(withDigits(neither(plainly(withoutInitials(withOutcome(withShares(ofFields(text))))))))
      // « (il n’y a pas eu d’autre achat) »: it is all there is.
      .replaceAll(
        /\s*\((?=[^()]*(?<!\p{L})(?:(?:pas|plus)(?!\p{L})[^()]*d['’]autres?|aucune? autre)(?!\p{L}))[^()\d]*\)/giu,
        '',
      )
      .replaceAll(/(?<!\p{L})z[ée]ro(?=\s+\p{L})/giu, '0')
      .replaceAll(shortened, '$1')
      // « ☐ 2019 ☒ 2020 »: years to choose from.
      .replaceAll(/[☐☑☒▢]\s*20[12]\d(?!\d)/gu, ' ')
      // « Combien de pass achetés ? * 1 500 »: the mark of a field that must be filled in.
      .replaceAll(/(?<=\p{L}\s*\??)\s*\*\s+(?=\d)/gu, ' ? ')
      .replaceAll(
        /\s*\?[\s?]*(?:[→➜➔⇒]|[-=]+>|[–—-](?=\s)|(?:R(?:ép(?:onse)?)?(?:\s?[.:]\s?|\s(?=\d)))?:?)?\s*(?=(?:environ\s|oui,?\s(?!20[12]\d(?!\d)))?\d)/gi,
        ' : ',
      )
      .replaceAll(/\s*(?:[→➜➔⇒]|[-=]+>)\s*/g, ' : ')
      .replaceAll(/ : oui,?\s(?=\d)/gi, ' : ')
      // « Pass achetés (190 en tout, la totalité de notre achat) »
      .replaceAll(
        /\((\d[\d\s]*?)\s+(?:en tout|au total)(?:,\s(?:(?:c['’]est|soit)\s)?(?:la totalité|l['’]intégralité|l['’]ensemble|tout)(?!\p{L})[^()\d]*)?\)/giu,
        '($1)',
      )
      // « Achats de pass (N = 1 900) »
      .replaceAll(/\s*\(\s*n\s*=\s*(\d[\d\s]*)\)/gi, ' : $1')
  )
})

/** « ach. 700 / bénéf. uniq. 92 »: the stop of a shortened word ends no sentence. */
const shortened =
  /(?<!\p{L})(ach|scan|util|b[ée]n[ée]f|uniq|num|nb|nbre|qt[ée]|pers|diff)\.(?=\s*(?:[\p{Ll}\d:/,)]|$))/giu

/** « 71 pour cent », « soixante pour cent »: a share, and no hundred. */
function withShares(text: string): string {
  return text.replaceAll(
    /(?<=(?:\d|(?<!\p{L})(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cent))\s?)\s?pour[\s-]?cents?(?!\p{L}|\s(?:pass|personnes|bénéficiaires|usagers|habitants|euros|chèques))/giu,
    ' %',
  )
}

/** « bénéficiaires uniques (BU) »: letters that only shorten the words before them. */
function withoutInitials(text: string): string {
  return text.replaceAll(/\s*\((\p{Lu}{2,5})\)/gu, (whole, letters: string, at: number) => {
    const words = text.slice(0, at).match(/\p{L}+/gu) ?? []
    const initials = words.slice(-letters.length).map((word) => word[0]!.toUpperCase())
    return initials.join('') === letters ? '' : whole
  })
}

const count = String.raw`(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+)`
/** « 640, c’est le nombre de pass scannés », « 1 120 : celui des pass achetés » */
const countFirst = new RegExp(
  String.raw`^\s*${count}\s*[,:–—]?\s*(?:(?:c['’]est|tel est|voilà)\s+(?:bien\s+)?le\s+(?:nombre|total|chiffre)|(?:c['’]est\s+)?celui)\s(d[^.;:!?\d]+)[.!;]?\s*$`,
  'iu',
)
const exactly = '(?:(?:très )?exactement|précisément|tout juste|juste|pile)'
/** « L’objectif de 400 bénéficiaires uniques a été exactement atteint »: so many were. */
const justReached = new RegExp(
  String.raw`(?<!\p{L})(?:l['’]|notre |cet |son )objectif\s+(?:initial\s+|fixé\s+|affiché\s+)?(?:de\s+|d['’])?(?=\d)([^.;:!?,]*?)\s+(?:a|est)\s+(?:été\s+)?(?:donc\s+)?(?:${exactly}\s+atteint|atteint\s+${exactly})(?!\p{L})`,
  'giu',
)
const forgot =
  "(?:j['’](?:oubliais|avais oublié|ai oublié|allais oublier)|(?:nous|on) (?:oubliions|avions oublié|avons oublié|oubliait|avait oublié|a oublié))"
/** « P.-S. J’oubliais les bénéficiaires uniques : 549 »: how a figure comes to stand where it does. « J’oubliais 40 pass » may be more of them. */
const afterthought = new RegExp(
  String.raw`^\s*(?:p\.?\s?-?\s?s\.?\s*[:–—-]?\s+(?:(?:et\s)?${forgot}\s)?|${forgot}\s)(?=(?:le |la |les |l['’])?(?:nombre|pass|chèques|bénéficiaires|personnes|usagers|habitants)[^.;:\d]{0,50}:\s*\d)`,
  'iu',
)
/** « Quant aux bénéficiaires, il y en a eu 131 » */
const topicFirst =
  /(?<![\p{L}])(?:quant aux?|pour ce qui est des|en ce qui concerne les|concernant les|s['’]agissant des|du côté des|côté)\s+([^,;:.\d]{4,60}),\s*(?:il y en a(?: eu)?|(?:nous|on) en (?:a|avons|compte|comptons)(?: eu)?|(?:ils|elles) (?:sont|étaient|ont été)|(?:nous sommes|on est) à|c['’]est)\s+(?=\d)/giu

/**
 * A text with the turns of every day put plainly: words in quotation marks without these, blanks that were filled in without their line, « est resté
 * à » as « est de », and what stands before its subject (« 640, c’est le nombre de pass scannés ») behind it.
 */
function plainly(text: string): string {
  return (
    text
      .replaceAll(/(?<![\p{L}\d])[_…]{2,}\s*(\d[\d\s.]*?)\s*[_…]{2,}(?![\p{L}\d])/gu, ' $1 ')
      // « 89100 Sens – pass scannés – 498 »: the postal code of a place counts nothing.
      .replace(
        /^\s*(?:0[1-9]|[1-8]\d|9[0-8])\d{3}\s(?=\p{Lu}\p{Ll})(?!Pass|Ch[èe]ques|Coupons|Personnes|Bénéf|Usagers|Habitants|Carnets|Scans|Achats|Tickets|Utilis)/u,
        '',
      )
      // « Pass achetés960 », where a space was lost
      .replace(/(?<=\p{Ll}{4})(?!20[0-4]\d\s*$)(?=\d{2,}\s*$)/u, ' : ')
      // « Pass achetés – 750 »
      .replace(
        /^([^\d:]*\p{L}[^\d:]*?)\s[–—-]\s(?!20[12]\d\s*$)(?=\d[\d\s\u00a0\u202f]*$)/u,
        '$1 : ',
      )
      // « BÉNÉFICIAIRES UNIQUES . 131 »: where the label is long, one dot is all that leads to the figure.
      .replace(/^([^\d:]*\p{L}\)?)\s+\.\s+(?=\d[\d\s\u00a0\u202f]*$)/u, '$1 : ')
      // « Pass achetés (exemple : 1 500) : 860 »
      .replaceAll(
        /\s*\([^()]*(?<!\p{L})(?:exemples?|ex\.|p\.\s?ex)(?!\p{L})[^()]*\d[^()]*\)(?=\s*[:?])/giu,
        '',
      )
      // « Pass scannés ……… : néant »
      .replaceAll(/\s*(?:…{2,}|\.{4,}|_{4,})\s*:\s*/g, ' : ')
      .replaceAll(/[«“"]\s*(\p{L}[^«»“”"\d]{1,25}?)\s*[»”"]/gu, '$1')
      .replaceAll(/\s*,\s*(?:lui|elles?|eux)(?: aussi)?\s*,/giu, '')
      .replaceAll(
        /(?<!\p{L})(est|sont|était|étaient)\s+restée?s?\s+(?:fixée?s? |bloquée?s? |stables? )?à\s+(?=\d)/giu,
        '$1 de ',
      )
      .replaceAll(
        /(?<=(?<!\p{L})(?:s['’]est|se sont|ont|a|est|sont|avons)\s)(?:finalement|enfin|donc|ainsi|réellement|effectivement|vraiment|au final|bel et bien)\s+(?=(?:été\s+)?\p{L}+(?:é|i|u|is)e?s?(?!\p{L}))/giu,
        '',
      )
      .replaceAll(justReached, '$1')
      .replace(countFirst, 'nombre $2 : $1')
      .replace(afterthought, '')
      .replaceAll(topicFirst, '$1 : ')
  )
}

/** « il n’y a eu ni utilisation ni bénéficiaire »; participles are left as they stand. */
const neitherThing =
  /(?<!\p{L})ni\s+(?:de\s+|d['’])?(\p{L}{4,}(?<!ée?s?))\s+ni\s+(?:de\s+|d['’])?(\p{L}{4,}(?<!ée?s?))(?!\p{L})/giu

/** « Aucun pass n’a été acheté ni utilisé », with what was done told twice: none was bought, and none used. */
function neither(text: string): string {
  return text
    .replaceAll(noneNor, '$1 et aucun $2 $3')
    .replaceAll(neitherOf, 'aucun $3 n’a été $1 et aucun $3 $2')
    .replaceAll(neitherThing, 'aucun $1 et aucun $2')
}

const done = String.raw`(\p{L}+(?:é|i|u|is)(?:e|s|es)?)`
const noneNor = new RegExp(
  String.raw`(?<!\p{L})(aucune? (\p{L}+)(?: numériques?)? (?:n['’](?:a|ont) )?(?:été )?\p{L}+(?:é|i|u|is)(?:e|s|es)?),? ni (?:été )?${done}(?!\p{L})`,
  'giu',
)
const neitherOf = new RegExp(
  String.raw`(?<!\p{L})(?:nous )?n['’](?:avons|a|ont) (?:ni )?${done},? ni ${done} (?:aucun|le moindre|de|un seul) (pass|chèques?)(?!\p{L})`,
  'giu',
)
