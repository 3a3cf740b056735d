import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BilanError } from '../../pipeline/error.ts'
import { ownGroup } from './group.ts'
import { openReader, outcomes } from './outcome.ts'
import { tally, tallyBy, tallyTable } from './tally.ts'
import { judge } from './verdict.ts'

/** Judges reports of one's own: `node bench/accuracy/own.ts RAW [TRUTH]`; the truth is `RAW/../truth.csv` unless said. */
const { positionals } = parseArgs({ allowPositionals: true })
const [raw, truth] = positionals
try {
  if (raw === undefined)
    throw new BilanError('no folder given', 'node bench/accuracy/own.ts RAW [TRUTH]', 2)
  await run(raw, truth ?? join(raw, '..', 'truth.csv'))
} catch (error) {
  if (!(error instanceof BilanError)) throw error
  console.error(error.line)
  process.exitCode = error.exitCode
}

async function run(raw: string, truth: string): Promise<void> {
  const group = await ownGroup(raw, truth)
  const reader = await openReader(2)
  try {
    const [outcome] = await outcomes([group], reader)
    const judged = judge(outcome!)
    const odd = judged.filter((one) => !['right', 'missing'].includes(one.verdict))
    for (const one of odd) {
      const { convention, indicator, verdict, read, wanted } = one
      const of = outcome!.read.filter(
        (o) => o.convention === convention && o.indicateur === indicator,
      )
      const files = [...new Set(of.map((o) => o.fichier))].join(', ')
      console.log(
        `${verdict}: ${convention} ${indicator}: read ${read}, true ${JSON.stringify(wanted)}; ${files}`,
      )
    }
    for (const failure of outcome!.failures) console.log(`failure: ${failure}`)
    console.log(
      tallyTable(
        'indicateur',
        tallyBy(judged, (one) => one.indicator),
        tally(judged),
      ),
    )
    const faults = odd.filter((one) => one.verdict === 'wrong' || one.verdict === 'invented')
    process.exitCode = faults.length > 0 ? 1 : 0
  } finally {
    await reader.close()
  }
}
