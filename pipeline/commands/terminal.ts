import type { Style } from '../explain/tree.ts'

/** Width where standard output is no terminal, and the most that is used of a wide one. */
const [plainWidth, widest] = [80, 120]

/** How many characters a line may have. */
export function terminalWidth(): number {
  return Math.min(process.stdout.columns ?? plainWidth, widest)
}

/** What the styles of a tree look like on a terminal. */
export const styles = {
  bold: 'bold',
  dim: 'dim',
  kept: 'green',
  refused: 'yellow',
  asked: 'magenta',
} as const satisfies Record<Style, string>
