import { afterEach, expect, test } from 'vitest'
import { createTable, trinoQuery } from '../../pipeline/engine/trino-sql.ts'
import { loadModels, type Model } from '../../pipeline/models/model.ts'
import { emptyWarehouse } from '../../pipeline/models/portability.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { modelFile, sqlProject } from '../models/project.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** The model `intermediate.int_q` over `staging.stg_t (k, n)`. */
async function model(
  columns: Record<string, string>,
  sql: string,
): Promise<{ all: Model[]; one: Model }> {
  const project = await sqlProject({
    'staging/stg_t.sql': modelFile({ k: 'varchar', n: 'bigint' }, ['k'], `SELECT 'a' AS k, 1 AS n`),
    'intermediate/int_q.sql': modelFile(columns, ['k'], sql),
  })
  cleanups.push(project.remove)
  const connection = await openWarehouse(':memory:')
  cleanups.push(() => connection.close())
  const all = await loadModels(connection, project.dir)
  return { all, one: all.find(({ table }) => table === 'int_q')! }
}

async function translated(columns: Record<string, string>, sql: string): Promise<string> {
  const { all, one } = await model(columns, sql)
  const empty = await emptyWarehouse(all)
  cleanups.push(() => empty.close())
  return (await trinoQuery(empty, one, 'bilan_12')).replaceAll(/\s+/g, ' ').trim()
}

test('only names of tables are replaced, at their places: not in texts, comments, steps and columns', async () => {
  const text = await translated(
    { k: 'varchar' },
    `-- « staging.stg_t » n'est pas lu ici
WITH stg_t AS (SELECT * FROM staging.stg_t WHERE k <> 'staging.stg_t é'),
final AS (SELECT stg_t.k FROM stg_t INNER JOIN "staging" . "stg_t" AS t ON t.k = stg_t.k)
SELECT * FROM final`,
  )
  expect(text).toBe(
    `SELECT CAST("k" AS varchar) AS "k" FROM ( WITH stg_t AS (SELECT * FROM "bilan_12"."stg_t" WHERE k <> 'staging.stg_t é'),` +
      ` final AS (SELECT stg_t.k FROM stg_t INNER JOIN "bilan_12"."stg_t" AS t ON t.k = stg_t.k) SELECT * FROM final )`,
  )
})

test('a number with decimals where the contract says whole fails there too', async () => {
  const text = await translated(
    { k: 'varchar', n: 'bigint' },
    'SELECT k, cast(n AS double) / 2 AS n FROM staging.stg_t',
  )
  expect(text).toContain(`ELSE fail('"n" is bigint but the query gives '`)
})

test('types and comments are those of the header', async () => {
  const { one } = await model(
    { k: 'varchar', n: '{type: bigint, unit: pass, description: "Le n de l\'essai."}' },
    'SELECT k, n FROM staging.stg_t',
  )
  expect(createTable('b', one)).toBe(
    `CREATE TABLE "b"."int_q" ("k" varchar COMMENT 'Le k.', "n" bigint COMMENT 'Le n de l''essai. (pass)')` +
      ` COMMENT 'Pour l''essai. Une ligne\u00a0: une ligne.'`,
  )
})
