// A reader in a process of its own: opens a file read-only, says `open`, and from then on answers each line of its
// standard input with what a query on it gives.
import { createInterface } from 'node:readline'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'

const [path, sql] = process.argv.slice(2)
const connection = await openWarehouse(path!, { readOnly: true })
process.stdout.write('open\n')
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await connection.query(sql!))}\n`)
}
await connection.close()
