import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Rejection, unopened } from '../read/rejection.ts'
import type { LandedFile } from './folder.ts'

/**
 * The bytes of a landed file, still those that were hashed, so that what is read is what the warehouse names.
 * Throws a `Rejection`: `modifie`, `illisible`.
 */
export async function landedBytes(file: Pick<LandedFile, 'location' | 'sha256'>): Promise<Buffer> {
  let bytes: Buffer
  try {
    bytes = await readFile(file.location)
  } catch (error) {
    throw unopened(error)
  }
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
    throw new Rejection('modifie')
  }
  return bytes
}

/**
 * Checks that a landed file too large to be held is still what was hashed.
 * Throws a `Rejection`: `modifie`, `illisible`.
 */
export async function checkLanded(file: Pick<LandedFile, 'location' | 'sha256'>): Promise<void> {
  const digest = createHash('sha256')
  try {
    for await (const chunk of createReadStream(file.location) as AsyncIterable<Buffer>) {
      digest.update(chunk)
    }
  } catch (error) {
    throw unopened(error)
  }
  if (digest.digest('hex') !== file.sha256) throw new Rejection('modifie')
}
