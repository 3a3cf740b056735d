import type { ModelColumn } from '../models/header.ts'
import type { Contract } from '../models/meta.ts'
import { tableComment } from '../warehouse/load.ts'
import { formulaNote } from './formula.ts'

/** What `raw/corpus.json` says of where the reports come from. */
export interface Origin {
  synthetique: boolean
  /** A sentence for readers; null when there is none. */
  note: string | null
}

/** A written file, relative to the exports folder. */
export interface ExportedFile {
  path: string
  bytes: number
  sha256: string
}

/** One table with its two files. */
export interface Resource {
  contract: Contract
  csv: ExportedFile
  parquet: ExportedFile
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export const title = 'Bilan du Pass numérique (appels à projets 2019 et 2020)'
export const syntheticNote = 'Données synthétiques : elles ne décrivent aucune collectivité réelle.'

/**
 * The `datapackage.json` of the exports (Data Package v2): for each table its two files with size and sha256, columns
 * with type, meaning and unit, key and references. Nothing in it depends on when or where it was written. A synthetic
 * corpus says so first of all.
 */
export function datapackage(resources: readonly Resource[], origin: Origin): Json {
  const about = [
    ...(origin.synthetique
      ? [origin.note ?? syntheticNote]
      : origin.note === null
        ? []
        : [origin.note]),
    formulaNote,
  ]
  const names = new Set(resources.map(({ contract }) => contract.model))
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: 'bilan',
    title: origin.synthetique ? `[Données synthétiques] ${title}` : title,
    description: about.join(' '),
    synthetique: origin.synthetique,
    resources: resources.flatMap((resource) => entries(resource, names)),
  }
}

function entries({ contract, csv, parquet }: Resource, names: ReadonlySet<string>): Json[] {
  const name = tableOf(contract.model)
  const common = {
    title: name,
    description: tableComment(contract.purpose, contract.grain),
  }
  const schema = tableSchema(contract, names)
  return [
    {
      name,
      ...common,
      ...file(csv),
      type: 'table',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      schema,
    },
    {
      name: `${name}-parquet`,
      ...common,
      ...file(parquet),
      type: 'table',
      format: 'parquet',
      mediatype: 'application/vnd.apache.parquet',
      schema,
    },
  ]
}

function file({ path, bytes, sha256 }: ExportedFile): { [key: string]: Json } {
  return { path: path.replaceAll('\\', '/'), bytes, hash: `sha256:${sha256}` }
}

function tableSchema(contract: Contract, names: ReadonlySet<string>): Json {
  const foreignKeys = contract.references
    .filter(({ to }) => names.has(to))
    .map(({ columns, to, key }) => ({
      fields: columns,
      reference: { resource: tableOf(to), fields: key },
    }))
  return {
    $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
    fields: Object.entries(contract.columns).map(([name, column]) => field(name, column)),
    missingValues: [''],
    primaryKey: contract.key,
    ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
  }
}

const types: Record<string, string> = {
  varchar: 'string',
  bigint: 'integer',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'datetime',
}

function field(name: string, column: ModelColumn): Json {
  const constraints = {
    ...(column.nullable ? {} : { required: true }),
    ...(column.values === undefined ? {} : { enum: column.values }),
  }
  return {
    name,
    type: types[column.type] ?? 'number',
    description: column.description,
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    // A text that is never NULL may be empty, and the empty text is then its value.
    ...(column.type === 'varchar' && !column.nullable ? { missingValues: [] } : {}),
    ...(column.type === 'timestamp' ? { format: '%Y-%m-%d %H:%M:%S' } : {}),
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
  }
}

function tableOf(model: string): string {
  return model.slice(model.indexOf('.') + 1)
}
