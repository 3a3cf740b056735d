import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

/** A PostgreSQL server of a test's own. */
export interface Server {
  host: string
  port: number
  /** An administrator, who is asked for a password. */
  user: string
  password: string
  /** Folder of its data and certificates. */
  folder: string
  url(database: string, user?: string): string
  client(database: string): Promise<pg.Client>
  stop(): Promise<void>
}

/** Where Debian puts the programs of each version; the newest one, or null: tests then say that they are skipped. */
export async function findPostgres(): Promise<string | null> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root).catch(() => [])
  const newest = versions
    .map(Number)
    .filter(Number.isFinite)
    .sort((a, b) => b - a)[0]
  return newest === undefined ? null : join(root, String(newest), 'bin')
}

/** PostgreSQL refuses to run as root: someone without rights runs it then. */
async function unprivileged(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const someone =
    users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  return { uid: Number(someone![2]), gid: Number(someone![3]) }
}

/** Starts a server in a temporary folder, encrypted when `openssl` can make it a certificate. */
export async function startPostgres(bin: string): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'bilan-pg-'))
  const [user, password] = ['chef', 'très secret/@:?']
  const who = await unprivileged()
  const data = join(folder, 'data')
  await writeFile(join(folder, 'password'), password)
  if (who) {
    await chown(folder, who.uid, who.gid)
    await chown(join(folder, 'password'), who.uid, who.gid)
  }
  const options = {
    cwd: folder,
    stdio: 'pipe',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    ...who,
  } as const
  execFileSync(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      user,
      '--auth=scram-sha-256',
      `--pwfile=${join(folder, 'password')}`,
      '--encoding=UTF8',
      '--no-sync',
      '--locale=C',
    ],
    options,
  )
  const tls = certificate(data, options)
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    ...tls,
  ]
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
    { ...options, stdio: 'ignore' },
  )
  const server: Server = {
    host: '127.0.0.1',
    port,
    user,
    password,
    folder,
    url: (database, name = user) => `postgres://${name}@127.0.0.1:${port}/${database}`,
    async client(database) {
      const client = new pg.Client({ host: '127.0.0.1', port, user, password, database })
      await client.connect()
      return client
    },
    async stop() {
      await ended(child)
      await rm(folder, { recursive: true, force: true })
    },
  }
  try {
    await answering(server, child)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

function certificate(data: string, options: object): string[] {
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-keyout',
        'server.key',
        '-out',
        'server.crt',
      ],
      { ...options, cwd: data },
    )
    return ['ssl=on']
  } catch {
    return []
  }
}

async function answering(server: Server, child: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await (await server.client('postgres')).end()
      return
    } catch (error) {
      if (tries === 300 || child.exitCode !== null) throw error
      await setTimeout(100)
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await gone
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
