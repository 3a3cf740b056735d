import type { Sheet } from '../read/cell.ts'
import { isExampleOnly } from './bracket.ts'
import { settleCommas } from './comma.ts'
import { type Item, itemOf } from './item.ts'
import { type Label, namesForm, parseLabel, says } from './label.ts'
import { type Indicator, isOfPass, isSure, notionOf } from './notion.ts'
import { saidInPass } from './number.ts'
import { markShares } from './share.ts'
import { mended } from './spelling.ts'
import { fold } from './text.ts'
import type { Sense, Vocabulary } from './vocabulary.ts'

/** A sheet as a table: cells by place, merged cells spread, headings of years told from figures. */
export class Grid {
  readonly sheet: Sheet
  readonly items: Item[] = []
  readonly #vocabulary: Vocabulary
  readonly #rows = new Map<number, Map<number, Item>>()
  readonly #merged = new Map<number, { left: number; right: number; item: Item }[]>()
  readonly #rowNumbers: number[]
  readonly #ordered = new Map<number, Item[]>()
  readonly #addresses = new Map<string, Item>()
  readonly #firstLabels = new Map<number, number>()
  readonly #completed = new Map<Item, string>()
  #titles: Item[] | null = null
  #labels: Map<number, Item[]> | null = null
  #calls: Map<number, Item> | null = null
  #titleCalls: Item[] | null = null

  constructor(sheet: Sheet, vocabulary: Vocabulary) {
    this.sheet = sheet
    this.#vocabulary = vocabulary
    for (const cell of sheet.cells) {
      const item = isExampleOnly(cell.text) ? null : itemOf(cell, vocabulary)
      if (item === null) continue
      this.items.push(item)
      this.#addresses.set(item.address, item)
      let row = this.#rows.get(cell.row)
      if (!row) {
        row = new Map()
        this.#rows.set(cell.row, row)
      }
      row.set(cell.col, item)
    }
    this.#rowNumbers = [...this.#rows.keys()].sort((a, b) => a - b)
    for (const merge of sheet.merges) {
      const item = this.at(merge.top, merge.left)
      if (!item) continue
      // A merge over whole columns or rows says nothing more past the last used row.
      const bottom = Math.min(merge.bottom, this.lastRow)
      for (let row = merge.top; row <= bottom; row++) {
        const spans = this.#merged.get(row) ?? []
        spans.push({ left: merge.left, right: merge.right, item })
        this.#merged.set(row, spans)
      }
    }
    settleCommas(this.items)
    this.#joinEquivalents()
    this.#markYears()
    markShares(this)
    this.#markStatements()
    this.#hearNotes()
    this.#hearSigns()
    this.#hearUnnamed()
    this.#tellOrders()
    this.#completeQuestions()
    this.#joinCaptions()
    this.#joinLabels()
    this.#listBeside()
  }

