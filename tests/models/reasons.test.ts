import { expect, test } from 'vitest'
import { reasonFor } from '../../pipeline/models/reasons.ts'

const model = { hash: 'h', upstreams: ['raw.a', 'raw.b', 'staging.c'] }
const before = {
  hash: 'h',
  contents: new Map([
    ['raw.a', '1'],
    ['raw.b', '1'],
    ['staging.c', '1'],
  ]),
}
const now = (changed: Record<string, string>) =>
  new Map([...before.contents, ...Object.entries(changed)])

test.each([
  ['it was not there', model, undefined, now({}), 'new', []],
  ['it was there, made of nobody knows what', model, null, now({}), 'unknown', []],
  ['a table that it reads', model, before, now({ 'raw.b': '2' }), 'upstreams', ['raw.b']],
  ['its query', { ...model, hash: 'other' }, before, now({}), 'query', []],
  [
    'a table that it did not read before',
    { hash: 'other', upstreams: ['raw.a', 'raw.d'] },
    before,
    now({ 'raw.d': '1' }),
    'query and upstreams',
    ['raw.d'],
  ],
] as const)('%s', (_, one, was, content, because, upstreams) => {
  const asked = { ...one, upstreams: [...one.upstreams] }
  const reason = reasonFor(asked, was ?? undefined, content, was !== undefined)
  expect(reason).toEqual({ because, upstreams })
})
