import { expect, test } from 'vitest'
import { BilanError } from '../../pipeline/error.ts'
import { leastMemory, shareMemory } from '../../pipeline/memory.ts'

const settings = [leastMemory, 1024, 1500, 4096, 65_536].flatMap((memory) =>
  [1, 2, 16].map((cores) => ({ memory, cores })),
)

test.each(settings)('$memory MiB on $cores cores are not overdrawn', ({ memory, cores }) => {
  const { collecting, building, light, heavy } = shareMemory(memory, cores)
  const idle = 128
  for (const { workers, memoryMb } of [light, heavy]) {
    expect(workers).toBeGreaterThanOrEqual(1)
    expect(workers).toBeLessThanOrEqual(cores)
    expect(256 + collecting + workers * (memoryMb + idle)).toBeLessThanOrEqual(memory)
  }
  expect(256 + building.memoryMb).toBeLessThanOrEqual(memory)
  expect(building.memoryMb).toBeGreaterThanOrEqual(192)
  expect(building.threads).toBeGreaterThanOrEqual(1)
  expect(building.threads).toBeLessThanOrEqual(cores)
})

test('what one reader may hold is the same on any machine, from the default up', () => {
  const holds = (memory: number, cores: number) => shareMemory(memory, cores).heavy.memoryMb
  expect(new Set([holds(1024, 1), holds(1024, 64), holds(65_536, 2)])).toEqual(new Set([512]))
})

test('more memory on more cores is more readers', () => {
  expect(shareMemory(1024, 2).light.workers).toBe(2)
  expect(shareMemory(1024, 16).light.workers).toBe(2)
  expect(shareMemory(4096, 16).light.workers).toBeGreaterThan(8)
})

test('too little is wrong usage', () => {
  expect(() => shareMemory(leastMemory - 1, 2)).toThrow(BilanError)
  expect(() => shareMemory(100, 2)).toThrow('--memory 100')
})
