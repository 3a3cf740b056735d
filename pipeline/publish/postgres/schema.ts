import type { ModelColumn } from '../../models/header.ts'
import type { Contract } from '../../models/meta.ts'
import { comments, tableComment } from '../../warehouse/comments.ts'
import { quoteName, quoteText } from '../../warehouse/connection.ts'

/** Begins the comment of a schema that this command made, and may replace. */
export const schemaMark = 'bilan :'

/** The table of a model, in a schema. */
export function tableIn(schema: string, contract: Contract): string {
  return `${quoteName(schema)}.${quoteName(contract.model.replace(/^[^.]*\./, ''))}`
}

const types: Record<string, string> = {
  varchar: 'text',
  double: 'double precision',
}

function typeOf({ type }: ModelColumn): string {
  return types[type] ?? type.replace(/^decimal/, 'numeric')
}

/** Makes the empty table. */
export function createTable(schema: string, contract: Contract): string {
  const columns = Object.entries(contract.columns).map(
    ([name, column]) => `${quoteName(name)} ${typeOf(column)}${column.nullable ? '' : ' NOT NULL'}`,
  )
  return `CREATE TABLE ${tableIn(schema, contract)} (${columns.join(', ')})`
}

/** Its primary key, with its comments; a key that may be empty somewhere is only unique. */
export function describeTable(schema: string, contract: Contract): string {
  const table = tableIn(schema, contract)
  const key = contract.key.map(quoteName).join(', ')
  const whole = contract.key.every((name) => !contract.columns[name]!.nullable)
  const comment = tableComment(contract.purpose, contract.grain)
  return [
    `ALTER TABLE ${table} ADD ${whole ? 'PRIMARY KEY' : 'UNIQUE'} (${key});`,
    comments('TABLE', table, comment, contract.columns),
  ].join('\n')
}

/** The foreign keys of a table to others that are published too, onto their primary keys. */
export function foreignKeys(
  schema: string,
  contract: Contract,
  all: readonly Contract[],
): string[] {
  return contract.references.flatMap(({ columns, to, key }) => {
    const target = all.find((one) => one.model === to)
    const same = target?.key.length === key.length && target.key.every((name) => key.includes(name))
    if (target === undefined || !same) return []
    const list = (names: readonly string[]) => names.map(quoteName).join(', ')
    return [
      `ALTER TABLE ${tableIn(schema, contract)} ADD FOREIGN KEY (${list(columns)})
       REFERENCES ${tableIn(schema, target)} (${list(key)})`,
    ]
  })
}

/** Lets a role read, and nothing else. */
export function grants(schema: string, role: string): string {
  const name = quoteName(schema)
  return [
    `GRANT USAGE ON SCHEMA ${name} TO ${quoteName(role)};`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA ${name} TO ${quoteName(role)};`,
  ].join('\n')
}

/** What is said of the schema; its first word says whose it is. */
export function schemaComment(schema: string): string {
  const text = `${schemaMark} tables publiées par « bilan publish », remplacées en entier à chaque publication.`
  return `COMMENT ON SCHEMA ${quoteName(schema)} IS ${quoteText(text)}`
}
