import pLimit from 'p-limit'
import type { Model } from '../models/model.ts'
import { quoteName, quoteText } from '../warehouse/connection.ts'
import type { TrinoClient } from './trino-client.ts'
import { createView, tableName } from './trino-sql.ts'

/** Tables that are dropped at the same time: a build has about ninety, and an interrupted run has a few seconds for them. */
const dropsAtOnce = 8

/** The view that says which build readers see, and of what it was made; written last. */
const pointer = 'publication'

/**
 * The schemas of one bilan in a catalogue: the one that readers know, which holds only views, and one for each build. A build's name
 * is the readers' schema's and the first digits of its fingerprint.
 */
export class TrinoSchemas {
  readonly #client: TrinoClient
  readonly #catalog: string
  readonly #schema: string

  constructor(client: TrinoClient, catalog: string, schema: string) {
    this.#client = client
    this.#catalog = catalog
    this.#schema = schema
  }

  /** The build that readers see, with its fingerprint; null before the first. */
  async published(): Promise<{ build: string; fingerprint: string } | null> {
    if (!(await this.#tables(this.#schema)).some((one) => one.name === pointer)) return null
    const { rows } = await this.#client.query(
      `SELECT construction, empreinte FROM ${tableName(this.#schema, `.${pointer}`)}`,
    )
    const [build, fingerprint] = rows[0] ?? []
    return build && fingerprint ? { build, fingerprint } : null
  }

  /**
   * Removes the builds that nobody sees: what interrupted runs left, and what was replaced before the last publication. Where a run
   * was interrupted while it switched the views, those of the build that is whole are put back first. Gives the builds that stay.
   */
  async sweep(): Promise<string[]> {
    const standing = await this.published()
    const views = await this.#views()
    for (const { name, build } of standing === null ? [] : views) {
      if (build === standing!.build || build === null) continue
      const kept = await this.#has(standing!.build, name)
      if (kept) await this.#point(name, standing!.build)
      else await this.#client.query(`DROP VIEW IF EXISTS ${tableName(this.#schema, `.${name}`)}`)
    }
    const seen = new Set(standing === null ? views.map((view) => view.build) : [standing.build])
    const builds = await this.#builds()
    for (const build of builds) if (!seen.has(build)) await this.drop(build)
    return builds.filter((build) => seen.has(build))
  }

  /** Makes the schema of a new build and gives its name, which no other has. */
  async create(fingerprint: string): Promise<string> {
    const taken = new Set(await this.#schemas())
    const first = `${this.#schema}_${fingerprint.slice(0, 12)}`
    let name = first
    for (let n = 2; taken.has(name); n++) name = `${first}_${n}`
    await this.#client.query(`CREATE SCHEMA ${quoteName(name)}`)
    return name
  }

  /** Removes a build with all that is in it; one that isn't there is gone already. */
  async drop(build: string): Promise<void> {
    const drop = pLimit(dropsAtOnce)
    await drop.map(await this.#tables(build), ({ name, view }) => {
      const kind = view ? 'VIEW' : 'TABLE'
      return this.#client.query(`DROP ${kind} IF EXISTS ${tableName(build, `.${name}`)}`)
    })
    await this.#client.query(`DROP SCHEMA IF EXISTS ${quoteName(build)}`)
  }

  /**
   * Has the readers' views read from a build, one after the other, each at once; the one that names the build comes last. When one of
   * them fails, those before it are put back.
   */
  async publish(models: readonly Model[], build: string, fingerprint: string): Promise<void> {
    const before = await this.published()
    await this.#client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteName(this.#schema)}`)
    try {
      for (const model of models) {
        const query = `SELECT * FROM ${tableName(build, model.name)}`
        await this.#client.query(createView(this.#schema, model, query))
      }
      const wanted = new Set([pointer, ...models.map((model) => model.table)])
      for (const { name } of (await this.#views()).filter((view) => !wanted.has(view.name))) {
        await this.#client.query(`DROP VIEW ${tableName(this.#schema, `.${name}`)}`)
      }
      await this.#client.query(
        `CREATE OR REPLACE VIEW ${tableName(this.#schema, `.${pointer}`)} AS
         SELECT ${quoteText(build)} AS construction, ${quoteText(fingerprint)} AS empreinte`,
      )
    } catch (error) {
      await this.restore(before).catch(() => undefined)
      throw error
    }
  }

  /** Has the readers' views read from an earlier build again, or takes them away where there was none. */
  async restore(before: { build: string; fingerprint: string } | null): Promise<void> {
    for (const { name } of await this.#views()) {
      if (name === pointer && before !== null) {
        await this.#client.query(
          `CREATE OR REPLACE VIEW ${tableName(this.#schema, `.${pointer}`)} AS
           SELECT ${quoteText(before.build)} AS construction, ${quoteText(before.fingerprint)} AS empreinte`,
        )
      } else if (before !== null && (await this.#has(before.build, name))) {
        await this.#point(name, before.build)
      } else {
        await this.#client.query(`DROP VIEW IF EXISTS ${tableName(this.#schema, `.${name}`)}`)
      }
    }
  }

  async #point(name: string, build: string): Promise<void> {
    const [view, table] = [tableName(this.#schema, `.${name}`), tableName(build, `.${name}`)]
    await this.#client.query(`CREATE OR REPLACE VIEW ${view} AS SELECT * FROM ${table}`)
  }

  async #has(build: string, table: string): Promise<boolean> {
    return (await this.#tables(build)).some((one) => one.name === table)
  }

  /** The readers' views, with the build that each reads from. */
  async #views(): Promise<{ name: string; build: string | null }[]> {
    const { rows } = await this.#client.query(
      `SELECT table_name, view_definition FROM ${this.#information('views')}
       WHERE table_schema = ${quoteText(this.#schema)} ORDER BY table_name`,
    )
    const builds = await this.#builds()
    return rows.map(([name, definition]) => {
      const named = new Set(definition?.match(/\w+/g) ?? [])
      return { name: name!, build: builds.find((build) => named.has(build)) ?? null }
    })
  }

  async #builds(): Promise<string[]> {
    const own = new RegExp(`^${this.#schema}_[0-9a-f]{12}(_\\d+)?$`)
    return (await this.#schemas()).filter((name) => own.test(name))
  }

  async #schemas(): Promise<string[]> {
    const { rows } = await this.#client.query(
      `SELECT schema_name FROM ${this.#information('schemata')} ORDER BY 1`,
    )
    return rows.map(([name]) => name!)
  }

  async #tables(schema: string): Promise<{ name: string; view: boolean }[]> {
    const { rows } = await this.#client.query(
      `SELECT table_name, table_type FROM ${this.#information('tables')}
       WHERE table_schema = ${quoteText(schema)} ORDER BY 1`,
    )
    return rows.map(([name, type]) => ({ name: name!, view: type === 'VIEW' }))
  }

  #information(table: string): string {
    return `${quoteName(this.#catalog)}.information_schema.${table}`
  }
}
