import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { processStart } from './warehouse/lock.ts'

/**
 * Runs `work` with an empty folder of its own outside of the warehouse, for what must be on disk meanwhile. It is removed when the work
 * ends or fails and when the process exits; what a killed process left is removed by the next one that needs a folder.
 */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), `bilan-${hostname()}-${process.pid}-`))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    return await work(folder)
  } finally {
    process.off('exit', remove)
    await rm(folder, { recursive: true, force: true })
  }
}

/** Removes the folders of processes that are no more. Those of other machines that share the folder may live. */
async function sweep(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names) {
    const [, host, pid] = /^bilan-(.+)-(\d+)-\w{6}$/.exec(name) ?? []
    if (host !== hostname() || processStart(Number(pid)) !== null) continue
    // Of another user: theirs to remove.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}
