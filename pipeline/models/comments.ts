const pieces = /\/\*[\s\S]*?\*\/|--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"/g

/**
 * A query with its comments blanked, everything else at its byte. DuckDB takes an apostrophe in a comment for the start of a
 * text, and from there on turns the no-break spaces of texts into plain ones.
 */
export function withoutComments(sql: string): string {
  return sql.replace(pieces, (piece) => (/^['"]/.test(piece) ? piece : blank(piece)))
}

/** A query with its comments, texts and quoted names blanked but for their quotes, everything else at its byte. */
export function bareText(sql: string): string {
  return sql.replace(pieces, (piece) =>
    /^['"]/.test(piece) ? piece[0]! + blank(piece.slice(1, -1)) + piece[0]! : blank(piece),
  )
}

/** Spaces of as many bytes, so that the parser's offsets are those of the file. */
function blank(text: string): string {
  return text.replace(/[^\n]/gu, (char) => ' '.repeat(Buffer.byteLength(char)))
}
