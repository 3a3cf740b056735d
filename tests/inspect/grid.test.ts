import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { gridLines, type Mark } from '../../pipeline/inspect/grid.ts'
import { placeOf, viewsOf } from '../../pipeline/inspect/view.ts'
import { address, type Cell, type Document } from '../../pipeline/read/cell.ts'
import type { Cues } from '../../pipeline/recognise/cues.ts'
import type { Recognition } from '../../pipeline/recognise/recognise.ts'

const noCues: Cues = {
  sirens: [],
  astraySirens: [],
  codes: [],
  names: [],
  aaps: [],
  version: null,
  asOf: null,
  dated: null,
  modified: null,
  encloses: false,
}

function cell(row: number, col: number, text: string, more: Partial<Cell> = {}): Cell {
  return {
    row,
    col,
    text,
    value: null,
    type: 'text',
    format: null,
    uncomputed: false,
    hidden: false,
    struck: false,
    comment: null,
    ...more,
  }
}

function document(cells: Cell[]): Document {
  return {
    format: 'xlsx',
    sheets: [{ name: 'S', hidden: false, cells, merges: [] }],
    properties: { title: null, modified: null },
  }
}

/** A document in which these places matter. */
function view(cells: Cell[], places: string[] = []) {
  const recognition: Recognition = {
    readings: [],
    cues: noCues,
    nearMisses: places.map((place) => ({
      sheet: 'S',
      address: place,
      text: '',
      indicators: ['pass_scannes'],
      kind: 'inconnu',
    })),
  }
  return viewsOf(document(cells), recognition)[0]!
}

function draw(cells: Cell[], width: number, places: string[] = [], marks: [string, Mark][] = []) {
  return gridLines(view(cells, places), new Map(marks), width, (_, text) => text)
}

describe('which rows are shown', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, row) => cell(row, 0, `r${row}`))

  test('a small sheet whole', () => {
    expect(view(rows(60)).shown).toHaveLength(60)
    expect(view(rows(60)).leftOut.every((count) => count === 0)).toBe(true)
  })

  test('of a large one the top and what is around places that matter, the rest counted', () => {
    const { shown, leftOut } = view(rows(1000), ['A500', 'A900'])
    expect(shown).toEqual([0, 1, 2, 3, 4, 497, 498, 499, 500, 501, 897, 898, 899, 900, 901])
    expect(leftOut).toEqual([0, 0, 0, 0, 0, 492, 0, 0, 0, 0, 395, 0, 0, 0, 0, 98])
    const lines = draw(rows(1000), 80, ['A500', 'A900'])
    expect(lines).toContain(' ⋮ 492 lignes laissées de côté')
    expect(lines.at(-1)).toBe(' ⋮ 98 lignes laissées de côté')
  })

  test('bounded where every row matters', () => {
    const places = Array.from({ length: 5000 }, (_, row) => address(row, 0))
    expect(view(rows(5000), places).shown).toHaveLength(120)
  })

  test('the top of a large sheet where nothing does', () => {
    expect(view(rows(1000)).shown).toHaveLength(10)
  })
})

describe('how they are drawn', () => {
  test('signs for what became of a figure and for what a cell is', () => {
    const lines = draw(
      [
        cell(0, 0, 'Pass achetés'),
        cell(0, 1, '1300', { struck: true }),
        cell(0, 2, '1450', { comment: 'relu\u001b[2J' }),
        cell(1, 1, '12 env.', { hidden: true }),
        cell(2, 1, '', { uncomputed: true }),
      ],
      100,
      [],
      [
        ['B1', 'refused'],
        ['C1', 'kept'],
        ['B2', 'asked'],
      ],
    )
    const text = lines.join('\n')
    expect(text).toContain('× 1300 [b]')
    expect(text).toContain('✓ 1450 [c]')
    expect(text).toContain('? 12 env. [m]')
    expect(text).toContain('[f]')
    expect(text).toContain('[c] C1\u00a0: «\u00a0relu␛[2J\u00a0»')
  })

  test.each([40, 80, 200])('no line is wider than %i, whatever the letters', (width) => {
    const wide = [
      'Département',
      '県'.repeat(60),
      'é'.normalize('NFD').repeat(90),
      '👩🏽‍🚀'.repeat(20),
    ]
    const cells = wide.flatMap((text, row) =>
      Array.from({ length: 4 }, (_, col) => cell(row, col, text.repeat(col + 1))),
    )
    const grid = draw(cells, width).filter((line) => line.includes('│'))
    expect(grid).toHaveLength(5)
    for (const line of grid) expect(stringWidth(line)).toBeLessThanOrEqual(width)
  })

  test('columns that matter stay where not all fit, the others are named', () => {
    const cells = Array.from({ length: 30 }, (_, col) => cell(0, col, `colonne ${col}`))
    const lines = draw(cells, 40, ['Z1'])
    expect(lines[0]).toContain('│ Z')
    expect(lines.at(-1)).toMatch(/^ 27 colonnes laissées de côté/)
  })
})

test.each([
  ['A1', { row: 0, col: 0 }],
  ['AB12', { row: 11, col: 27 }],
  ['', null],
  ['a1', null],
  ['A0', null],
])('%j is a place', (text, place) => {
  expect(placeOf(text)).toEqual(place)
})
