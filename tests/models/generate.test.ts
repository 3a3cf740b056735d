import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { generateTypes } from '../../pipeline/models/generate.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

test('database.ts is what `npm run generate` would write', async () => {
  const committed = await readFile(path('../../pipeline/warehouse/database.ts'), 'utf8')
  expect(committed).toBe(await generateTypes(path('../../sql')))
})
