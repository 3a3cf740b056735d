import { allot, allotRound, feasible, type Share } from './allot.ts'
import { boughtBounds, boughtWithoutScans, type CallCell, drawCells } from './cells.ts'
import {
  type Aap,
  aaps,
  type Indicateur,
  type Printed,
  type Tranche,
  type TypeStructure,
  tranches,
} from './margins.ts'
import type { Random } from './random.ts'

/** The figures of one convention; null is a figure that was never given. */
export type Figures = Record<Indicateur, number | null>

/** One convention before it has a name. */
export interface Draft {
  type: TypeStructure
  aap: Aap
  tranche: Tranche | null
  potentiel: number
  /** EUR cents. */
  montant: number
  subvention: number
  figures: Figures
}

const draft = (cell: CallCell, tranche: Tranche | null): Draft => ({
  type: cell.type,
  aap: cell.aap,
  tranche,
  potentiel: 0,
  montant: 0,
  subvention: 0,
  figures: { pass_achetes: null, pass_scannes: null, beneficiaires_uniques: null },
})

/** The laureates of one cell with what they scanned and bought. */
function drawUse(cell: CallCell, bought: number, rng: Random): Draft[] {
  const buyers: Draft[] = []
  const bounds: { low: number; high: number }[] = []
  for (const band of tranches) {
    const { laureats, scannes } = cell.bands[band]
    const least = band === 'moins_de_25' ? 0 : Math.min(60, Math.floor(scannes / (laureats || 1)))
    // Some laureates bought and never used a pass: a zero, which is a figure.
    const idle = band === 'moins_de_25' && laureats > 2 && rng.chance(0.7) ? rng.int(1, 2) : 0
    const shares = Array.from({ length: laureats }, (_, i) =>
      i < idle
        ? { low: 0, high: 0, weight: 1 }
        : { low: least, high: Number.POSITIVE_INFINITY, weight: rng.weight(1.4) },
    )
    for (const scans of laureats > 0 ? allot(scannes, shares) : []) {
      const one = draft(cell, band)
      one.figures.pass_scannes = scans
      buyers.push(one)
      bounds.push(boughtBounds(band, scans))
    }
  }
  for (let i = 0; i < cell.sansScan; i += 1) {
    buyers.push(draft(cell, null))
    bounds.push(boughtWithoutScans)
  }
  const shares = bounds.map((b) => ({
    ...b,
    weight: (Number.isFinite(b.high) ? b.high - b.low : bought / bounds.length) * rng.weight(1),
  }))
  // Pass come in booklets of ten.
  for (const [i, x] of allotRound(bought, shares, 10).entries()) buyers[i]!.figures.pass_achetes = x
  return [...buyers, ...Array.from({ length: cell.sansAchat }, () => draft(cell, null))]
}

const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0)

/** What each convention allows to buy: the rows by type, the row of the missing, and the note's total. */
function drawPotentials(drafts: readonly Draft[], p: Printed, rng: Random): void {
  const least = { '2019': 1_000, '2020': 2_000 }
  const cellOf = (d: Draft): number => p('quantitatif', d.aap, d.type, 'potentiel_achat')
  const give = (total: number, to: readonly Draft[], share: (d: Draft) => Share): void => {
    for (const [i, x] of allotRound(total, to.map(share), 10).entries()) to[i]!.potentiel = x
  }
  const open = (d: Draft): Share => ({
    low: least[d.aap],
    high: Number.POSITIVE_INFINITY,
    weight: ((d.figures.pass_achetes ?? 1_000) + 500) * rng.weight(0.8),
  })
  const withoutPurchase = drafts.filter((d) => d.figures.pass_achetes === null)
  for (const aap of aaps) {
    const total = p('quantitatif', aap, 'Données non disponibles', 'potentiel_achat')
    give(
      total,
      withoutPurchase.filter((d) => d.aap === aap),
      open,
    )
  }
  // The note prints the potential of all who have no scan figure: what is not missing purchases is theirs.
  const buyers = drafts.filter((d) => d.figures.pass_achetes !== null)
  const noted = buyers.filter((d) => d.figures.pass_scannes === null)
  const note = p('conversion.note', '2019+2020', 'note', 'potentiel_des_laureats_sans_pass_scannes')
  give(note - sum(withoutPurchase.map((d) => d.potentiel)), noted, (d) => {
    const cell = buyers.filter((b) => b.type === d.type && b.aap === d.aap)
    const same = cell.filter((b) => noted.includes(b)).length
    const kept = (cell.length - same) * least[d.aap]
    return {
      low: least[d.aap],
      high: Math.floor((cellOf(d) - kept) / same),
      weight: (cellOf(d) / cell.length) * rng.weight(0.5),
    }
  })
  for (const one of new Set(buyers.map((d) => `${d.aap}|${d.type}`))) {
    const cell = buyers.filter((d) => `${d.aap}|${d.type}` === one)
    const rest = cell.filter((d) => !noted.includes(d))
    const taken = sum(cell.filter((d) => noted.includes(d)).map((d) => d.potentiel))
    give(cellOf(cell[0]!) - taken, rest, open)
  }
}

