import { styleText } from 'node:util'
import { explain } from '../explain/explain.ts'
import { explanationScreen } from '../explain/screen.ts'
import { queriesText } from '../explain/sql.ts'
import type { Style } from '../explain/tree.ts'
import { inertJson } from '../inspect/phrase.ts'
import { readPublished } from '../warehouse/published.ts'

/** Width where standard output is no terminal, and the most that is used of a wide one. */
const [plainWidth, widest] = [80, 120]

/** `bilan explain TABLE KEY`: where figures come from, from the published warehouse alone. */
export async function explainCommand(
  table: string,
  key: string,
  options: {
    warehouse: string
    lecture: string
    full: boolean
    json?: boolean
    sql?: boolean
    width?: number
  },
): Promise<number> {
  const explanations = await readPublished(options.warehouse, (connection) =>
    explain(connection, table, key, options.lecture),
  )
  if (options.json) console.log(inertJson({ explications: explanations }))
  else if (options.sql) console.log(queriesText(explanations))
  else {
    const width = options.width ?? Math.min(process.stdout.columns ?? plainWidth, widest)
    const screens = explanations.map((one) =>
      explanationScreen(one, { width, full: options.full, paint }),
    )
    console.log(screens.join('\n\n'))
  }
  return 0
}

const styles = {
  bold: 'bold',
  dim: 'dim',
  kept: 'green',
  refused: 'yellow',
  asked: 'magenta',
} as const

/** Colours only where standard output is a terminal that wants them (NO_COLOR). */
function paint(style: Style, text: string): string {
  return styleText(styles[style], text, { stream: process.stdout })
}
