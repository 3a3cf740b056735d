import type { Convention } from './bodies.ts'
import type { Report } from './truth.ts'

/** The reports that these conventions sent. */
export function drawReports(
  _conventions: readonly Convention[],
  _seed: number,
  _batch: number,
): Report[] {
  return []
}
