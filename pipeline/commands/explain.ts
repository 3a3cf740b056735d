import { styleText } from 'node:util'
import { explain } from '../explain/explain.ts'
import { explanationScreen } from '../explain/screen.ts'
import { queriesText } from '../explain/sql.ts'
import { inertJson } from '../inspect/phrase.ts'
import { readPublished } from '../warehouse/published.ts'
import { styles, terminalWidth } from './terminal.ts'

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
    const width = options.width ?? terminalWidth()
    const screens = explanations.map((one) =>
      explanationScreen(one, {
        width,
        full: options.full,
        // Colours only on a terminal that wants them (NO_COLOR).
        paint: (style, text) => styleText(styles[style], text, { stream: process.stdout }),
      }),
    )
    console.log(screens.join('\n\n'))
  }
  return 0
}
