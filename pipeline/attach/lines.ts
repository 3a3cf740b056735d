import { once } from '../memo.ts'
import type { Cue, Cues } from '../recognise/cues.ts'
import type { Reading } from '../recognise/reading.ts'
import { fold } from '../recognise/text.ts'
import type { Found } from './identity.ts'
import type { Body } from './names.ts'
import type { Registry } from './registry.ts'

/** A reading with the convention it belongs to; null when nobody can say. */
export interface Attached {
  reading: Reading
  convention: string | null
  /** The conventions whose figure it corrects, where it doesn't say which of them; absent for what corrects nothing. */
  candidates?: string[] | undefined
}

/**
 * Readings whose own line or column names a laureate, by SIREN, convention number or name, in tables of several lines. Whether such a
 * table is one of laureates or of one laureate's partners is decided by who sends it.
 */
export function ownLines(readings: Reading[], registry: Registry): Map<Reading, Found> {
  const owners = new Map<Reading, Found>()
  for (const group of Map.groupBy(readings, (r) => r.group).values()) {
    const spots = new Set(group.map((r) => `${r.row}:${r.col}`))
    if (spots.size < 2) continue
    const rows = new Set(group.map((r) => r.row))
    const amongYears = rows.size === 1 && group.some((r) => r.column.role === 'periode')
    // Of « Expérimentation 2018 | Convention 2019-101 | Cumul » the second is the convention's; « 2021 (2019-101) » is one of its years.
    const numbered = group.map((r) => [r, byNumbers(r, registry)] as const)
    const byNumber = amongYears
      ? numbered.map(([r, found]) => [r, r.column.role === 'periode' ? null : found] as const)
      : numbered
    // Beside columns of years, one that bears a name is no laureate's; a number on the line is that of all its columns.
    const isOfLine = numbered.every(([, found]) => found !== null)
    if (amongYears && (isOfLine || byNumber.every(([, found]) => found === null))) continue
    if (isOfOne(byNumber)) continue
    if (byNumber.some(([, found]) => found !== null)) {
      for (const [reading, found] of byNumber) if (found) owners.set(reading, found)
      continue
    }
    const byName = group.map((r) => [r, byNames(r, registry)] as const)
    for (const [reading, found] of byName) if (found) owners.set(reading, found)
  }
  return owners
}

/**
 * Whether all lines of a table but its totals bear the number of one and the same convention: « 20-PN-015 | 2021-09 | 402 ». The column says whose the
 * table is, its totals included.
 */
function isOfOne(lines: readonly (readonly [Reading, Found | null])[]): boolean {
  const rows = new Set(lines.flatMap(([r, found]) => (found === null ? [] : [r.row])))
  const conventions = new Set(lines.flatMap(([, found]) => found?.conventions ?? []))
  return (
    rows.size > 1 &&
    conventions.size === 1 &&
    lines.every(([r, found]) => found?.rule === 'convention' || r.line.role === 'total')
  )
}

/** The lines of tables with several lines of details: what stands there names the lines, not the sender. */
export function tableLines(readings: Reading[]): Set<string> {
  const inside = new Set<string>()
  for (const group of Map.groupBy(readings, (r) => r.group).values()) {
    const rows = new Set(group.map((r) => r.row))
    if (rows.size < 2) continue
    const parts = group.some((r) => r.line.role === 'detail')
    // Among lines with names, one that has only the number of a body is one of them.
    const numbered = (r: Reading) => parts && r.names.some((name) => /^[\d\s.]{9,}$/.test(name))
    for (const r of group)
      if (r.line.role !== 'seul' || numbered(r)) inside.add(`${r.sheet}\n${r.row}`)
  }
  return inside
}

