// The shape of a model: imports first, one step a CTE, the last one `final`.
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const sql = new URL('../../sql/', import.meta.url)

/** Each model of a layer, without comments and with its texts emptied. */
async function models(layer: string): Promise<[string, string][]> {
  const names = (await readdir(new URL(`${layer}/`, sql))).filter((name) => name.endsWith('.sql'))
  return Promise.all(
    names.sort().map(async (name): Promise<[string, string]> => {
      const text = await readFile(new URL(`${layer}/${name}`, sql), 'utf8')
      return [`${layer}/${name}`, bare(text)]
    }),
  )
}

function bare(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/--.*$/gm, '')
    .replace(/'(?:[^']|'')*'/g, "''")
    .trim()
}

/** `[name, body]` of each CTE of the outermost WITH. */
function steps(query: string): [string, string][] {
  return [...query.matchAll(/(?:^WITH |^)(\w+) AS \(\n([\s\S]*?)\n\)/gm)].map(
    ([, name, body]): [string, string] => [name!, body!],
  )
}

const layers = await Promise.all(['staging', 'intermediate', 'bilan'].map(models))

test.each(layers.flat())('%s', (_, query) => {
  const all = steps(query)
  expect(query).toMatch(/^WITH /)
  expect(query.endsWith('\n)\nSELECT * FROM final')).toBe(true)
  expect(all.at(-1)![0]).toBe('final')
  const isImport = ([, body]: [string, string]) => /^ {2}SELECT \* FROM \w+\.\w+$/.test(body)
  const imports = all.findIndex((step) => !isImport(step))
  expect(imports).toBeGreaterThan(0)
  for (const [, body] of all.slice(imports)) {
    expect(body).not.toMatch(/\b(raw|seeds|staging|intermediate|bilan)\./)
  }
  for (const [name] of all.slice(0, -1)) {
    expect(query.match(new RegExp(`\\b${name}\\b`, 'g'))!.length, name).toBeGreaterThan(1)
  }
})
