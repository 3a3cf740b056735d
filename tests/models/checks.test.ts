import { afterEach, beforeEach, expect, test } from 'vitest'
import { runChecks } from '../../pipeline/models/checks.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { sqlProject } from './project.ts'

let connection: Connection
const removals: (() => Promise<void>)[] = []
beforeEach(async () => {
  connection = await openWarehouse(':memory:')
  await connection.run('CREATE SCHEMA bilan')
  await connection.run(
    `CREATE TABLE bilan.t AS SELECT * FROM (VALUES ('b', 2), ('a', 1)) AS v(k, n)`,
  )
})
afterEach(async () => {
  await connection.close()
  for (const remove of removals.splice(0)) await remove()
})

const check = (severity: string, sql: string) =>
  `/*\ntitle: Un essai\nseverity: ${severity}\npurpose: Pour voir.\nremedy: Corriger.\n*/\n${sql}`
async function run(files: Record<string, string>) {
  const project = await sqlProject(files)
  removals.push(project.remove)
  return runChecks(connection, project.dir)
}

test('keeps the bad rows, whole, in an order of their own', async () => {
  const results = await run({
    'b_tout_va.sql': check('bloquant', `SELECT 'non' AS message FROM bilan.t WHERE false`),
    'a_trop.sql': check(
      'avertissement',
      `SELECT k || ' : trop' AS message, n, DATE '2023-12-31' AS jour FROM bilan.t`,
    ),
  })
  expect(results).toEqual([
    {
      controle: 'a_trop',
      title: 'Un essai',
      severity: 'avertissement',
      purpose: 'Pour voir.',
      remedy: 'Corriger.',
      rows: [
        { message: 'a : trop', n: 1, jour: '2023-12-31' },
        { message: 'b : trop', n: 2, jour: '2023-12-31' },
      ],
    },
    {
      controle: 'b_tout_va',
      title: 'Un essai',
      severity: 'bloquant',
      purpose: 'Pour voir.',
      remedy: 'Corriger.',
      rows: [],
    },
  ])
  expect(await connection.query('SELECT * FROM meta.controles ORDER BY rang')).toEqual([
    {
      controle: 'a_trop',
      titre: 'Un essai',
      severite: 'avertissement',
      rang: 1,
      message: 'a : trop',
      remede: 'Corriger.',
      detail: '{"message":"a : trop","n":1,"jour":"2023-12-31"}',
    },
    expect.objectContaining({ rang: 2, message: 'b : trop' }),
  ])
  await run({})
  expect(await connection.query('SELECT count(*) AS n FROM meta.controles')).toEqual([{ n: 0 }])
})

test.each([
  [
    'without message',
    check('bloquant', 'SELECT k FROM bilan.t'),
    /a row has no "message": \{"k":"a"\}|"b"/,
  ],
  ['of unknown severity', check('grave', 'SELECT 1'), /x\.sql:3: severity: /],
  ['that can’t run', check('bloquant', 'SELECT q AS message FROM bilan.t'), /x\.sql: Binder Error/],
  ['that changes something', check('bloquant', 'DELETE FROM bilan.t'), /x\.sql:1: Only SELECT/],
])('refuses a check %s', async (_, text, message) => {
  await expect(run({ 'x.sql': text })).rejects.toThrow(message)
})
