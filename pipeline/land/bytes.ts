import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Rejection } from '../read/rejection.ts'
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
    throw new Rejection('illisible', null, error)
  }
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
    throw new Rejection('modifie')
  }
  return bytes
}
