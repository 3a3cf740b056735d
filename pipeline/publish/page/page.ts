import { readFile, writeFile } from 'node:fs/promises'
import type { Connection } from '../../warehouse/connection.ts'
import type { Origin } from '../origin.ts'
import { readFacts } from './facts.ts'
import { type Assets, pageText } from './layout.ts'

/** In the order in which they are put together: each may use what those before it declare. */
const scripts = ['dom.js', 'evidence.js', 'detail.js', 'search.js', 'dots.js', 'start.js']

/**
 * Writes the page of the bilan: one file that needs no network, made from schema `bilan` alone, the same bytes for the same tables.
 * @returns its size in bytes
 */
export async function writePage(
  connection: Connection,
  path: string,
  origin: Origin,
): Promise<number> {
  const text = pageText(await readFacts(connection, origin), await readAssets())
  await writeFile(path, text)
  return Buffer.byteLength(text)
}

async function readAssets(): Promise<Assets> {
  const read = (name: string) => readFile(new URL(`browser/${name}`, import.meta.url), 'utf8')
  const parts = await Promise.all(scripts.map(read))
  return {
    style: await read('style.css'),
    script: `(() => {\n'use strict'\n${parts.join('\n')}})()\n`,
  }
}
