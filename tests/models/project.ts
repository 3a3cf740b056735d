import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Writes a small `sql/` folder (path → text) into a temporary directory; `remove` takes it away. */
export async function sqlProject(files: Record<string, string>): Promise<{
  dir: string
  write: (path: string, text: string) => Promise<void>
  remove: () => Promise<void>
}> {
  const dir = await mkdtemp(join(tmpdir(), 'bilan-sql-'))
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), text)
  }
  await mkdir(join(dir, 'seeds'))
  for (const [path, text] of Object.entries(files)) await write(path, text)
  return { dir, write, remove: () => rm(dir, { recursive: true, force: true }) }
}

/** A model's file: columns as `name: type` or a whole YAML map, the key, then the query. */
export function modelFile(
  columns: Record<string, string>,
  key: string[],
  sql: string,
  more = '',
): string {
  const list = Object.entries(columns).map(([name, spec]) => {
    const map = spec.startsWith('{') ? spec : `{type: ${spec}, description: "Le ${name}."}`
    return `  ${name}: ${map}`
  })
  return `/*
grain: une ligne
purpose: Pour l'essai.
key: [${key.join(', ')}]
${more}columns:
${list.join('\n')}
*/
${sql}
`
}
