import { quoteName, quoteText } from './connection.ts'

/** A description with its unit, as it stands in comments and the datapackage: `Taille du fichier. (octets)`. */
export function describe(description: string, unit: string | undefined): string {
  return unit === undefined ? description : `${description} (${unit})`
}

/** The `COMMENT ON` statements of one table or view and of its columns. */
export function comments(
  kind: 'TABLE' | 'VIEW',
  name: string,
  comment: string,
  columns: Record<string, { description: string; unit?: string | undefined }>,
): string {
  const ofColumns = Object.entries(columns).map(
    ([column, { description, unit }]) =>
      `COMMENT ON COLUMN ${name}.${quoteName(column)} IS ${quoteText(describe(description, unit))};`,
  )
  return [`COMMENT ON ${kind} ${name} IS ${quoteText(comment)};`, ...ofColumns].join('\n')
}

/** The comment of a table: what it is for and what a row is. */
export function tableComment(purpose: string, grain: string): string {
  return `${purpose.trim()} Une ligne : ${grain.trim().replace(/\.$/, '')}.`
}
