import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { BilanError } from '../error.ts'
import { comments } from '../warehouse/comments.ts'
import type { Connection } from '../warehouse/connection.ts'
import type { Row } from '../warehouse/values.ts'
import { withoutComments } from './comments.ts'
import { type CheckHeader, readCheckHeader } from './header.ts'
import { sqlFiles } from './model.ts'
import { parseQuery } from './parse.ts'
import { type Answers, asked } from './prepared.ts'

/** What one check of `sql/checks/` found. */
export interface CheckResult extends CheckHeader {
  /** Name of its file without `.sql`. */
  controle: string
  /** The bad rows; each has at least `message`. None: all is well. */
  rows: (Row & { message: string })[]
}

const columns = {
  controle: { type: 'varchar', description: 'Nom du contrôle (sql/checks/).' },
  titre: { type: 'varchar', description: 'Titre du contrôle.' },
  severite: { type: 'varchar', description: 'bloquant ou avertissement.' },
  rang: { type: 'bigint', description: 'Rang de la ligne dans le contrôle.' },
  message: { type: 'varchar', description: 'Ce qui ne va pas.' },
  remede: { type: 'varchar', description: 'Ce qu’il faut faire.' },
  detail: { type: 'varchar', description: 'La ligne entière (JSON).' },
}

/**
 * Runs `folder/*.sql` in order of their names and keeps the bad rows in `meta.controles`. A check that can't run,
 * or whose rows have no `message`, is a `BilanError`; bad rows are not: the caller decides by `severity`.
 */
export async function runChecks(
  connection: Connection,
  folder: string,
  answers: Answers = asked,
): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const file of await sqlFiles(folder)) {
    results.push(await runCheck(connection, file, answers))
  }
  await connection.transaction(() => keepResults(connection, results))
  return results
}

async function runCheck(
  connection: Connection,
  file: string,
  answers: Answers,
): Promise<CheckResult> {
  const sql = await readFile(file, 'utf8')
  const header = await answers.answer(['check', sql], async () => {
    const header = readCheckHeader(sql, file)
    await parseQuery(connection, sql, file)
    return header
  })
  const rows = await connection.query(withoutComments(sql)).catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause)
    throw new BilanError(`${file}: ${message}`, 'mend the check', 1, cause)
  })
  const withMessage = rows.map((row) => {
    if (typeof row.message !== 'string') {
      throw new BilanError(
        `${file}: a row has no "message": ${JSON.stringify(row)}`,
        'select a text column "message"',
      )
    }
    return { ...row, message: row.message }
  })
  const controle = basename(file, '.sql')
  return { ...header, controle, rows: withMessage.sort(byText) }
}

/** A check needn't say its order; the kept rows must not depend on the engine's. */
function byText(a: Row, b: Row): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Makes `meta.controles` anew with the bad rows of these checks. */
export async function keepResults(
  connection: Connection,
  results: readonly CheckResult[],
): Promise<void> {
  await connection.run('CREATE SCHEMA IF NOT EXISTS meta')
  const list = Object.entries(columns).map(([name, { type }]) => `"${name}" ${type} NOT NULL`)
  await connection.run(`CREATE OR REPLACE TABLE meta.controles (${list.join(', ')})`)
  const purpose =
    'Les lignes que les contrôles refusent. Une ligne : une ligne refusée par un contrôle.'
  await connection.run(comments('TABLE', 'meta.controles', purpose, columns))
  const rows = results.flatMap(({ controle, title, severity, remedy, rows }) =>
    rows.map((row, i) => [
      controle,
      title,
      severity,
      i + 1,
      row.message,
      remedy,
      JSON.stringify(row),
    ]),
  )
  await connection.append('meta', 'controles', rows)
}
