import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { progressOn } from '../../pipeline/commands/progress.ts'
import { screen } from '../../pipeline/commands/screen.ts'
import type { RunReport } from '../../pipeline/run.ts'
import { bilan, bilanScript, committedRaw, type Ended, execute } from '../run/job.ts'

const esc = '\u001b'

/** What people see, with plain spaces. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

let root: string
let args: string[]
let first: Ended
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-screen-'))
  args = ['run', '--raw', committedRaw, '--warehouse', join(root, 'warehouse')]
  first = await bilan(args)
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('away from a terminal', () => {
  test('progress is plain lines on standard error, a line a step', () => {
    expect(first.status).toBe(0)
    expect(plain(first.stderr)).toMatch(/^Fichiers\nLecture \(\d+\)\nModèles \(\d+\)\nExports\n$/)
    expect(first.stdout).not.toContain(esc)
  })

  test('--json gives what the screen says', async () => {
    const ended = await bilan([...args, '--json'])
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const report: RunReport = JSON.parse(ended.stdout)
    const { summary } = report
    expect(report).toMatchObject({ published: false, read: 0, files: 76, synthetic: true })
    expect(Object.values(summary.fichiers).reduce((a, b) => a + b)).toBe(report.files)
    const shown = plain(first.stdout)
    const numbers = (pattern: RegExp) => pattern.exec(shown)?.slice(1).map(Number)
    expect(numbers(/^(\d+) lauréats, (\d+) fichiers$/m)).toEqual([summary.laureats, report.files])
    expect(numbers(/^ +(\d+) lus$/m)).toEqual([summary.fichiers.lu])
    expect(numbers(/^ +(\d+) illisibles$/m)).toEqual([summary.fichiers.rejete])
    expect(numbers(/^ +(\d+) sur (\d+) retrouvés$/m)).toEqual([
      summary.reconciliation.conforme,
      Object.values(summary.reconciliation).reduce((a, b) => a + b),
    ])
    expect(numbers(/^ +(\d+) écarts expliqués$/m)).toEqual([summary.reconciliation.ecart_explique])
    expect(numbers(/^ +(\d+) non calculables$/m)).toEqual([summary.reconciliation.non_calculable])
    const [of2019, of2020] = ['2019', '2020'].map((aap) =>
      summary.manquants
        .filter((row) => row.aap === aap && row.indicateur === 'pass_scannes')
        .reduce((sum, row) => sum + row.nombre, 0),
    )
    const missing = [...shown.matchAll(/^ +pass scannés +(\d+)/gm)].map((match) => Number(match[1]))
    expect(missing).toEqual([of2019, of2020])
    for (const { title, rows } of report.warnings) {
      expect(shown).toContain(`${title} (${rows} ligne${rows > 1 ? 's' : ''})`)
    }
    expect(shown).toMatch(/^Publié dans .* en \d+,\d s : 73 fichiers lus/m)
  })

  test('--quiet prints nothing', async () => {
    const ended = await bilan([...args, '--quiet'])
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  test('a second run says that nothing changed', async () => {
    const ended = await bilan(args)
    expect(plain(ended.stdout)).toContain('Rien n’a changé :')
    expect(ended.stderr).toBe('Fichiers\n')
  })
})

describe('on a terminal', () => {
  /** Runs the command on a terminal of its own; null where `script` can't make one. */
  async function onTerminal(env: NodeJS.ProcessEnv): Promise<string | null> {
    const line = [process.execPath, bilanScript, ...args]
      .map((word) => `'${word.replaceAll("'", "'\\''")}'`)
      .join(' ')
    const made = await execute('script', ['-qec', line, '/dev/null'], {
      env: { TERM: 'xterm-256color', ...env },
    }).catch(() => null)
    return made?.status === 0 ? made.stdout : null
  }

  test('titles are bold, and plain with NO_COLOR', async (context) => {
    const shown = await onTerminal({})
    const uncoloured = await onTerminal({ NO_COLOR: '1' })
    if (shown === null || uncoloured === null) return context.skip('no terminal can be made here')
    expect(shown).toContain(`${esc}[1mDonnées manquantes`)
    expect(uncoloured).toContain('Données manquantes')
    expect(uncoloured).not.toContain(`${esc}[1m`)
  })

  test('progress is a bar', () => {
    const written: string[] = []
    const stream = Object.assign(Object.create(process.stderr), {
      isTTY: true,
      columns: 80,
      write: (text: string) => written.push(text) > 0,
      cursorTo: () => true,
      moveCursor: () => true,
      clearLine: () => true,
    }) as NodeJS.WriteStream
    const progress = progressOn(stream)
    progress.update('read', 0, 4)
    progress.update('read', 3, 4)
    progress.update('build', 0, 2)
    progress.stop()
    expect(written.join('')).toMatch(/Lecture .*0\/4/)
    expect(written.join('')).toMatch(/Modèles .*0\/2/)
  })
})

