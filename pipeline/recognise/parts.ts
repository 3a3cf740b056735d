import { tablesOf } from './frame.ts'
import type { Grid } from './grid.ts'
import { says } from './label.ts'
import { isSure, notionOf } from './notion.ts'
import type { Place, Reading } from './reading.ts'
import { fold } from './text.ts'

/**
 * Readings with what is a part of another told from what is a whole, where labels alone don't say it: lots under their total, a last line or
 * column that is the sum of the others, women and men.
 */
export function partsTold(grid: Grid, readings: readonly Reading[]): Reading[] {
  const whole = withoutExceptions(grid, readings)
  const told = noted(grid, loneLots(grid, lots(grid, lots(grid, whole, 'line'), 'column')))
  return summed(grid, summed(grid, categories(grid, told), 'line'), 'column')
}

/**
 * What sentences say without the parts of a figure on their own line: « 9 874 | dont 4 105 pass scannés par des associations ».
 * @param tables the figures of the same sheet that stand in cells of their own
 */
export function withoutParts(sentences: readonly Reading[], tables: readonly Reading[]): Reading[] {
  const lines = Map.groupBy(tables, (r) => r.row)
  return sentences.filter((part) => {
    if (!ofWhole.test(fold(part.text)) || part.number === null) return true
    const counted = part.number * part.factor
    const line = lines.get(part.row) ?? []
    return !line.some(
      (r) => r.indicator === part.indicator && r.number !== null && r.number * r.factor >= counted,
    )
  })
}

const ofWhole = /^\W*(?:dont|y compris|parmi lesquels|parmi eux)\b/

const lastIsTotal =
  /\b(?:la |cette )?(?:derniere ligne|ligne du bas|ligne finale) (?:du tableau )?(?:est|donne|indique|contient|correspond a|reprend|fait|:) ?(?:bien )?(?:le |un |les |au )?(?:totaux|total|cumul)\b/

/** « Total hors Maison France Services », folded, and what it leaves out. */
const totalBut =
  /^(?:sous-)?(?:total|ensemble|cumul)\b[^()]{0,40}?\b(?:hors|sauf|sans|hormis|excepte|a l'exception d(?:e|u|es)) ?(?:la |le |les |l')?(.+)$/

/**
 * Readings without the totals that leave out one line of their table and are the sum of the others: « Total hors Maison France Services » over « Maison
 * France Services ». All of the lines are the whole.
 */
function withoutExceptions(grid: Grid, readings: readonly Reading[]): Reading[] {
  const nameOf = (r: Reading) => fold(grid.row(r.row)[0]?.cell.text ?? '').replace(/^[-–•] ?/, '')
  const columns = Map.groupBy(
    readings.filter((r) => plain(r) && r.rule === 'tableau'),
    (r) => `${r.group} ${r.col}`,
  )
  const left = new Set<Reading>()
  for (const column of columns.values()) {
    for (const total of column) {
      const out = totalBut.exec(nameOf(total))?.[1]
      if (out === undefined) continue
      const others = column.filter((r) => r !== total && r.line.role === 'detail')
      const excepted = others.filter((r) => nameOf(r) === out)
      if (excepted.length !== 1) continue
      const rest = others.filter((r) => r !== excepted[0])
      const sum = rest.reduce((all, r) => all + r.number!, 0)
      if (rest.length > 1 && rest.length + 2 === column.length && sum === total.number)
        left.add(total)
    }
  }
  return readings.filter((r) => !left.has(r))
}

/** Figures of the last line of a table, which has no name, as totals where a note under it says so: « La dernière ligne est le total. » */
function noted(grid: Grid, readings: readonly Reading[]): readonly Reading[] {
  const note = grid.items.find(
    ({ kind, cell }) =>
      kind === 'label' && grid.row(cell.row).length === 1 && lastIsTotal.test(fold(cell.text)),
  )
  if (note === undefined) return readings
  const above = readings.filter((r) => plain(r) && r.row < note.cell.row && r.rule === 'tableau')
  const last = Math.max(...above.map((r) => r.row))
  const named = grid.row(last).some(({ kind }) => kind === 'label')
  if (named) return readings
  const line: Place = { role: 'total', key: 'total', known: true }
  return readings.map((r) => (r.row === last && plain(r) ? { ...r, line } : r))
}

const isWhole = ({ role }: Place) => role === 'seul'
const plain = (r: Reading) => r.kind === 'figure' && r.number !== null && !r.hidden

const labelOf = (grid: Grid, r: Reading) => grid.byAddress(r.labelAddress ?? '')?.label ?? null

/**
 * « Pass achetés – lot 1 | 2 000 », « – lot 2 | 1 500 », « Total des pass achetés | 3 500 »: lines or columns that a total right beside them adds
 * up, whatever their own labels are.
 */
