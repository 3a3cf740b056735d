import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { seedsFolder } from '../pipeline/inputs.ts'
import type { Answer } from '../pipeline/read/pool.ts'
import type { ListJob } from '../pipeline/reader.ts'
import { unpack } from '../pipeline/result.ts'

/**
 * Times the counting of a list of vouchers in csv, as a run does it: in a worker, within its limits. Checks the counts. Lines in millions
 * as the argument, 20 unless said; a million is about 110 MB.
 */
const lines = Number(process.argv[2] ?? 20) * 1e6
const folder = await mkdtemp(join(tmpdir(), 'bilan-bench-'))
try {
  const location = join(folder, 'liste.csv')
  const sha256 = await write(location, lines)
  const { size } = await stat(location)
  const child = fork(new URL('../pipeline/reader.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: ['--max-old-space-size=512'],
  })
  const job: ListJob = {
    location,
    sha256,
    taille: size,
    format: 'csv',
    seeds: seedsFolder,
    ownVocabulary: null,
    scratch: folder,
  }
  const started = performance.now()
  child.send(job)
  const [answer] = (await once(child, 'message')) as [Answer<Uint8Array>]
  const seconds = (performance.now() - started) / 1000
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  child.kill()
  if (!answer.ok) throw new Error(answer.message)
  const result = unpack(answer.result)
  if (result.rejection) throw new Error(result.rejection.motif)
  const found = result.recognition.readings.map(({ indicator, number }) => [indicator, number])
  console.log(JSON.stringify(found))
  console.log(
    `${lines} lines, ${Math.round(size / 1e6)} MB: ${seconds.toFixed(1)} s, ${Math.round(lines / seconds)} lines/s, at most ${Math.round(Number(peak) / 1024)} MiB (${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB)`,
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function write(path: string, count: number): Promise<string> {
  const digest = createHash('sha256')
  const file = createWriteStream(path)
  const put = async (text: string) => {
    digest.update(text)
    if (!file.write(text)) await once(file, 'drain')
  }
  await put(
    'N° de pass;Date d’émission;Statut;Date de scan;Lieu;Identifiant bénéficiaire;Nom;Prénom;Courriel\r\n',
  )
  for (let at = 0; at < count; at += 10_000) {
    const rows: string[] = []
    for (let i = at; i < Math.min(at + 10_000, count); i++) {
      const scanned = i % 3 === 0
      rows.push(
        `PN20-${String(i).padStart(8, '0')};01/02/2021;${scanned ? 'Scanné' : 'Distribué'};${scanned ? '12/03/2022' : ''};Médiathèque de l’Étang;${scanned ? `U${Math.floor(i / 15)}` : ''};NOM${i % 5000};Prénom;p${i}@exemple.fr\r\n`,
      )
    }
    await put(rows.join(''))
  }
  file.end()
  await finished(file)
  return digest.digest('hex')
}
