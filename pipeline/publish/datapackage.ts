import type { ModelColumn } from '../models/header.ts'
import type { Contract } from '../models/meta.ts'
import { tableComment } from '../warehouse/comments.ts'
import { formulaNote } from './formula.ts'
import { noticeOf, type Origin, titleOf } from './origin.ts'

/** A written file, relative to the exports folder. */
export interface ExportedFile {
  path: string
  bytes: number
  sha256: string
}

/** The forms in which each table is written. */
export type Form = 'csv' | 'parquet' | 'csv-excel'

/** One table with its files. */
export interface Resource {
  contract: Contract
  files: Record<Form, ExportedFile>
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const excelNote =
  'Variante pour Excel en français : point-virgule, virgule décimale, VRAI et FAUX, marque UTF-8. Excel retire les zéros de tête des codes qu’il prend pour des nombres : les codes exacts sont dans bilan.xlsx.'

/**
 * The description of the tables in one form (Data Package v2): for each table its file, columns with type, meaning and
 * unit, key and references. Paths are relative to the folder of the package. Nothing in it depends on when or where it was written. A
 * synthetic corpus says so first of all.
 *
 * Validators read Parquet through other tools: they count no bytes, and take whole numbers with gaps for decimal ones. So size
 * and hash of these files stand under names of our own (`taille`, `empreinte`), and such a column is a `number`.
 */
export function datapackage(resources: readonly Resource[], origin: Origin, form: Form): Json {
  const notice = noticeOf(origin)
  const notes = [
    notice,
    origin.metadonnees?.description ?? null,
    form === 'parquet' ? null : formulaNote,
    form === 'csv-excel' ? excelNote : null,
  ]
  const title = titleOf(origin)
  const description = notes.filter((one) => one !== null).join(' ')
  const licence = origin.metadonnees?.licence
  const names = new Set(resources.map(({ contract }) => contract.model))
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: form === 'csv' ? 'bilan' : `bilan-${form}`,
    title: origin.synthetique ? `[Données synthétiques] ${title}` : title,
    ...(description === '' ? {} : { description }),
    synthetique: origin.synthetique,
    ...(licence === undefined ? {} : { licenses: [{ path: licence }] }),
    resources: resources.map((resource) => entry(resource, names, form)),
  }
}

const kinds: Record<Form, { [key: string]: Json }> = {
  csv: { format: 'csv', mediatype: 'text/csv', encoding: 'utf-8' },
  'csv-excel': {
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8-sig',
    dialect: { delimiter: ';' },
  },
  parquet: { format: 'parquet', mediatype: 'application/vnd.apache.parquet' },
}

function entry({ contract, files }: Resource, names: ReadonlySet<string>, form: Form): Json {
  const { path, bytes, sha256 } = files[form]
  const measured =
    form === 'parquet'
      ? { taille: bytes, empreinte: `sha256:${sha256}` }
      : { bytes, hash: `sha256:${sha256}` }
  return {
    name: tableOf(contract.model),
    title: tableOf(contract.model),
    description: tableComment(contract.purpose, contract.grain),
    path: form === 'csv' ? path : path.slice(path.indexOf('/') + 1),
    ...measured,
    type: 'table',
    ...kinds[form],
    schema: tableSchema(contract, names, form),
  }
}

/** The Table Schema of a table as its file in `schemas/` says it: what the csv holds. */
export function schemaFile(contract: Contract, names: ReadonlySet<string>): Json {
  return {
    ...tableSchema(contract, names, 'csv'),
    name: tableOf(contract.model),
    title: tableOf(contract.model),
    description: tableComment(contract.purpose, contract.grain),
  }
}

function tableSchema(
  contract: Contract,
  names: ReadonlySet<string>,
  form: Form,
): { [key: string]: Json } {
  const foreignKeys = contract.references
    .filter(({ to }) => names.has(to))
    .map(({ columns, to, key }) => ({
      fields: columns,
      reference: { resource: tableOf(to), fields: key },
    }))
  return {
    $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
    fields: Object.entries(contract.columns).map(([name, column]) => field(name, column, form)),
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

function field(name: string, column: ModelColumn, form: Form): Json {
  const exact = types[column.type] ?? 'number'
  const type = form === 'parquet' && exact === 'integer' && column.nullable ? 'number' : exact
  const constraints = {
    ...(column.nullable ? {} : { required: true }),
    ...(column.values === undefined ? {} : { enum: column.values }),
  }
  return {
    name,
    type,
    description: column.description,
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    // A text that is never NULL may be empty, and the empty text is then its value.
    ...(column.type === 'varchar' && !column.nullable ? { missingValues: [] } : {}),
    ...(column.type === 'timestamp' ? { format: '%Y-%m-%d %H:%M:%S' } : {}),
    ...(form === 'csv-excel' ? excelField(type) : {}),
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
  }
}

function excelField(type: string): { [key: string]: Json } {
  if (type === 'number') return { decimalChar: ',' }
  return type === 'boolean' ? { trueValues: ['VRAI'], falseValues: ['FAUX'] } : {}
}

function tableOf(model: string): string {
  return model.slice(model.indexOf('.') + 1)
}
