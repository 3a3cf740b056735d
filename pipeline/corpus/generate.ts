import { createReadStream } from 'node:fs'
import { appendFile, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BilanError } from '../error.ts'
import { mostConventions, nameConventions } from './bodies.ts'
import { drawFigures } from './figures.ts'
import { printed, readPublished } from './margins.ts'
import { random } from './random.ts'
import { registerLines } from './register.ts'
import { drawReports } from './reports.ts'
import { truthOf } from './truth.ts'

const published = new URL('../../raw/publie/bilan-2025.csv', import.meta.url)

const note =
  'Corpus de démonstration : les structures, les lieux, les numéros et les chiffres sont inventés. Seules les sommes' +
  ' sont celles du bilan publié, afin que la chaîne entière puisse être vérifiée.'

export interface CorpusOptions {
  /** The same seed gives the same bytes. */
  seed: number
  /** The folder to fill, laid out like `raw/`; its `rapports/` is emptied first. */
  out: string
  /** How many conventions; without it those of the published document, whose every margin is then met. */
  conventions?: number
  /** Where the truth goes; `<out>.truth.json` without it. */
  truth?: string
}

export interface CorpusSummary {
  conventions: number
  fichiers: number
  /** Bytes of the reports. */
  octets: number
  truth: string
}

/** Members of a JSON object without its braces, each on lines of its own. */
function members(object: Record<string, unknown>): string {
  return Object.entries(object)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',\n')
}

/**
 * Writes a demonstration corpus: register, reports, the published figures, and beside them the truth. Works through
 * the conventions in parts of the published number, so that memory does not grow with their count. Throws a
 * `BilanError` on a count that can't be made, or where real reports stand in the way.
 */
export async function generateCorpus(options: CorpusOptions): Promise<CorpusSummary> {
  const { seed, out } = options
  const truthPath = options.truth ?? `${out.replace(/[/\\]+$/, '')}.truth.json`
  const p = printed(readPublished(published))
  const size = p('conversion.note', '2019+2020', 'note', 'laureats_total')
  const wanted = options.conventions ?? size
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > mostConventions) {
    throw new BilanError(
      `conventions: ${wanted} can't be made`,
      `give a whole number from 1 to ${mostConventions}`,
      2,
    )
  }
  await mustBeOurs(out)
  const rapports = join(out, 'rapports')
  await rm(rapports, { recursive: true, force: true })
  await mkdir(rapports, { recursive: true })
  await mkdir(join(out, 'publie'), { recursive: true })
  await mkdir(dirname(truthPath), { recursive: true })
  const target = join(out, 'publie', 'bilan-2025.csv')
  if (!(await sameFile(target))) await copyFile(published, target)
  const metadonnees = { titre: 'Bilan du Pass numérique (appels à projets 2019 et 2020)' }
  const corpus = JSON.stringify({ synthetique: true, note, metadonnees }, null, 2)
  await writeFile(join(out, 'corpus.json'), `${corpus}\n`)

  const register = join(out, 'laureats.csv')
  const filesPart = `${truthPath}.part`
  await writeFile(register, '')
  await writeFile(filesPart, '')
  await writeFile(truthPath, `{"seed": ${seed},\n"conventions": {\n`)
  const before = { '2019': 0, '2020': 0 }
  const summary: CorpusSummary = { conventions: 0, fichiers: 0, octets: 0, truth: truthPath }
  for (let batch = 0; summary.conventions < wanted; batch += 1) {
    const drafts = drawFigures(p, random(seed, batch, 'figures'))
    const all = nameConventions(drafts, batch, before, random(seed, batch, 'bodies'))
    const conventions = all.slice(0, wanted - summary.conventions)
    const reports = drawReports(conventions, seed, batch)
    for (const report of reports) {
      const path = join(rapports, report.fichier)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, report.bytes)
      summary.octets += report.bytes.length
    }
    const truth = truthOf(conventions, reports)
    await appendFile(register, registerLines(conventions, batch === 0))
    await appendFile(truthPath, `${batch === 0 ? '' : ',\n'}${members(truth.conventions)}`)
    if (reports.length > 0) {
      await appendFile(
        filesPart,
        `${summary.fichiers === 0 ? '' : ',\n'}${members(truth.fichiers)}`,
      )
    }
    for (const c of conventions) before[c.aap] += 1
    summary.conventions += conventions.length
    summary.fichiers += reports.length
  }
  await appendFile(truthPath, '\n},\n"fichiers": {\n')
  await writeFile(truthPath, createReadStream(filesPart), { flag: 'a' })
  await appendFile(truthPath, '\n}}\n')
  await rm(filesPart)
  return summary
}

/** Whether the published figures already stand there: the corpus may be written over its own source. */
async function sameFile(path: string): Promise<boolean> {
  const there = await readFile(path).catch(() => null)
  return there?.equals(await readFile(published)) ?? false
}

/** Throws unless the folder is new, empty of register and reports, or an earlier demonstration corpus. */
async function mustBeOurs(out: string): Promise<void> {
  const there = await readdir(out).catch((): string[] => [])
  const precious = there.find((name) => name === 'rapports' || name === 'laureats.csv')
  if (precious === undefined) return
  const said = await readFile(join(out, 'corpus.json'), 'utf8').catch(() => '')
  if (/"synthetique"\s*:\s*true/.test(said)) return
  throw new BilanError(
    `${join(out, precious)} is there and no corpus.json says that it is a demonstration`,
    'choose another folder, so that no real report is lost',
    2,
  )
}
