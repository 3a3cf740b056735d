import { fold, words } from '../recognise/text.ts'
import type { Vocabulary } from '../recognise/vocabulary.ts'
import type { RawLaureat } from '../warehouse/raw.ts'
import { type Body, NameIndex } from './names.ts'

/** A convention as a number names it. */
export interface Numbered {
  body: Body
  convention: string
}

/** The register, ready for look-ups by SIREN, by number of convention and by name. */
export class Registry {
  readonly bodies: Body[]
  readonly names: NameIndex
  readonly #bySiren = new Map<string, Body>()
  readonly #byConvention = new Map<string, Numbered>()

  constructor(
    laureats: RawLaureat[],
    types: { expression: string; type: string }[],
    vocabulary: Vocabulary,
  ) {
    for (const { siren, nom, convention, aap, potentiel_achat: potential } of laureats) {
      const body = this.#bySiren.get(siren) ?? { siren, nom, conventions: [] }
      body.conventions.push({ convention, aap, potential })
      this.#bySiren.set(siren, body)
      this.#byConvention.set(plainCode(convention), { body, convention })
    }
    this.bodies = [...this.#bySiren.values()]
    const generic = (word: string) => vocabulary.terms(word).every((term) => term.sense !== null)
    this.names = new NameIndex(this.bodies, types, (word) => words(word).every(generic))
  }

  bySiren(siren: string): Body | undefined {
    return this.#bySiren.get(siren)
  }

  /** The convention of one number, however its separators are written. */
  byConvention(code: string): Numbered | undefined {
    const known = this.#byConvention.get(plainCode(code))
    return known && yearInCode(code, known.convention) ? undefined : known
  }

  /** The conventions whose numbers stand in a text as words of their own. */
  codesIn(text: string): Numbered[] {
    const found = new Map<string, Numbered>()
    for (const match of fold(text).match(/[a-z0-9]+(?:[-_/.][a-z0-9]+)*/g) ?? []) {
      // A number may stand among others in a name joined by underscores: `rapport_2019-017_v2`.
      const parts = match.split(/[_/.]/)
      const pairs = parts.slice(0, -1).map((part, i) => `${part}-${parts[i + 1]}`)
      for (const candidate of [match, ...parts, ...pairs]) {
        const known = this.byConvention(candidate)
        if (known) found.set(known.convention, known)
      }
    }
    return [...found.values()]
  }
}

/** Whether a text only looks like a number because a year stands where that has two parts: « PN_2019 » is no PN20-19. */
function yearInCode(text: string, convention: string): boolean {
  const own: string[] = convention.match(/\d+/g) ?? []
  return (text.match(/\d+/g) ?? []).some((part) => /^20[0-4]\d$/.test(part) && !own.includes(part))
}

function plainCode(code: string): string {
  return fold(code).replaceAll(/[^a-z0-9]/g, '')
}
