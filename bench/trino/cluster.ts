import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { TrinoClient } from '../../pipeline/engine/trino-client.ts'
import { type Pieces, trinoVersion } from './pieces.ts'

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
  catalog: string
  client: TrinoClient
  /** Kills a worker (0 or 1) as a crash would. */
  killWorker(index: number): Promise<void>
  /** Starts it again and waits until it takes work. */
  startWorker(index: number): Promise<void>
  stop(): Promise<void>
}

/** Heap of each of the three processes. */
const heap = '1G'
const catalog = 'hive'
const password = 'bilan-essai'
const patience = 300_000

/** Starts a cluster whose files all lie in `folder`, and waits until all three nodes take work. */
export async function startCluster(pieces: Pieces, folder: string): Promise<Cluster> {
  const [httpPort, httpsPort, ...workerPorts] = await freePorts(4)
  const http = `http://127.0.0.1:${httpPort}`
  await mkdir(folder, { recursive: true })
  const ca = await keystore(folder)
  const nodes: ChildProcess[] = []
  const start = async (name: string, config: string[]): Promise<ChildProcess> => {
    const home = join(folder, name)
    await settings(home, pieces, folder, http, name, config)
    return launch(pieces, home)
  }
  const coordinator = [
    'coordinator=true',
    'node-scheduler.include-coordinator=false',
    `http-server.http.port=${httpPort}`,
    'http-server.https.enabled=true',
    `http-server.https.port=${httpsPort}`,
    `http-server.https.keystore.path=${join(folder, 'keystore.p12')}`,
    `http-server.https.keystore.key=${password}`,
    'http-server.authentication.type=PASSWORD',
    'http-server.authentication.allow-insecure-over-http=true',
  ]
  const worker = (index: number) => [
    'coordinator=false',
    `http-server.http.port=${workerPorts[index]}`,
  ]
  const client = new TrinoClient({ url: http, catalog, user: 'bilan', patience: 30_000 })
  const settled = () => nodesActive(client, nodes, folder)
  nodes.push(await start('coordinator', coordinator))
  nodes.push(await start('worker-0', worker(0)), await start('worker-1', worker(1)))
  // A program that ends without stopping the cluster must not leave it behind.
  process.once('exit', () => {
    for (const node of nodes) node.kill('SIGKILL')
  })
  const stop = async () => {
    await Promise.all(nodes.map(end))
  }
  try {
    await settled()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    http,
    https: `https://127.0.0.1:${httpsPort}`,
    ca,
    password,
    catalog,
    client,
    stop,
    killWorker: (index) => end(nodes[index + 1]!),
    startWorker: async (index) => {
      nodes[index + 1] = await start(`worker-${index}`, worker(index))
      await settled()
    },
  }
}

async function settings(
  home: string,
  pieces: Pieces,
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
    `plugin.dir=${pieces.plugins}`,
    `catalog.config-dir=${join(etc, 'catalog')}`,
    'internal-communication.shared-secret=bilan-bilan-bilan-bilan-bilan-32',
    'query.max-memory-per-node=400MB',
    'query.max-memory=800MB',
    // A dead worker is given up soon: a test waits for it.
    'query.remote-task.max-error-duration=30s',
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

async function launch({ lib, classes }: Pieces, home: string): Promise<ChildProcess> {
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
    'java',
    [...options, '-cp', `${join(classes, 'server')}:${join(lib, '*')}`, 'Server', trinoVersion],
    {
      cwd: home,
      stdio: ['ignore', log.fd, log.fd],
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
    if (nodes.some((node) => node.exitCode !== null)) {
      throw new Error(`a node ended while it started: see ${join(folder, '*', 'server.log')}`)
    }
    if (Date.now() > until) {
      throw new Error(`${count} of ${nodes.length} nodes are up after ${patience} ms`)
    }
    await sleep(500)
  }
}

/** Makes the coordinator's key and gives its certificate (PEM). */
async function keystore(folder: string): Promise<string> {
  const store = [
    '-keystore',
    join(folder, 'keystore.p12'),
    '-storepass',
    password,
    '-alias',
    'trino',
  ]
  await run('keytool', [
    ...['-genkeypair', '-keyalg', 'RSA', '-validity', '30', '-dname', 'CN=127.0.0.1'],
    ...['-ext', 'SAN=IP:127.0.0.1', '-storetype', 'PKCS12', ...store],
  ])
  return (await run('keytool', ['-exportcert', '-rfc', ...store])).stdout
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