  /** What a heading says, a slip in one of its words mended: « SIRNE » is « SIREN ». */
  heard({ label }: Item): Label {
    return mended(label!, this.#vocabulary)
  }

  get lastRow(): number {
    return this.#rowNumbers.at(-1) ?? -1
  }

  /** The item of one place, or undefined; merged cells only at their top left. */
  at(row: number, col: number): Item | undefined {
    return this.#rows.get(row)?.get(col)
  }

  /** Like `at`, but a merged cell is found anywhere in its area. */
  spread(row: number, col: number): Item | undefined {
    const own = this.at(row, col)
    if (own) return own
    return this.#merged.get(row)?.find((m) => m.left <= col && col <= m.right)?.item
  }

  /** The item right under one, past its own merged area; undefined when nothing stands there. */
  below(item: Item): Item | undefined {
    const { col } = item.cell
    let row = item.cell.row + 1
    while (this.spread(row, col) === item) row++
    return this.spread(row, col)
  }

  /** The item right over one, merged cells found anywhere in their area; undefined when nothing stands there. */
  above(item: Item): Item | undefined {
    return this.spread(item.cell.row - 1, item.cell.col)
  }

  /**
   * The call that titles the part of the sheet under which an item stands: the nearest label above it, in its own column, that names one. Null
   * where the sheet is of one call only.
   */
  titleCall(item: Item): string | null {
    if (this.#titleCalls === null) {
      const named = this.items.filter((i) => i.kind === 'label' && i.label!.aap !== null)
      const own = named.filter(({ cell }) => !namesForm(cell.text))
      this.#titleCalls = own.length > 0 ? own : named
    }
    if (new Set(this.#titleCalls.map((title) => title.label!.aap)).size < 2) return null
    const { row, col } = item.cell
    const over = this.#titleCalls.filter((t) => t.cell.col === col && t.cell.row < row)
    return over.at(-1)?.label?.aap ?? null
  }

  /** The first row with a label in a column, merged cells found anywhere in their area; no row (infinity) when there is none. */
  firstLabel(col: number): number {
    let first = this.#firstLabels.get(col)
    if (first === undefined) {
      const rows = [...this.#rows.keys(), ...this.#merged.keys()].sort((a, b) => a - b)
      first = rows.find((row) => this.spread(row, col)?.kind === 'label') ?? Infinity
      this.#firstLabels.set(col, first)
    }
    return first
  }

  /** The items of one row, left to right. */
  row(row: number): readonly Item[] {
    let items = this.#ordered.get(row)
    if (items === undefined) {
      items = [...(this.#rows.get(row)?.values() ?? [])].sort((a, b) => a.cell.col - b.cell.col)
      this.#ordered.set(row, items)
    }
    return items
  }

  /** The item with one address, or undefined. */
  byAddress(address: string): Item | undefined {
    return this.#addresses.get(address)
  }

  /** The nearest label above a place in its column; undefined when there is none. */
  labelAbove(row: number, col: number): Item | undefined {
    this.#labels ??= Map.groupBy(
      this.items.filter((item) => item.label !== null).sort((a, b) => a.cell.row - b.cell.row),
      (item) => item.cell.col,
    )
    return lastAbove(this.#labels.get(col) ?? [], row)
  }

  /** The nearest row above that holds nothing but one label, or a quarter or half-year: the title of what follows; null when there is none. */
  titleAbove(row: number): Item | null {
    if (this.#titles === null) {
      this.#titles = this.#rowNumbers.flatMap((number) => {
        const items = this.row(number)
        return items.length === 1 && (items[0]!.kind === 'label' || isQuarter(items[0]!))
          ? [items[0]!]
          : []
      })
    }
    return lastAbove(this.#titles, row) ?? null
  }

  /**
   * The call that a row belongs to, from a column headed by it (`AAP` over `2019`): the item that says it, or null.
   */
  callOf(row: number): Item | null {
    if (this.#calls === null) this.#calls = this.#findCalls()
    return this.#calls.get(row) ?? null
  }

  #findCalls(): Map<number, Item> {
    const calls = new Map<number, Item>()
    const headed = new Map<number, boolean>()
    for (const rowNumber of this.#rowNumbers) {
      for (const item of this.row(rowNumber)) {
        const { col, text } = item.cell
        if (/^20[12]\d$/.test(text.trim())) {
          if (headed.get(col) && !calls.has(rowNumber)) calls.set(rowNumber, item)
        } else if (item.kind === 'label' && item.label!.period === null) {
          headed.set(col, /\b(?:aap|appel)\b/.test(fold(text).replaceAll('_', ' ')))
        }
      }
    }
    return calls
  }

  /** Whether a row has nothing at all, merged cells included. */
  blank(row: number): boolean {
    return !this.#rows.has(row) && !this.#merged.has(row)
  }

  /**
   * Numbers that are headings: a row of years over figures, or a column of years beside them. `2021 | 2022 | 2023` is one whatever
   * else the row holds; a single year is one where only words stand in its row and a figure stands under it.
   */
  #markYears(): void {
    for (const rowNumber of this.#rowNumbers) {
      const row = this.row(rowNumber)
      const numbers = row.filter((item) => item.kind === 'number')
      if (numbers.length === 0 || !numbers.every(isYear)) continue
      const values = numbers.map(numberOf)
      const labels = row.filter((item) => item.kind === 'label')
      // « 2020 | T1-T2 2021 | T3-T4 2021 | 2022 »: the years between stand in words.
      const timed = new Set(row.map((item) => item.label?.period?.slice(0, 4)))
      const next = (value: number, after: number) =>
        value === after + 1 || (value === after + 2 && timed.has(String(after + 1)))
      // « 2020 | 2021 | Total | 2020 | 2021 | Total »: each group begins again.
      const rising = values.every(
        (value, i) => i === 0 || next(value, values[i - 1]!) || (i > 1 && value === values[0]),
      )
      const headed = labels.some((item) => says(item.label!, 'total', 'cumul', 'taux', 'realise'))
      // « voir annexe » under one of several years makes it no less a year.
      const over = numbers.filter((item) => this.#figureBelow(item)).length
      const below = over === numbers.length || (numbers.length > 2 && over * 2 > numbers.length)
      const first = labels[0]
      // « Année | 2022 » answers a question; « Indicateur | 2022 » heads a column.
      const plain = first === undefined || says(first.label!, 'entete', 'lieu', 'mois')
      if (below && rising && (values.length > 1 || headed || plain)) {
        for (const item of numbers) this.#becomeYear(item)
      }
    }
    const numbers = this.items.filter((item) => item.kind === 'number')
    const columns = Map.groupBy(numbers, (item) => item.cell.col)
    for (const column of columns.values()) this.#markYearColumn(column)
  }

  /** « - 310 bénéficiaires uniques », alone on its line and under no label, says by itself what it counts. */
  #markStatements(): void {
    for (const item of this.items) {
      const { row, col, text } = item.cell
      if (item.kind !== 'number' || item.cell.type === 'number' || !/\p{L}{4}/u.test(text)) continue
      const above = this.at(row - 1, col)
      if (this.row(row).length > 1) continue
      // « Sept cents pass ont été scannés. » asks nothing of what stands under it.
      const asks = above?.kind === 'label' && !/\d|[.!]\s*$/.test(above.cell.text)
      if (asks) continue
      const label = parseLabel(text.replaceAll(/\d+/g, ' '), this.#vocabulary)
      if (!says(label, 'distinct', 'beneficiaire', 'achat', 'scan')) continue
      item.kind = 'label'
      item.label = label
    }
  }

  /** « Achetés (1) » over a note « (1) en carnets de 10 pass »: a unit that a note gives is one of the label. */
  #hearNotes(): void {
    const notes = new Map<string, Item>()
    for (const item of this.items) {
      const mark = noteMark.exec(item.cell.text)
      if (item.kind === 'label' && mark && this.row(item.cell.row).length === 1) {
        notes.set(mark[1]!.trim(), item)
      }
    }
    if (notes.size === 0) return
    for (const item of this.items) {
      const mark = /\S\s?(\(\d\)|\*+)\s*$/.exec(item.cell.text)?.[1]
      const note = mark === undefined ? undefined : notes.get(mark)
      if (item.kind !== 'label' || note === undefined || note === item) continue
      // « (3) numéros de carnet dédoublonnés » is how persons were counted, and no unit of them.
      const notion = notionOf([item.label!])
      if (isSure(notion) && notion.kind === 'indicator' && !isOfPass(notion.indicator)) continue
      const { carnet } = note.label!
      if (carnet === null && !says(note.label!, ...units)) continue
      const said = note.cell.text.replace(noteMark, '')
      item.label = parseLabel(
        `${item.cell.text.replace(/\(\d\)|\*/g, '')} (${said})`,
        this.#vocabulary,
      )
    }
  }

  /** « NC : non communiqué par l’opérateur », alone on its line, explains a sign that stands elsewhere, and answers nothing itself. */
  #hearSigns(): void {
    const missing = this.items.filter(({ kind }) => kind === 'absence')
    const signs = new Set(missing.map(({ cell }) => fold(cell.text)))
    for (const item of missing) {
      const sign = signExplained.exec(item.cell.text)?.[1]
      if (sign === undefined || !signs.has(fold(sign))) continue
      if (this.row(item.cell.row).length > 1) continue
      item.kind = 'label'
      item.label = parseLabel(item.cell.text, this.#vocabulary)
    }
  }

  /** « Femmes | Hommes | Non renseigné » over three figures, or left of them one under the other: the last is a heading as the others are. */
  #hearUnnamed(): void {
    for (const item of this.items) {
      if (item.kind !== 'absence' || !/\p{L}{4}/u.test(item.cell.text)) continue
      const { row, col } = item.cell
      const beside = this.row(row).filter((other) => other !== item)
      const over = (one: Item) => this.at(one.cell.row + 1, one.cell.col)?.kind === 'number'
      const heads = beside.length > 0 && beside.every((one) => one.kind === 'label')
      const above = this.at(row - 1, col)
      const figures = (line: number) =>
        this.row(line)
          .filter((one) => one.kind === 'number')
          .map((one) => one.cell.col)
      const names =
        this.row(row)[0] === item &&
        above?.kind === 'label' &&
        this.row(row - 1)[0] === above &&
        figures(row).length > 0 &&
        figures(row).every((one) => figures(row - 1).includes(one))
      if (!names && !(heads && over(item) && beside.some(over))) continue
      item.kind = 'label'
      // Those of whom it isn't known are the others.
      item.label = { ...parseLabel('Autres', this.#vocabulary), text: item.cell.text.trim() }
    }
  }

  /** « Nb commandes » beside « nb pass » counts how often pass were ordered or billed, and no pass. */
  #tellOrders(): void {
    for (const item of this.items) {
      if (item.kind !== 'label' || !numberOfOrders.test(fold(item.cell.text))) continue
      const { row, col } = item.cell
      const beside = [this.at(row, col - 1), this.at(row, col + 1)]
      if (beside.some((other) => other?.label != null && numberOfPass.test(fold(other.cell.text))))
        item.label = {
          ...item.label!,
          terms: [{ expression: fold(item.cell.text), sense: 'ignorer' }],
          unknown: [],
        }
    }
  }

  /** « Avez-vous acheté des pass ? | Oui », « Si oui, combien ? | 2 700 »: the second question is that of the first, whose answer isn’t « non ». */
  #completeQuestions(): void {
    for (const item of this.items) {
      const elliptic = elliptical.exec(item.cell.text)
      if (item.kind !== 'label' || elliptic === null) continue
      const answer = elliptic[1] ?? ''
      const above = this.at(item.cell.row - 1, item.cell.col)
      const [, question, said] = /^(.*\?)([^?]*)$/s.exec(above?.cell.text ?? '') ?? []
      if (above?.kind !== 'label' || question === undefined || !agrees.test(fold(said!))) continue
      const asked = question.replace(asker, '$1 ')
      item.label = parseLabel(asked, this.#vocabulary)
      if (answer !== '') this.#completed.set(item, `${asked} ${answer}`)
    }
  }

  /** The text of an item whose question is short for the one above it, « Si oui, combien ? 2 700 », with the whole question; null for another. */
  completed(item: Item): string | null {
    return this.#completed.get(item) ?? null
  }

  /** « Carnets achetés | 260 | soit 2 600 pass »: what says a figure once more, in pass, is of its own cell. */
  #joinEquivalents(): void {
    const joined = new Set<Item>()
    for (const item of this.items) {
      const { row, col, type, text } = item.cell
      const before = this.at(row, col - 1)
      if (before?.kind !== 'number' || type === 'number') continue
      const label = this.row(row)[0]?.label
      const said = label == null ? null : saidInPass(before.figure, says(label, 'carnet'), text)
      if (said === null) continue
      before.figure = said
      joined.add(item)
      this.#addresses.delete(item.address)
      this.#rows.get(row)!.delete(col)
      this.#ordered.delete(row)
    }
    if (joined.size === 0) return
    const others = this.items.filter((item) => !joined.has(item))
    this.items.length = 0
    for (const item of others) this.items.push(item)
  }

  /**
   * « Nombre de personnes ayant » over « bénéficié d’au moins un pass » over « 296 »: a label in two lines; « 195 personnes » over « formées, sans
   * doublon »: a caption that goes on from the unit of its figure. Each is one label, where the two say together what is counted.
   */
  #joinLabels(): void {
    for (const item of this.items) {
      const { row, col, text } = item.cell
      const above = this.at(row - 1, col)
      const lower = item.kind === 'label' && /^\s*\p{Ll}[^\d:]*$/u.test(text)
      if (!lower || above === undefined || this.row(row).length + this.row(row - 1).length > 2)
        continue
      const below = this.at(row + 1, col)
      const wrapped =
        above.kind === 'label' && !/[.:;?!]\s*$/.test(above.cell.text) && below?.kind === 'number'
      const unit = above.figure.kind === 'number' ? above.figure.rest : ''
      const start = wrapped ? above.cell.text.trim() : unit
      if (start === '' || /\d/.test(start) || isSure(notionOf([item.label!]))) continue
      if (wrapped && isSure(notionOf([above.label!]))) continue
      const label = parseLabel(`${start} ${text.trim()}`, this.#vocabulary)
      const notion = notionOf([label])
      if (notion.kind !== 'indicator') continue
      item.label = label
      if (wrapped) above.label = { ...above.label!, terms: [], unknown: [] }
    }
  }

  /**
   * « Pass achetés » over « Pass scannés » over « Bénéficiaires uniques » over as many figures: a table of two columns that became one, whose figures
   * stand beside their labels again. Less than three, more scans than purchases, or a figure too many may be anything.
   */
  #listBeside(): void {
    const alone = (row: number, col: number) => {
      const [item, ...others] = this.row(row)
      return others.length === 0 && item?.cell.col === col ? item : undefined
    }
    for (const first of [...this.items]) {
      const { row, col } = first.cell
      if (first.kind !== 'number' || alone(row - 1, col)?.kind !== 'label') continue
      const figures: Item[] = []
      for (
        let next = alone(row, col);
        next?.kind === 'number';
        next = alone(row + figures.length, col)
      )
        figures.push(next)
      const labels = figures.flatMap((_, at) => alone(row - figures.length + at, col) ?? [])
      const around = [alone(row - figures.length - 1, col), alone(row + figures.length, col)]
      const isOpen = around.some((item) => item && (item.label === null || counts(item.label)))
      if (figures.length < 3 || labels.length < figures.length || isOpen) continue
      if (labels.every(({ label }) => label !== null) && areInOrder(labels, figures))
        for (const [at, figure] of figures.entries())
          this.#move(figure, labels[at]!.cell.row, col + 1)
    }
  }

  /** Lets an item stand elsewhere in the table than in the file; its address stays what it is. */
  #move(item: Item, row: number, col: number): void {
    this.#rows.get(item.cell.row)!.delete(item.cell.col)
    this.#ordered.delete(item.cell.row)
    this.#ordered.delete(row)
    item.cell = { ...item.cell, row, col }
    this.#rows.get(row)!.set(col, item)
  }

  /** « 5 930 » over « pass validés » over « dans nos 27 lieux d’accueil »: a caption of two lines under its figure is one. */
  #joinCaptions(): void {
    for (const item of this.items) {
      const { row, col, text } = item.cell
      const figure = this.at(row - 1, col)
      const further = this.at(row + 1, col)
      if (item.kind !== 'label' || further?.kind !== 'label') continue
      if (figure?.kind !== 'number' && figure?.kind !== 'doubtful') continue
      const cards = this.row(row - 1).every(({ kind }) => kind !== 'label')
      if (!cards || !this.row(row).every(({ kind }) => kind === 'label')) continue
      const rest = further.cell.text.trim()
      const goesOn = /^\(/.test(rest) || (/^\p{Ll}[^:]*$/u.test(rest) && !counts(further.label!))
      if (goesOn && notionOf([item.label!]).kind === 'indicator')
        item.label = parseLabel(`${text.trim()} ${rest}`, this.#vocabulary)
    }
  }

  #markYearColumn(column: Item[]): void {
    const years = column.filter(isYear)
    if (years.length === 0) return
    const header = this.#headingOver(years[0]!)
    const named =
      header !== null &&
      // « Personnes accompagnées (année) » counts, be it 2 035.
      ((says(header.label!, 'annee', 'periode') && notionOf([header.label!]).kind === 'none') ||
        /\b(?:aap|appel)\b/.test(fold(header.cell.text).replaceAll('_', ' ')))
    const leftmost = years.every((item) =>
      this.row(item.cell.row).every((i) => i.label !== null || i.cell.col >= item.cell.col),
    )
    const values = years.map(numberOf)
    const next = (value: number, i: number) => i === 0 || value === values[i - 1]! + 1
    // « Pass achetés | 2021 », « | 2022 », « Pass scannés | 2021 », « | 2022 »: each group begins again.
    const again = years.length === column.length
    const rising = values.every((value, i) => next(value, i) || (again && value === values[0]))
    const beside = years.every(({ cell }) => this.row(cell.row).some((i) => i.cell.col > cell.col))
    if (named || (leftmost && beside && rising && new Set(values).size > 1)) {
      for (const item of years) this.#becomeYear(item)
    }
  }

  #becomeYear(item: Item): void {
    item.kind = 'label'
    item.label = parseLabel(String(numberOf(item)), this.#vocabulary)
  }

  #figureBelow(item: Item): boolean {
    for (let row = item.cell.row + 1; row <= Math.min(item.cell.row + 3, this.lastRow); row++) {
      const below = this.at(row, item.cell.col)
      // « 2022 | 2023 » over « Achetés | Scannés | Achetés | Scannés »
      if (below && below.kind !== 'label') return true
    }
    return false
  }

