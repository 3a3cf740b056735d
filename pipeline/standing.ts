import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asBytes, atRest, stateOf, visitFiles } from './land/stat.ts'
import type { RunReport } from './run.ts'

/** The folders of a run, as far as they decide whether there is anything to do. */
export interface Folders {
  raw: string
  warehouse: string
}

/** How everything that a run reads looked to the file system at one instant. */
export interface Seen {
  /** One fingerprint of names and states. */
  digest: string
  /** Whether nothing had been written so shortly before that another write may look the same. */
  atRest: boolean
}

/** What is kept beside a publication: a run that finds the same again has nothing to do. */
interface Standing {
  inputs: string
  outputs: string
  report: Omit<RunReport, 'seconds'>
}

const project = fileURLToPath(new URL('..', import.meta.url))
/** What decides what comes out, besides the inputs. */
const code = ['pipeline', 'sql']
const lock = 'package-lock.json'

/**
 * Looks at all that a run reads, without opening any of it: register, reports, code. To be done before the first of it is read.
 * @param now milliseconds since 1970
 * @returns null where something can't be looked at: the run itself will say what
 */
export function lookAtInputs({ raw }: Pick<Folders, 'raw'>, now: number): Seen | null {
  const hash = createHash('sha256')
  let resting = true
  const note = (root: string) => (path: string, stat: Parameters<typeof stateOf>[0]) => {
    hash.update(`${root}/${path}\0${stateOf(stat)}\0`)
    if (!atRest(stat, now)) resting = false
  }
  try {
    const root = asBytes(realpathSync(raw))
    const reports = asBytes(realpathSync(join(raw, 'rapports')))
    // What people keep beside the reports may be linked to; reports never are.
    visitFiles(root, note('raw'), { follow: true, skip: (name) => name === 'rapports' })
    visitFiles(reports, note('rapports'))
    for (const folder of code) visitFiles(asBytes(join(project, folder)), note(folder))
    visitFiles(asBytes(project), note('.'), { skip: (name) => name !== lock })
  } catch {
    return null
  }
  return { digest: hash.digest('hex'), atRest: resting }
}

/**
 * The report of the publication that stands, when neither it nor anything that it was made of has changed. Costs a look at each file
 * and no reading: loads no engine.
 * @returns null when there may be something to do
 */
export function standingReport(
  folders: Folders,
  seen: Seen | null,
): Omit<RunReport, 'seconds'> | null {
  if (seen === null) return null
  try {
    // Written by `keepStanding`, for the same code: the digest of the inputs holds the code's.
    const standing = JSON.parse(readFileSync(fileOf(folders.warehouse), 'utf8')) as Standing
    if (standing.inputs !== seen.digest) return null
    if (standing.outputs !== lookAtOutputs(folders.warehouse)) return null
    const { report } = standing
    const models = { built: 0, total: report.models.total, rebuilt: [] }
    return { ...report, warehouse: folders.warehouse, published: false, read: 0, models }
  } catch {
    return null
  }
}

/** Remembers what was published, and of what; a run whose inputs weren't at rest leaves nothing to go by. */
export function keepStanding(
  folders: Folders,
  seen: Seen | null,
  report: Omit<RunReport, 'seconds'>,
): void {
  const file = fileOf(folders.warehouse)
  try {
    if (seen === null || !seen.atRest) {
      rmSync(file, { force: true })
      return
    }
    const outputs = lookAtOutputs(folders.warehouse)
    mkdirSync(join(folders.warehouse, '.landing'), { recursive: true })
    writeFileSync(file, JSON.stringify({ inputs: seen.digest, outputs, report } satisfies Standing))
  } catch {
    // A folder that can't be written any more: the next run looks closer.
  }
}

function fileOf(warehouse: string): string {
  return join(warehouse, '.landing', 'standing.json')
}

/** A fingerprint of how the published files look to the file system, and the remains of a run that was stopped: they are to be cleared up. */
function lookAtOutputs(warehouse: string): string {
  const hash = createHash('sha256')
  visitFiles(asBytes(warehouse), (path, stat) => hash.update(`${path}\0${stateOf(stat)}\0`), {
    skip: (name) => name === '.landing' || name === '.history',
  })
  return hash.digest('hex')
}
