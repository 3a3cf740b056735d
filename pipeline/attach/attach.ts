import type { Cue } from '../recognise/cues.ts'
import type { Reading } from '../recognise/reading.ts'
import type { Recognition } from '../recognise/recognise.ts'
import { blocksOf, commonTotals } from './blocks.ts'
import { parseCalls } from './call.ts'
import {
  dispute,
  type FileQuestion,
  type Found,
  identify,
  identifyPath,
  type Rule,
  unknownBody,
} from './identity.ts'
import {
  type Attached,
  byNumbers,
  columnNames,
  comparisons,
  contestedIn,
  headingsOf,
  isOrphan,
  leadsItsGroup,
  ledTables,
  lineClash,
  listsConventions,
  memberOfItsTable,
  nameOfTotal,
  namesakeOnly,
  ownAmongOthers,
  ownLines,
  ownLinesAlone,
  ownTotals,
  tableLines,
  withSilentLines,
} from './lines.ts'
import type { Body } from './names.ts'
import type { Registry } from './registry.ts'
import { sectionsOf } from './sections.ts'

/** What attachment says of one document. */
export interface Attachment {
  /** Each reading with the convention it belongs to; null when nobody can say. */
  readings: Attached[]
  /** The conventions that the file is about, with the rule and the words for it. */
  conventions: { convention: string; rule: Rule; motif: string }[]
  /** What a person has to decide about whose report this is, in French. */
  questions: FileQuestion[]
}

/**
 * Says whose figures a document holds. A SIREN goes before a convention number, that before a name, a name before the file's
 * own name. A line or a sheet that names its own laureate goes before the document. What points two ways is a question.
 */
