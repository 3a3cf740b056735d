// The models that decide and publish keep to the SQL that DuckDB, PostgreSQL and Trino understand alike.
import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'

const sql = new URL('../../sql/', import.meta.url)

/** Construct → what it looks like, in a query without comments and texts. */
const banned: Record<string, RegExp> = {
  'integer division': /\/\//,
  'a cast with ::': /::/,
  QUALIFY: /\bqualify\b/i,
  'GROUP BY ALL': /\b(group|order)\s+by\s+all\b/i,
  'EXCLUDE or REPLACE': /\*\s+(exclude|replace)\b/i,
  'FROM first': /(^|\()\s*from\b/i,
  'USING or NATURAL': /\busing\s*\(|\bnatural\s+join\b/i,
  'SEMI, ANTI or ASOF JOIN': /\b(semi|anti|asof|positional)\s+join\b/i,
  'lists, structs and lambdas': /[[\]{}]|->/,
  'PIVOT or UNPIVOT': /\b(un)?pivot\b/i,
  'a function of DuckDB alone':
    /\b(string_agg|group_concat|list|list_\w+|array_agg|median|quantile\w*|mode|strftime|strptime|regexp_\w+|date_diff|datediff|date_part|contains|concat_ws|md5|hash|any_value|first|last|arg_min|arg_max|max_by|min_by|ifnull|printf|format|left|right|greatest|least)\s*\(/i,
  'ILIKE, GLOB, SIMILAR TO': /\b(ilike|glob|similar\s+to)\b/i,
  TRY_CAST: /\btry_cast\b/i,
  'a division without a guard': /[^*/]\/(?!\s*nullif\s*\(|[*/])/i,
  'a cast to a type of one engine':
    /\bas\s+(text|string|float|real|hugeint|int|int8|int4|u\w+int|blob)\s*\)/i,
  'a table of seeds or raw': /\b(seeds|raw)\.\w/i,
  'a parameter': /[$?]/,
}

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

/** Terms of every ORDER BY, split at the commas outside parentheses. */
function orderTerms(query: string): string[] {
  const terms: string[] = []
  for (const match of query.matchAll(/\border\s+by\b/gi)) {
    let depth = 0
    let term = ''
    for (const char of query.slice(match.index + match[0].length)) {
      if (char === '(') depth++
      if (char === ')' && depth-- === 0) break
      if (char === ',' && depth === 0) {
        terms.push(term)
        term = ''
      } else term += char
    }
    terms.push(term)
  }
  return terms.map((term) => term.trim())
}

/** `[name, body]` of each CTE of the outermost WITH. */
function steps(query: string): [string, string][] {
  return [...query.matchAll(/(?:^WITH |^)(\w+) AS \(\n([\s\S]*?)\n\)/gm)].map(
    ([, name, body]): [string, string] => [name!, body!],
  )
}

const staging = await models('staging')
const portable = [...(await models('intermediate')), ...(await models('bilan'))]

describe('the portable subset', () => {
  test.each(portable)('%s', (_, query) => {
    const found = Object.entries(banned).filter(([, pattern]) => pattern.test(query))
    expect(found.map(([name, pattern]) => `${name}: ${pattern.exec(query)?.[0]}`)).toEqual([])
    for (const term of orderTerms(query)) expect(term).toMatch(/ NULLS (FIRST|LAST)$/i)
    expect(query).not.toMatch(/\bround\((?!\w+\.?\w*, \d\))/)
  })

  test.each([
    ['a::int', 'a cast with ::'],
    ['SELECT a FROM t GROUP BY ALL', 'GROUP BY ALL'],
    ['SELECT string_agg(a) FROM t', 'a function of DuckDB alone'],
    ['(FROM t)', 'FROM first'],
    ['SELECT a FROM t SEMI JOIN u ON true', 'SEMI, ANTI or ASOF JOIN'],
    ['SELECT a / 2', 'a division without a guard'],
  ])('%s is seen', (query, name) => {
    expect(banned[name]!.test(query)).toBe(true)
  })

  test('an order without NULLS is seen', () => {
    expect(orderTerms('row_number() OVER (ORDER BY f(a, b) NULLS LAST, c DESC) AS n')).toEqual([
      'f(a, b) NULLS LAST',
      'c DESC',
    ])
  })
})

describe('the shape of a model', () => {
  test.each([...staging, ...portable])('%s', (_, query) => {
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
})
