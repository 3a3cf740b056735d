import type { Judged, Verdict } from './verdict.ts'

const verdicts = ['right', 'asked', 'silent', 'wrong', 'missing', 'unasked', 'invented'] as const

/** Counts of verdicts, and the share of the values that stand in reports that were read, in percent (null when none stands). */
export type Tally = Record<Verdict, number> & { share: number | null }

/** Counts verdicts. */
export function tally(judged: readonly Judged[]): Tally {
  const counts = Object.fromEntries(verdicts.map((v) => [v, 0])) as Record<Verdict, number>
  for (const { verdict } of judged) counts[verdict] += 1
  const standing = counts.right + counts.asked + counts.silent + counts.wrong
  return { ...counts, share: standing === 0 ? null : (100 * counts.right) / standing }
}

/** Tallies of the groups that `key` makes, by name. */
export function tallyBy(
  judged: readonly Judged[],
  key: (one: Judged) => string,
): Record<string, Tally> {
  const groups = Map.groupBy(judged, key)
  const names = [...groups.keys()].sort((a, b) => (a < b ? -1 : 1))
  return Object.fromEntries(names.map((name) => [name, tally(groups.get(name)!)]))
}

/** A Markdown table of tallies with a last line for the whole. */
export function tallyTable(title: string, parts: Record<string, Tally>, whole: Tally): string {
  const head = [title, ...verdicts.slice(0, 4), '% right', ...verdicts.slice(4)]
  const line = (name: string, one: Tally) => [
    name,
    ...verdicts.slice(0, 4).map((v) => String(one[v])),
    one.share === null ? '' : percent(one.share),
    ...verdicts.slice(4).map((v) => String(one[v])),
  ]
  const rows = [...Object.entries(parts).map(([name, one]) => line(name, one)), line('all', whole)]
  return markdown(head, rows)
}

/** Two decimals, rounded down: 99.996 must not print as 100. */
export function percent(share: number): string {
  return (Math.floor(share * 100 + 1e-9) / 100).toFixed(2)
}

/** A Markdown table that is also readable as it is: the first column to the left, numbers to the right. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((h, i) =>
    Math.max(3, ...[h, ...rows.map((r) => r[i]!)].map((t) => t.length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((t, i) => (i === 0 ? t.padEnd(widths[i]!) : t.padStart(widths[i]!))).join(' | ')} |`
  const rule = `| ${widths.map((w, i) => (i === 0 ? '-'.repeat(w) : `${'-'.repeat(w - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
