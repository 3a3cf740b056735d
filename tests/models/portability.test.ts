import { afterEach, expect, test } from 'vitest'
import { loadModels } from '../../pipeline/models/model.ts'
import { refuseUnportable } from '../../pipeline/models/portability.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { modelFile, sqlProject } from './project.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const source = modelFile(
  {
    k: 'varchar',
    n: 'bigint',
    x: 'double',
    d: '{type: "decimal(18,2)", description: "Le d."}',
    j: 'date',
  },
  ['k'],
  `SELECT 'a' AS k, 1 AS n, 1.5 AS x, 2.5 AS d, DATE '2020-01-01' AS j`,
)

/** Judges one query of the intermediate layer over `staging.stg_t (k, n, x, d, j)`. */
async function judge(sql: string): Promise<void> {
  const project = await sqlProject({
    'staging/stg_t.sql': source,
    'intermediate/int_q.sql': modelFile({ a: 'varchar' }, ['a'], sql),
  })
  cleanups.push(project.remove)
  const connection = await openWarehouse(':memory:')
  cleanups.push(() => connection.close())
  await refuseUnportable(connection, await loadModels(connection, project.dir))
}
/** The first line of a query in the file that `judge` writes. */
const first = 8

const from = 'FROM staging.stg_t'
const portable = [
  `SELECT k AS a ${from} WHERE NOT (n IN (1, 2)) AND k LIKE 'a%' AND x BETWEEN 0 AND 1.5`,
  `SELECT cast(x AS double) / nullif(n, 0) AS a ${from}`,
  `SELECT x / 2 AS a ${from}`,
  `SELECT (x + n) / nullif(x, 0) AS a ${from}`,
  `SELECT round(d, 1) AS a, -n AS b, cast(floor(x) AS bigint) AS c ${from}`,
  `SELECT cast(sum(n) AS bigint) AS a, count(DISTINCT k) FILTER (WHERE n > 1) AS b ${from} GROUP BY ROLLUP (k)`,
  `SELECT sum(n) OVER (PARTITION BY k ORDER BY j NULLS LAST ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS a ${from}`,
  `WITH t AS (SELECT * ${from}), u AS (SELECT t.* FROM t CROSS JOIN t AS w LEFT JOIN t AS v ON v.k = t.k)
   SELECT k AS a, cast(d AS varchar) AS b FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.k = u.k)`,
  `SELECT ':: == $1 _' AS a, "k" /* FROM t SELECT 1, */ ${from}`,
  `SELECT CASE n WHEN 1 THEN 'x' ELSE k END AS a ${from} UNION ALL SELECT k ${from} WHERE j > DATE '2020-01-01'`,
  // A column of the table goes before a name given in the SELECT, everywhere.
  `SELECT coalesce(k, '') AS k, k || 'x' AS a ${from}`,
]
test.each(portable)('lets %s pass', async (sql) => {
  await judge(sql)
})

