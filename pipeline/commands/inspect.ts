import { styleText } from 'node:util'
import { BilanError } from '../error.ts'
import type { Paint } from '../inspect/grid.ts'
import { inspect } from '../inspect/inspect.ts'
import { inert, inertJson } from '../inspect/phrase.ts'
import { inspectionScreen } from '../inspect/screen.ts'

/** Width where standard output is no terminal. */
const plainWidth = 100

/** `bilan inspect FILE`: what a run would read in one report, and why. A file that can't be read is shown as such, with status 0. */
export async function inspectCommand(
  file: string,
  options: { raw: string; sheet?: string; json?: boolean; width?: number },
): Promise<number> {
  const inspection = await inspect(file, options.raw)
  const { sheet } = options
  const names = inspection.sheets.map(({ name }) => name)
  const wanted = sheet === undefined ? null : names.find((name) => name === sheet)
  if (wanted === undefined) {
    const known = names.map((name) => JSON.stringify(inert(name))).join(', ')
    throw new BilanError(
      `${JSON.stringify(sheet)}: no such sheet in ${JSON.stringify(inert(inspection.fichier.fichier))}`,
      names.length > 0 ? `its sheets are ${known}` : 'it has no sheet that can be read',
      2,
    )
  }
  if (options.json) {
    const sheets = inspection.sheets.filter(({ name }) => wanted === null || name === wanted)
    console.log(inertJson({ ...inspection, sheets }))
    return 0
  }
  const width = options.width ?? process.stdout.columns ?? plainWidth
  console.log(inspectionScreen(inspection, { width, sheet: wanted, paint }))
  return 0
}

const styles = {
  kept: 'green',
  refused: 'yellow',
  asked: 'magenta',
  label: 'cyan',
  dim: 'dim',
  bold: 'bold',
} as const

/** Colours only where standard output is a terminal that wants them (NO_COLOR). */
const paint: Paint = (style, text) => styleText(styles[style], text, { stream: process.stdout })
