import { expect, test } from 'vitest'
import type { Json, Resource } from '../../pipeline/publish/datapackage.ts'
import { dcat } from '../../pipeline/publish/dcat.ts'
import { type Metadata, type Origin, originFile } from '../../pipeline/publish/origin.ts'

const file = (path: string) => ({ path, bytes: 12, sha256: 'ab'.repeat(32) })
const resource: Resource = {
  contract: {
    model: 'bilan.laureats',
    materialized: 'table',
    purpose: 'Ce qu’ils ont acheté.',
    grain: 'une convention',
    key: ['convention'],
    columns: {},
    references: [],
  },
  files: {
    csv: file('csv/laureats.csv'),
    'csv-excel': file('csv-excel/laureats.csv'),
    parquet: file('parquet/laureats.parquet'),
  },
}
const plain: Origin = { synthetique: false, note: null }
const all: Required<Metadata> = {
  titre: 'Un bilan',
  description: 'Ce qu’il dit.',
  mots_cles: ['inclusion'],
  editeur: { nom: 'Une agence', adresse: 'https://example.org/' },
  licence: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
  contact: { nom: 'Le service', courriel: 'bilan@example.org' },
  adresse: 'https://example.org/bilan/',
  page: 'https://example.org/bilan',
  territoire: 'http://publications.europa.eu/resource/authority/country/FRA',
  debut: '2019-01-01',
  fin: '2023-12-31',
}
const record = (origin: Origin) => dcat([resource], file('bilan.xlsx'), origin)

/** Classes and properties that DCAT-AP 3 has, by class; a node may have no other. */
const vocabulary: Record<string, string[]> = {
  'dcat:Dataset': [
    ...['dct:title', 'dct:description', 'dct:language', 'dct:publisher', 'dcat:contactPoint'],
    ...['dcat:keyword', 'dct:spatial', 'dct:temporal', 'dcat:landingPage', 'dcat:distribution'],
  ],
  'dcat:Distribution': [
    ...['dct:title', 'dct:description', 'dcat:accessURL', 'dcat:downloadURL', 'dcat:mediaType'],
    ...['dct:format', 'dcat:byteSize', 'spdx:checksum', 'dct:license', 'dct:conformsTo'],
  ],
  'spdx:Checksum': ['spdx:algorithm', 'spdx:checksumValue'],
  'spdx:ChecksumAlgorithm': [],
  'foaf:Agent': ['foaf:name', 'foaf:homepage'],
  'foaf:Document': [],
  'vcard:Kind': ['vcard:fn', 'vcard:hasEmail'],
  'dct:PeriodOfTime': ['dcat:startDate', 'dcat:endDate'],
  'dct:Location': [],
  'dct:LicenseDocument': [],
  'dct:LinguisticSystem': [],
  'dct:MediaType': [],
  'dct:MediaTypeOrExtent': [],
  'dct:Standard': [],
}
/** What a node of a class can't be without. */
const mandatory: Record<string, string[]> = {
  'dcat:Dataset': ['dct:title', 'dct:description'],
  'dcat:Distribution': ['dcat:accessURL'],
  'spdx:Checksum': ['spdx:algorithm', 'spdx:checksumValue'],
  'foaf:Agent': ['foaf:name'],
  'vcard:Kind': ['vcard:fn'],
}

/** Every node that has a class, wherever it stands. */
function nodes(value: Json): { [key: string]: Json }[] {
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) return value.flatMap(nodes)
  const below = Object.entries(value).flatMap(([key, one]) =>
    key === '@context' ? [] : nodes(one),
  )
  return '@type' in value && !('@value' in value) ? [value, ...below] : below
}

test.each([
  ['nothing is known', plain],
  ['everything is known', { ...plain, metadonnees: all }],
])('%s: classes and properties of DCAT-AP only, none that is needed missing', (_, origin) => {
  const found = nodes(record(origin))
  expect(found.length).toBeGreaterThan(10)
  for (const node of found) {
    const properties = Object.keys(node).filter((key) => !key.startsWith('@'))
    const type = String(node['@type'])
    expect(Object.keys(vocabulary)).toContain(type)
    expect(vocabulary[type]).toEqual(expect.arrayContaining(properties))
    expect(properties).toEqual(expect.arrayContaining(mandatory[type] ?? []))
  }
  const prefixes = new Set(
    [...JSON.stringify(record(origin)).matchAll(/"([a-z]+):[A-Za-z]+"/g)].map((m) => m[1]!),
  )
  const { '@context': context } = record(origin) as { '@context': Record<string, string> }
  expect(Object.keys(context)).toEqual(expect.arrayContaining([...prefixes]))
})

test('what is not known is not said: no publisher, no licence, no date, relative addresses', () => {
  const text = JSON.stringify(record(plain))
  expect(text).not.toMatch(/publisher|license|contactPoint|temporal|issued|modified|landingPage/)
  expect(text).toContain('"dcat:accessURL":{"@id":"csv/laureats.csv"}')
  expect(text).not.toMatch(/example\.org/)
})

test('what is known is there, with whole addresses', () => {
  expect(record({ ...plain, metadonnees: all })).toMatchObject({
    '@id': all.page,
    'dct:title': { '@language': 'fr', '@value': 'Un bilan' },
    'dct:publisher': { 'foaf:name': { '@value': 'Une agence' } },
    'dcat:contactPoint': { 'vcard:hasEmail': { '@id': 'mailto:bilan@example.org' } },
    'dct:temporal': { 'dcat:startDate': { '@type': 'xsd:date', '@value': '2019-01-01' } },
    'dcat:distribution': [
      { 'dcat:downloadURL': { '@id': 'https://example.org/bilan/bilan.xlsx' } },
      {
        'dct:license': { '@id': all.licence },
        'dct:conformsTo': { '@id': 'https://example.org/bilan/schemas/laureats.json' },
        'dcat:byteSize': { '@type': 'xsd:nonNegativeInteger', '@value': '12' },
      },
      {},
      {},
    ],
  })
})

test('a synthetic corpus says so in its title', () => {
  const { 'dct:title': title } = record({ synthetique: true, note: null }) as Record<string, Json>
  expect(JSON.stringify(title)).toContain('[Données synthétiques]')
})

test('metadata is checked where it comes in', () => {
  const parse = (metadonnees: object) => originFile.safeParse({ synthetique: false, metadonnees })
  expect(parse(all).success).toBe(true)
  expect(parse({ licence: 'javascript:alert(1)' }).success).toBe(false)
  expect(parse({ adresse: 'https://example.org/bilan' }).success).toBe(false)
  expect(parse({ debut: '2019-13-01' }).success).toBe(false)
  expect(parse({ license: 'https://example.org/' }).success).toBe(false)
})
