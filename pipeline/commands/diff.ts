import { styleText } from 'node:util'
import { diff } from '../diff/diff.ts'
import { publicationsToCompare } from '../diff/publications.ts'
import { differencesScreen } from '../diff/screen.ts'
import { inertJson } from '../inspect/phrase.ts'
import { styles, terminalWidth } from './terminal.ts'

/** Rows of a list that are shown unless all are asked for. */
const usual = 20

/** `bilan diff [A] [B]`: which figures differ between two warehouses, and what did it. Status 0 also when they differ. */
export async function diffCommand(
  before: string | undefined,
  after: string | undefined,
  options: { warehouse: string; full: boolean; json?: boolean; width?: number },
): Promise<number> {
  const pair = await publicationsToCompare(options.warehouse, before, after)
  const differences = await diff(pair[0].fichier, pair[1].fichier)
  if (options.json) {
    console.log(inertJson({ avant: pair[0], apres: pair[1], ...differences }))
    return 0
  }
  const screen = differencesScreen(pair, differences, {
    width: options.width ?? terminalWidth(),
    limit: options.full ? Number.POSITIVE_INFINITY : usual,
    paint: (style, text) => styleText(styles[style], text, { stream: process.stdout }),
  })
  console.log(screen)
  return 0
}
