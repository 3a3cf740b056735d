import { join } from 'node:path'
import { asBytes, visitFiles } from '../pipeline/land/stat.ts'

/** Walks a folder of reports and looks at the state of each file, and nothing else: what a run with nothing changed can't do without. */
let files = 0
visitFiles(asBytes(join(process.argv[2]!, 'rapports')), () => {
  files++
})
console.log(files)
