const out = '(?:barr|ray|ratur|biff)ée?s?'

/** « [barré : 1 200] 1 180 », « (rayé : 314) 341 » */
const within = new RegExp(
  String.raw`\s*[[(]\s*(?:(?:mot|nombre|chiffre|texte)\s+)?${out}\s*[:=]?\s*[^[\]()]*\d[^[\]()]*[\])]\s*`,
  'giu',
)
/** « 1 200 [barré] 1 180 » */
const before = new RegExp(String.raw`\d[\d\s.]*\s*[[(]\s*${out}\s*[\])]\s*(?=\d)`, 'giu')
/** « ~~1 200~~ 1 180 »: what many programs show as crossed out. */
const struck = /~~[^~]*\d[^~]*~~/g

/** A text that says in brackets, or by its signs, what is crossed out in what it was written from, without that. */
export function withoutCrossedOut(text: string): string {
  if (!/[[(~]/.test(text)) return text
  return text.replaceAll(within, ' ').replaceAll(before, '').replaceAll(struck, ' ').trim()
}
