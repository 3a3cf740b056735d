import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayNumber, displayUsual, formatted } from '../../pipeline/read/display.ts'

const codes = [
  ...['General', '0', '0.0', '0.00', '#,##0', '#,##0.0', '#,##0.00', '0%', '0.0%', '0.00%'],
  ...[
    '#,##0 "€"',
    '#,##0.00 "€"',
    '0.0\\ "€"',
    '#,##0\\ "€"',
    '#,##0%',
    '#,##0.00%',
    'dd/mm/yyyy',
    'General;General;-',
  ],
]
const numbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -99_999_999, max: 99_999_999 }).map((n) => n / 1_000),
  fc.integer({ min: -100_000, max: 100_000 }).map((n) => n / 100),
  fc.integer({ min: -10_000, max: 10_000 }).map((n) => n / 10_000),
  fc.integer({ min: -2, max: 2_958_470 }),
  fc.constantFrom(0, -0, 1e10, 1e11, -1e11, 0.1, -0.5, 123_456.789, 1e-7, 99_999.9999),
)

test('what is shown without the library is what the library shows', () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom(...codes), (value, code) => {
      const usual = displayUsual(value, code)
      if (usual !== null) expect(usual).toBe(formatted(value, code))
      expect(displayNumber(value, code)).toBe(formatted(value, code))
    }),
    { numRuns: 10_000 },
  )
})

test.each([
  [1250, '#,##0', '1\u202f250'],
  [-1_234_567, '#,##0', '-1\u202f234\u202f567'],
  [0.125, null, '0,125'],
  [0.4521, '0.0%', '45,2%'],
])('%d under %s is %s', (value, code, text) => {
  expect(displayNumber(value, code)).toBe(text)
})
