import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { withoutComments } from '../../pipeline/models/comments.ts'
import { loadModels, type Model } from '../../pipeline/models/model.ts'
import { sqlFolder } from '../../pipeline/project.ts'
import { describe, tableComment } from '../../pipeline/warehouse/comments.ts'
import { type Connection, quoteName, quoteText } from '../../pipeline/warehouse/connection.ts'
import { readRawDefinition } from '../../pipeline/warehouse/load.ts'

/** A dbt project to write. */
export interface DbtProject {
  folder: string
  /** The file that dbt is to build in. */
  database: string
  threads: number
  /** Whether dbt also holds each model to its contract (types, not null, closed lists, keys) and writes its comments, as the pipeline does. */
  contracts: boolean
}

/**
 * Writes a dbt project of the same models: header to config, table names to `ref` and `source`, columns cast to the types of their
 * contract, rows in the order of the key, as the pipeline does it.
 * @param connection a warehouse with the tables of `raw` and `seeds`, to read the models by
 */
export async function writeDbtProject(
  connection: Connection,
  { folder, database, threads, contracts }: DbtProject,
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
  if (contracts) {
    const text = stringify({ version: 2, models: models.map(contractOf) })
    await writeFile(join(folder, 'models', 'contracts.yml'), text)
  }
  const made = new Set(models.map((model) => model.name))
  for (const model of models) {
    await mkdir(join(folder, 'models', model.schema), { recursive: true })
    await writeFile(join(folder, 'models', model.schema, `${model.table}.sql`), asDbt(model, made))
  }
  return models
}

/** A model's contract as dbt enforces it: constraints of the table that DuckDB itself refuses rows by, and comments. */
function contractOf({ table, header }: Model): object {
  const { key, columns, materialized } = header
  const tables = materialized === 'table'
  const unique = key.some((name) => columns[name]!.nullable) ? 'unique' : 'primary_key'
  return {
    name: table,
    description: tableComment(header.purpose, header.grain),
    config: { contract: { enforced: true }, persist_docs: { relation: true, columns: true } },
    constraints: tables ? [{ type: unique, columns: key }] : [],
    columns: Object.entries(columns).map(
      ([name, { type, description, unit, nullable, values }]) => {
        const list = (values ?? []).map((value) => quoteText(String(value))).join(', ')
        const expression = `cast(${quoteName(name)} AS varchar) IN (${list})`
        return {
          name,
          data_type: type,
          description: describe(description, unit),
          constraints: [
            ...(tables && !nullable ? [{ type: 'not_null' }] : []),
            ...(tables && values !== undefined ? [{ type: 'check', expression }] : []),
          ],
        }
      },
    ),
  }
}

function asDbt({ schema, table: _, sql, header, upstreams }: Model, made: Set<string>): string {
  let body = withoutComments(sql).trimStart()
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
