/** Checks that nine digits pass the Luhn test; all zeros don't count as a SIREN. */
export function isSiren(siren: string): boolean {
  if (!/^\d{9}$/.test(siren) || /^0+$/.test(siren)) return false
  let sum = 0
  for (const [i, digit] of [...siren].entries()) {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