function lots(grid: Grid, readings: readonly Reading[], axis: 'line' | 'column'): Reading[] {
  const replaced = new Map<Reading, Reading>()
  const at = (r: Reading) => (axis === 'line' ? r.row : r.col)
  const labels = (r: Reading) => (axis === 'line' ? r.labelAddress?.replace(/\d+$/, '') : '')
  const lists = Map.groupBy(
    readings.filter((r) => plain(r) && r[axis].role !== 'periode' && r.period === null),
    (r) => `${r.indicator} ${axis === 'line' ? r.col : r.row} ${r.aap} ${labels(r)}`,
  )
  for (const list of lists.values()) {
    const places = new Map(list.map((r) => [at(r), r]))
    for (const total of list) {
      const label = labelOf(grid, total)
      if (label === null || !says(label, 'total', 'neutre_total', 'sous_total')) continue
      const sub = total[axis].role === 'sous_total'
      if (!isWhole(total[axis]) && !sub) continue
      for (const step of [-1, 1]) {
        const parts: Reading[] = []
        for (let place = at(total) + step; places.has(place); place += step) {
          const part = places.get(place)!
          if (part.group === total.group) break
          parts.push(part)
        }
        const sum = parts.reduce((all, r) => all + r.number!, 0)
        if (parts.length < 2 || sum !== total.number) continue
        // A subtotal of all that there is of an indicator is its total.
        if (says(label, 'sous_total') && parts.length + 1 < list.length) continue
        replaced.set(total, { ...total, [axis]: { role: 'total', key: 'total', known: true } })
        for (const part of parts) {
          const place: Place = { role: 'detail', key: fold(part.label), known: true }
          replaced.set(part, { ...part, group: total.group, unknown: [], [axis]: place })
        }
        break
      }
    }
  }
  return readings.map((r) => replaced.get(r) ?? r)
}

const oneLot = /\((?:lot|marche) (?:n[°o]? ?)?(?:\d|[ivx]{1,3}|[a-e])\)/
const lotDoubt = 'le libellé ne parle que d’un lot'

/** Figures of one lot, beside no total that counts it, with their doubt: « Pass achetés (lot 2) ». */
function loneLots(grid: Grid, readings: readonly Reading[]): Reading[] {
  return readings.map((r) => {
    const label = labelOf(grid, r)
    const lone = plain(r) && isWhole(r.line) && label !== null && oneLot.test(fold(label.text))
    return lone ? { ...r, doubts: [...r.doubts, lotDoubt] } : r
  })
}

