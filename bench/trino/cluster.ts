import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { TrinoClient } from '../../pipeline/engine/trino-client.ts'
import { compile, type OwnPieces, type Pieces, trinoVersion } from './pieces.ts'

const run = promisify(execFile)

/** A cluster on the loopback: a coordinator and two workers, Hive connector with a file metastore. */
export interface Cluster {
  /** Without a password. */
  http: string
  /** With TLS; asks for the password. */
  https: string
  /** The certificate of its own authority (PEM). */
  ca: string
  password: string
  /** A token (JWT) that does instead of a password, for the user `bilan`. */
  token: string
  catalog: string
  client: TrinoClient
  /** Kills a worker (0 or 1) as a crash would. */
  killWorker(index: number): Promise<void>
  stop(): Promise<void>
}

/** Heap of each of the three processes. */
const heap = '1G'
const catalog = 'hive'
const password = 'bilan-essai'
const secret = Buffer.from('bilan-bilan-bilan-bilan-bilan-32')
const patience = 300_000

/** Starts a cluster whose files all lie in `folder`, and waits until all three nodes take work. */
export async function startCluster(pieces: Pieces, folder: string): Promise<Cluster> {
  const [httpPort, httpsPort, ...workerPorts] = await freePorts(4)
  const http = `http://127.0.0.1:${httpPort}`
  await mkdir(folder, { recursive: true })
  const ca = await keystore(pieces, folder)
  await writeFile(join(folder, 'jwt.key'), secret.toString('base64'))
  const own = await compile(pieces, folder)
  const nodes: ChildProcess[] = []
  const start = async (name: string, config: string[]): Promise<ChildProcess> => {
    const home = join(folder, name)
    await settings(home, own, folder, http, name, config)
    return launch(pieces, own, home)
  }
  const coordinator = [
    'coordinator=true',
    'node-scheduler.include-coordinator=false',
    `http-server.http.port=${httpPort}`,
    'http-server.https.enabled=true',
    `http-server.https.port=${httpsPort}`,
    `http-server.https.keystore.path=${join(folder, 'keystore.p12')}`,
    `http-server.https.keystore.key=${password}`,
    'http-server.authentication.type=PASSWORD,JWT',
    `http-server.authentication.jwt.key-file=${join(folder, 'jwt.key')}`,
    'http-server.authentication.allow-insecure-over-http=true',
  ]
  const worker = (index: number) => [
    'coordinator=false',
    `http-server.http.port=${workerPorts[index]}`,
  ]
  const client = new TrinoClient({ url: http, catalog, user: 'bilan', patience: 30_000 })
  nodes.push(await start('coordinator', coordinator))
  nodes.push(await start('worker-0', worker(0)), await start('worker-1', worker(1)))
  const stop = async () => {
    await Promise.all(nodes.map(end))
  }
  try {
    await nodesActive(client, nodes, folder)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    http,
    https: `https://127.0.0.1:${httpsPort}`,
    ca,
    password,
    token: signed({ sub: 'bilan', exp: Math.floor(Date.now() / 1000) + 86_400 }),
    catalog,
    client,
    stop,
    killWorker: (index) => end(nodes[index + 1]!),
  }
}

