// Runs the SQL unit tests: `sql/<layer>/<model>.test.yaml`, written beside the models.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadModels, type Model } from '../../pipeline/models/model.ts'
import {
  readUnitCases,
  runUnitCase,
  type TableTypes,
  tableTypes,
} from '../../pipeline/models/unit.ts'
import { type Connection, openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { createRaw, loadSeeds } from '../../pipeline/warehouse/load.ts'
import { modelFile, sqlProject } from './project.ts'

const sql = fileURLToPath(new URL('../../sql', import.meta.url))
let connection: Connection
beforeAll(async () => {
  connection = await openWarehouse(':memory:')
  await createRaw(connection, `${sql}/raw.yaml`)
  await loadSeeds(connection, `${sql}/seeds`)
})
afterAll(() => connection.close())

/** Cases of a model, when it has any, compared one by one; the message names the case. */
async function runCases(model: Model, types: TableTypes): Promise<number> {
  const file = model.file.replace(/\.sql$/, '.test.yaml')
  if (!existsSync(file)) return 0
  const cases = Object.entries(await readUnitCases(file))
  for (const [name, unit] of cases) {
    const { wanted, got } = await runUnitCase(connection, model, unit, types)
    expect(got, `${file}: ${name}`).toEqual(wanted)
  }
  return cases.length
}

test('every case written beside a model holds', async () => {
  const models = await loadModels(connection, sql)
  const types = await tableTypes(connection, models)
  for (const model of models) await runCases(model, types)
})

const query = `WITH entree AS (SELECT * FROM raw.corrections),
-- the largest integer must survive the trip through the parser
sommes AS (SELECT convention, cast(sum(valeur) AS bigint) AS total, 9223372036854775807 > sum(valeur) AS ok FROM entree GROUP BY convention),
final AS (SELECT convention, total FROM sommes WHERE total > 1 ORDER BY convention NULLS LAST LIMIT 5)
SELECT convention, total FROM final WHERE total < 1000`

test('a case sees the whole query or one CTE, and a wrong row is told', async () => {
  const project = await sqlProject({
    'staging/stg_x.sql': modelFile(
      { convention: 'varchar', total: 'bigint' },
      ['convention'],
      query,
    ),
    'staging/stg_x.test.yaml': `
whole:
  given:
    raw.corrections:
      - {convention: a, valeur: 2}
      - {convention: a, valeur: 3}
      - {convention: b, valeur: 1}
      - {convention: c, valeur: 2000}
  expect: [{convention: a, total: 5}]
one step:
  cte: sommes
  given: {raw.corrections: [{convention: b, valeur: 1}, {convention: a, valeur: 5000}]}
  expect: [{convention: a, total: 5000, ok: true}, {convention: b, total: 1, ok: true}]
nothing given:
  expect: []
`,
  })
  try {
    const models = await loadModels(connection, project.dir)
    const types = await tableTypes(connection, models)
    expect(await runCases(models[0]!, types)).toBe(3)
    const wrong = { given: { 'raw.corrections': [{ convention: 'a', valeur: 4 }] } }
    const unit = { ...wrong, expect: [{ convention: 'a', total: 5 }] }
    expect(await runUnitCase(connection, models[0]!, unit, types)).toEqual({
      wanted: [{ convention: 'a', total: 5 }],
      got: [{ convention: 'a', total: 4 }],
    })
    const run = (unit: Parameters<typeof runUnitCase>[2]) =>
      runUnitCase(connection, models[0]!, unit, types)
    await expect(run({ given: {}, expect: [], cte: 'nulle' })).rejects.toThrow(/no CTE "nulle"/)
    await expect(run({ given: { 'raw.publie': [] }, expect: [] })).rejects.toThrow(
      /gives raw\.publie, which the model does not read/,
    )
    await expect(
      run({ given: { 'raw.corrections': [{ valeurs: 1 }] }, expect: [] }),
    ).rejects.toThrow(/a column "valeurs"/)
    expect(await connection.query('SELECT count(*) AS n FROM raw.corrections')).toEqual([{ n: 0 }])
  } finally {
    await project.remove()
  }
})

test('a malformed case file is told with its place', async () => {
  const project = await sqlProject({ 'staging/stg_x.test.yaml': 'a: {expect: 3}' })
  try {
    await expect(readUnitCases(`${project.dir}/staging/stg_x.test.yaml`)).rejects.toThrow(
      /stg_x\.test\.yaml: a\.expect: /,
    )
  } finally {
    await project.remove()
  }
})
