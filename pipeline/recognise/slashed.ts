import type { Cell, Sheet } from '../read/cell.ts'

const number = String.raw`\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+`
const slash = /\s*\/\s*/
/** « 2 250 / 1 575 / 668 » */
const counts = new RegExp(String.raw`^\s*(?:${number})(?:\s*\/\s*(?:${number}))+\s*\.?\s*$`, 'u')
/** « Résultats (achetés / scannés / bénéficiaires) : 2 250 / 1 575 / 668 » */
const together = new RegExp(
  String.raw`^([^:=\d]*\/[^:=\d]*?)\)?\s*[:=]\s*((?:${number})(?:\s*\/\s*(?:${number}))+)\s*\.?\s*$`,
  'u',
)

/** A name of what is counted in a report; « femmes / hommes » parts it. */
const counted =
  /^\p{L}[^\d]*$(?<=^.*(?:pass|chèque|carnet|achat|achet|acqui|command|scan|utilis|consomm|bénéf|unique|personne|usager|habitant|distribu|remis|émis).*)/isu
/** « Pass scannés / mois »: what a number is divided by names none. */
const each =
  /^(?:an|année|mois|jour|semaine|trimestre|semestre|séance|atelier|personne|usager|habitant|bénéficiaire|lieu|site|structure|pass|carnet)$/iu

/**
 * A sheet with numbers between slashes each beside its name, where as many names stand between slashes before them or on the line above: « achetés /
 * scannés / bénéficiaires uniques » over « 2 250 / 1 575 / 668 ».
 */
export function withSlashes(sheet: Sheet): Sheet {
  if (!sheet.cells.some(({ text }) => text.includes('/'))) return sheet
  const byRow = Map.groupBy(sheet.cells, ({ row }) => row)
  const alone = (row: number) => {
    const cells = byRow.get(row) ?? []
    return cells.length === 1 ? cells[0]! : null
  }
  let changed = false
  const cells = sheet.cells.map((cell): Cell => {
    const said = together.exec(cell.text)
    const over = counts.test(cell.text) && alone(cell.row) === cell ? alone(cell.row - 1) : null
    const named = said ? told(said[1]!, said[2]!) : over && told(over.text, cell.text)
    if (named === null) return cell
    changed = true
    return { ...cell, text: named, type: 'text', value: null }
  })
  return changed ? { ...sheet, cells } : sheet
}

/** Each number with its name, a clause each; null where they aren't as many, or the names have numbers of their own. */
function told(names: string, numbers: string): string | null {
  // « Ville de Port-Mirandol – achetés / scannés »: whose they are stands before the first name.
  const [first, ...others] = names.split(slash)
  const own = first!.split(/\s[–—-]\s|[:(]/).at(-1)!
  const named = [own, ...others].map((name) => name.replace(/[):\s]+$/, '').trim())
  const values = numbers.replace(/\.\s*$/, '').split(slash)
  if (named.length < 2 || named.length !== values.length) return null
  if (!named.every((name) => counted.test(name) && !each.test(name))) return null
  return named.map((name, at) => `${name} : ${values[at]!.trim()}`).join(' ; ')
}