/** Whether a name stands among the headings of a table of several lines, right of the first one that bears an indicator: a column is no sender. */
export function headingsOf(readings: readonly Reading[]): (cue: Cue) => boolean {
  const place = (address: string) => /^([A-Z]+)(\d+)$/.exec(address)
  const first = new Map<string, string>()
  for (const group of Map.groupBy(readings, (r) => r.group).values()) {
    const [any] = group
    const label = place(any!.labelAddress ?? '')
    const headed = group.every(
      (r) => r.line.role !== 'seul' && place(r.address)?.[1] === label?.[1],
    )
    if (label === null || !headed || new Set(group.map((r) => r.row)).size < 2) continue
    const row = `${any!.sheet}\n${Number(label[2]) - 1}`
    const column = first.get(row)
    if (column === undefined || before(label[1]!, column)) first.set(row, label[1]!)
  }
  return ({ sheet, row, address }) => {
    const column = first.get(`${sheet}\n${row}`)
    return column !== undefined && before(column, place(address)![1]!)
  }
}

/**
 * Whether a name stands among two headings or more over the columns of lines that say their indicators: « Département (AAP 2019) » beside
 * « Pour mémoire : CA Scarpe-Bellain ». It says whose its column is, and is no sender; columns of laureates (`lines`) are left to those.
 */
export function columnNames(
  readings: readonly Reading[],
  { names }: Cues,
  lines: ReadonlyMap<Reading, Found>,
): (cue: Cue) => boolean {
  const row = (cue: Pick<Cue, 'sheet' | 'row'>) => `${cue.sheet}\n${cue.row}`
  // The last row that bears a name, and the last one that is a laureate's: what counts is whether they stand under the cue.
  const last = new Map<string, number>()
  const lastOwned = new Map<string, number>()
  for (const reading of readings) {
    for (const name of reading.names) {
      const key = `${reading.sheet}\n${name}`
      for (const rows of lines.has(reading) ? [last, lastOwned] : [last])
        rows.set(key, Math.max(rows.get(key) ?? -1, reading.row))
    }
  }
  const over = (rows: ReadonlyMap<string, number>) =>
    new Set(
      names
        .filter((cue) => (rows.get(`${cue.sheet}\n${cue.text}`) ?? -1) > cue.row)
        .map((cue) => row(cue)),
    )
  const [named, owned] = [over(last), over(lastOwned)]
  const several = Map.groupBy(names, row)
  const heads = (at: string) => named.has(at) && !owned.has(at)
  return (cue) => heads(row(cue)) && several.get(row(cue))!.length > 1
}

/** Whether a column stands left of another: `B` of `AA`. */
const before = (a: string, b: string) => a.length < b.length || (a.length === b.length && a < b)

/**
 * Those lines with the ones among them that have a SIREN in the same column and no figure: an empty answer in an export of a survey names no
 * more than its own line either.
 */
export function withSilentLines(inTables: ReadonlySet<string>, cues: Cues): Set<string> {
  const line = (cue: Cue) => `${cue.sheet}\n${cue.row}`
  const column = ({ sheet, address }: Cue) => `${sheet}!${address.replace(/\d+$/, '')}`
  const silent = [...Map.groupBy(cues.sirens, column).values()].flatMap((found) => {
    const rows = found.filter((cue) => inTables.has(line(cue))).map((cue) => cue.row)
    if (rows.length < 2) return []
    const [first, last] = [Math.min(...rows), Math.max(...rows)]
    return found.filter((cue) => cue.row > first && cue.row < last).map(line)
  })
  return new Set([...inTables, ...silent])
}

