import { fold } from '../recognise/text.ts'

/** The calls that a path names: « AAP 2019 », `aap2020`, `appel_a_projets_2019`. A bare year is no call. */
export function parseCalls(path: string): Set<string> {
  const plain = fold(path).replaceAll(/[_/.]/g, ' ')
  const found = plain.matchAll(
    /(?:aap|appels? a projets?|appel|vague|edition)[ -]*(20\d\d)(?:\s*(?:et|&|-|,|\+)\s*(20\d\d))?/g,
  )
  return new Set([...found].flatMap((match) => [match[1]!, ...(match[2] ? [match[2]] : [])]))
}