  /** The label over a column of years; a year above it that was taken for a heading is one of them. */
  #headingOver(item: Item): Item | null {
    for (let row = item.cell.row - 1; row >= 0; row--) {
      const above = this.spread(row, item.cell.col)
      if (above?.kind === 'label' && !isYear(above)) return above
      if (above === undefined && this.blank(row)) return null
    }
    return null
  }
}

/** The last of some items, given in the order of their rows, that stands above a row. */
function lastAbove(items: readonly Item[], row: number): Item | undefined {
  let [from, to] = [0, items.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (items[middle]!.cell.row < row) from = middle + 1
    else to = middle
  }
  return items[from - 1]
}

/** Whether a label says by itself what is counted, and not only where. */
function counts(label: Label): boolean {
  const notion = notionOf([label])
  return notion.kind !== 'none' && !(notion.kind === 'other' && notion.place === true)
}

/** Whether labels each name another thing, and their figures come in the order of pass: no more scanned than bought, no more persons than scans. */
function areInOrder(labels: readonly Item[], figures: readonly Item[]): boolean {
  const notions = labels.map(({ label }) => notionOf([label!]))
  // « Nombre d’ateliers » may stand among them.
  if (!notions.every((one) => isSure(one) || one.kind === 'other')) return false
  const of = (indicator: Indicator) => {
    const at = notions.flatMap((one, i) =>
      one.kind === 'indicator' && one.indicator === indicator ? [i] : [],
    )
    return at.length === 1 ? numberOf(figures[at[0]!]!) : Number.NaN
  }
  return (
    of('pass_achetes') >= of('pass_scannes') && of('pass_scannes') >= of('beneficiaires_uniques')
  )
}

