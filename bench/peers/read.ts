// As `bin/bilan.js` does it.
import '../../pipeline/tiers.ts'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatOf } from '../../pipeline/land/format.ts'
import type { Cell, Document } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'

/** Reads every workbook of a folder as a run does, in one process, and says what was read: the counterpart of `cells.py`. */
const folder = process.argv[2]!
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.xlsx'))
  .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
const read: [name: string, document: Document | null][] = []
const started = process.cpuUsage()
for (const name of names) {
  try {
    const bytes = readFileSync(join(folder, name))
    read.push([name, await readDocument(bytes, formatOf(bytes))])
  } catch {
    read.push([name, null])
  }
}
const { user, system } = process.cpuUsage(started)
const seconds = (user + system) / 1e6
const digest = createHash('sha256')
let cells = 0
for (const [name, document] of read) {
  let lines = ''
  for (const sheet of document?.sheets ?? []) {
    for (const cell of sheet.cells) {
      const text = told(cell)
      if (text === null) continue
      cells++
      lines += `${name}\u001f${sheet.name}\u001f${cell.row}\u001f${cell.col}\u001f${text}\n`
    }
  }
  digest.update(lines)
}
const failed = read.filter(([, document]) => document === null).map(([name]) => name)
console.log(
  JSON.stringify({ files: names.length, failed, cells, seconds, digest: digest.digest('hex') }),
)

function told({ type, value, text }: Cell): string | null {
  switch (type) {
    case 'number':
      return `n ${value}`
    case 'date':
      return `d ${value}`
    case 'boolean':
      return `b ${Number(value)}`
    case 'text':
      return `t ${text}`
    case 'error':
    case 'empty':
      return null
  }
}