export function attach(path: string, recognition: Recognition, registry: Registry): Attachment {
  const { readings, cues } = recognition
  const questions: Attachment['questions'] = []
  let lines = ownLines(readings, registry)
  const inTables = withSilentLines(tableLines(readings), cues)
  const isHeading = headingsOf(readings)
  const namesColumn = columnNames(readings, cues, lines)
  const outside = (cue: Cue) =>
    !inTables.has(`${cue.sheet}\n${cue.row}`) && !isHeading(cue) && !namesColumn(cue)
  const sheets = [...new Set(readings.map((r) => r.sheet))]
  const bySheet = new Map(
    sheets.map((sheet) => [
      sheet,
      identify(recognition, registry, (cue) => outside(cue) && cue.sheet === sheet),
    ]),
  )
  const blocks = blocksOf(recognition, registry, outside)
  const common = commonTotals(readings, blocks)
  const whole = identify(recognition, registry, outside)
  const fromPath = identifyPath(path, registry)
  // Where a laureate sends it, the names in it are those of its partners.
  const sections =
    whole.found === null && fromPath.found === null && lines.size === 0 && blocks.size === 0
      ? sectionsOf(recognition, registry)
      : new Map<Reading, Found | null>()
  const inside = identify(recognition, registry, (cue) => !isHeading(cue))
  const sender = whole.found ?? fromPath.found ?? nameOfTotal(lines, readings)
  const totals = sender === null ? new Set<Reading>() : ownTotals(sender.body, lines, readings)
  // A table whose only known line is a namesake's, and nobody who says that it is theirs.
  const orphan = sender === null && isOrphan(lines, readings, registry)
  const foreign =
    sender !== null &&
    !memberOfItsTable(sender.body, lines, readings) &&
    !listsConventions(lines, sender.body)
  const contested = contestedIn(readings, registry)
  if (
    contested.size === 0 &&
    (foreign ||
      (sender &&
        (namesakeOnly(sender.body, lines, readings, registry) ||
          leadsItsGroup(sender.body, lines, readings, cues))))
  )
    lines = new Map()
  for (const [reading, { body }] of lines)
    if (contested.get(reading.group)?.has(body)) lines.delete(reading)
  const among = sender ? ownAmongOthers(sender.body, lines, readings) : ledTables(lines, readings)
  const compared = sender ? comparisons(sender.body, lines, readings, registry) : new Set<string>()
  const tablesOfLaureates = new Set([...[...lines.keys()].map((r) => r.group), ...contested.keys()])
  const disputed = dispute(
    recognition,
    registry,
    whole.found ?? inside.found,
    fromPath.found,
    outside,
  )
  const sheetBodies = new Set([...bySheet.values()].flatMap((f) => f.found?.body.siren ?? []))
  const severalBodies = sheetBodies.size > 1
  const allCalls = new Set(cues.aaps.map((cue) => cue.text))
  const callsElsewhere = new Set(cues.aapsElsewhere?.map((cue) => cue.text))
  const callsOf = new Map(
    [...Map.groupBy(cues.aaps, (cue) => cue.sheet)].map(([sheet, own]) => [
      sheet,
      new Set(own.map((cue) => cue.text)),
    ]),
  )
  const pathCalls = parseCalls(path)
  const ofCalls = new Map(
    [...Map.groupBy(readings, (r) => r.group)].flatMap(([group, own]) => {
      const calls = new Set(own.flatMap((r) => r.aap ?? []))
      return calls.size === 0 ? [] : [[group, calls] as const]
    }),
  )
  const columnsOfCalls = new Set(readings.flatMap((r) => (r.aap === null ? [] : [columnOf(r)])))
  const isApart = ({ group }: Reading) => ofCalls.has(group) || tablesOfLaureates.has(group)
  const beyond = readings.filter((r) => r.aap === null && !lines.has(r) && isApart(r))
  /** Whether a figure stands alone in a column that has the totals of several conventions on the lines near it: an empty cell makes it the figure of none of them. */
  const isOfSeveral = (reading: Reading) =>
    reading.kind === 'figure' &&
    reading.aap === null &&
    !isApart(reading) &&
    beyond.some(
      (r) =>
        r.sheet === reading.sheet &&
        r.col === reading.col &&
        r.group !== reading.group &&
        Math.abs(r.row - reading.row) <= nearLines,
    )
  /** Whether a period of no call stands in a column whose other lines are all of one: it is no total of several calls, its line has lost the call. */
  const hasLostCall = (reading: Reading, calls: ReadonlySet<string>) =>
    calls.size === 1 && reading.line.role === 'periode' && columnsOfCalls.has(columnOf(reading))

  const used = new Map<string, { rule: Rule; motif: string }>()
  const asked = new Set<string>()
  const ask = (question: FileQuestion) => {
    if (asked.has(question.motif)) return
    asked.add(question.motif)
    questions.push(question)
  }

  const result = readings.map((reading) => {
    const attached = attachedTo(reading)
    return totals.has(reading) ? { ...attached, reading: asTotal(attached.reading) } : attached
  })

  function attachedTo(reading: Reading): Attached {
    if (common.has(reading)) return { reading, convention: null }
    if (orphan) {
      if (reading.kind === 'figure') ask(unknownBody(cues.names[0] ?? null))
      return { reading, convention: null }
    }
    const line = lines.get(reading)
    const sheet = bySheet.get(reading.sheet)
    if (line === undefined && tablesOfLaureates.has(reading.group)) {
      const motif = reading.kind === 'figure' ? lineClash(reading, registry) : null
      if (motif !== null) ask({ motif, proposal: null, confidence: 0.3, cue: null })
      return { reading, convention: null }
    }
    const section = sections.get(reading)
    if (section === null) {
      if (reading.kind === 'figure') ask(unknownBody(cues.names[0] ?? null))
      return { reading, convention: null }
    }
    const block = section ?? blocks.get(reading)
    if (line === undefined && block === undefined && disputed !== null) {
      if (reading.kind === 'figure') ask(disputed)
      return { reading, convention: null }
    }
    let found = line ?? block ?? sheet?.found ?? null
    if (found === null && !severalBodies) found = whole.found ?? fromPath.found ?? inside.found
    if (found === null) {
      const clash = sheet?.clash ?? whole.clash ?? fromPath.clash
      if (reading.kind === 'figure') ask(clash ?? unknownBody(cues.names[0] ?? null))
      return { reading, convention: null }
    }
    if (
      line === undefined &&
      block === undefined &&
      fromPath.found &&
      fromPath.found.body !== found.body
    ) {
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
    if (convention === null) {
      const corrects = reading.corrects !== undefined || reading.rectifies
      const candidates = corrects ? found.body.conventions.map((c) => c.convention) : undefined
      return { reading, convention: null, candidates }
    }
    const rule = found === fromPath.found ? 'nom_fichier' : found.rule
    if (!used.has(convention)) used.set(convention, { rule, motif: found.motif })
    if (line === undefined && isOfSeveral(reading)) {
      const doubt = 'la colonne a le total de plusieurs conventions'
      return { reading: { ...reading, doubts: [...reading.doubts, doubt] }, convention }
    }
    if (line !== undefined && among.has(reading.group)) {
      const doubt = `la ligne est celle de ${found.body.nom}, parmi d’autres : de qui est le rapport ?`
      return { reading: { ...reading, doubts: [...reading.doubts, doubt] }, convention }
    }
    const isOfWhole = line === undefined && block === undefined && reading.kind === 'figure'
    const numbered = isOfWhole ? (byNumbers(reading, registry)?.body ?? found.body) : found.body
    if (numbered !== found.body) {
      const doubt = `la ligne ou la colonne porte le numéro de ${numbered.nom}`
      return { reading: { ...reading, doubts: [...reading.doubts, doubt] }, convention }
    }
    const slip = isOfWhole ? slippedName(reading, found.body) : null
    if (slip !== null) {
      const doubt = `la ligne ou la colonne porte presque le nom de ${slip.nom}`
      return { reading: { ...reading, doubts: [...reading.doubts, doubt] }, convention }
    }
    if (line === undefined && block === undefined && compared.has(reading.group)) {
      const doubt = `les lignes sont celles d’autres organismes que ${found.body.nom}`
      return { reading: { ...reading, doubts: [...reading.doubts, doubt] }, convention }
    }
    return { reading, convention }
  }

  /** Another body than the one whose report it is, of which a line or column bears the name with a slip. */
  function slippedName({ names }: Reading, body: Body): Body | null {
    const meant = names.map((name) => registry.names.slipOf(name))
    return meant.find((one) => one !== null && one !== body) ?? null
  }

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
    // « Au titre de cette première convention (PN19-003), 18 500 pass avaient été acquis » in the report of the second one.
    const told = reading.rule === 'phrase' ? registry.codesIn(reading.label) : []
    const said = new Set(told.filter((c) => c.body === body).map((c) => c.convention))
    if (said.size === 1) return [...said][0]!
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
    const apart = ofCalls.get(reading.group)
    if (apart !== undefined && !hasLostCall(reading, apart)) {
      const without = body.conventions.find((c) => !apart.has(c.aap))
      if (reading.kind === 'figure' && without !== undefined) {
        ask({
          motif: `un total de plusieurs conventions, et rien n’y est de ${without.convention} seule`,
          proposal: without.convention,
          confidence: 0.3,
          cue: null,
        })
      }
      return null
    }
    if (named?.length === 1) return named[0]!
    const ownCalls = callsOf.get(reading.sheet) ?? new Set()
    const calls = severalBodies ? ownCalls : allCalls
    // A sheet on both calls beside sheets on one call each is their total.
    if (ownCalls.size > 1 && [...callsOf.values()].some((others) => others.size === 1)) {
      return null
    }
    for (const set of [found.calls ?? new Set<string>(), ownCalls, calls, pathCalls]) {
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
    const [only, ...more] = body.conventions
    if (only !== undefined && more.length === 0) {
      if (!callsElsewhere.has(only.aap)) return only.convention
      ask({
        motif: `le rapport dit qu’un autre est celui de l’AAP ${only.aap}, et ${body.nom} n’a pas d’autre convention`,
        proposal: only.convention,
        confidence: 0.5,
        cue: found.cue,
      })
      return null
    }
    // The potential is that of one convention, and the register has it; two of them are of both.
    const stated = new Set(cues.potentials)
    const meant = body.conventions.filter(
      ({ potential }) => potential !== undefined && stated.has(potential),
    )
    if (stated.size === 1 && meant.length === 1) return meant[0]!.convention
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

  function soleConvention(found: Found): string | null {
    if (found.conventions.length === 1) return found.conventions[0]!
    const calls = new Set([...allCalls, ...pathCalls])
    const open = found.body.conventions.filter((c) => calls.size !== 1 || calls.has(c.aap))
    return open.length === 1 ? open[0]!.convention : null
  }
}

/** Lines that two of a table are apart at most, so that what heads the column of the one heads that of the other. */
const nearLines = 3

const columnOf = ({ group, col }: Reading) => `${group}\n${col}`

const asTotal = (reading: Reading): Reading => ({
  ...reading,
  line: { role: 'total', key: 'total', known: true },
})
