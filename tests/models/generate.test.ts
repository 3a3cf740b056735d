import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { generated } from '../../pipeline/models/generate.ts'

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url))

test('what follows from the models is what `npm run generate` would write', async () => {
  const files = await generated(path('sql'))
  expect(Object.keys(files)).toEqual(['pipeline/warehouse/database.ts', 'docs/catalogue.md'])
  for (const [file, text] of Object.entries(files)) {
    expect(await readFile(path(file), 'utf8'), file).toBe(text)
  }
})
