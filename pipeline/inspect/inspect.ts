import { access, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { readRegister } from '../attach/register.ts'
import { Registry } from '../attach/registry.ts'
import { type ReportRows, rejectedRows, reportRows } from '../attach/report.ts'
import { extraMs } from '../collect.ts'
import { BilanError } from '../error.ts'
import { bodyTypes, structureTypes } from '../inputs.ts'
import { type LandedFile, landFile } from '../land/folder.ts'
import { seedsFolder } from '../project.ts'
import { createPool } from '../read/pool.ts'
import { type RejectionCode, reason } from '../read/rejection.ts'
import type { ListJob } from '../reader.ts'
import type { Cues } from '../recognise/cues.ts'
import { loadVocabulary } from '../recognise/vocabulary.ts'
import { withScratch } from '../scratch.ts'
import type { RawLaureat } from '../warehouse/raw.ts'
import type { SheetView } from './view.ts'
import type { Look } from './worker.ts'

/** All that there is to say of one report, as a run would read it today. */
export interface Inspection extends ReportRows {
  /** Laureates that the report was attached to, from the register. */
  laureats: Pick<RawLaureat, 'convention' | 'aap' | 'nom'>[]
  /** False where there is no register: nobody can be recognised. */
  register: boolean
  /** What the document says of itself; null when it can't be read. */
  cues: Cues | null
  sheets: SheetView[]
}

/**
 * Reads one report as a run would, in a worker with the same limits, and gives what it saw instead of loading it.
 * @param file any path; under `raw/rapports` it has the name that a run gives it, elsewhere its own name only
 * @param raw folder of the register and the vocabulary, either of which may be missing
 * @throws BilanError when there is no such file, or an input beside the reports is wrong; a file that can't be read is none
 */
export async function inspect(file: string, raw: string): Promise<Inspection> {
  const ownVocabulary = await existing(join(raw, 'vocabulaire.csv'))
  const registerPath = await existing(join(raw, 'laureats.csv'))
  const laureats = registerPath ? await readRegister(registerPath, await structureTypes()) : []
  const vocabulary = await loadVocabulary(seedsFolder, ownVocabulary)
  const registry = new Registry(laureats, await bodyTypes(), vocabulary)
  const landed = await landFile(file, await reportName(file, raw))
  const look = await lookAt(landed, ownVocabulary)
  const rows = look.rejection
    ? rejectedRows(landed, look.rejection.motif, registry)
    : reportRows(landed, look.recognition, registry)
  const named = new Set(rows.rattachements.map((row) => row.convention))
  return {
    ...rows,
    laureats: laureats
      .filter(({ convention }) => named.has(convention))
      .map(({ convention, aap, nom }) => ({ convention, aap, nom })),
    register: registerPath !== null,
    cues: look.recognition?.cues ?? null,
    sheets: look.sheets,
  }
}

async function lookAt(file: LandedFile, ownVocabulary: string | null): Promise<Look> {
  if (file.rejection) return { recognition: null, sheets: [], rejection: file.rejection }
  const outcome = await withScratch(async (scratch) => {
    const pool = createPool<ListJob, Look>({
      entry: new URL('./worker.ts', import.meta.url),
      workers: 1,
    })
    const { location, sha256, taille, format } = file
    const job: ListJob = {
      ...{ location, sha256, taille, format: format! },
      ...{ seeds: seedsFolder, ownVocabulary, scratch },
    }
    return await pool.run(job, extraMs(file)).finally(() => pool.close())
  })
  if (outcome.ok) return outcome.result
  if (outcome.failure === 'error') {
    throw new BilanError(
      `the reader failed on ${JSON.stringify(file.fichier)}: ${outcome.message.split('\n')[0]}`,
      'this is no fault of the file: report it, with what --debug shows',
      1,
      outcome.message,
    )
  }
  const code = failures[outcome.failure]
  return { recognition: null, sheets: [], rejection: { code, motif: reason(code) } }
}

const failures: Record<'timeout' | 'memory' | 'crash', RejectionCode> = {
  timeout: 'delai',
  memory: 'memoire',
  crash: 'arret',
}

/** The name under which a run knows the file: folders say whose report it is, but only those of the reports. */
async function reportName(file: string, raw: string): Promise<string> {
  const folder = await realpath(dirname(resolve(file))).catch(() => dirname(resolve(file)))
  const reports = await realpath(join(raw, 'rapports')).catch(() => resolve(raw, 'rapports'))
  const inside = relative(reports, join(folder, basename(file)))
  const outside = inside === '..' || inside.startsWith(`..${sep}`) || resolve(inside) === inside
  const name = outside ? basename(file) : inside.split(sep).join('/')
  return name.normalize('NFC')
}

async function existing(path: string): Promise<string | null> {
  return await access(path).then(
    () => path,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw new BilanError(
        `${path}: can't be read (${error.code ?? 'error'})`,
        'mend its rights',
        1,
        error,
      )
    },
  )
}
