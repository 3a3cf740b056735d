import { expect, test } from 'vitest'
import { clearHeap } from '../../pipeline/v8.ts'

test('a large heap is cleared up and given back', () => {
  let garbage: object[] | null = Array.from({ length: 4_000_000 }, (_, at) => ({
    at,
    text: `${at}`,
  }))
  expect(garbage).toHaveLength(4_000_000)
  const before = process.memoryUsage().heapTotal
  garbage = null
  clearHeap()
  expect(process.memoryUsage().heapTotal).toBeLessThan(before / 2)
})
