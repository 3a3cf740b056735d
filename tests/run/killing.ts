import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { historyOf } from '../../pipeline/warehouse/history.ts'
import { openReadOnly } from '../warehouse/publisher.ts'
import { bilan, bilanScript, form, smallRaw, writeAll } from './job.ts'

/** What a series of killed runs did. Anything that was not whole has thrown. */
export interface KilledRuns {
  rounds: number
  /** Kills after which the new figures stood already, and those after which the old ones did. */
  after: { renewed: number; old: number }
}

/**
 * Runs the whole job (`bilan run`) on a report that changes each time, killed (SIGKILL) at a random moment of the time that a
 * run takes here, and looks at what stands after each: the warehouse opens, every table agrees with the report before or
 * after, the history opens. At the end a run finishes, its exports agree, and nothing is left lying.
 * @param root an empty folder
 * @param random numbers from 0 to 1: what decides on the moments
 */
export async function killRuns(
  root: string,
  rounds: number,
  random: () => number,
): Promise<KilledRuns> {
  const [raw, warehouse] = [join(root, 'raw'), join(root, 'warehouse')]
  const args = ['run', '--quiet', '--keep', '2', '--raw', raw, '--warehouse', warehouse]
  const report = (bought: number) =>
    writeAll(raw, { 'rapports/vaubrelle.csv': form('909000101', String(bought), '800', '310') })
  const finish = async () => {
    const ended = await bilan(args)
    if (ended.status !== 0) throw new Error(`the run after a kill failed: ${ended.stderr}`)
  }
  await writeAll(raw, smallRaw)
  await report(1000)
  await finish()
  const started = performance.now()
  await report(1001)
  await finish()
  const whole = performance.now() - started
  const killed: KilledRuns = { rounds, after: { renewed: 0, old: 0 } }
  let standing = 1001
  for (let round = 0; round < rounds; round++) {
    const wanted = 1002 + round
    await report(wanted)
    const child = spawn(process.execPath, [bilanScript, ...args], { stdio: 'ignore' })
    // Half of the kills anywhere, half towards the end, where what stands is replaced.
    await sleep(whole * (round % 2 === 0 ? random() : 0.75 + 0.35 * random()))
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    const found = await boughtIn(join(warehouse, 'warehouse.duckdb'))
    // A build that was ready when its run was killed is finished by the next one, whatever that one makes.
    if (found < standing || found > wanted) throw new Error(`${found} stands, not ${standing}…`)
    killed.after[found === wanted ? 'renewed' : 'old']++
    standing = found
    for (const { path } of await historyOf(warehouse, join(warehouse, 'warehouse.duckdb')))
      await boughtIn(path)
  }
  await finish()
  const last = 1001 + rounds
  if ((await boughtIn(join(warehouse, 'warehouse.duckdb'))) !== last)
    throw new Error('the last report is not what stands')
  const csv = await readFile(join(warehouse, 'exports', 'csv', 'laureats.csv'), 'utf8')
  if (!csv.includes(`,${last},communique,`)) throw new Error('the exports are not the last ones')
  const page = await readFile(join(warehouse, 'bilan.html'), 'utf8')
  // As French people write it: 1 008.
  if (!page.includes(`>1\u202f${String(last).slice(1)}<`))
    throw new Error('the page is not the last one')
  const left = (await readdir(warehouse)).sort().join(' ')
  if (left !== '.history .landing bilan.html exports warehouse.duckdb')
    throw new Error(`left lying: ${left}`)
  if ((await readdir(join(warehouse, '.history'))).length > 3) throw new Error('not pruned')
  return killed
}

/** What the changing laureate bought, the same in every table that says it; throws otherwise. */
async function boughtIn(path: string): Promise<number> {
  return await openReadOnly(path, async (connection) => {
    const rows = await connection.query<{ n: number }>(
      `SELECT pass_achetes AS n FROM bilan.laureats WHERE convention = '2019-101'
       UNION SELECT valeur FROM bilan.chiffres
       WHERE lecture = 'publie' AND tableau = 'quantitatif' AND aap = '2019'
         AND ligne = 'Conseil départemental' AND colonne = 'pass_achetes'
       UNION SELECT valeur FROM bilan.observations
       WHERE convention = '2019-101' AND indicateur = 'pass_achetes' AND retenue`,
    )
    if (rows.length !== 1) throw new Error(`${path} is not whole: ${JSON.stringify(rows)}`)
    return rows[0]!.n
  })
}
