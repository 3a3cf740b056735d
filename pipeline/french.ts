const nbsp = '\u00a0'

/** French spacing: a no-break space before `:` `;` `?` `!` `»` `%` and after `«`. */
export function spaced(text: string): string {
  return text.replaceAll(/ (?=[:;?!»%])/g, nbsp).replaceAll('« ', `«${nbsp}`)
}

/** A reason as people read it: French spacing, a capital at its start. */
export function sentence(text: string): string {
  const whole = spaced(text)
  return whole.charAt(0).toLocaleUpperCase('fr') + whole.slice(1)
}