const refused: [sql: string, line: number, message: RegExp][] = [
  [`SELECT k::int AS a ${from}`, 1, /a cast with :: is not portable/],
  [`SELECT n // 2 AS a ${from}`, 1, /\/\/ is not portable/],
  [`SELECT x /\n n AS a ${from}`, 1, /\/ of anything but nullif, constant as argument 2/],
  [`SELECT n\n / nullif(n, 0) AS a ${from}`, 2, /of anything but DOUBLE .*\(here BIGINT\)/],
  [`SELECT d / 2 AS a ${from}`, 1, /of anything but DOUBLE .*\(here DECIMAL\)/],
  [`SELECT round(x, 1) AS a ${from}`, 1, /round of anything but DECIMAL .*\(here DOUBLE\)/],
  [`SELECT sum(x) AS a ${from}`, 1, /sum of anything but .*\(here DOUBLE\)/],
  [`SELECT cast(x AS varchar) AS a ${from}`, 1, /a cast to VARCHAR of anything but .*DOUBLE\)/],
  [`SELECT cast(x AS bigint) AS a ${from}`, 1, /a cast to BIGINT of anything but/],
  [`SELECT cast(k AS bigint) AS a ${from}`, 1, /a cast to BIGINT of anything but .*VARCHAR\)/],
  [`SELECT cast(n AS hugeint) AS a ${from}`, 1, /type HUGEINT/],
  [`SELECT try_cast(k AS integer) AS a ${from}`, 1, /TRY_CAST/],
  [`SELECT k AS a ${from}\nQUALIFY row_number() OVER (ORDER BY k NULLS LAST) = 1`, 2, /QUALIFY/],
  [`SELECT k AS a, count(*) ${from}\nGROUP BY ALL`, 1, /GROUP BY ALL/],
  [`SELECT * EXCLUDE (k) ${from}`, 1, /EXCLUDE/],
  [`SELECT COLUMNS('k') ${from}`, 1, /COLUMNS/],
  [`WITH t AS (\n  ${from}\n)\nSELECT * FROM t`, 2, /FROM first/],
  [from, 1, /FROM first/],
  [`SELECT a.k AS a ${from} AS a\nSEMI JOIN staging.stg_t AS b ON a.k = b.k`, 2, /SEMI, ANTI/],
  [`SELECT k AS a ${from} AS a\nJOIN staging.stg_t AS b USING (k)`, 2, /JOIN … USING/],
  [`SELECT a.k AS a ${from} AS a NATURAL JOIN staging.stg_t AS b`, 1, /NATURAL/],
  [`SELECT a.k AS a ${from} AS a, LATERAL (SELECT 1)`, 1, /LATERAL/],
  [`SELECT [k] AS a ${from}`, 1, /a list is not/],
  [`SELECT {'q': k} AS a ${from}`, 1, /a struct is not/],
  [`SELECT k[1] AS a ${from}`, 1, /x\[n\]/],
  [`SELECT string_agg(k, ',') AS a ${from}`, 1, /string_agg is not portable — join texts/],
  [`SELECT median(n) AS a ${from}`, 1, /median/],
  [`SELECT md5(k) AS a ${from}`, 1, /md5 is not portable — write it with what sql\/portable/],
  [`SELECT greatest(n, 2) AS a ${from}`, 1, /greatest .*treat NULL differently/],
  [`SELECT max(k ORDER BY n NULLS LAST) AS a ${from}`, 1, /ORDER BY inside an aggregate/],
  [`SELECT k AS a ${from} WHERE k ILIKE 'A'`, 1, /ILIKE/],
  [`SELECT row_number() OVER (ORDER BY k) AS a\n${from}`, 1, /doesn't say where NULL goes/],
  [`SELECT DISTINCT ON (k) k AS a ${from}`, 1, /DISTINCT ON/],
  [`SELECT k AS a ${from} LIMIT 3 OFFSET 2`, 1, /OFFSET/],
  [`SELECT current_date AS a ${from}`, 1, /the current date/],
  [`SELECT now() AS a ${from}`, 1, /the current time/],
  [`SELECT k AS a, ${from}`, 1, /a comma after the last item/],
  [`SELECT a: k ${from}`, 1, /a name before its expression/],
  [`SELECT k AS a ${from} WHERE n == 1`, 1, /==/],
  [`SELECT 1_000 AS a ${from}`, 1, /digits set apart/],
  [`SELECT e'\\n' AS a ${from}`, 1, /a text with escapes/],
  [`SELECT n + 1 AS m,\n  m + 1 AS a ${from}`, 2, /"m", a name given in the same SELECT,/],
  [`SELECT n + 1 AS m ${from}\nGROUP BY m`, 2, /"m", a name given in the same SELECT,/],
  [`SELECT k AS a ${from} UNION ALL BY NAME SELECT k AS a ${from}`, 1, /a set operation by name/],
  [
    `WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r) SELECT i AS a FROM r`,
    1,
    /a recursive query/,
  ],
  // What DuckDB makes of another type without being told, and others refuse.
  [`SELECT k || n AS a ${from}`, 1, /\|\| of anything but VARCHAR, NULL as argument 2 .*BIGINT\)/],
  [
    `SELECT k + 1 AS a ${from}`,
    1,
    /\+ of anything but INTEGER, .* as argument 1 .*\(here VARCHAR\)/,
  ],
  [`SELECT j + 1 AS a ${from}`, 1, /\+ of anything but .*\(here DATE\)/],
  [`SELECT j - j AS a ${from}`, 1, /- of anything but .*\(here DATE\)/],
  [`SELECT length(d) AS a ${from}`, 1, /length of anything but .*\(here DECIMAL\)/],
  [`SELECT * LIKE 'k%' ${from}`, 1, /~~ of anything but/],
  [`SELECT rowid AS a ${from}`, 1, /rowid/],
  [`SELECT current_user AS a ${from}`, 1, /who asks/],
  [`SELECT count() AS a ${from}`, 1, /count\(\) is not portable — write count\(\*\)/],
  [`SELECT row_number() OVER () AS a ${from}`, 1, /a number of rows in no order/],
  [`SELECT rank() OVER (PARTITION BY k) AS a ${from}`, 1, /a number of rows in no order/],
  [`WITH t AS MATERIALIZED (SELECT 1 AS a) SELECT a FROM t`, 1, /MATERIALIZED/],
  [`SELECT '-- é' AS b,\n k ILIKE 'é' AS a ${from}`, 2, /ILIKE/],
]
test.each(refused)('refuses %s', async (sql, line, message) => {
  const error = await judge(sql).then(
    () => null,
    (one: Error & { line: string }) => one.line,
  )
  expect(error).toMatch(new RegExp(`int_q\\.sql:${first + line - 1}: `))
  expect(error).toMatch(message)
})

test('says how much more there is', async () => {
  await expect(judge(`SELECT k ILIKE 'a' AS a, n // 2 AS b, md5(k) AS c ${from}`)).rejects.toThrow(
    'ILIKE is not portable (and 2 more)',
  )
})
