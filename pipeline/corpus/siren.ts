/** The digit that makes the Luhn sum of `digits` plus itself a multiple of ten. */
function luhnKey(digits: string): number {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const d = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? d * 2 : d
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return (10 - (sum % 10)) % 10
}

/** Whether a string of digits passes Luhn, as SIREN and SIRET do. */
export function luhn(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && luhnKey(digits.slice(0, -1)) === Number(digits.at(-1))
}

/**
 * Leading digits that no SIREN has. A local authority's number is 2, one digit for its kind, then its
 * département on two digits: there is no département 99, and none 00 (numbers in 2000 exist, of groupings that span several). And no number on record starts with four zeros (the
 * lowest ones start with 0001 and 0003); these show what a spreadsheet does to leading zeros.
 */
export const impossiblePrefixes = [
  '2099',
  '2199',
  '2299',
  '2399',
  '2499',
  '2599',
  '2699',
  '2799',
  '2899',
  '2999',
  '2100',
  '2200',
  '2300',
  '2400',
  '2500',
  '2600',
  '2700',
  '2800',
  '2900',
  '0000',
] as const
export type Prefix = (typeof impossiblePrefixes)[number]

/** The four digits that a prefix leaves free. */
const room = 10_000

/**
 * The n-th SIREN (from 0) under a prefix: nine digits that pass Luhn and can't be anyone's. Different `n` under 9 999 give
 * different numbers; past that it throws.
 */
export function sirenOf(prefix: Prefix, n: number): string {
  if (n >= room - 1) throw new Error(`sirenOf: only ${room - 1} numbers under ${prefix}`)
  // 7 919 is prime to the room, so that neighbours look unrelated and none repeats; never all zeros.
  const free = String(((n + 1) * 7_919) % room).padStart(4, '0')
  const stem = `${prefix}${free}`
  return `${stem}${luhnKey(stem)}`
}

/** A SIRET of that SIREN: 14 digits that pass Luhn. `rank` is the establishment's, from 1. */
export function siretOf(siren: string, rank: number): string {
  const stem = `${siren}${String(rank).padStart(4, '0')}`
  return `${stem}${luhnKey(stem)}`
}
