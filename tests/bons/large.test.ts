import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import { createPool } from '../../pipeline/read/pool.ts'
import type { ListJob } from '../../pipeline/reader.ts'
import { unpack } from '../../pipeline/result.ts'
import { figures, header, line, unused } from './lists.ts'

const lines = 2_000_000

// Half a minute on a busy machine, and nothing in it that smaller lists don't show but memory.
test.skipIf(process.env.CI !== undefined)(
  'two million lines are counted within the memory of a worker, and nothing is left behind',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bilan-bons-'))
    const pool = createPool<ListJob, Uint8Array>({
      entry: new URL('../../pipeline/reader.ts', import.meta.url),
      workers: 1,
    })
    try {
      const location = join(folder, 'liste.csv')
      const sha256 = await write(location)
      const { size: taille } = await stat(location)
      const job: ListJob = {
        location,
        sha256,
        taille,
        format: 'csv',
        seeds: seedsFolder,
        ownVocabulary: null,
        scratch: folder,
      }
      const outcome = await pool.run(job, 300_000)
      if (!outcome.ok) throw new Error(outcome.message)
      const { recognition } = unpack(outcome.result)
      expect(recognition && figures(recognition)).toEqual({
        pass_scannes: '1000000',
        pass_achetes: '2000000 ?',
        beneficiaires_uniques: '200000',
      })
      expect(await readdir(folder)).toEqual(['liste.csv'])
    } finally {
      await pool.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
  400_000,
)

async function write(path: string): Promise<string> {
  const digest = createHash('sha256')
  const file = createWriteStream(path)
  const put = async (text: string) => {
    digest.update(text)
    if (!file.write(text)) await new Promise<void>((resolve) => file.once('drain', resolve))
  }
  await put(`${header}\n`)
  for (let at = 0; at < lines; at += 10_000) {
    const rows = Array.from({ length: 10_000 }, (_, i) => {
      const n = at + i
      return line(n, n % 2 === 0 ? { person: `Z${Math.floor(n / 10)}` } : unused)
    })
    await put(`${rows.join('\n')}\n`)
  }
  file.end()
  await finished(file)
  return digest.digest('hex')
}
