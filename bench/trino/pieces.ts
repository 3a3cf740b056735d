import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { homedir, totalmem } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The version that is fetched; one of the last that run on Java 17 and whose jars are all on Maven Central. */
export const trinoVersion = '411'
/** Digests of the jars that were fetched once and tried. */
const expected = {
  server: '0ade3e84fb4f4b4c3266f4fdd6082439f9d60584e2e8b711a7414d556fa17c32',
  hive: '46bbd6f4e76cfc603c282b88a7de0168ff91e0238bff0b9bda6aec1402e6dac4',
}
/** What the server itself gives its plugins. */
const given = 'trino-spi,slice,jol-core,jackson-annotations'

const here = fileURLToPath(new URL('.', import.meta.url))
const run = promisify(execFile)

/** The version of Java that this version of Trino was tried with. */
const javaVersion = 17
/** Where Linux distributions install several. */
const systemJdks = '/usr/lib/jvm'
/** GB that a cluster and its test need. */
const memory = 5

/** A Trino server on this machine; several clusters may share it. */
export interface Pieces {
  /** The folder of `java`, `javac`, `jar` and `keytool`. */
  jdk: string
  /** Jars of the server. */
  lib: string
  /** Jars of the Hive connector. */
  hive: string
}

/** Our own classes, compiled. */
export interface OwnPieces {
  /** Classes of the server. */
  classes: string
  /** Plugins, each in a folder of its own. */
  plugins: string
}

/** Maven could not bring what was asked for, so there is no cluster on this machine today. */
export class NotFetched extends Error {}

/** Why there can be no cluster on this machine, or null when there can. */
export async function missingTools(): Promise<string | null> {
  if (totalmem() < memory * 2 ** 30) return `${memory} GB of memory are needed`
  if ((await findJdk()) === null) return `no JDK ${javaVersion} (JAVA_HOME, PATH, /usr/lib/jvm)`
  const maven = await run('mvn', ['-version']).catch(() => null)
  return maven === null ? 'mvn is missing (Apache Maven)' : null
}

/** The folder of the programs of a JDK of the right version; null when there is none. */
async function findJdk(): Promise<string | null> {
  const { JAVA_HOME = '', PATH = '' } = process.env
  const installed = await readdir(systemJdks).catch(() => [])
  const homes = [JAVA_HOME, ...installed.sort().map((name) => join(systemJdks, name))]
  const bins = homes.filter((home) => home !== '').map((home) => join(home, 'bin'))
  for (const folder of [
    ...bins.slice(0, JAVA_HOME === '' ? 0 : 1),
    ...PATH.split(delimiter),
    ...bins,
  ]) {
    const javac = join(folder, 'javac')
    if (!(await exists(javac))) continue
    const said = await run(javac, ['-version']).catch(() => null)
    if (said?.stdout.startsWith(`javac ${javaVersion}.`)) return folder
  }
  return null
}

/**
 * The pieces, fetched by Maven and checked once, then kept in `BILAN_TRINO` (`~/.cache/bilan/trino-411` unless set). What Maven has
 * fetched it keeps, so an interrupted fetch goes on where it was. @throws NotFetched
 */
export async function fetchPieces(tell: (line: string) => void): Promise<Pieces> {
  const root =
    process.env.BILAN_TRINO ?? join(homedir(), '.cache', 'bilan', `trino-${trinoVersion}`)
  const jdk = await findJdk()
  if (jdk === null) throw new NotFetched(`no JDK ${javaVersion}`)
  const pieces = { jdk, lib: join(root, 'lib'), hive: join(root, 'plugin', 'hive') }
  if (await exists(join(root, 'complete'))) return pieces
  tell(`fetching Trino ${trinoVersion} (250 MB, once) to ${root}`)
  await mkdir(dirname(root), { recursive: true })
  // A folder of its own: another program may be fetching too.
  const part = await mkdtemp(`${root}.`)
  try {
    await fetchTo(part)
    // What an earlier version of this left there, which isn't complete.
    if (!(await exists(join(root, 'complete')))) await rm(root, { recursive: true, force: true })
    await rename(part, root).catch(async (error: unknown) => {
      if (!(await exists(join(root, 'complete')))) throw error
    })
  } finally {
    await rm(part, { recursive: true, force: true })
  }
  return pieces
}

async function fetchTo(part: string): Promise<void> {
  const maven = async (artifact: string, folder: string, ...more: string[]) => {
    const project = join(part, `${artifact}.pom`)
    await writeFile(project, projectOf(artifact))
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime']
    const args = ['-B', '-q', '-f', project, ...goal, `-DoutputDirectory=${join(part, folder)}`]
    await run('mvn', [...args, ...more], { maxBuffer: 1 << 26 }).catch((cause) => {
      const line = /^.*\[ERROR\] *(.*)$/m.exec(`${cause.stdout ?? ''}`)?.[1] ?? String(cause)
      throw new NotFetched(`Maven can't fetch ${artifact} ${trinoVersion}: ${line}`, { cause })
    })
    await rm(project)
  }
  await maven('trino-main', 'lib')
  await maven('trino-hive', 'plugin/hive', `-DexcludeArtifactIds=${given}`)
  same('the server', await listDigest(join(part, 'lib')), expected.server)
  same('the Hive connector', await listDigest(join(part, 'plugin', 'hive')), expected.hive)
  await writeFile(join(part, 'complete'), '')
}

/** Compiles our own classes to `folder`, and lays out the plugins there. */
export async function compile({ jdk, lib, hive }: Pieces, folder: string): Promise<OwnPieces> {
  const [classes, plugins] = [join(folder, 'classes'), join(folder, 'plugin')]
  const [javac, jar] = [join(jdk, 'javac'), join(jdk, 'jar')]
  await run(javac, ['-cp', join(lib, '*'), '-d', classes, join(here, 'Server.java')])
  for (const [name, plugin, needs] of [
    ['hive', 'HivePlugin', hive],
    ['fixed-password', 'FixedPassword', null],
  ] as const) {
    const made = join(folder, plugin)
    const path = [lib, ...(needs === null ? [] : [needs])].map((jars) => join(jars, '*'))
    await run(javac, ['-cp', path.join(delimiter), '-d', made, join(here, `${plugin}.java`)])
    const services = join(made, 'META-INF', 'services')
    await mkdir(services, { recursive: true })
    await writeFile(join(services, 'io.trino.spi.Plugin'), `${plugin}\n`)
    const home = join(plugins, name)
    await mkdir(home, { recursive: true })
    for (const file of needs === null ? [] : await readdir(needs)) {
      await symlink(join(needs!, file), join(home, file))
    }
    await run(jar, ['cf', join(home, 'bilan-plugin.jar'), '-C', made, '.'])
  }
  return { classes, plugins }
}

/** A Maven project that needs one artifact of Trino, with what that needs. */
function projectOf(artifact: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bilan</groupId>
  <artifactId>pieces</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.trino</groupId>
      <artifactId>${artifact}</artifactId>
      <version>${trinoVersion}</version>
    </dependency>
  </dependencies>
</project>
`
}

function same(what: string, got: string, wanted: string): void {
  if (got !== wanted) throw new Error(`${what} has the digest ${got}, expected ${wanted}`)
}

async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
}

/** Of the names and contents of a folder's files, whatever their order. */
async function listDigest(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(folder)).sort()) {
    hash.update(`${name} ${await digest(join(folder, name))}\n`)
  }
  return hash.digest('hex')
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