const signExplained = /^\s*([^\s:=]{1,6})\s*[:=]\s*\p{L}/u
const noteMark = /^\s*(\(\d\)|\*+)\s*(?=\p{L})/u
/** « Votre structure a-t-elle acheté des pass ? »: who did it is who answers. */
const asker =
  /^((?:[a-z]?\d{1,2}(?:\.\d)?\s?[.):-]?\s+)?)(?:votre|la|le|l['’])\s?\p{L}+(?:[ -]\p{L}+){0,3}\s+a-t-(?:elle|il)\s/iu
const elliptical =
  /^\s*(?:[a-z]?\d{1,2}(?: ?bis| ?ter|\.\d)?\s?[.):-]?\s+)?(?:si oui,? ?)?combien(?: en tout| au total)?\s?[?:]\s*((?:[:→-]\s*)?\d[\d\s.]*(?:pass|personnes)?\.?)?\s*$/i
/** What stands behind a question of yes and no: nothing, « Oui », « ☒ Oui ☐ Non ». */
const agrees =
  /^\s*(?:[-–:]\s*)?(?:oui[,.]?|[☒☑✓✔✗x[\]() ]*[☒☑✓✔x][\]) ]*oui[☐▢[\]() ]*non|[☐▢[\]() ]*non[ (]*[☒☑✓✔x][\]) ]*oui|oui ?[☒☑✓✔](?: *non ?[☐▢])?)?\s*$/
const numberOfOrders =
  /^(?:nb|nbre|nombre)\.? (?:de |d')?(?:bons? de )?(?:commandes?|factures?|achats|marches|bons|livraisons)$/
const numberOfPass = /^(?:nb|nbre|nombre|quantite)\.? (?:de |d')?(?:pass|cheques)\b/
const units: Sense[] = ['monnaie', 'monnaie_milliers', 'millier', 'carnet']

function numberOf(item: Item): number {
  return item.figure.kind === 'number' ? item.figure.number : Number.NaN
}

function isYear(item: Item): boolean {
  const value = numberOf(item)
  const text = item.cell.text.trim()
  return Number.isInteger(value) && value >= 2015 && value <= 2035 && /^\d{4}$/.test(text)
}

/** « Bilan du 4e trimestre 2022 », which says nothing but when. */
function isQuarter({ kind, label }: Item): boolean {
  return kind === 'date' && /[TS]\d$/.test(label?.period ?? '')
}
