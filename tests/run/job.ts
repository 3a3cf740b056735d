import { type SpawnOptions, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, vi } from 'vitest'
import { main } from '../../pipeline/cli.ts'
import { type RunReport, run } from '../../pipeline/run.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'

/** The command as people call it. */
export const bilanScript = fileURLToPath(new URL('../../bin/bilan.js', import.meta.url))
export const committedRaw = fileURLToPath(new URL('../../raw', import.meta.url))

export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs a program to its end with what it printed. Colours are left to the program: no variable of ours decides. */
export function execute(
  command: string,
  args: string[],
  { env = {}, ...options }: SpawnOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // What decides on colours is said by each test, and not by whether this is a CI.
    const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...inherited } = process.env
    const child = spawn(command, args, {
      ...options,
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended: Ended = { status: null, stdout: '', stderr: '' }
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      ended.stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      ended.stderr += text
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ ...ended, status }))
  })
}

/** `bilan …` with the project's Node. */
export function bilan(args: string[], options: SpawnOptions = {}): Promise<Ended> {
  return execute(process.execPath, [bilanScript, ...args], options)
}

/** `bilan …` in this process, which is faster; what goes past the console (progress) is not in the answer. */
export async function bilanHere(args: string[]): Promise<Ended> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  try {
    const status = await main(args)
    const said = (spy: typeof log) => spy.mock.calls.map((call) => `${call.join(' ')}\n`).join('')
    return { status, stdout: said(log), stderr: said(error) }
  } finally {
    log.mockRestore()
    error.mockRestore()
  }
}

/** Runs the whole job in this process, without a word. */
export function runQuietly(raw: string, warehouse: string, strict = false): Promise<RunReport> {
  return run({ raw, warehouse, strict, progress: () => undefined, clock: () => 0 })
}

/** Queries a published warehouse. */
export async function inWarehouse<T>(
  warehouse: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await openWarehouse(join(warehouse, 'warehouse.duckdb'), { readOnly: true })
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

/** SHA-256 of each file under a folder, by path; empty when there is no such folder. */
export async function hashes(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  const pairs = files.map(async (entry): Promise<[string, string]> => {
    const path = join(entry.parentPath, entry.name)
    const digest = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    return [path.slice(folder.length + 1), digest]
  })
  return Object.fromEntries((await Promise.all(pairs)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What readers of a warehouse folder see, by content: its file and its exports. */
export async function standing(warehouse: string): Promise<Record<string, string>> {
  const all = Object.entries(await hashes(warehouse))
  return Object.fromEntries(
    all.filter(([path]) => path === 'warehouse.duckdb' || path.startsWith('exports')),
  )
}

/** Writes files (path → content) under a folder. */
export async function writeAll(
  folder: string,
  files: Record<string, string | Uint8Array>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

export const register = [
  'convention,aap,siren,nom,type_structure,departement,potentiel_achat,montant_projet,subvention_etat',
  '2019-101,2019,909000101,Département de la Vaubrelle,Conseil départemental,98,20000,220000.00,110000.00',
  "2019-102,2019,909000200,Communauté de communes du Val d'Ormeline,Communes et EPCI,98,5000,55000.00,27000.00",
  '2020-102,2020,909000408,Ville de Port-Mirandol,Communes et EPCI,98,3000,33000.00,16000.00',
  '',
].join('\n')

/** A report as plain as can be. */
export function form(siren: string, bought: string, scanned: string, persons: string): string {
  return [
    `SIREN;${siren}`,
    `Nombre de pass achetés;${bought}`,
    `Nombre de pass scannés;${scanned}`,
    `Nombre de bénéficiaires uniques;${persons}`,
    '',
  ].join('\n')
}

/** Three laureates, two of which sent something: enough for whatever is not about the shapes of reports. */
export const smallRaw = {
  'laureats.csv': register,
  'rapports/vaubrelle.csv': form('909000101', '1200', '800', '310'),
  'rapports/ormeline.csv': form('909000200', '4000', 'NC', '55'),
}

export const correctionHeader = 'convention,indicateur,valeur,attendu,motif,auteur,date'

/** The rule for errors: one line that says whose it is, with a remedy, and no stack. */
export function expectOneLine(ended: Ended, status: 1 | 2): void {
  expect(ended.stderr).toMatch(/^bilan: [^\n]+ — [^\n]+\n$/)
  expect(ended.stderr).not.toMatch(/unexpected error|^\s+at /m)
  expect(ended.stdout).toBe('')
  expect(ended.status).toBe(status)
}
