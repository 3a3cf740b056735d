import type { Convention } from './bodies.ts'
import type { Hand } from './hand.ts'
import { drawNoise } from './noise.ts'
import { Paths } from './paths.ts'
import { type Random, random } from './random.ts'
import { type Desk, shared, single, versions } from './report.ts'
import { shapes } from './shapes/catalogue.ts'
import { formulaire } from './shapes/forms.ts'
import { colonneParAap, ongletParLaureat, plusieursLaureats } from './shapes/groups.ts'
import { complete, type Shape } from './shapes/shape.ts'
import type { Report } from './truth.ts'
import type { Page } from './workbook.ts'

/** What the bodies without any figure send: mostly nothing, or a paper that says nothing. */
function drawSilent(silent: readonly Convention[], desk: Desk): Report[] {
  return silent.flatMap((c, i): Report[] => {
    if (i < 2) return []
    if (i === 2) {
      const report = single(c, { ...formulaire, formats: ['xlsx'] }, desk, {
        identity: 'nom_fichier',
      })
      return [
        {
          ...report,
          // Cut off on its way: the archive has lost its directory.
          bytes: report.bytes.slice(0, Math.floor(report.bytes.length * 0.6)),
          attendu: {
            ...report.attendu,
            statut: 'rejete',
            statuts_admis: ['rejete'],
            forme: 'corrompu',
          },
          valeurs: report.valeurs.map((v) => ({ ...v, statut: 'illisible' })),
        },
      ]
    }
    if (i === 3) {
      const report = single(c, formulaire, desk, { missing: '' })
      const attendu = {
        ...report.attendu,
        forme: 'formulaire_vide',
        statuts_admis: ['lu', 'sans_donnee'],
      }
      return [{ ...report, attendu }]
    }
    return [
      single(c, formulaire, desk, { missing: desk.rng.pick(['NC', 'plateforme fermée', 'ND']) }),
    ]
  })
}

/** Takes up to `n` conventions out of the set, those that please first. */
function take(
  from: Set<Convention>,
  n: number,
  pleases: (c: Convention) => boolean,
  rng: Random,
): Convention[] {
  const taken = rng.shuffle([...from].filter(pleases)).slice(0, n)
  for (const c of taken) from.delete(c)
  return taken
}

/** Reports that speak of several conventions; those leave the set. */
function drawShared(left: Set<Convention>, desk: Desk): Report[] {
  const { rng } = desk
  const reports: Report[] = []
  const inRows: Convention[] = []
  const bySiren = Map.groupBy(
    [...left].filter((c) => c.deuxAppels),
    (c) => c.body.siren,
  )
  const twins = [...bySiren.values()].filter((list) => list.length === 2)
  for (const [i, [first, second]] of rng.shuffle(twins).entries()) {
    // The second one sends two reports like anybody else.
    if (i % 3 === 1) continue
    left.delete(first!)
    left.delete(second!)
    if (i % 3 === 2) {
      inRows.push(first!, second!)
      continue
    }
    const both: [Convention, Convention] = [first!, second!]
    const name = `Envois mars 2024/${first!.body.nom} - bilan AAP 2019 et 2020`
    reports.push(shared('colonne_par_aap', name, both, (hand) => colonneParAap(both, hand), desk))
  }
  const alone = (c: Convention): boolean => !c.deuxAppels
  inRows.push(...take(left, 4, alone, rng))
  if (inRows.length > 1) {
    const name = 'Réseau territorial/Suivi des lauréats'
    const draw = (hand: Hand): Page[] => plusieursLaureats(inRows, hand)
    reports.push(shared('plusieurs_laureats', name, inRows, draw, desk))
  }
  const inSheets = take(left, 3, alone, rng)
  if (inSheets.length > 1) {
    const name = 'Réseau territorial/Bilans individuels'
    const draw = (hand: Hand): Page[] => ongletParLaureat(inSheets, hand)
    reports.push(shared('onglet_par_laureat', name, inSheets, draw, desk))
  } else {
    for (const c of inSheets) left.add(c)
  }
  if (inRows.length === 1) left.add(inRows[0]!)
  return reports
}

/** A shape for each convention, so that all shapes are used about as often. */
function deal(conventions: readonly Convention[], rng: Random): Map<Convention, Shape> {
  const used = new Map(shapes.map((s) => [s, 0]))
  const dealt = new Map<Convention, Shape>()
  // Those that few shapes suit choose first.
  const order = [
    ...rng.shuffle(conventions.filter((c) => !complete(c))),
    ...rng.shuffle(conventions.filter(complete)),
  ]
  for (const c of order) {
    const fitting = rng.shuffle(shapes.filter((s) => s.suits(c)))
    const shape = fitting.reduce((best, s) => (used.get(s)! < used.get(best)! ? s : best))
    used.set(shape, used.get(shape)! + 1)
    dealt.set(c, shape)
  }
  return dealt
}

/**
 * The reports that these conventions sent, and the papers among them that say nothing. Each convention with figures
 * states them in exactly one place that holds.
 */
export function drawReports(
  conventions: readonly Convention[],
  seed: number,
  batch: number,
): Report[] {
  const rng = random(seed, batch, 'reports')
  const root = batch === 0 ? '' : `Lot ${String(batch).padStart(3, '0')}`
  const desk: Desk = { seed, batch, rng, paths: new Paths(root) }
  const left = new Set(conventions)
  const silent = take(left, conventions.length, (c) => c.figures.pass_achetes === null, rng)
  const reports = [...drawSilent(silent, desk), ...drawShared(left, desk)]
  let twoVersions = 2
  for (const [c, shape] of deal([...left], rng)) {
    if (twoVersions > 0 && complete(c) && c.figures.beneficiaires_uniques! > 100 && !c.deuxAppels) {
      twoVersions -= 1
      reports.push(...versions(c, shape, desk))
    } else {
      reports.push(single(c, shape, desk))
    }
  }
  return [...reports, ...drawNoise(reports, desk.paths, rng)]
}
