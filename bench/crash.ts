// Kills publications and whole runs at random moments, many times, and says where the kills fell (docs/lineage.md).
// Ends with an error at the first thing that is not whole.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { killRuns } from '../tests/run/killing.ts'
import { killEachChange, killPublications } from '../tests/warehouse/killing.ts'

const { values } = parseArgs({
  options: {
    publications: { type: 'string', default: '300' },
    runs: { type: 'string', default: '60' },
  },
})
const root = await mkdtemp(join(tmpdir(), 'bilan-crash-'))
try {
  const swapped = await killPublications(
    join(root, 'warehouse'),
    Number(values.publications),
    Math.random,
  )
  console.log(
    `${swapped.rounds} publications killed (${swapped.generations} made meanwhile); the file and its history whole each time`,
  )
  for (const [moment, count] of [...swapped.moments].sort(([, a], [, b]) => b - a))
    console.log(`  ${String(count).padStart(5)} ${moment}`)
  console.log(`  ${String(swapped.readings).padStart(5)} answers of a reader that held the first`)
  const changes = await killEachChange(join(root, 'steps'))
  console.log(
    `${changes} publications killed before each of their changes to the file system: the same`,
  )
  const { rounds, after } = await killRuns(join(root, 'job'), Number(values.runs), Math.random)
  console.log(
    `${rounds} whole runs killed: the old figures stood ${after.old} times, the new ones ${after.renewed} times, always whole`,
  )
} finally {
  await rm(root, { recursive: true, force: true })
}
