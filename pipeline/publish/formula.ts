import { quoteText } from '../warehouse/connection.ts'

/*
 * Text in the exports comes from reports that anyone may have written. Opened in a spreadsheet, a cell that starts
 * with = + - or @ runs as a formula; so does one after a `;`, a tab or a line break inside a text, because a French
 * spreadsheet splits there and not at our commas. Quoting doesn't help, and changing figures or evidence for good
 * would harm everyone else. So an apostrophe goes before the dangerous character, in text columns of the CSV only, and
 * in a way that can be undone without loss; the Parquet files and the warehouse hold the text as it was. A text that is
 * only a sign or a number is harmless and common (« - » for no figure), so it stays.
 */
const harmless = '^[+-]?[0-9., ]*$'
const dangerous = "(^|[;\\t\\r\\n])([ \\t\\x{A0}\\x{202F}]*)('*)([=+@＝＋－＠-])"

/** The SQL expression that gives a text column as it is safe in a spreadsheet; NULL stays NULL. */
export function inertSql(column: string): string {
  const safe = `regexp_replace(${column}, ${quoteText(dangerous)}, ${quoteText("\\1\\2'\\3\\4")}, 'g')`
  return `CASE WHEN regexp_matches(${column}, ${quoteText(harmless)}) THEN ${column} ELSE ${safe} END`
}

/** Takes the apostrophes of `inertSql` out again: gives the text as the warehouse holds it. */
export function original(text: string): string {
  return text.replace(/(^|[;\t\r\n])([ \t\u00A0\u202F]*)'('*)([=+@＝＋－＠-])/g, '$1$2$3$4')
}

/** What the datapackage says about it. */
export const formulaNote =
  'Dans les CSV, une apostrophe précède tout caractère = + - @ qui, en tête d’un texte ou après un point-virgule, une tabulation ou un saut de ligne, serait pris pour une formule par un tableur ; la retirer redonne le texte exact, que portent les fichiers Parquet.'