/** A laureate's only line in a table of laureates is all that the table says of it: no detail, no period. */
export function ownLinesAlone(readings: Attached[], lines: Map<Reading, Found>): Attached[] {
  const key = ({ reading, convention }: Attached) => `${convention}\n${reading.group}`
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
export function memberOfItsTable(
  body: Body,
  lines: Map<Reading, Found>,
  readings: readonly Reading[],
): boolean {
  const ordinary = [...lines].filter(([reading]) => !/total/.test(reading.line.role))
  return ordinary.some(([reading, found]) => found.body === body && !sumsUp(reading, readings))
}

/** The one body that totals of tables bear the name of, and no other line: « TOTAL GRAND BRÉVENAY » under its communes. Null when there is none. */
export function nameOfTotal(
  lines: Map<Reading, Found>,
  readings: readonly Reading[],
): Found | null {
  const bodies = new Set([...lines.values()].map((found) => found.body))
  const totals = [...lines.keys()].every(
    (reading) => /total/.test(reading.line.role) || sumsUp(reading, readings),
  )
  return bodies.size === 1 && totals ? [...lines.values()][0]! : null
}

/** The lines of the sender among its parts that are their sum: « CA du Val d’Ormes | 1 873 » under its communes is the total. */
export function ownTotals(
  body: Body,
  lines: ReadonlyMap<Reading, Found>,
  readings: readonly Reading[],
): Set<Reading> {
  const own = [...lines].filter(([, { body: named, rule }]) => named === body && rule === 'nom')
  return new Set(own.flatMap(([reading]) => (sumsUp(reading, readings) ? [reading] : [])))
}

/** Whether a line is the sum of two or more others of its table, subtotals left out: a total, whatever its label says. */
function sumsUp(reading: Reading, readings: readonly Reading[]): boolean {
  const { group, sum: whole } = linesOf(readings).get(reading.group)!
  const { number } = reading
  // Almost no line is half of its whole: only then are the others added up, exactly.
  if (group.length < 3 || number === null || Math.abs(whole - 2 * number) > whole / 1e6)
    return false
  const others = group.filter((r) => r !== reading)
  const sum = others.reduce((total, r) => total + (r.number ?? 0), 0)
  return sum > 0 && sum === number
}

/** Readings by their group, with the sum of its numbers. */
const groupsOf = once((readings: readonly Reading[]) => byGroup(readings, () => true))
/** The same without subtotals, which count the lines above them once more. */
const linesOf = once((readings: readonly Reading[]) =>
  byGroup(readings, ({ line }) => line.role !== 'sous_total'),
)

function byGroup(readings: readonly Reading[], counts: (reading: Reading) => boolean) {
  return new Map(
    [...Map.groupBy(readings, (r) => r.group)].map(([name, all]) => {
      const group = all.filter(counts)
      return [name, { group, sum: group.reduce((whole, r) => whole + (r.number ?? 0), 0) }]
    }),
  )
}

/** Whether lines give the numbers of conventions of two bodies or more, or of another one than the sender: a table of laureates, whoever sends it. */
export function listsConventions(lines: Map<Reading, Found>, sender: Body): boolean {
  const numbered = [...lines.values()].filter((found) => found.conventions.length > 0)
  const bodies = new Set(numbered.map((found) => found.body))
  return bodies.size > 1 || (bodies.size === 1 && !bodies.has(sender))
}

/**
 * Whether the only lines that name a laureate bear the name of the sender itself, among others that name nobody: a commune that its community
 * is called after, say. What such a table tells of the sender is told by all of its lines.
 */
export function namesakeOnly(
  body: Body,
  lines: Map<Reading, Found>,
  readings: readonly Reading[],
  registry: Registry,
): boolean {
  const groups = new Set([...lines.keys()].map((reading) => reading.group))
  const byName = [...lines.values()].every((found) => found.body === body && found.rule === 'nom')
  if (!byName || lines.size === 0) return false
  const itself = [...lines].some(
    ([reading, found]) =>
      found.kind && !/total/.test(reading.line.role) && !sumsUp(reading, readings),
  )
  if (itself) return false
  return [...groups].every((group) => {
    const table = groupsOf(readings).get(group)!
    const others = table.group.filter((r) => r.line.role === 'detail' && !lines.has(r))
    // « Pévrange » among « CC Meuse-Haute » and « CA Bar-le-Neuf » is the CA that sends it, compared with its neighbours.
    const compared = others.some((r) => r.names.some((n) => registry.names.peers(body.nom, n)))
    return others.length > 0 && !compared
  })
}

/**
 * Tables whose lines are other bodies of the sender's kind, all of them but one at most: « Département du Val-Noir », « Département des
 * Deux-Ormes » in the report of a département, which is compared with them. None of that is a part of its own figures.
 * @returns the names of such groups of readings
 */
export function comparisons(
  body: Body,
  lines: ReadonlyMap<Reading, Found>,
  readings: readonly Reading[],
  registry: Registry,
): Set<string> {
  const found = new Set<string>()
  for (const [name, group] of Map.groupBy(readings, (r) => r.group)) {
    const parts = group.filter((r) => r.line.role === 'detail' && r.names.length > 0)
    const isPeer = (r: Reading) => r.names.some((n) => registry.names.peers(body.nom, n))
    const own = group.some((r) => lines.get(r)?.body === body)
    const peers = parts.filter(isPeer)
    const rows = (some: readonly Reading[]) => new Set(some.map((r) => r.row)).size
    if (!own && rows(peers) > 1 && rows(parts) - rows(peers) <= 1) found.add(name)
  }
  return found
}

/**
 * Tables in which a body that the document names as a whole has the only line or column that names a laureate, among others that name nobody.
 * Whether the body reports for itself or for all of them, nobody can say, be there a total or not: a leader of a group stands so among its
 * members, and a laureate among bodies of another register. A line that says « nous » is the body's own.
 * @returns the names of such groups of readings
 */
export function ownAmongOthers(
  body: Body,
  lines: Map<Reading, Found>,
  readings: readonly Reading[],
): Set<string> {
  const groups = Map.groupBy(readings, (r) => r.group)
  const among = [...groups].filter(([, group]) => {
    const own = group.filter((r) => lines.has(r) && !isTotal(r))
    const others = group.filter((r) => isDetail(r) && !lines.has(r) && r.names.length > 0)
    // A number in a column of other counts has gone astray; among numbers of bodies it says whose its line is.
    const numbered = others.some((r) => r.names.some((name) => /\d{9}/.test(name)))
    const named = own.every(
      (r) =>
        lines.get(r)!.body === body &&
        (lines.get(r)!.rule === 'nom' || (lines.get(r)!.rule === 'siren' && !numbered)),
    )
    // « CC Portes du Quercynois (notre collectivité) »
    const told = own.some((r) => r.names.some((name) => /\b(?:notre|nous)\b/i.test(name)))
    return own.length > 0 && named && !told && others.length > 0
  })
  // What holds for one column of a line holds for the others, also where a name stands behind its figure.
  const placeOf = (r: Reading) => `${r.sheet}\n${r.row}`
  const places = new Set(
    among.flatMap(([, group]) => group.filter((r) => lines.has(r) && !isTotal(r)).map(placeOf)),
  )
  const beside = [...groups].filter(([, group]) => {
    const own = group.filter((r) => lines.has(r) && !isTotal(r))
    return own.length > 0 && own.every((r) => places.has(placeOf(r)))
  })
  return new Set([...among, ...beside].map(([name]) => name))
}

/**
 * Tables in which the only line that names a laureate says that it leads others that name nobody (« Grand Lac | chef de file »), or whose total is that of a
 * group (« Total du groupement »). Whether it reports for
 * itself or for all of them, nobody can say where no title does.
 * @returns the names of such groups of readings
 */
export function ledTables(lines: Map<Reading, Found>, readings: readonly Reading[]): Set<string> {
  const led = [...Map.groupBy(readings, (r) => r.group)].filter(([, group]) => {
    const own = group.filter((r) => lines.has(r) && !isTotal(r))
    const bodies = new Set(own.map((r) => lines.get(r)!.body))
    const leads =
      own.some((r) => r.names.some((name) => leader.test(fold(name)))) ||
      group.some((r) => isTotal(r) && ofMembers.test(fold(r.label)))
    return bodies.size === 1 && leads && group.some((r) => isDetail(r) && !lines.has(r))
  })
  return new Set(led.map(([name]) => name))
}

const isTotal = ({ line, column }: Reading) => /total/.test(line.role) || /total/.test(column.role)
const isDetail = ({ line, column }: Reading) => line.role === 'detail' || column.role === 'detail'

/** « Total du groupement » */
const ofMembers = /\b(?:groupement|consortium)\b(?! (?:de commande|d'achat))/
const leader = /\b(?:chef(?:fe)? de file|coordonnat\w+|mandataire|structure porteuse)\b/
const forAll =
  /\bpour le compte d(?:u groupement|e (?:son|ses) (?:groupement|membres)|es membres)\b|\bau nom du groupement\b/
/** « Bilan du groupement », « groupement de quatre collectivités »; a « groupement de commandes » only buys together. */
const ofGroup =
  /\b(?:bilan|rapport|compte rendu|resultats|chiffres|synthese|suivi|indicateurs|tableau|realisations?)(?: [a-z]+){0,4}? (?:du|de notre|de l'ensemble du|pour le|de son) (?:groupement|consortium)\b(?! (?:de commande|d'achat))|\b(?:groupement|consortium) (?:laureat|de (?:\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|collectivites|communes|membres))\b/

/**
 * Whether a table is one of a group that the sender leads and reports for: its title says that the report is the group's, or that it is made for the group
 * and its own line that it leads. The total is the convention's then, and the lines are its details.
 */
export function leadsItsGroup(
  body: Body,
  lines: Map<Reading, Found>,
  readings: readonly Reading[],
  { names }: Cues,
): boolean {
  if (lines.size === 0 || ![...lines.values()].every((found) => found.body === body)) return false
  const said = names.some(({ text }) => forAll.test(fold(text)))
  const own = [...lines.keys()]
  const leads = own.some((r) => r.names.some((name) => leader.test(fold(name))))
  const ofAll = names.some(({ text }) => ofGroup.test(fold(text)))
  if (!ofAll && !(said && leads)) return false
  const groups = new Set(own.map((r) => r.group))
  return readings.some(
    (r) => groups.has(r.group) && r.number !== null && (isTotal(r) || sumsUp(r, readings)),
  )
}

/** Whether the only lines that name a laureate leave its kind out, among others that name nobody: a commune may be called like its community. */
export function isOrphan(
  lines: Map<Reading, Found>,
  readings: readonly Reading[],
  registry: Registry,
): boolean {
  const [first] = lines.values()
  return first !== undefined && namesakeOnly(first.body, lines, readings, registry)
}

/** Why nobody can say whose line a reading stands on, in French: its number is one laureate's and its name another's. Null when it is clear. */
export function lineClash(reading: Reading, registry: Registry): string | null {
  const number = byNumber(reading, registry)
  const name = number === null ? null : nameBeside(reading, number.body, registry)
  if (number === null || name === null || number.body === name) return null
  const place = `${reading.sheet}!${reading.address}`
  return `la ligne de ${place} porte le ${number.motif.replace(' sur la ligne', '')} de ${number.body.nom} et le nom de ${name.nom}`
}

/** The body that a line names beside the number of one: by its name, or by nearly a word of it where nothing there is of the number's own. */
function nameBeside(reading: Reading, numbered: Body, registry: Registry): Body | null {
  const name = byNames(reading, registry)
  if (name !== null) return name.body
  const near = new Set(reading.names.flatMap((text) => [...registry.names.nearly(text)]))
  return near.has(numbered) ? null : ([...near][0] ?? null)
}

/**
 * The bodies of which a table says two things, by its group: a line has the number of one and the name of the other. No line of such a table is
 * theirs, nor the sender's.
 */
export function contestedIn(
  readings: readonly Reading[],
  registry: Registry,
): Map<string, Set<Body>> {
  const contested = new Map<string, Set<Body>>()
  for (const [name, group] of Map.groupBy(readings, (r) => r.group)) {
    if (new Set(group.map((r) => `${r.row}:${r.col}`)).size < 2) continue
    const bodies = group
      .filter((r) => lineClash(r, registry) !== null)
      .flatMap((r) => {
        const { body } = byNumber(r, registry)!
        return [body, nameBeside(r, body, registry)!]
      })
    if (bodies.length > 0) contested.set(name, new Set(bodies))
  }
  return contested
}

/** What the numbers on a line say, unless the name beside them is another laureate's. */
export function byNumbers(reading: Reading, registry: Registry): Found | null {
  return lineClash(reading, registry) === null ? byNumber(reading, registry) : null
}

function byNumber(reading: Reading, registry: Registry): Found | null {
  for (const text of reading.names) {
    const digits = text.replaceAll(/[\s.,'’]/g, '')
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
      const { body, kind } = whole[0]!
      const motif = `« ${text} » sur la ligne`
      return { body, conventions: [], rule: 'nom', motif, cue: null, kind }
    }
  }
  return null
}