/** How many distinct persons each laureate helped, and who never said. */
function drawBeneficiaries(drafts: readonly Draft[], p: Printed, rng: Random): void {
  for (const aap of aaps) {
    const call = drafts.filter((d) => d.aap === aap)
    const silent = new Set(call.filter((d) => d.figures.pass_achetes === null))
    const closed = call.filter((d) => !silent.has(d) && d.figures.pass_scannes === null)
    // Now and then a laureate counted its public though the platform that counts scans was closed to it.
    const spared = rng.chance(0.4) ? closed[0] : undefined
    for (const d of closed) if (d !== spared) silent.add(d)
    const missing = p('quantitatif', aap, 'Données non disponibles', 'beneficiaires_uniques')
    const fits = (type: TypeStructure, without: ReadonlySet<Draft>): boolean => {
      const shares = beneficiaryShares(call, type, without, rng)
      return feasible(p('quantitatif', aap, type, 'beneficiaires_uniques'), shares)
    }
    const others = rng.shuffle(call.filter((d) => (d.figures.pass_scannes ?? 0) > 0))
    for (const d of others) {
      if (silent.size === missing) break
      if (fits(d.type, new Set([...silent, d]))) silent.add(d)
    }
    if (silent.size !== missing) throw new Error('drawBeneficiaries: no one left to be silent')
    for (const type of new Set(call.map((d) => d.type))) {
      const told = call.filter((d) => d.type === type && !silent.has(d))
      const total = p('quantitatif', aap, type, 'beneficiaires_uniques')
      const shares = beneficiaryShares(call, type, silent, rng)
      for (const [i, x] of allot(total, shares).entries()) {
        told[i]!.figures.beneficiaires_uniques = x
      }
    }
  }
}

function beneficiaryShares(
  call: readonly Draft[],
  type: TypeStructure,
  silent: ReadonlySet<Draft>,
  rng: Random,
): Share[] {
  return call
    .filter((d) => d.type === type && !silent.has(d))
    .map((d) => {
      const scans = d.figures.pass_scannes
      // Without a scan figure: a few dozen persons. A small user may have helped more persons than it scanned pass.
      if (scans === null) return { low: 12, high: 90, weight: 40 * rng.weight(0.5) }
      const more = scans > 5 && scans < 120 ? scans + rng.int(1, 9) : scans
      return { low: scans > 0 ? 1 : 0, high: more, weight: scans * rng.weight(0.7) + 0.01 }
    })
}

/** Budgets and the State's part: the prose's totals once rounded to a tenth of a million. */
function drawMoney(drafts: readonly Draft[], p: Printed, rng: Random): void {
  const within = (aap: Aap, column: string): number =>
    Math.round(p('texte', aap, 'texte', column) * 1e8) + rng.int(-4_500_000, 4_500_000)
  for (const aap of aaps) {
    const call = drafts.filter((d) => d.aap === aap)
    const budgets = allotRound(
      within(aap, 'montant_total_projets'),
      call.map((d) => ({
        low: 1_500_000,
        high: Number.POSITIVE_INFINITY,
        weight: d.potentiel * rng.weight(0.2),
      })),
      10_000,
    )
    for (const [i, x] of budgets.entries()) call[i]!.montant = x
    // 2019: 20 to 65 % of the budget, at most 1.2 MEUR; 2020: at most half.
    const grants = allotRound(
      within(aap, 'subvention_etat'),
      call.map((d) => ({
        low: Math.ceil(d.montant * 0.2),
        high:
          aap === '2019'
            ? Math.min(Math.floor(d.montant * 0.65), 120_000_000)
            : Math.floor(d.montant * 0.5),
        weight: d.montant * rng.weight(0.3),
      })),
      100,
    )
    for (const [i, x] of grants.entries()) call[i]!.subvention = x
  }
}

/**
 * Conventions whose figures meet every printed margin at once, in no particular order. All numbers are invented;
 * only their sums are the document's.
 */
export function drawFigures(p: Printed, rng: Random): Draft[] {
  const drafts = drawCells(p, rng).flatMap((cell) =>
    drawUse(cell, p('quantitatif', cell.aap, cell.type, 'pass_achetes'), rng),
  )
  drawPotentials(drafts, p, rng)
  drawBeneficiaries(drafts, p, rng)
  drawMoney(drafts, p, rng)
  return drafts
}
