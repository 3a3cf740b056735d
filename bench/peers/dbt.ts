import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sqlFolder } from '../../pipeline/inputs.ts'
import { loadModels, type Model } from '../../pipeline/models/model.ts'
import { type Connection, quoteName } from '../../pipeline/warehouse/connection.ts'
import { readRawDefinition } from '../../pipeline/warehouse/load.ts'

/**
 * Writes a dbt project of the same models: header to config, table names to `ref` and `source`, columns cast to the types of their
 * contract, rows in the order of the key, as the pipeline does it.
 * @param connection a warehouse with the tables of `raw` and `seeds`, to read the models by
 * @param database the file that dbt is to build in
 */
export async function writeDbtProject(
  connection: Connection,
  folder: string,
  database: string,
  threads: number,
): Promise<Model[]> {
  const models = await loadModels(connection, sqlFolder)
  await mkdir(join(folder, 'macros'), { recursive: true })
  await writeFile(join(folder, 'dbt_project.yml'), project)
  await writeFile(join(folder, 'macros', 'schemas.sql'), plainSchemas)
  await writeFile(join(folder, 'profiles.yml'), profile(database, threads))
  const raw = readRawDefinition(await readFile(join(sqlFolder, 'raw.yaml'), 'utf8'), 'raw.yaml')
  const seeds = await connection.query<{ name: string }>(
    "SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'seeds' ORDER BY 1",
  )
  const sources = { raw: Object.keys(raw), seeds: seeds.map(({ name }) => name) }
  await mkdir(join(folder, 'models'), { recursive: true })
  await writeFile(join(folder, 'models', 'sources.yml'), sourcesYaml(sources))
  const made = new Set(models.map((model) => model.name))
  for (const model of models) {
    await mkdir(join(folder, 'models', model.schema), { recursive: true })
    await writeFile(join(folder, 'models', model.schema, `${model.table}.sql`), asDbt(model, made))
  }
  return models
}

function asDbt({ schema, table: _, sql, header, upstreams }: Model, made: Set<string>): string {
  let body = sql.replace(/^\s*\/\*[\s\S]*?\*\//, '')
  for (const upstream of upstreams) {
    const [from, name] = upstream.split('.') as [string, string]
    const call = made.has(upstream) ? `{{ ref('${name}') }}` : `{{ source('${from}', '${name}') }}`
    body = body.replaceAll(new RegExp(`\\b${from}\\.${name}\\b`, 'g'), call)
  }
  const columns = Object.entries(header.columns).map(
    ([name, { type }]) => `cast(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`,
  )
  const order = header.key.map((name) => `${quoteName(name)} ASC NULLS FIRST`).join(', ')
  return `{{ config(materialized='${header.materialized}', schema='${schema}') }}
SELECT ${columns.join(', ')} FROM (
${body}
) AS model ORDER BY ${order}
`
}

const project = `name: bilan
version: '1.0'
profile: bilan
model-paths: [models]
macro-paths: [macros]
`

const plainSchemas = `{% macro generate_schema_name(custom_schema_name, node) -%}
{{ custom_schema_name or target.schema }}
{%- endmacro %}
`

function profile(database: string, threads: number): string {
  return `bilan:
  target: bench
  outputs:
    bench:
      type: duckdb
      path: ${JSON.stringify(database)}
      schema: main
      threads: ${threads}
`
}

function sourcesYaml(sources: Record<string, string[]>): string {
  const list = Object.entries(sources).map(
    ([schema, tables]) =>
      `  - name: ${schema}\n    schema: ${schema}\n    tables:\n${tables.map((table) => `      - name: ${table}\n`).join('')}`,
  )
  return `version: 2\nsources:\n${list.join('')}`
}