/** « Bénéficiaires du RSA », « de plus de 60 ans », « Seniors »: some of those who were helped. */
const somePublic =
  /\b(?:femmes?|hommes?|jeunes?|mineurs?|lyceens?|etudiants?|seniors?|aines?|personnes agees|retraites?|actifs?|salaries?|parents?|familles?|aidants|migrants?|refugies?|allophones?|primo-?arrivants?|ruraux|handicap\w*|rsa|brsa|aah|aspa|minima sociaux|allocataires?|demandeurs? d'emploi|chomeurs?|sans emploi|en insertion|qpv|quartiers? prioritaires?|(?:plus|moins|a partir) de \d\d ans|\d\d ans (?:et|ou) (?:plus|moins)|\d\d ?(?:-|a|\/) ?\d\d ans)\b/

const women = /\bfemmes?\b/
const men = /\bhommes?\b/
/** « (hommes et femmes) » is everybody. */
const bothIn = (text: string) => women.test(fold(text)) && men.test(fold(text))
const partial = 'le libellé ne parle que d’une partie du public'
const moreDoubt = 'une partie du public est plus grande que le tout'

/**
 * Figures of women and of men, which are a whole together; of one of them alone, or of an age, it is asked. Beside a figure of all, those of some
 * are none.
 */
function categories(grid: Grid, readings: readonly Reading[]): Reading[] {
  const replaced = new Map<Reading, Reading | null>()
  const byIndicator = Map.groupBy(readings.filter(plain), (r) => r.indicator)
  for (const [indicator, all] of byIndicator) {
    if (indicator === 'beneficiaires_uniques') {
      const { all: whole, some } = ofAll(grid, all)
      const most = Math.max(...whole.map((r) => r.number!))
      const more = some.some((r) => r.number! > most)
      for (const r of some) replaced.set(r, more ? { ...r, doubts: [...r.doubts, partial] } : null)
      if (more) for (const r of whole) replaced.set(r, { ...r, doubts: [...r.doubts, moreDoubt] })
      if (some.length > 0) continue
    }
    const own = all.filter((r) => {
      const label = labelOf(grid, r)
      if (label === null || bothIn(label.text)) return false
      return says(label, 'categorie') && isWhole(r.line) && isWhole(r.column)
    })
    // A mission locale helps youths and nobody else.
    if (own.length === 0 || own.every((r) => ofYouths(grid, r))) continue
    const [first, second] = own as [Reading, Reading?]
    const texts = own.map((r) => fold(r.label))
    const pair =
      own.length === 2 &&
      own.length === all.length &&
      ((women.test(texts[0]!) && men.test(texts[1]!)) ||
        (men.test(texts[0]!) && women.test(texts[1]!)))
    if (pair && second !== undefined) {
      for (const r of [first, second]) {
        const line: Place = { role: 'detail', key: fold(r.label), known: true }
        replaced.set(r, { ...r, group: first.group, line })
      }
    } else if (own.length === all.length) {
      for (const r of own) replaced.set(r, { ...r, doubts: [...r.doubts, partial] })
    }
  }
  return readings.flatMap((r) => (replaced.has(r) ? (replaced.get(r) ?? []) : r))
}

const youths = /\bjeunes?\b/
const youthBody =
  /\b(?:missions? locales?|points? d'accueil jeunes|information jeunesse|foyers? de jeunes travailleurs|maison des (?:jeunes|adolescents))\b/

/** Whether a figure is of youths, and the report that of a body for youths. */
function ofYouths(grid: Grid, r: Reading): boolean {
  const body = grid.items.some(
    ({ cell, kind }) => kind === 'label' && youthBody.test(fold(cell.text)),
  )
  return body && youths.test(fold(r.label))
}

/** Figures of all who were helped, and those of some of them beside; none where there aren't both. */
function ofAll(grid: Grid, readings: readonly Reading[]): { all: Reading[]; some: Reading[] } {
  const alone = readings.filter((r) => isWhole(r.line) && isWhole(r.column))
  const some = alone.filter((r) => {
    const label = labelOf(grid, r)
    const told =
      label !== null &&
      !bothIn(label.text) &&
      (says(label, 'categorie') || somePublic.test(fold(label.text).replaceAll('_', ' ')))
    return told && !says(label, 'total', 'neutre_total')
  })
  const all = alone.filter((r) => {
    const label = labelOf(grid, r)
    const sure = r.doubts.length === 0 && r.unknown.length === 0 && !some.includes(r)
    return sure && label !== null && isSure(notionOf([label]))
  })
  return all.length === 0 ? { all, some: [] } : { all, some }
}

/**
 * The last or first line (or column) of details that is the sum of the others in two indicators or more is their total, whatever it is called.
 * One sum alone may be chance.
 */
function summed(grid: Grid, readings: readonly Reading[], axis: 'line' | 'column'): Reading[] {
  const { heads } = tablesOf(grid)
  const at = (r: Reading) => (axis === 'line' ? r.row : r.col)
  const across = (r: Reading) => (axis === 'line' ? r.col : r.row)
  const other = axis === 'line' ? 'column' : 'line'
  const tables = Map.groupBy(readings.filter(plain), (r) => heads.get(r.row))
  const absences = Map.groupBy(
    readings.filter((r) => r.kind === 'absence' && !r.hidden),
    (r) => heads.get(r.row),
  )
  const totals = new Map<Reading, Reading>()
  for (const [head, table] of tables) {
    if (head === undefined) continue
    const roles = table.map((r) => r[axis].role)
    if (roles.some((role) => role === 'total' || role === 'sous_total' || role === 'ecarte'))
      continue
    const lines = table.filter((r) => r[axis].role !== 'seul' && r[other].role !== 'ecarte')
    const places = [...new Set(lines.map(at))].sort((a, b) => a - b)
    if (places.length < 3) continue
    const groups = [...Map.groupBy(lines, (r) => `${r.indicator} ${across(r)}`).values()]
    for (const place of [places.at(-1)!, places[0]!]) {
      const checks = groups.map((group) => {
        const own = group.filter((r) => at(r) === place)
        const parts = group.filter((r) => at(r) !== place)
        const sum = parts.reduce((all, r) => all + r.number!, 0)
        const most = Math.max(0, ...parts.map((r) => r.number!))
        // « – | – | 3 000 »: what stands there alone contradicts no sum.
        if (own.length === 1 && parts.length === 0) return 'alone'
        // Neither does « voir plus bas » or an empty cell in it.
        if (own.length === 0) return 'none'
        if (own.length !== 1 || parts.length < 2 || own[0]![axis].role === 'periode') return 'no'
        if (own[0]!.number === sum && sum > 0) return 'sum'
        const once = own[0]!.indicator === 'beneficiaires_uniques' && own[0]!.number! >= most
        return once && own[0]!.number! < sum ? 'once' : 'no'
      })
      if (checks.includes('no') || checks.filter((check) => check === 'sum').length < 2) continue
      const total: Place = { role: 'total', key: 'total', known: true }
      const unanswered = (absences.get(head) ?? []).filter((r) => r[axis].role === 'detail')
      for (const r of [...lines, ...unanswered])
        if (at(r) === place) totals.set(r, { ...r, [axis]: total })
      break
    }
  }
  return readings.map((r) => totals.get(r) ?? r)
}
