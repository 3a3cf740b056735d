import { z } from 'zod'

const iri = z.url({ protocol: /^https?$/ })
const day = z.iso.date()

/** What is known of the publication, none of it needed: what isn't said here is said nowhere. */
const metadata = z.strictObject({
  titre: z.string().trim().min(1).optional(),
  description: z.string().trim().min(1).optional(),
  mots_cles: z.array(z.string().trim().min(1)).optional(),
  /** Who publishes. */
  editeur: z.strictObject({ nom: z.string().trim().min(1), adresse: iri.optional() }).optional(),
  /** Address of the licence. */
  licence: iri.optional(),
  contact: z
    .strictObject({ nom: z.string().trim().min(1), courriel: z.email().optional() })
    .optional(),
  /** Where the exports will stand, with a slash at its end. */
  adresse: iri.regex(/\/$/, 'expected an address that ends with /').optional(),
  /** A page about them. */
  page: iri.optional(),
  /** Address of the territory. */
  territoire: iri.optional(),
  /** First and last day that the figures are about. */
  debut: day.optional(),
  fin: day.optional(),
})

/** The form of `raw/corpus.json`. */
export const originFile = z.strictObject({
  synthetique: z.boolean(),
  note: z.string().optional(),
  metadonnees: metadata.optional(),
})

export type Metadata = z.infer<typeof metadata>

/** What `raw/corpus.json` says of where the reports come from, and of the publication. */
export interface Origin {
  synthetique: boolean
  /** A sentence for readers; null when there is none. */
  note: string | null
  metadonnees?: Metadata | undefined
}

const plainTitle = 'Bilan des appels à projets'

/** The title of the publication. */
export function titleOf(origin: Origin): string {
  return origin.metadonnees?.titre ?? plainTitle
}

/** What readers must be told before anything else; null for real reports without a note. */
export function noticeOf({ synthetique, note }: Origin): string | null {
  return (
    note ??
    (synthetique ? 'Données synthétiques : elles ne décrivent aucune collectivité réelle.' : null)
  )
}
