import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** A fenced block of a page. */
export interface Block {
  page: string
  language: string
  text: string
}

/** The pages that people follow step by step. */
export async function pages(): Promise<string[]> {
  const guides = await readdir(join(projectRoot, 'docs', 'guides'))
  const named = guides.filter((name) => name.endsWith('.md')).sort()
  return [
    'README.md',
    'LISEZMOI.md',
    'docs/exports.md',
    ...named.map((name) => `docs/guides/${name}`),
  ]
}

export async function page(path: string): Promise<string> {
  return await readFile(join(projectRoot, path), 'utf8')
}

export async function blocks(): Promise<Block[]> {
  const found = (await pages()).map(async (path) => {
    const fences = (await page(path)).matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```$/gm)
    return [...fences].map((fence) => ({ page: path, language: fence[1]!, text: fence[2]! }))
  })
  return (await Promise.all(found)).flat()
}

/** The commands of a block, without what is said of them. */
export function commandsOf(block: Block): string[] {
  return block.text
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '')
}
