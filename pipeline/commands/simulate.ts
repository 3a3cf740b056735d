import { BilanError } from '../error.ts'
import { inertJson } from '../inspect/phrase.ts'
import { parseSupposition, readSuppositions, type Supposition } from '../simulate/scenario.ts'
import { simulationScreen } from '../simulate/screen.ts'
import { simulate } from '../simulate/simulate.ts'

/** `bilan simulate`: the bilan as it would be, beside the present one; nothing is written. */
export async function simulateCommand(options: {
  warehouse: string
  set: string[]
  corrections?: string
  lecture: string
  json?: true
}): Promise<number> {
  const suppositions: Supposition[] = [
    ...(options.corrections === undefined ? [] : await readSuppositions(options.corrections)),
    ...options.set.map(parseSupposition),
  ]
  if (suppositions.length === 0) {
    throw new BilanError(
      'nothing is supposed',
      'say what, with --set 2019-017.pass_scannes=1200 or --corrections FILE',
      2,
    )
  }
  const simulation = await simulate(options.warehouse, suppositions)
  console.log(options.json ? inertJson(simulation) : simulationScreen(simulation, options.lecture))
  return 0
}
