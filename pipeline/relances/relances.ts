import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BilanError } from '../error.ts'
import { type Dossier, openDossiers } from './dossier.ts'
import { letter, type Sender } from './letter.ts'
import { letterDocx } from './letter-docx.ts'
import { letterHtml } from './letter-html.ts'
import { Reminders } from './register.ts'
import { replyWorkbook } from './reply.ts'

/** Folders and manners of one round of letters; effects are passed in. */
export interface RelancesOptions {
  raw: string
  warehouse: string
  /** Folder of the letters, one subfolder a convention. */
  out: string
  sender: Sender
  /** Whether figures said to be approximate are asked for again. */
  approximate: boolean
  /** Only these conventions; all of whom something must be asked when empty. */
  only: readonly string[]
  /** ISO day of the letters. */
  today: string
  progress(done: number, total: number): void
}

/** What was written to one laureate. */
export interface Written {
  convention: string
  nom: string
  demandes: number
  /** Folder of its letter and workbook. */
  dossier: string
}

/**
 * Writes for each laureate of whom something must be asked a letter (docx and html) and a reply workbook, and notes in
 * `raw/relances.csv` what is asked. The warehouse is only read; the next run sets what arrives against it (`bilan.relances`).
 * @throws BilanError when there is no warehouse, a convention of `only` has nothing to be asked, or a file can't be written
 */
export async function writeRelances(options: RelancesOptions): Promise<Written[]> {
  const all = await openDossiers(options.warehouse, options.approximate)
  const chosen = choose(all, options.only)
  const reminders = new Reminders(options.raw)
  const written: Written[] = []
  for (const dossier of chosen) {
    options.progress(written.length, chosen.length)
    const folder = join(options.out, pathWord(dossier.convention))
    await writeDossier(dossier, folder, options)
    for (const demand of dossier.demands) await reminders.ask(dossier, demand, options.today)
    const { convention, nom, demands } = dossier
    written.push({ convention, nom, demandes: demands.length, dossier: folder })
  }
  return written
}

function choose(all: Dossier[], only: readonly string[]): Dossier[] {
  if (only.length === 0) return all
  const unknown = only.find((one) => !all.some(({ convention }) => convention === one))
  if (unknown !== undefined) {
    throw new BilanError(
      `${JSON.stringify(unknown)}: nothing is missing or unclear for this convention, or there is none of that number`,
      'name conventions of bilan.relances whose statut is not close',
      2,
    )
  }
  return all.filter(({ convention }) => only.includes(convention))
}

async function writeDossier(dossier: Dossier, folder: string, options: RelancesOptions) {
  const { sender, today } = options
  const workbook = `reponse-${pathWord(dossier.convention)}.xlsx`
  const blocks = letter(dossier, sender, today, workbook)
  const title = `Bilan de la convention ${dossier.convention}`
  const files: [string, string | Buffer][] = [
    ['lettre.html', letterHtml(blocks, title)],
    ['lettre.docx', await letterDocx(blocks, title)],
    [workbook, await replyWorkbook(dossier, today)],
  ]
  try {
    await mkdir(folder, { recursive: true })
    for (const [name, content] of files) {
      // Aside and renamed: a letter that stands is never half a letter.
      const aside = join(folder, `.${name}`)
      await writeFile(aside, content)
      await rename(aside, join(folder, name))
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new BilanError(
      `${folder}: can't be written (${code ?? 'error'})`,
      'give yourself the right to write there, or name another folder with --out',
      1,
      error,
    )
  }
}

/** A number of the register as a name of a file: whatever climbs or separates becomes `_`. */
function pathWord(convention: string): string {
  return convention.replaceAll(/[^\p{L}\p{N}-]/gu, '_')
}
