import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { buildModels } from '../../pipeline/models/build.ts'
import { runChecks } from '../../pipeline/models/checks.ts'
import { loadModels } from '../../pipeline/models/model.ts'
import { refuseUnportable } from '../../pipeline/models/portability.ts'
import { type Answers, Prepared } from '../../pipeline/models/prepared.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { modelFile, sqlProject } from './project.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function place(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'bilan-prepared-'))
  cleanups.push(() => rm(dir, { recursive: true, force: true }))
  return join(dir, 'cache', 'queries.json')
}
/** Asks one question; tells whether it had to be found out. */
async function ask(answers: Answers, question: string): Promise<boolean> {
  let found = false
  const answer = await answers.answer([question], async () => {
    found = true
    return { of: question }
  })
  expect(answer).toEqual({ of: question })
  return found
}

test('answers last between processes, as long as the same code gave them and somebody asks', async () => {
  const path = await place()
  const first = await Prepared.load(path, 'code 1')
  expect([await ask(first, 'a'), await ask(first, 'b'), await ask(first, 'a')]).toEqual([
    true,
    true,
    false,
  ])
  await first.save()
  const second = await Prepared.load(path, 'code 1')
  expect([await ask(second, 'a'), await ask(second, 'c')]).toEqual([false, true])
  await second.save()
  const third = await Prepared.load(path, 'code 1')
  expect([await ask(third, 'a'), await ask(third, 'c'), await ask(third, 'b')]).toEqual([
    false,
    false,
    true,
  ])
  const other = await Prepared.load(path, 'code 2')
  expect(await ask(other, 'a')).toBe(true)
})

test('a damaged or unwritable file costs the asking and nothing else', async () => {
  const path = await place()
  const first = await Prepared.load(path, 'code')
  await ask(first, 'a')
  await first.save()
  await writeFile(path, (await readFile(path, 'utf8')).slice(0, -5))
  expect(await ask(await Prepared.load(path, 'code'), 'a')).toBe(true)
  const below = await Prepared.load(join(path, 'no', 'folder'), 'code')
  expect(await ask(below, 'a')).toBe(true)
  await below.save()
})

test('what throws is asked again', async () => {
  const answers = await Prepared.load(await place(), 'code')
  const failing = async () => {
    throw new Error('no')
  }
  await expect(answers.answer(['a'], failing)).rejects.toThrow('no')
  expect(await ask(answers, 'a')).toBe(true)
})

const source = modelFile({ k: 'varchar', n: 'bigint' }, ['k'], 'SELECT k, n FROM raw.t')
const after = modelFile({ k: 'varchar' }, ['k'], 'SELECT k FROM staging.stg_t')
const check = `/*
title: "Essai"
severity: bloquant
purpose: "Pour l'essai."
remedy: "Aucun."
*/
SELECT k AS message FROM bilan.a WHERE k = 'x'
`

test('unchanged files are neither parsed, judged nor described again, changed ones are', async () => {
  const sql = await sqlProject({
    'staging/stg_t.sql': source,
    'bilan/a.sql': after,
    'checks/c.sql': check,
  })
  cleanups.push(sql.remove)
  const path = await place()
  const questions = async (): Promise<string[]> => {
    const connection = await openWarehouse(':memory:')
    try {
      await connection.run("CREATE SCHEMA raw; CREATE TABLE raw.t AS SELECT 'a' AS k, 1 AS n")
      const prepared = await Prepared.load(path, 'code')
      const asked: string[] = []
      const answers: Answers = {
        answer: (question, find) =>
          prepared.answer(question, () => {
            asked.push(question[0]!)
            return find()
          }),
      }
      const models = await loadModels(connection, sql.dir, answers)
      await refuseUnportable(connection, models, answers)
      await buildModels(connection, models, { answers })
      await runChecks(connection, join(sql.dir, 'checks'), answers)
      await prepared.save()
      expect(models.map(({ upstreams }) => upstreams)).toEqual([['raw.t'], ['staging.stg_t']])
      return asked
    } finally {
      await connection.close()
    }
  }
  expect(await questions()).toEqual(['model', 'model', 'portable', 'types', 'types', 'check'])
  expect(await questions()).toEqual([])
  await sql.write('bilan/a.sql', after.replace('SELECT k', 'SELECT  k'))
  expect(await questions()).toEqual(['model', 'portable'])
  await sql.write('bilan/a.sql', after.replace('SELECT k', 'SELECT k::int AS k'))
  await expect(questions()).rejects.toThrow(/a\.sql:8: a cast with :: is not portable/)
  await sql.write('bilan/a.sql', after.replace('SELECT k', 'SELECT q'))
  await expect(questions()).rejects.toThrow(/a\.sql:8: .*"q"/)
})

test('what is known of a query is not believed when what it reads has other types', async () => {
  const sql = await sqlProject({ 'staging/stg_t.sql': source })
  cleanups.push(sql.remove)
  const answers = await Prepared.load(await place(), 'code')
  const build = async (n: string) => {
    const connection = await openWarehouse(':memory:')
    try {
      await connection.run(`CREATE SCHEMA raw; CREATE TABLE raw.t AS SELECT 'a' AS k, ${n} AS n`)
      await buildModels(connection, await loadModels(connection, sql.dir, answers), { answers })
    } finally {
      await connection.close()
    }
  }
  await build('1')
  await expect(build('CAST(2.5 AS double)')).rejects.toThrow(
    /"n" is bigint but the query gives 2.5/,
  )
})
