import { readdir, readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { decide } from '../../pipeline/attach/referee.ts'
import type { Cell, Document, Sheet } from '../../pipeline/read/cell.ts'
import { textCell } from '../../pipeline/read/csv.ts'
import type { Indicator } from '../../pipeline/recognise/notion.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary, type Vocabulary } from '../../pipeline/recognise/vocabulary.ts'

/**
 * Small tables with what is read of them, one file a class of shapes. A table begins with `@@ name => bought ; scanned ; persons`, each a number,
 * `ask` (nothing is read, and there is a question), `-` (nothing is read), several of them with `/` between, or `*` (whatever). Cells stand
 * between `|`; `.` is an empty line, `#s Name` begins a sheet, `#m A1:B1,…` merges, `=` is a formula without result.
 */
const folder = new URL('grids/', import.meta.url)
const indicators: Indicator[] = ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']

let vocabulary: Vocabulary
beforeAll(async () => {
  vocabulary = await loadVocabulary('sql/seeds', null)
})

function cellOf(text: string, row: number, col: number): Cell {
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

function documentOf(lines: string[]): Document {
  const sheets: Sheet[] = []
  let row = 0
  for (const line of lines) {
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
  return { format: 'xlsx', sheets, properties: { title: null, modified: null } }
}

function read(lines: string[]): string[] {
  const { readings, cues, nearMisses } = recognise(documentOf(lines), vocabulary)
  return indicators.map((indicator) => {
    const own = readings.filter((reading) => reading.indicator === indicator)
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

for (const file of (await readdir(folder)).sort()) {
  const text = await readFile(new URL(file, folder), 'utf8')
  const tables = text.split(/^@@ /m).slice(1)
  describe(file, () => {
    test.each(tables.map((table) => table.trim().split('\n')))('%s', (head, ...lines) => {
      const wanted = head.split(' => ')[1]!.split(' ; ')
      const found = read(lines)
      const held = wanted.map((one, i) =>
        one === '*' || one.split('/').includes(found[i]!) ? one : `not ${found[i]}`,
      )
      expect(held).toEqual(wanted)
    })
  })
}
