import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { TrinoEngine } from '../../pipeline/engine/trino.ts'
import { BilanError } from '../../pipeline/error.ts'
import { loadModels } from '../../pipeline/models/model.ts'
import { asked } from '../../pipeline/models/prepared.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { modelFile, sqlProject } from '../models/project.ts'
import { fakeTrino } from './fake-trino.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Builds a model of staging and one on the cluster, which fails at the statements that begin so; gives what came of it. */
async function failingAt(statement: string): Promise<unknown> {
  const project = await sqlProject({
    'staging/stg_t.sql': modelFile(
      { n: 'bigint' },
      ['n'],
      'SELECT CAST(n AS bigint) AS n FROM raw.t',
    ),
    'intermediate/int_u.sql': modelFile({ n: 'bigint' }, ['n'], 'SELECT n FROM staging.stg_t'),
  })
  cleanups.push(project.remove)
  const staging = await mkdtemp(join(tmpdir(), 'bilan-staging-'))
  cleanups.push(() => rm(staging, { recursive: true, force: true }))
  const error = { message: 'The node may have crashed', errorName: 'REMOTE_HOST_GONE' }
  const cluster = await fakeTrino(({ body }) => ({
    json: {
      id: '20261129_1',
      columns: [{ name: 'n', type: 'bigint' }],
      data: [],
      stats: { state: 'FINISHED' },
      ...(body.trimStart().startsWith(statement) ? { error } : {}),
    },
  }))
  cleanups.push(cluster.close)
  const warehouse = await openWarehouse(':memory:', { folders: [staging] })
  cleanups.push(() => warehouse.close())
  await warehouse.run('CREATE SCHEMA raw; CREATE TABLE raw.t (n varchar)')
  const models = await loadModels(warehouse, project.dir)
  const engine = new TrinoEngine({
    url: cluster.url,
    catalog: 'hive',
    schema: 'bilan',
    user: 'agence',
    staging,
  })
  return engine
    .build(warehouse, models, { fingerprint: 'f'.repeat(64), progress: () => {}, answers: asked })
    .catch((problem: unknown) => problem)
}

test.each(['INSERT INTO', 'SELECT "n"'])(
  'a cluster that fails at « %s … » is told in one line that names the model',
  async (statement) => {
    const outcome = await failingAt(statement)
    expect(outcome).toBeInstanceOf(BilanError)
    expect((outcome as BilanError).message).toMatch(
      /intermediate\/int_u\.sql: intermediate\.int_u: Trino: query 20261129_1: The node may have crashed \(REMOTE_HOST_GONE\)[^\n]*$/,
    )
  },
)

test('a cluster that does not fail gives the models in their order', async () => {
  const outcome = await failingAt('nothing')
  expect(outcome).toMatchObject([{ model: 'staging.stg_t' }, { model: 'intermediate.int_u' }])
})
