import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Book } from './book.ts'
import { openBook } from './book.ts'
import { openDocx } from './docx-book.ts'
import { filesOf, type Group, type World } from './group.ts'

/** One report whose figures are known from it alone, so that it can be damaged alone. */
export interface Source {
  name: string
  world: World
  /** Path under `rapports/`: it may say whose report it is. */
  fichier: string
  bytes: Buffer
  /** By extension: only tells how it can be opened to be damaged. */
  format: string
  wants: Group['wants']
  /** Conventions that it is about. */
  about: Set<string>
  /** A directory case, where what is missing may be missing for a reason that a damage takes away. */
  isCase: boolean
}

const textual = new Set(['csv', 'txt', 'tsv'])

function formatOf(fichier: string): string {
  const extension = fichier.split('.').at(-1)!.toLowerCase()
  return textual.has(extension) ? 'csv' : extension
}

/** The cases of one file. */
export async function caseSources(groups: readonly Group[]): Promise<Source[]> {
  const sources: Source[] = []
  for (const { name, folder, world, wants } of groups) {
    const files = await filesOf(folder)
    if (files.length !== 1) continue
    const fichier = files[0]!
    sources.push({
      name,
      world,
      fichier,
      bytes: await readFile(join(folder, fichier)),
      format: formatOf(fichier),
      wants,
      about: new Set(wants.filter((w) => w.wanted !== null).map((w) => w.convention)),
      isCase: true,
    })
  }
  return sources
}

/** The files of a corpus that alone say something of their conventions, and those that say nothing. */
export async function corpusSources(group: Group): Promise<Source[]> {
  const sources: Source[] = []
  for (const [fichier, right] of Object.entries(group.statuses)) {
    const wants = group.wants.filter((want) => want.sources?.includes(fichier))
    const alone = wants.every((want) => want.sources?.length === 1)
    const says = right.includes('lu') && wants.length > 0 && alone
    if (!says && !(right.includes('sans_donnee') && wants.length === 0)) continue
    sources.push({
      name: `${group.name}/${fichier}`,
      world: group.world,
      fichier,
      bytes: await readFile(join(group.folder, fichier)),
      format: formatOf(fichier),
      wants,
      about: new Set(wants.map((w) => w.convention)),
      isCase: false,
    })
  }
  return sources
}

/** The source as a grid; null when it has none or can't be opened. */
export function bookOf(source: Source): Book | null {
  try {
    const { bytes, format } = source
    return format === 'docx' ? openDocx(bytes) : openBook(bytes, format)
  } catch {
    return null
  }
}
