import { callsIn } from '../recognise/label.ts'

/** The calls that a path names: « AAP 2019 », `aap2020`, `appel_a_projets_2019`. A bare year is no call. */
export function parseCalls(path: string): Set<string> {
  return new Set(path.split('/').flatMap((segment) => [...callsIn(segment)]))
}
