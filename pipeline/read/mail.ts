import type { Document, Format, Part, Sheet } from './cell.ts'

/** What stands between the name of an attached file and that of its sheet. */
export const within = ' › '
/** The sheet of a mail's own text. */
const ownText = 'Message'

/**
 * A mail made of its parts: the sheets of all of them, under names by which a person finds them (`Message`, `bilan.xlsx › Feuil1`). Files of
 * one name are numbered.
 */
export function mailOf(
  format: Format,
  parts: readonly Part[],
  properties: Document['properties'],
  remarks: NonNullable<Document['remarks']>,
): Document {
  const named = distinct(parts)
  const sheets = named.flatMap((part) =>
    part.document.sheets.map((sheet): Sheet => ({ ...sheet, name: nameWithin(part, sheet.name) })),
  )
  return { format, sheets, properties, remarks, parts: named }
}

/** The name that a sheet of a part has in the mail. */
export function nameWithin({ name, document }: Part, sheet: string): string {
  if (name === null) return sheet === 'csv' || sheet === 'Texte' ? ownText : sheet
  return document.format === 'csv' ? name : `${name}${within}${sheet}`
}

/** The names of the files that a sheet of a mail is in, the outermost first; none for the mail's own text. */
export function filesAround(sheet: string): string[] {
  return sheet.split(within).filter((name) => /\.\w{2,5}$/.test(name))
}

function distinct(parts: readonly Part[]): Part[] {
  // No attached file may be called like a sheet of the mail's own text.
  const letter = parts.find(({ name }) => name === null)
  const taken = new Set([ownText, ...(letter?.document.sheets ?? []).map(({ name }) => name)])
  return parts.map((part) => {
    if (part.name === null) return part
    let name = part.name
    for (let n = 2; taken.has(name); n++) name = part.name.replace(/(?=\.\w{1,5}$|$)/, ` (${n})`)
    taken.add(name)
    return { ...part, name }
  })
}
