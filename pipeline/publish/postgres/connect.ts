import type { ClientConfig, Client as PgClient } from 'pg'
import { BilanError } from '../../error.ts'

/** Where to publish: an address as `psql` takes it, or null for what the environment says (`PGHOST`, `PGUSER`, …). */
export interface Target {
  url: string | null
  env: Readonly<Record<string, string | undefined>>
}

const timeout = 15_000

/**
 * Connects as PostgreSQL's own programs do: the address, then `PGHOST`, `PGPORT`, `PGUSER`, `PGDATABASE`, `PGPASSWORD`, `PGSSLMODE`, `PGSSLROOTCERT`
 * and `~/.pgpass` for what it leaves out; the meaning of `sslmode` is libpq's, and without one an encrypted connection is tried first.
 * @throws BilanError that never holds the password
 */
export async function connect(target: Target): Promise<PgClient> {
  const address = addressOf(target)
  const mode = address.searchParams.get('sslmode')
  const local = address.hostname === '' && (target.env.PGHOST ?? '').startsWith('/')
  // Nothing is encrypted on a socket of the same machine.
  const unsaid = local ? ['disable'] : ['require', 'disable']
  const attempts = mode === null || mode === 'prefer' ? unsaid : [mode]
  const { default: pg } = await import('pg')
  for (const [i, sslmode] of attempts.entries()) {
    const client = new pg.Client(configure(address, sslmode, target))
    try {
      await client.connect()
      return client
    } catch (cause) {
      await client.end().catch(() => undefined)
      const plain = cause instanceof Error && /does not support SSL/.test(cause.message)
      if (!plain || i === attempts.length - 1) throw told(cause, client)
    }
  }
  throw new Error('no attempt to connect')
}

/** The address with what the environment adds on encryption; a malformed one is told without quoting it, for it may hold a password. */
function addressOf({ url, env }: Target): URL {
  const text = url ?? 'postgres:///'
  const address = URL.canParse(text) ? new URL(text) : null
  if (address === null || !/^postgres(ql)?:$/.test(address.protocol)) {
    throw new BilanError(
      '--postgres is no address of a PostgreSQL server',
      'write it as postgres://user@host:5432/database and the password in PGPASSWORD or ~/.pgpass',
      2,
    )
  }
  for (const [name, variable] of [
    ['sslmode', 'PGSSLMODE'],
    ['sslrootcert', 'PGSSLROOTCERT'],
  ] as const) {
    const value = env[variable]
    if (value && !address.searchParams.has(name)) address.searchParams.set(name, value)
  }
  return address
}

function configure(address: URL, sslmode: string, { env }: Target): ClientConfig {
  const modes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']
  if (!modes.includes(sslmode)) {
    throw new BilanError(
      `sslmode ${JSON.stringify(sslmode)} is unknown`,
      `write one of ${modes.slice(0, 5).join(', ')}`,
      2,
    )
  }
  const full = new URL(address)
  const said = full.searchParams
  said.set('sslmode', sslmode)
  said.set('uselibpqcompat', 'true')
  // The driver reads the environment of the process; ours is an argument.
  const unsaid = {
    host: full.hostname,
    port: full.port,
    user: full.username,
    password: full.password,
  }
  for (const [name, value] of Object.entries(unsaid)) {
    const given = env[`PG${name.toUpperCase()}`]
    if (value === '' && !said.has(name) && given) said.set(name, given)
  }
  if (/^\/?$/.test(full.pathname) && env.PGDATABASE) {
    full.pathname = `/${encodeURIComponent(env.PGDATABASE)}`
  }
  return {
    connectionString: full.href,
    connectionTimeoutMillis: timeout,
    application_name: 'bilan publish',
  }
}

/** What the server or the network says, in one line with its remedy; never the password. */
export function told(cause: unknown, client: PgClient): unknown {
  if (cause instanceof BilanError || !(cause instanceof Error)) return cause
  const { code } = cause as Error & { code?: string }
  const where = `${client.user ?? ''}@${client.host}:${client.port}/${client.database ?? ''}`
  const message = /password must be a string/.test(cause.message)
    ? 'the server asks for a password'
    : cause.message || code || 'no answer'
  const said = withoutPassword(message, client)
  const found = remedies.find(([pattern]) => pattern.test(code ?? '') || pattern.test(said))
  if (found === undefined && code === undefined) return cause
  const remedy = found?.[1] ?? 'see what the server says, then run again'
  return new BilanError(`${where}: ${said}; what was published there stands`, remedy, 1)
}

const remedies: [RegExp, string][] = [
  [
    /^(28P01|28000)$|password/i,
    'check user and password (PGPASSWORD, ~/.pgpass), or the server’s pg_hba.conf',
  ],
  [/^3D000$/, 'make the database, or name another in the address'],
  [
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENOENT)$|timeout/i,
    'check host and port, and that the server runs and lets this machine in',
  ],
  [
    /SSL|certificate|CERT|self.signed|altname/i,
    'choose another sslmode, or give the server’s authority by sslrootcert',
  ],
  [/^42501$/, 'have an administrator grant CREATE on the database, or publish as its owner'],
  [/^(53100|53200|53300)$/, 'make room on the server, then run again'],
]

function withoutPassword(message: string, client: PgClient): string {
  const password = typeof client.password === 'string' ? client.password : ''
  // A shorter one would be found in any word.
  return password.length < 4 ? message : message.replaceAll(password, '…')
}
