import type { Cue } from '../recognise/cues.ts'
import type { Reading } from '../recognise/reading.ts'
import type { Recognition } from '../recognise/recognise.ts'
import { parseCalls } from './call.ts'
import type { Body } from './names.ts'
import { isSiren } from './register.ts'
import type { Registry } from './registry.ts'

/** How a convention was recognised, surest first. */
export type Rule = 'siren' | 'convention' | 'nom' | 'nom_fichier'

export interface Attachment {
  /** Each reading with the convention it belongs to; null when nobody can say. */
  readings: { reading: Reading; convention: string | null }[]
  /** The conventions that the file is about, with the rule and the words for it. */
  conventions: { convention: string; rule: Rule; motif: string }[]
  /** What a person has to decide about whose report this is, in French. */
  questions: { motif: string; proposal: string | null; confidence: number; cue: Cue | null }[]
}

interface Found {
  body: Body
  /** Conventions that are named themselves; empty when only the body is known. */
  conventions: string[]
  rule: Rule
  motif: string
  cue: Cue | null
}

/**
 * Says whose figures a document holds. A SIREN goes before a convention number, that before a name, a name before the file's
 * own name. A line or a sheet that names its own laureate goes before the document. What points two ways is a question.
 */
export function attach(path: string, recognition: Recognition, registry: Registry): Attachment {
  const { readings, cues } = recognition
  const questions: Attachment['questions'] = []
  let lines = ownLines(readings, registry)
  const inTables = tableLines(readings)
  const outside = (cue: Cue) => !inTables.has(`${cue.sheet}\n${cue.row}`)
  const sheets = [...new Set(readings.map((r) => r.sheet))]
  const bySheet = new Map(
    sheets.map((sheet) => [
      sheet,
      identify(recognition, registry, (cue) => outside(cue) && cue.sheet === sheet),
    ]),
  )
  const whole = identify(recognition, registry, outside)
  const fromPath = identifyPath(path, registry)
  const inside = identify(recognition, registry, () => true)
  const sender = whole.found ?? fromPath.found
  if (sender && !memberOfItsTable(sender.body, lines)) lines = new Map()
  const sheetBodies = new Set([...bySheet.values()].flatMap((f) => f.found?.body.siren ?? []))
  const severalBodies = sheetBodies.size > 1

  const used = new Map<string, { rule: Rule; motif: string }>()
  const asked = new Set<string>()
  const ask = (question: Attachment['questions'][number]) => {
    if (asked.has(question.motif)) return
    asked.add(question.motif)
    questions.push(question)
  }

  const result = readings.map((reading) => {
    const line = lines.get(reading)
    const sheet = bySheet.get(reading.sheet)
    if (line === undefined && lines.size > 0 && linesOf(readings, lines, reading)) {
      return { reading, convention: null }
    }
    const disputed =
      line === undefined
        ? dispute(recognition, registry, whole.found ?? inside.found, fromPath.found)
        : null
    if (disputed !== null) {
      if (reading.kind === 'figure') ask(disputed)
      return { reading, convention: null }
    }
    let found = line ?? sheet?.found ?? null
    if (found === null && !severalBodies) found = whole.found ?? fromPath.found ?? inside.found
    if (found === null) {
      const clash = sheet?.clash ?? whole.clash ?? fromPath.clash
      if (reading.kind === 'figure') ask(clash ?? unknownBody(cues.names[0] ?? null))
      return { reading, convention: null }
    }
    if (line === undefined && fromPath.found && fromPath.found.body !== found.body) {
      if (fromPath.found.rule === 'nom_fichier' && fromPath.found.conventions.length > 0) {
        ask({
          motif: `le fichier porte le numéro ${fromPath.found.conventions.join(', ')} mais son contenu parle de ${found.body.nom}`,
          proposal: null,
          confidence: 0.5,
          cue: found.cue,
        })
        return { reading, convention: null }
      }
    }
    const convention = conventionOf(reading, found, sheet?.found ?? null)
    if (convention === null) return { reading, convention: null }
    const rule = found === fromPath.found ? 'nom_fichier' : found.rule
    if (!used.has(convention)) used.set(convention, { rule, motif: found.motif })
    return { reading, convention }
  })

  if (readings.length === 0) {
    const found = whole.found ?? fromPath.found ?? inside.found
    const only = found ? soleConvention(found) : null
    if (found && only) used.set(only, { rule: found.rule, motif: found.motif })
  }
  return {
    readings: ownLinesAlone(result, lines),
    conventions: [...used].map(([convention, { rule, motif }]) => ({ convention, rule, motif })),
    questions,
  }

  function conventionOf(reading: Reading, found: Found, sheet: Found | null): string | null {
    const { body } = found
    const named = [found, sheet, whole.found, fromPath.found]
      .filter((f) => f?.body === body)
      .map((f) => f!.conventions.filter((c) => body.conventions.some((b) => b.convention === c)))
      .find((conventions) => conventions.length > 0)
    const of = (aap: string) => body.conventions.filter((c) => c.aap === aap)
    if (reading.aap !== null) {
      const candidates = of(reading.aap)
      if (candidates.length === 1) return candidates[0]!.convention
      if (reading.kind === 'figure') {
        ask({
          motif: `le chiffre est de l’AAP ${reading.aap}, et ${body.nom} n’y a pas de convention`,
          proposal: null,
          confidence: 0.3,
          cue: null,
        })
      }
      return null
    }
    // Beside figures of one call each, a figure of none is their total.
    const callsBeside = readings.some((r) => r.group === reading.group && r.aap !== null)
    if (callsBeside) return null
    if (named?.length === 1) return named[0]!
    const ownCalls = new Set(cues.aaps.filter((c) => c.sheet === reading.sheet).map((c) => c.text))
    const calls = severalBodies ? ownCalls : new Set(cues.aaps.map((c) => c.text))
    const pathCalls = parseCalls(path)
    // A sheet on both calls beside sheets on one call each is their total.
    if (
      ownCalls.size > 1 &&
      cues.aaps.some((c) => c.sheet !== reading.sheet && onlyCall(c.sheet))
    ) {
      return null
    }
    for (const set of [ownCalls, calls, pathCalls]) {
      if (set.size !== 1) continue
      const candidates = of([...set][0]!)
      if (candidates.length === 1) return candidates[0]!.convention
      ask({
        motif: `le rapport parle de l’AAP ${[...set][0]}, et ${body.nom} n’y a pas de convention`,
        proposal: body.conventions[0]?.convention ?? null,
        confidence: 0.5,
        cue: null,
      })
      return null
    }
    if (body.conventions.length === 1) return body.conventions[0]!.convention
    if (reading.kind === 'figure') {
      ask({
        motif: `${body.nom} a plusieurs conventions (${body.conventions.map((c) => c.convention).join(', ')}) et rien ne dit de laquelle il s’agit`,
        proposal: null,
        confidence: 0.5,
        cue: found.cue,
      })
    }
    return null
  }

  function onlyCall(sheet: string): boolean {
    return new Set(cues.aaps.filter((c) => c.sheet === sheet).map((c) => c.text)).size === 1
  }

  function soleConvention(found: Found): string | null {
    if (found.conventions.length === 1) return found.conventions[0]!
    const calls = new Set([...cues.aaps.map((c) => c.text), ...parseCalls(path)])
    const open = found.body.conventions.filter((c) => calls.size !== 1 || calls.has(c.aap))
    return open.length === 1 ? open[0]!.convention : null
  }
}