async function settings(
  home: string,
  { plugins }: OwnPieces,
  folder: string,
  http: string,
  name: string,
  config: string[],
): Promise<void> {
  const etc = join(home, 'etc')
  await mkdir(join(etc, 'catalog'), { recursive: true })
  const write = (file: string, lines: string[]) =>
    writeFile(join(etc, file), `${lines.join('\n')}\n`)
  await write('config.properties', [
    ...config,
    `discovery.uri=${http}`,
    'node.internal-address=127.0.0.1',
    `plugin.dir=${plugins}`,
    `catalog.config-dir=${join(etc, 'catalog')}`,
    `internal-communication.shared-secret=${secret}`,
    'query.max-memory-per-node=400MB',
    'query.max-memory=800MB',
    // A dead worker is given up soon: a test waits for it.
    'query.remote-task.max-error-duration=30s',
    'exchange.max-error-duration=30s',
    // Each node walks through all that it remembers five times a second; of hundreds of small statements that was half its work.
    'task.info.max-age=30s',
    'query.min-expire-age=30s',
  ])
  await write('node.properties', [
    'node.environment=bilan',
    `node.id=${name}`,
    `node.data-dir=${join(home, 'data')}`,
  ])
  await write('password-authenticator.properties', [
    'password-authenticator.name=fixed',
    `fixed.password=${password}`,
  ])
  await write(`catalog/${catalog}.properties`, [
    'connector.name=hive',
    'hive.metastore=file',
    `hive.metastore.catalog.dir=file://${join(folder, 'store')}`,
    'hive.metastore.user=bilan',
    'hive.security=allow-all',
  ])
}

async function launch(
  { jdk, lib }: Pieces,
  { classes }: OwnPieces,
  home: string,
): Promise<ChildProcess> {
  const log = await open(join(home, 'server.log'), 'a')
  const options = [
    `-Xmx${heap}`,
    // A cluster that lives for minutes: compiling its code well would cost more than it gives.
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Djdk.attach.allowAttachSelf=true',
    `-Dconfig=${join(home, 'etc', 'config.properties')}`,
    ...(await readFile(join(home, 'etc', 'node.properties'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => `-D${line}`),
  ]
  const node = spawn(
    join(jdk, 'java'),
    [...options, '-cp', `${classes}:${join(lib, '*')}`, 'Server', trinoVersion],
    {
      cwd: home,
      // A pipe that closes with this program, however it ends, and the node with it (`Server.java`).
      stdio: ['pipe', log.fd, log.fd],
    },
  )
  await log.close()
  return node
}

async function end(node: ChildProcess): Promise<void> {
  if (node.exitCode !== null || node.signalCode !== null) return
  const ended = once(node, 'exit')
  node.kill('SIGKILL')
  await ended
}

/** Waits until all nodes take work; one that ends before is an error. */
async function nodesActive(
  client: TrinoClient,
  nodes: readonly ChildProcess[],
  folder: string,
): Promise<void> {
  const until = Date.now() + patience
  const query = "SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'"
  for (;;) {
    const count = await client.query(query).then(
      ({ rows }) => Number(rows[0]?.[0]),
      () => 0,
    )
    if (count === nodes.length) return
    const gone = nodes.findIndex((node) => node.exitCode !== null)
    if (gone >= 0) {
      const name = gone === 0 ? 'coordinator' : `worker-${gone - 1}`
      const log = await readFile(join(folder, name, 'server.log'), 'utf8')
      throw new Error(
        `${name} ended while it started:\n${log.trim().split('\n').slice(-20).join('\n')}`,
      )
    }
    if (Date.now() > until) {
      throw new Error(`${count} of ${nodes.length} nodes are up after ${patience} ms`)
    }
    await sleep(500)
  }
}

/** Makes the coordinator's key and gives its certificate (PEM). */
async function keystore({ jdk }: Pieces, folder: string): Promise<string> {
  const store = [
    '-keystore',
    join(folder, 'keystore.p12'),
    '-storepass',
    password,
    '-alias',
    'trino',
  ]
  const keytool = join(jdk, 'keytool')
  await run(keytool, [
    ...['-genkeypair', '-keyalg', 'RSA', '-validity', '30', '-dname', 'CN=127.0.0.1'],
    ...['-ext', 'SAN=IP:127.0.0.1', '-storetype', 'PKCS12', ...store],
  ])
  return (await run(keytool, ['-exportcert', '-rfc', ...store])).stdout
}

/** A token of these claims (RFC 7519, HS256). */
function signed(claims: object): string {
  const part = (of: object) => Buffer.from(JSON.stringify(of)).toString('base64url')
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  })
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
