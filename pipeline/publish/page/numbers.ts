/** The narrow no-break space that parts thousands, and stands before « % ». */
export const thin = '\u202f'
const minus = '\u2212'

/** A number as French people write it, from its decimal text (`-1250.500000` → `−1 250,5`): never rounded. */
export function number(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return text
  const [, sign, whole, fraction = ''] = match
  const decimals = fraction.replace(/0+$/, '')
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, thin)
  return `${sign === '' ? '' : minus}${grouped}${decimals === '' ? '' : `,${decimals}`}`
}

const units: Record<string, string> = {
  pourcent: `${thin}%`,
  MEUR: '\u00a0M€',
  EUR: '\u00a0€',
}

/** A figure with its unit where the column doesn't say it: `62 %`, `6,1 M€`, `305 458`. */
export function figure(text: string, unit: string): string {
  return `${number(text)}${units[unit] ?? ''}`
}

/** A decimal text at most `decimals` long, halves away from zero: `105.585206` → `105.59`. */
export function rounded(text: string, decimals: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return text
  const [, sign, whole, fraction = ''] = match
  if (fraction.length <= decimals) return text
  const kept = BigInt(`${whole}${fraction.slice(0, decimals)}`)
  const up = fraction.charCodeAt(decimals) >= '5'.charCodeAt(0) ? 1n : 0n
  const digits = String(kept + up).padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  return `${sign}${digits.slice(0, cut)}${decimals === 0 ? '' : `.${digits.slice(cut)}`}`
}

/** Which way a bound may be rounded so that the truth stays inside. */
export type Side = 'basse' | 'haute'

/** A fraction as a percentage with one decimal, away from the inside of its span: 0.81493 is `81,4` below, `81,5` above. */
export function percentBound(fraction: number, side: Side): string {
  // Doubles are a hair off their decimals: 0.57 × 1000 is 569.9999….
  const slack = 1e-9
  const tenths =
    side === 'basse' ? Math.floor(fraction * 1000 + slack) : Math.ceil(fraction * 1000 - slack)
  return (tenths / 10).toFixed(1).replace('.', ',').replace('-', minus)
}

/** A share as a whole percentage that never says « 100 % » of what isn't all, nor « 0 % » of what isn't nothing. */
export function percentShare(fraction: number): string {
  const nearest = Math.round(fraction * 100)
  const whole = fraction < 1 && nearest >= 100 ? 99 : fraction > 0 && nearest <= 0 ? 1 : nearest
  return `${number(String(whole))}${thin}%`
}

/** `1 lauréat`, `2 lauréats`, `0 lauréat`: French counts nothing in the singular. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(String(count))}\u00a0${count < 2 ? one : many}`
}
