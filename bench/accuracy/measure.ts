import { caseGroups, corpusGroup, type Group } from './group.ts'
import { type Outcome, outcomes, type Reader } from './outcome.ts'
import { type Judged, judge, statusFaults } from './verdict.ts'

/** What was found on intact reports. */
export interface Measured {
  groups: Group[]
  judged: Judged[]
  files: number
  /** Files without one status, or with a wrong one. */
  statusFaults: string[]
  /** Crashes, limits met (no intact report is large), blocking checks. */
  failures: string[]
}

/** Groups that go through one warehouse: enough to share its cost, few enough to hold. */
const together = 300

/** Judges all directory cases and a corpus for each of the seeds 1 to `seeds`. */
export async function measure(
  seeds: number,
  reader: Reader,
  progress: (done: number, total: number) => void,
): Promise<Measured> {
  const measured: Measured = { groups: [], judged: [], files: 0, statusFaults: [], failures: [] }
  const add = (results: Outcome[]) => {
    for (const outcome of results) {
      measured.groups.push(outcome.group)
      measured.judged.push(...judge(outcome))
      measured.files += outcome.statuses.length
      measured.statusFaults.push(...statusFaults(outcome))
      measured.failures.push(
        ...[...outcome.failures, ...outcome.limits].map((what) => `${outcome.group.name}/${what}`),
      )
    }
  }
  const cases = await caseGroups()
  for (let from = 0; from < cases.length; from += together) {
    add(await outcomes(cases.slice(from, from + together), reader))
  }
  for (let seed = 1; seed <= seeds; seed++) {
    add(await outcomes([await corpusGroup(seed, reader.scratch)], reader))
    progress(seed, seeds)
  }
  return measured
}
