import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
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

/** A Trino server on this machine: its jars, plugins and our two classes. */
export interface Pieces {
  lib: string
  plugins: string
  classes: string
}

/** Why there can be no cluster on this machine, or null when there can. */
export async function missingTools(): Promise<string | null> {
  for (const [tool, args] of [
    ['java', ['-version']],
    ['javac', ['-version']],
    ['mvn', ['-version']],
  ] as const) {
    const said = await run(tool, [...args]).catch(() => null)
    if (said === null) return `${tool} is missing (a JDK 17 and Maven are needed)`
    const version = /version "(\d+)/.exec(`${said.stderr}${said.stdout}`)?.[1]
    if (tool === 'java' && Number(version) < 17) return `java is version ${version}, 17 is needed`
  }
  return null
}

/**
 * The pieces, fetched by Maven and checked once, then kept in `BILAN_TRINO` (`~/.cache/bilan/trino-435` unless set). What Maven has
 * fetched it keeps, so an interrupted fetch goes on where it was.
 */
export async function fetchPieces(tell: (line: string) => void): Promise<Pieces> {
  const root =
    process.env.BILAN_TRINO ?? join(homedir(), '.cache', 'bilan', `trino-${trinoVersion}`)
  const pieces = {
    lib: join(root, 'lib'),
    plugins: join(root, 'plugin'),
    classes: join(root, 'classes'),
  }
  if (await exists(join(root, 'complete'))) {
    await compile(pieces)
    return pieces
  }
  tell(`fetching Trino ${trinoVersion} (250 MB, once) to ${root}`)
  const part = `${root}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true })
  const maven = async (artifact: string, folder: string, ...more: string[]) => {
    const project = join(part, `${artifact}.pom`)
    await writeFile(project, projectOf(artifact))
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime']
    const args = ['-B', '-q', '-f', project, ...goal, `-DoutputDirectory=${join(part, folder)}`]
    await run('mvn', [...args, ...more], { maxBuffer: 1 << 26 })
    await rm(project)
  }
  await maven('trino-main', 'lib')
  await maven('trino-hive', 'plugin/hive', `-DexcludeArtifactIds=${given}`)
  same('the server', await listDigest(join(part, 'lib')), expected.server)
  same('the Hive connector', await listDigest(join(part, 'plugin', 'hive')), expected.hive)
  await writeFile(join(part, 'complete'), '')
  await rm(root, { recursive: true, force: true })
  await rename(part, root)
  await compile(pieces)
  return pieces
}

/** Our own classes, made anew each time: they are small. */
async function compile({ lib, plugins, classes }: Pieces): Promise<void> {
  await rm(classes, { recursive: true, force: true })
  await run('javac', [
    '-cp',
    join(lib, '*'),
    '-d',
    join(classes, 'server'),
    join(here, 'Server.java'),
  ])
  for (const [folder, plugin] of [
    ['hive', 'HivePlugin'],
    ['fixed-password', 'FixedPassword'],
  ] as const) {
    const made = join(classes, folder)
    const path = `${join(lib, '*')}:${join(plugins, folder, '*')}`
    await run('javac', ['-cp', path, '-d', made, join(here, `${plugin}.java`)])
    const services = join(made, 'META-INF', 'services')
    await mkdir(services, { recursive: true })
    await writeFile(join(services, 'io.trino.spi.Plugin'), `${plugin}\n`)
    await mkdir(join(plugins, folder), { recursive: true })
    await run('jar', ['cf', join(plugins, folder, 'plugin.jar'), '-C', made, '.'])
  }
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
