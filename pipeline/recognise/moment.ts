import { type After, type Before, is, isAuxiliary } from './clause.ts'
import { totals } from './governing.ts'
import type { Label } from './label.ts'
import type { Token } from './prose.ts'
import { acts } from './vocabulary.ts'

/** Time and call of a number: what its own clause says, or what leads the sentence (« En 2023, 450 pass ont été achetés »). */
export function momentOf(tokens: Token[], at: number, before: Before, after: After): Label {
  const whens = (among: Token[]) => among.flatMap((t) => (t.kind === 'when' ? [t.label] : []))
  const own = whens([...ofPredicate(before.tokens), ...after.near, ...after.far])
  // « complétée en 2022 par 1 500 pass : la ville en a donc acheté 4 500 au total »: a total is of no year that another number was of.
  const total = [...before.tokens, ...after.near].some((t) => t.kind === 'word' && is(t, totals))
  const from = total ? tokens.findLastIndex((t, i) => i < at && t.kind === 'number') : -1
  const told = ofPredicate(tokens.slice(0, at))
  const leading = tokens.findLast(
    (t, i) => i > from && i < at && t.kind === 'when' && leads(tokens, i) && told.includes(t),
  )
  const all = [
    ...own,
    ...(own.some((l) => l.period ?? l.asOf) ? [] : whens(leading ? [leading] : [])),
  ]
  const calls = new Set(whens(tokens).flatMap((l) => l.aap ?? []))
  return {
    text: '',
    terms: all.flatMap((l) => l.terms.filter((t) => t.sense === 'cumul')),
    unknown: [],
    period: all.find((l) => l.period !== null)?.period ?? null,
    asOf: all.findLast((l) => l.asOf !== null)?.asOf ?? null,
    aap: all.find((l) => l.aap !== null)?.aap ?? (calls.size === 1 ? [...calls][0]! : null),
    years: null,
    carnet: null,
  }
}

/** What a contract, a market or a decision was made with: « le marché signé en mars 2020 a permis d’acquérir 500 pass ». */
const concluded =
  /(?:^| )(?:notifie|signe|conclu|attribue|vote|adopte|delibere|lance|publie|contractualise|souscrit)$/

/** What has a day of its own. */
const document =
  /^(?:courrier|courriel|mail|lettre|message|envoi|rapport|bilan|compte rendu|deliberation|reunion|comite|seance|conseil|avenant|facture|arrete|proces verbal|note)$/

/** The elements of a clause without the day of what its subject was made on. */
function ofPredicate(all: Token[]): Token[] {
  // « comme indiqué dans notre courrier du 3 mars »
  const tokens = all.filter((token, i) => {
    const named = [all[i - 1], all[i - 2]].some((t) => t?.kind === 'word' && document.test(t.text))
    return token.kind !== 'when' || !named
  })
  const verb = tokens.findLastIndex(isAuxiliary)
  const made = tokens.findIndex((t) => t.kind === 'word' && concluded.test(t.text))
  return made < 0 || verb < made ? tokens : tokens.filter((t, i) => t.kind !== 'when' || i > verb)
}

/** Whether a date opens its clause: nothing stands before it but words without a meaning of their own. */
function leads(tokens: Token[], at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const token = tokens[i]!
    if (token.kind === 'mark') return true
    if (token.kind === 'number' || (token.kind === 'word' && is(token, acts))) return false
  }
  return true
}