/**
 * Why the document may not be that body's report: it states a SIREN that is nobody's in the register, or its title and file name
 * speak of another laureate. Null when nothing speaks against it.
 */
function dispute(
  { cues }: Recognition,
  registry: Registry,
  found: Found | null,
  fromPath: Found | null,
): Attachment['questions'][number] | null {
  const question = (motif: string, cue: Cue | null) => ({
    motif,
    proposal: null,
    confidence: 0.5,
    cue,
  })
  const asked = cues.sirens.filter((cue) => cue.asked && isSiren(cue.text))
  const foreign = asked.find((cue) => registry.bySiren(cue.text) === undefined)
  const byNumber = found?.rule === 'siren' || found?.rule === 'convention'
  if (foreign && asked.every((cue) => registry.bySiren(cue.text) === undefined) && !byNumber) {
    return question(`le SIREN ${foreign.text} n’est celui d’aucun lauréat du registre`, foreign)
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

interface Identified {
  found: Found | null
  clash: Attachment['questions'][number] | null
}

/** Who a part of the document is about, by the surest rule that gives exactly one body. */
function identify(
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
      known.convention,
    )
  }
  if (bodies.size === 1) return { found: [...bodies.values()][0]!, clash: null }
  const names = cues.names.filter(within)
  if (bodies.size === 0) {
    for (const labelled of [true, false]) {
      for (const strength of ['whole', 'part'] as const) {
        if (!labelled && strength === 'part') continue
        const matches = names
          .filter((cue) => cue.labelled === labelled)
          .flatMap((cue) => registry.names.find(cue.text).map((match) => ({ cue, match })))
          .filter(({ match }) => match.strength === strength)
        const found = new Map(matches.map((m) => [m.match.body, m]))
        if (found.size > 1) break
        for (const [body, { cue }] of found) {
          return {
            found: {
              body,
              conventions: [],
              rule: 'nom',
              motif: `« ${cue.text} » en ${place(cue)}`,
              cue,
            },
            clash: null,
          }
        }
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
  if (authors.size === 1) return { found: bodies.get([...authors][0]!)!, clash: null }
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
function identifyPath(path: string, registry: Registry): Identified {
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
  return { found: null, clash: null }
}

function unknownBody(cue: Cue | null): Attachment['questions'][number] {
  return {
    motif:
      'des chiffres, mais aucun lauréat du registre n’est reconnu (SIREN, convention, nom, nom de fichier)',
    proposal: null,
    confidence: 0,
    cue,
  }
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

/**
 * Readings whose own line or column names a laureate, by SIREN, convention number or name, in tables of several lines. Whether such a
 * table is one of laureates or of one laureate's partners is decided by who sends it.
 */
function ownLines(readings: Reading[], registry: Registry): Map<Reading, Found> {
  const owners = new Map<Reading, Found>()
  for (const group of Map.groupBy(readings, (r) => r.group).values()) {
    const spots = new Set(group.map((r) => `${r.row}:${r.col}`))
    if (spots.size < 2) continue
    const byNumber = group.map((r) => [r, byNumbers(r, registry)] as const)
    if (byNumber.some(([, found]) => found !== null)) {
      for (const [reading, found] of byNumber) if (found) owners.set(reading, found)
      continue
    }
    const byName = group.map((r) => [r, byNames(r, registry)] as const)
    for (const [reading, found] of byName) if (found) owners.set(reading, found)
  }
  return owners
}

/** The lines of tables with several lines of details: what stands there names the lines, not the sender. */
function tableLines(readings: Reading[]): Set<string> {
  const inside = new Set<string>()
  for (const group of Map.groupBy(readings, (r) => r.group).values()) {
    const rows = new Set(group.map((r) => r.row))
    if (rows.size < 2) continue
    for (const r of group) if (r.line.role !== 'seul') inside.add(`${r.sheet}\n${r.row}`)
  }
  return inside
}

/** A laureate's only line in a table of laureates is all that the table says of it: no detail, no period. */
function ownLinesAlone(
  readings: Attachment['readings'],
  lines: Map<Reading, Found>,
): Attachment['readings'] {
  const key = ({ reading, convention }: Attachment['readings'][number]) =>
    `${convention}\n${reading.group}`
  const counts = Map.groupBy(readings, key)
  return readings.map((one) => {
    if (!lines.has(one.reading) || counts.get(key(one))!.length > 1) return one
    const alone = { role: 'seul' as const, key: '', known: false }
    return { ...one, reading: { ...one.reading, line: alone, column: alone } }
  })
}

/**
 * Whether the body that the document names as a whole has a line of its own among others. If not, the lines are its partners, though
 * some may be laureates in their own right.
 */
function memberOfItsTable(body: Body, lines: Map<Reading, Found>): boolean {
  const ordinary = [...lines].filter(([reading]) => !/total/.test(reading.line.role))
  return ordinary.some(([, found]) => found.body === body)
}

/** Whether a reading stands in a group where other lines name their laureates: then it is a total or nobody's. */
function linesOf(readings: Reading[], lines: Map<Reading, Found>, reading: Reading): boolean {
  return readings.some((r) => r.group === reading.group && lines.has(r))
}

function byNumbers(reading: Reading, registry: Registry): Found | null {
  for (const text of reading.names) {
    const digits = text.replaceAll(/[\s.]/g, '')
    const siren = /^\d{14}$/.test(digits) ? digits.slice(0, 9) : digits.padStart(9, '0')
    const body = /^\d{6,9}$|^\d{14}$/.test(digits) ? registry.bySiren(siren) : undefined
    const codes = reading.names.flatMap((name) => registry.codesIn(name))
    if (body) {
      const conventions = codes.filter((c) => c.body === body).map((c) => c.convention)
      return { body, conventions, rule: 'siren', motif: `SIREN ${siren} sur la ligne`, cue: null }
    }
    const code = codes[0]
    if (code) {
      const { convention } = code
      return {
        body: code.body,
        conventions: [convention],
        rule: 'convention',
        motif: `convention ${convention} sur la ligne`,
        cue: null,
      }
    }
  }
  return null
}

function byNames(reading: Reading, registry: Registry): Found | null {
  for (const text of reading.names) {
    const whole = registry.names.find(text).filter((m) => m.strength === 'whole')
    if (whole.length === 1) {
      const { body } = whole[0]!
      return { body, conventions: [], rule: 'nom', motif: `« ${text} » sur la ligne`, cue: null }
    }
  }
  return null
}
