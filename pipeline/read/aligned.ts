/** Spaces that hold columns of a text apart; fewer are only typed. */
const gap = /\s{3,}|\t+/g

interface Part {
  text: string
  left: number
  right: number
}

/**
 * The fields of a text whose columns are held apart by spaces, a record a line: « Pass achetés          2 000          1 800 ». Null when
 * its lines aren't laid out so; a line of prose stays one field.
 */
export function alignedRecords(lines: readonly string[]): string[][] | null {
  const parts = unwrapped(lines.map(partsOf))
  if (parts.filter((line) => line.length > 1).length < 2) return null
  const records: string[][] = []
  for (let start = 0; start < lines.length; ) {
    let end = start
    while (end < lines.length && lines[end]!.trim() !== '') end++
    records.push(...recordsOf(parts.slice(start, end)))
    if (end < lines.length) records.push([''])
    start = end + 1
  }
  return records
}

/** A label whose bracket closes on the next line stands there: « Bénéficiaires (cumul » over « depuis l’origine)      91 ». */
function unwrapped(lines: Part[][]): Part[][] {
  const whole = lines.map((line) => [...line])
  for (const [at, line] of whole.entries()) {
    const [only] = line
    const next = whole[at + 1]
    if (line.length !== 1 || next === undefined || next.length < 2) continue
    const open = only!.text.split('(').length - only!.text.split(')').length
    if (open !== 1 || next[0]!.left !== only!.left) continue
    next[0] = { ...next[0]!, text: `${only!.text} ${next[0]!.text}` }
    whole[at] = []
  }
  return whole
}

function partsOf(line: string): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const match of [...line.matchAll(gap), { 0: '', index: line.length }]) {
    const text = line.slice(from, match.index)
    if (text.trim() !== '') parts.push({ text: text.trim(), left: from, right: match.index })
    from = match.index + match[0].length
  }
  return parts
}

/** The records of a block without blank lines: each part in the column whose span it overlaps. */
function recordsOf(lines: Part[][]): string[][] {
  const columns = columnsOf(lines.filter((line) => line.length > 1).flat())
  return lines.map((line) => {
    if (line.length === 0) return ['']
    if (line.length === 1 && line[0]!.left === 0) return [line[0]!.text]
    const record: string[] = []
    for (const part of line) {
      const at = columns.findIndex(({ left, right }) => part.left < right && left < part.right)
      const col = Math.max(at < 0 ? columns.length : at, record.length)
      while (record.length < col) record.push('')
      record.push(part.text)
    }
    return record
  })
}

/** Spans that the parts of a block cover together, left to right. */
function columnsOf(parts: Part[]): { left: number; right: number }[] {
  const columns: { left: number; right: number }[] = []
  for (const { left, right } of parts.toSorted((a, b) => a.left - b.left)) {
    const last = columns.at(-1)
    if (last !== undefined && left < last.right) last.right = Math.max(last.right, right)
    else columns.push({ left, right })
  }
  return columns
}
