import { readFile } from 'node:fs/promises'
import { decide } from '../../pipeline/attach/referee.ts'
import type { Cell, Document, Sheet } from '../../pipeline/read/cell.ts'
import { textCell } from '../../pipeline/read/csv.ts'
import type { Indicator } from '../../pipeline/recognise/notion.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import type { Vocabulary } from '../../pipeline/recognise/vocabulary.ts'

/**
 * Small reports with what is read of them, written as text. A report begins with `@@ name => bought ; scanned ; persons`, each a number,
 * `ask` (nothing is read, and there is a question), `-` (nothing is read), several of them with `/` between, or `*` (whatever). Cells stand
 * between `|`; `.` is an empty line, `#s Name` begins a sheet, `#m A1:B1,…` merges, `=` is a formula without result, `cell ^^ text` has a
 * comment, `#t Title` is the title among the properties of the document, the table of a sheet with `#u 3` follows the third paragraph, and
 * with `#w` the lines are those of a page, broken where it was full.
 */
export interface Report {
  name: string
  wanted: string[]
  lines: string[]
}

const indicators: Indicator[] = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']

/** The reports of one file. */
export async function reportsIn(file: URL): Promise<Report[]> {
  const text = await readFile(file, 'utf8')
  return text
    .split(/^@@ /m)
    .slice(1)
    .map((report) => {
      const [head, ...lines] = report.trim().split('\n')
      const [name, wanted] = head!.split(' => ')
      return { name: name!, wanted: wanted!.split(' ; '), lines }
    })
}

function cellOf(written: string, row: number, col: number): Cell {
  const [text, comment] = written.split(' ^^ ') as [string, string?]
  return { ...plainCell(text, row, col), comment: comment ?? null }
}

function plainCell(text: string, row: number, col: number): Cell {
  const cell = textCell(row, col, text)
  if (text === '=') return { ...cell, text: '', type: 'empty', uncomputed: true }
  if (/^-?\d+(?:,\d+)?$/.test(text))
    return { ...cell, type: 'number', value: Number(text.replace(',', '.')) }
  const percent = /^(\d+(?:,\d+)?) ?%$/.exec(text)
  if (percent) {
    const value = Number(percent[1]!.replace(',', '.')) / 100
    return { ...cell, type: 'number', value, format: '0%' }
  }
  const day = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text)
  return day ? { ...cell, type: 'date', value: `${day[3]}-${day[2]}-${day[1]}` } : cell
}

/** Zero-based row and column of `B3`. */
function spot(address: string): { row: number; col: number } {
  const [, letters, digits] = /^([A-Z])(\d+)$/.exec(address)!
  return { row: Number(digits) - 1, col: letters!.charCodeAt(0) - 65 }
}

export function documentOf(lines: string[]): Document {
  const sheets: Sheet[] = []
  let title: string | null = null
  let format: Document['format'] = 'xlsx'
  let row = 0
  for (const line of lines) {
    if (line === '#w') {
      format = 'pdf'
      continue
    }
    if (line.startsWith('#t ')) {
      title = line.slice(3)
      continue
    }
    if (line.startsWith('#s ') || sheets.length === 0) {
      row = 0
      sheets.push({
        name: /^#s (.*)/.exec(line)?.[1] ?? 'Feuil1',
        hidden: false,
        cells: [],
        merges: [],
      })
      if (line.startsWith('#s ')) continue
    }
    const sheet = sheets.at(-1)!
    if (line.startsWith('#u ')) {
      sheet.after = Number(line.slice(3))
      continue
    }
    if (line.startsWith('#m ')) {
      for (const area of line.slice(3).split(',')) {
        const [from, to] = area.split(':').map(spot)
        sheet.merges.push({ top: from!.row, left: from!.col, bottom: to!.row, right: to!.col })
      }
      continue
    }
    if (line !== '.') {
      const texts = line.split('|').map((text) => text.trim())
      sheet.cells.push(...texts.flatMap((text, col) => (text === '' ? [] : cellOf(text, row, col))))
    }
    row++
  }
  return { format, sheets, properties: { title, modified: null } }
}

/** What is read of a report: a number, `ask` or `-` for each indicator. Ordered pass stand for bought ones that nothing is said of, as in `bilan`. */
export function readReport({ lines }: Report, vocabulary: Vocabulary): string[] {
  const { readings, cues, nearMisses } = recognise(documentOf(lines), vocabulary)
  return indicators.map((indicator) => {
    const of = (one: Indicator) => readings.filter((reading) => reading.indicator === one)
    const bought = of(indicator)
    const asksBought = nearMisses.some((miss) => miss.indicators[0] === 'pass_achetes')
    const ordered = indicator === 'pass_achetes' && bought.length === 0 && !asksBought
    const own = ordered ? of('pass_commandes') : bought
    const { verdicts, doubts } = decide(own, new Set(), cues.asOf)
    const kept = verdicts.filter((one) => one.kept && one.scope !== 'absence')
    const amount = ({ reading }: (typeof kept)[number]) => reading.number! * reading.factor
    const totals = new Set(kept.filter((one) => one.scope === 'total').map(amount))
    if (totals.size === 1) return String([...totals][0])
    if (totals.size === 0 && kept.length > 0)
      return String(kept.reduce((sum, one) => sum + amount(one), 0))
    const asked = doubts.length > 0 || nearMisses.some((miss) => miss.indicators[0] === indicator)
    return totals.size > 1 || asked ? 'ask' : '-'
  })
}

/** What was wanted of a report, with what was found instead where it isn't that. */
export function compared({ wanted }: Report, found: string[]): string[] {
  return wanted.map((one, i) =>
    one === '*' || one.split('/').includes(found[i]!) ? one : `not ${found[i]}`,
  )
}