describe('French', () => {
  const report = (n: number): RunReport => ({
    published: true,
    warehouse: 'w',
    files: n,
    read: n,
    models: { built: n, total: 9, rebuilt: [] },
    warnings: [{ check: 'un_controle', title: 'Un contrôle', rows: n, remedy: 'Relire.' }],
    summary: {
      laureats: n,
      fichiers: { lu: n, remplace: n, doublon: n, sans_donnee: n, non_rattache: n, rejete: n },
      manquants: ['non_communique', 'sans_rapport', 'illisible', 'contradictoire'].map(
        (statut) => ({
          aap: '2019',
          indicateur: 'pass_achetes',
          statut,
          nombre: n,
        }),
      ),
      reconciliation: { conforme: n, ecart_explique: n, non_calculable: n, ecart: n },
      ecarts: Array.from({ length: n }, (_, i) => `écart ${i}`),
      a_verifier: { questions: n, fichiers: n },
    },
    synthetic: false,
    seconds: 0.04,
  })

  test('one is singular, whatever is counted', () => {
    const shown = plain(screen(report(1)))
    expect(shown).toContain('1 lauréat, 1 fichier\n')
    expect(shown).toContain('(1 non communiqué, 1 sans rapport, 1 illisible, 1 contradictoire)')
    expect(shown).toContain('1 question sur 1 fichier : table a_verifier')
    expect(shown).toContain('Un contrôle (1 ligne) : Relire.')
    expect(shown).toContain('Publié dans w en 0,0 s : 1 fichier lu, 1 modèle sur 9 refait.')
    // « sur » and « sans » are no plurals.
    expect(shown.match(/\b1 (?!sans|sur)\p{L}+s\b/gu) ?? []).toEqual([])
  })

  test('several are plural', () => {
    const shown = plain(screen(report(7)))
    expect(shown).toContain('7 lauréats, 7 fichiers\n')
    expect(shown).toContain('7 illisibles\n')
    expect(shown).toContain('(7 non communiqués, 7 sans rapport, 7 illisibles, 7 contradictoires)')
    expect(shown).toContain('7 questions sur 7 fichiers : table a_verifier')
    expect(shown).toContain('… et 2 autres : table reconciliation')
    expect(shown).toContain('7 fichiers lus, 7 modèles sur 9 refaits.')
  })

  test('which models were made anew, and why; a first run says nothing of it', () => {
    const models = (because: RunReport['models']['rebuilt'][number]['because'], n: number) => ({
      built: n,
      total: 9,
      rebuilt: Array.from({ length: n }, (_, i) => ({
        model: `bilan.m${i}`,
        because,
        upstreams: because === 'new' || because === 'query' ? [] : ['raw.b', 'raw.a', 'bilan.m0'],
      })),
    })
    const shown = (made: RunReport['models']) => plain(screen({ ...report(1), models: made }))
    expect(shown(models('upstreams', 9))).toContain(
      '  Refaits : bilan.m0, bilan.m1, bilan.m2, bilan.m3, bilan.m4, bilan.m5 et 3 autres.\n  Parce qu’ont changé les lignes de raw.a, raw.b.',
    )
    expect(shown(models('query', 2))).toContain(
      '  Refaits : bilan.m0, bilan.m1.\n  Parce qu’a changé la requête de bilan.m0, bilan.m1.',
    )
    expect(shown(models('new', 9))).not.toContain('Refaits')
    expect(plain(screen({ ...report(1), published: false }))).toContain('aucun modèle n’est refait')
  })

  test('signs of two parts stand off with a no-break space', () => {
    expect(screen(report(7))).not.toMatch(/\p{L} [:;?!]/u)
  })
})
