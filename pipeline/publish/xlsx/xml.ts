/** What XML can't hold as it is: most texts have nothing of it. */
const troubles = /[\p{Cc}\ufffe\uffff&<>"\ud800-\udfff]/u
const allowed = new Set(['\t', '\n', '\r'])

/** Text as XML holds it, without the characters that no XML may hold. */
export function escapeXml(text: string): string {
  if (!troubles.test(text)) return text
  return text
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, (c) =>
      allowed.has(c) || (c >= '\x7f' && c < '\ufffe') ? c : '',
    )
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Most characters that a cell of Excel holds; a longer text would make it refuse the file. */
export const longestText = 32_767
/** Lines of a sheet of Excel. */
export const mostLines = 1_048_576

const cutMark = ' […]'

/**
 * Text of a cell: what looks like an escape of the format (`_x000D_`) stays as it is written, a carriage return is kept, and a text that no
 * cell can hold is cut where `[…]` says so.
 */
export function cellText(text: string): string {
  const fitting =
    text.length <= longestText ? text : text.slice(0, longestText - cutMark.length) + cutMark
  const written = fitting.includes('_x')
    ? fitting.replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    : fitting
  return escapeXml(written).replaceAll('\r', '_x000D_')
}

/** Column letters from a number that starts at 1: `AB` of 28. */
export function columnName(column: number): string {
  let name = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  }
  return name
}

/** A sheet's name as formulas write it: `'Contrôle'`. */
export function quoteSheet(name: string): string {
  return `'${name.replaceAll("'", "''")}'`
}

/**
 * Names that Excel takes for sheets, in the order given: 31 characters, none of those it forbids, no two that differ only in
 * upper and lower case.
 */
export function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>(['history'])
  return names.map((name) => {
    const clean = name.replace(/[[\]:*?/\\]/g, '_').replace(/^'|'$/g, '_') || '_'
    let candidate = clean.slice(0, 31)
    for (let n = 2; taken.has(candidate.toLowerCase()); n++) {
      candidate = `${clean.slice(0, 31 - String(n).length - 1)}~${n}`
    }
    taken.add(candidate.toLowerCase())
    return candidate
  })
}
