import type { Convention } from '../bodies.ts'
import type { Hand } from '../hand.ts'
import { indicateurs } from '../margins.ts'
import { of, villages } from '../toponyms.ts'
import { months, places } from '../words.ts'
import type { Entry } from '../workbook.ts'
import { complete, parts, type Shape } from './shape.ts'

const all = ['xlsx', 'xlsx', 'xls', 'ods'] as const
const allAndCsv = [...all, 'csv', 'csv', 'csv'] as const

/** Names of mediation places, no two alike. */
function sites(n: number, hand: Hand): string[] {
  const names = hand.rng
    .shuffle(villages)
    .flatMap((village) => hand.rng.shuffle(places).map((place) => `${place} ${of(village)}`))
  return hand.rng.shuffle(names).slice(0, n)
}

/** The three figures cut into `n` rows of entries; each column adds up to its figure. */
function cut(c: Convention, n: number, hand: Hand): number[][] {
  const columns = indicateurs.map((i) => parts(c.figures[i]!, n, hand.rng))
  return Array.from({ length: n }, (_, row) => columns.map((column) => column[row]!))
}

const heads = (hand: Hand): Entry[] => indicateurs.map((i) => hand.label(i))
const totals = (c: Convention, hand: Hand): Entry[] =>
  indicateurs.map((i) => hand.count(c.figures[i]!))

/** Place by place, with subtotals by territory and a total. */
export const detailSousTotaux: Shape = {
  forme: 'detail_sous_totaux',
  formats: allAndCsv,
  suits: complete,
  added: [],
  draw(c, hand) {
    const groups = hand.rng.int(2, 4)
    const sizes = Array.from({ length: groups }, () => hand.rng.int(3, 7))
    const n = sizes.reduce((a, b) => a + b, 0)
    const names = sites(n, hand)
    const values = cut(c, n, hand)
    const rows: Entry[][] = [['Territoire', 'Lieu', ...heads(hand)]]
    let next = 0
    for (const [g, size] of sizes.entries()) {
      const from = next
      for (; next < from + size; next += 1) {
        const first = next === from ? `Territoire ${g + 1}` : null
        rows.push([first, names[next]!, ...values[next]!.map((v) => hand.count(v))])
      }
      const sums = indicateurs.map((_, k) =>
        values.slice(from, next).reduce((a, row) => a + row[k]!, 0),
      )
      rows.push([`Sous-total Territoire ${g + 1}`, null, ...sums.map((v) => hand.count(v))])
    }
    rows.push([
      hand.rng.pick(['TOTAL', 'Total général', 'TOTAL GENERAL', 'Ensemble']),
      null,
      ...totals(c, hand),
    ])
    return [{ name: 'Détail par lieu', rows: [...hand.head(c), ...rows, ...hand.foot(c)] }]
  },
}

/** Place by place, nothing added up. */
export const detailSansTotal: Shape = {
  forme: 'detail_sans_total',
  formats: [...allAndCsv, 'csv'],
  suits: complete,
  added: indicateurs,
  draw(c, hand) {
    const n = hand.rng.int(4, 16)
    const names = sites(n, hand)
    const rows: Entry[][] = [
      ['Lieu de médiation', ...heads(hand)],
      ...cut(c, n, hand).map((values, i): Entry[] => [
        names[i]!,
        ...values.map((v) => hand.count(v)),
      ]),
    ]
    const said = 'Chaque personne est comptée une seule fois, dans le lieu de sa première visite.'
    return [{ name: 'Lieux', rows: [...hand.head(c), ...rows, [], [said]] }]
  },
}

/** The total on the first line, the places under it. */
export const totalEnTete: Shape = {
  forme: 'total_en_tete',
  formats: all,
  suits: complete,
  added: [],
  draw(c, hand) {
    const n = hand.rng.int(4, 12)
    const names = sites(n, hand)
    const rows: Entry[][] = [
      ['Lieu', ...heads(hand)],
      [hand.rng.pick(['TOTAL', 'Total', 'Ensemble du territoire']), ...totals(c, hand)],
      ...cut(c, n, hand).map((values, i): Entry[] => [
        names[i]!,
        ...values.map((v) => hand.count(v)),
      ]),
    ]
    return [{ name: 'Synthèse lieux', rows: [...hand.head(c), ...rows, ...hand.foot(c)] }]
  },
}

/** Month by month without a total; persons, who come back, are counted apart over the whole time. */
export const mensuel: Shape = {
  forme: 'mensuel',
  formats: allAndCsv,
  suits: complete,
  added: ['pass_achetes', 'pass_scannes'],
  draw(c, hand) {
    const n = hand.rng.int(6, 24)
    const start = hand.rng.int(0, 11)
    const bought = parts(c.figures.pass_achetes!, n, hand.rng)
    const scanned = parts(c.figures.pass_scannes!, n, hand.rng)
    const rows: Entry[][] = [
      ['Mois', hand.label('pass_achetes'), hand.label('pass_scannes')],
      ...bought.map((value, i): Entry[] => {
        const month = start + i
        const name = `${months[month % 12]} ${2022 + Math.floor(month / 12)}`
        return [name, hand.count(value), hand.count(scanned[i]!)]
      }),
    ]
    const persons: Entry[] = [
      `${hand.label('beneficiaires_uniques')} sur toute la période`,
      hand.count(c.figures.beneficiaires_uniques!),
    ]
    return [{ name: 'Suivi mensuel', rows: [...hand.head(c), ...rows, [], persons] }]
  },
}

/** Territories in columns, the whole in the last one. */
export const territoiresEnColonnes: Shape = {
  forme: 'territoires_en_colonnes',
  formats: all,
  suits: complete,
  added: [],
  draw(c, hand) {
    const n = hand.rng.int(3, 6)
    const values = cut(c, n, hand)
    const names = hand.rng.shuffle(villages).slice(0, n)
    const rows: Entry[][] = [
      ['Indicateur', ...names.map((v) => `Secteur ${of(v)}`), hand.rng.pick(['Total', 'Ensemble'])],
      ...indicateurs.map((i, k): Entry[] => [
        hand.label(i),
        ...values.map((row) => hand.count(row[k]!)),
        hand.count(c.figures[i]!),
      ]),
    ]
    return [{ name: 'Par secteur', rows: [...hand.head(c), ...rows, ...hand.foot(c)] }]
  },
}
