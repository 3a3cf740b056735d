import type { Cue } from '../recognise/cues.ts'
import type { Recognition } from '../recognise/recognise.ts'
import { isSiren } from '../siren.ts'
import { parseCalls } from './call.ts'
import type { Body } from './names.ts'
import type { Registry } from './registry.ts'

/** How a convention was recognised, surest first. */
export type Rule = 'siren' | 'convention' | 'nom' | 'nom_fichier'

/** A body that a document, or a part of it, is about, and what says so. */
export interface Found {
  body: Body
  /** Conventions that are named themselves; empty when only the body is known. */
  conventions: string[]
  rule: Rule
  motif: string
  cue: Cue | null
  /** Calls that its part of a sheet names; absent where the whole document is meant. */
  calls?: Set<string>
  /** Whether a name on a line says the kind of the body too; absent elsewhere. */
  kind?: boolean
}

/** What a person has to decide about whose report a file is, in French. */
export interface FileQuestion {
  motif: string
  proposal: string | null
  confidence: number
  cue: Cue | null
}

/** The one body that was found, or the question when hints point to several; both null when nothing points to anybody. */
export interface Identified {
  found: Found | null
  clash: FileQuestion | null
}

const whole = ({ text }: Cue): string => text

/** What a title is about before it goes on: « Bocage d'Yvreuse : expérimentation », « Rochers de Maupertuis – relevés », « Grand Ouest (EPCI) ». */
const headOf = ({ text }: Cue): string => text.split(/\s*[:;(|•]\s*|\s+[-–—]\s+/)[0]!

/** Who a part of the document is about, by the surest rule that gives exactly one body. */
export function identify(
  recognition: Recognition,
  registry: Registry,
  within: (cue: Cue) => boolean,
): Identified {
  const { cues } = recognition
  const bodies = new Map<Body, Found>()
  const add = (body: Body, rule: Rule, cue: Cue, motif: string, convention: string | null) => {
    const known = bodies.get(body) ?? { body, conventions: [], rule, motif, cue }
    if (convention !== null && !known.conventions.includes(convention)) {
      known.conventions.push(convention)
    }
    bodies.set(body, known)
  }
  const place = (cue: Cue) => (cue.address === '' ? 'le document' : `${cue.sheet}!${cue.address}`)
  for (const cue of cues.sirens.filter(within)) {
    const body = registry.bySiren(cue.text)
    if (body) add(body, 'siren', cue, `SIREN ${cue.text} en ${place(cue)}`, null)
  }
  for (const cue of cues.codes.filter(within)) {
    const known = registry.byConvention(cue.text)
    if (!known) continue
    add(
      known.body,
      'convention',
      cue,
      `convention ${known.convention} en ${place(cue)}`,
      // What is said of an earlier convention doesn't make the report that of it, where the body has another.
      cue.recalled && known.body.conventions.length > 1 ? null : known.convention,
    )
  }
  if (bodies.size === 1) return { found: [...bodies.values()][0]!, clash: null }
  const names = cues.names.filter(within)
  if (bodies.size === 0) {
    const ruledOut: boolean[] = []
    const ways = [
      { labelled: true, strength: 'whole', text: whole },
      { labelled: true, strength: 'part', text: whole },
      { labelled: false, strength: 'whole', text: whole },
      { labelled: false, strength: 'whole', text: headOf },
    ] as const
    for (const { labelled, strength, text } of ways) {
      const matches = names
        .filter((cue) => cue.labelled === labelled)
        .flatMap((cue) => registry.names.find(text(cue)).map((match) => ({ cue, match })))
        .filter(({ match }) => match.strength === strength)
      const found = new Map(matches.map((m) => [m.match.body, m]))
      // Two that are named in the same way: a less sure way doesn't decide between them.
      if (found.size > 1) ruledOut.push(labelled)
      if (ruledOut.includes(labelled)) continue
      for (const [body, { cue }] of found) {
        const motif = `« ${cue.text} » en ${place(cue)}`
        return { found: { body, conventions: [], rule: 'nom', motif, cue }, clash: null }
      }
    }
    return { found: null, clash: null }
  }
  // Several bodies by number: the one that the report names as its author is meant, if there is just one.
  const authors = new Set(
    names
      .filter((cue) => cue.labelled && cue.row >= 0)
      .flatMap((cue) => registry.names.find(cue.text))
      .filter((match) => match.strength === 'whole' && bodies.has(match.body))
      .map((match) => match.body),
  )
  // Numbers that stand beside « SIREN » are stated: their bodies are no mere mentions.
  const stated = new Set(
    cues.sirens.filter((cue) => within(cue) && cue.asked).map((cue) => registry.bySiren(cue.text)),
  )
  const mentioned = [...bodies.keys()].every((body) => authors.has(body) || !stated.has(body))
  if (authors.size === 1 && mentioned) return { found: bodies.get([...authors][0]!)!, clash: null }
  const list = [...bodies.values()].map((f) => `${f.body.nom} (${f.motif})`).sort()
  return {
    found: null,
    clash: {
      motif: `le document désigne plusieurs lauréats : ${list.join(' ; ')}`,
      proposal: null,
      confidence: 0.5,
      cue: null,
    },
  }
}

/** Who the file's own name, then its folders, speak of. */
export function identifyPath(path: string, registry: Registry): Identified {
  const segments = path
    .replace(/\.[a-z0-9]{2,5}$/i, '')
    .split('/')
    .reverse()
  for (const segment of segments) {
    const text = segment.replaceAll('_', ' ')
    const bodies = new Map<Body, string[]>()
    for (const code of registry.codesIn(segment)) {
      const list = bodies.get(code.body) ?? []
      bodies.set(code.body, [...list, code.convention])
    }
    for (const siren of text.match(/(?<!\d)\d{9}(?=\d{5}(?!\d)|(?!\d))/g) ?? []) {
      const body = registry.bySiren(siren)
      if (body && !bodies.has(body)) bodies.set(body, [])
    }
    if (bodies.size === 0) {
      const matches = registry.names.find(text)
      const best = matches.filter((m) => m.strength === 'whole')
      for (const match of best.length > 0 ? best : matches) bodies.set(match.body, [])
    }
    if (bodies.size === 1) {
      const [body, conventions] = [...bodies][0]!
      const motif = `nom de fichier « ${segment} »`
      return { found: { body, conventions, rule: 'nom_fichier', motif, cue: null }, clash: null }
    }
    if (bodies.size > 1) {
      const list = [...bodies.keys()].map((body) => body.nom).sort()
      return {
        found: null,
        clash: {
          motif: `le nom du fichier peut désigner plusieurs lauréats : ${list.join(' ; ')}`,
          proposal: null,
          confidence: 0.5,
          cue: null,
        },
      }
    }
  }
  // « extraction_pass_brissac »: only where no folder says more.
  for (const segment of segments) {
    const body = registry.names.findShort(segment)
    const motif = `nom de fichier « ${segment} »`
    if (body !== null)
      return {
        found: { body, conventions: [], rule: 'nom_fichier', motif, cue: null },
        clash: null,
      }
  }
  return { found: null, clash: null }
}

/**
 * Why the document may not be that body's report: it states a SIREN that is nobody's in the register, or its title and file name
 * speak of another laureate. Null when nothing speaks against it.
 * @param within the cues that speak of the document, and not of a line of a table
 */
export function dispute(
  { cues }: Recognition,
  registry: Registry,
  found: Found | null,
  fromPath: Found | null,
  within: (cue: Cue) => boolean,
): FileQuestion | null {
  const question = (motif: string, cue: Cue | null) => ({
    motif,
    proposal: null,
    confidence: 0.5,
    cue,
  })
  const asked = cues.sirens.filter((cue) => cue.asked && isSiren(cue.text) && within(cue))
  const astray = cues.astraySirens.find(
    (cue) => isSiren(cue.text) && within(cue) && registry.bySiren(cue.text) === undefined,
  )
  const foreign = asked.find((cue) => registry.bySiren(cue.text) === undefined) ?? astray
  const byNumber = found?.rule === 'siren' || found?.rule === 'convention'
  if (foreign && asked.every((cue) => registry.bySiren(cue.text) === undefined) && !byNumber) {
    return question(`le SIREN ${foreign.text} n’est celui d’aucun lauréat du registre`, foreign)
  }
  // Where a count should be, as when the two have changed places: a number of a body all the same.
  const others = cues.astraySirens.find((cue) => {
    const body = within(cue) ? registry.bySiren(cue.text) : undefined
    return body !== undefined && found !== null && body !== found.body
  })
  if (others && !byNumber) {
    const whose = registry.bySiren(others.text)!.nom
    return question(
      `le SIREN ${others.text} désigne ${whose}, mais ${found!.motif} parle de ${found!.body.nom}`,
      others,
    )
  }
  // A number that says nothing of itself still speaks against a name that only the file has.
  const lone = cues.sirens.find(
    (cue) => !cue.asked && cue.row >= 0 && cue.row < 15 && isSiren(cue.text) && within(cue),
  )
  if (found === null || found === fromPath) {
    const unknown =
      lone !== undefined && cues.sirens.every((c) => registry.bySiren(c.text) === undefined)
    if (unknown)
      return question(
        `le nombre ${lone.text} a la forme d’un SIREN, et n’est celui d’aucun lauréat du registre`,
        lone,
      )
  }
  if (found?.rule !== 'siren') return null
  const titles = cues.names.filter((cue) => cue.row >= 0 && (cue.labelled || cue.row < 3))
  const named = titles.flatMap((cue) =>
    registry.names.find(cue.text).map((match) => ({ cue, match })),
  )
  const whole = named.filter(({ match }) => match.strength === 'whole')
  if (whole.some(({ match }) => match.body === found.body)) return null
  const other = whole.find(({ match }) => match.body !== found.body)
  if (!other && !(fromPath && fromPath.body !== found.body)) return null
  const name = other ? `« ${other.cue.text} »` : fromPath!.motif
  return question(
    `${found.motif} désigne ${found.body.nom}, mais ${name} parle d’un autre lauréat`,
    found.cue,
  )
}

/** The one convention that a path alone points to, for files that can't be read; null when it points to none or several. */
export function attachPath(
  path: string,
  registry: Registry,
): { convention: string; motif: string } | null {
  const { found } = identifyPath(path, registry)
  if (found === null) return null
  const calls = parseCalls(path)
  const open =
    found.conventions.length > 0
      ? found.conventions
      : found.body.conventions
          .filter((c) => calls.size !== 1 || calls.has(c.aap))
          .map((c) => c.convention)
  return open.length === 1 ? { convention: open[0]!, motif: found.motif } : null
}

/** The question about figures that nobody in the register is recognised for; `cue` is the text nearest to a name. */
export function unknownBody(cue: Cue | null): FileQuestion {
  return {
    motif:
      'des chiffres, mais aucun lauréat du registre n’est reconnu (SIREN, convention, nom, nom de fichier)',
    proposal: null,
    confidence: 0,
    cue,
  }
}
