import type { Convention } from './bodies.ts'
import { type Hand, handOf, type Imposed } from './hand.ts'
import { type Indicateur, indicateurs } from './margins.ts'
import { drawNoise } from './noise.ts'
import { Paths, stemOf } from './paths.ts'
import { type Random, random } from './random.ts'
import { shapes } from './shapes/catalogue.ts'
import { formulaire } from './shapes/forms.ts'
import { colonneParAap, ongletParLaureat, plusieursLaureats } from './shapes/groups.ts'
import { complete, type Shape } from './shapes/shape.ts'
import type { Report, TrueFile } from './truth.ts'
import { encodeBook, encodeCsv, encodings, type Page } from './workbook.ts'

/** What the drawing of one part of the corpus shares. */
interface Desk {
  seed: number
  batch: number
  rng: Random
  paths: Paths
}

type Written = Pick<Report, 'bytes'> & {
  format: string
  encodage: string | null
  extension: string
}

function write(pages: readonly Page[], format: Shape['formats'][number], rng: Random): Written {
  if (format !== 'csv') {
    return { bytes: encodeBook(pages, format), format, encodage: null, extension: format }
  }
  const encodage = rng.pick(encodings)
  const extension = encodage === 'utf-16le' ? 'txt' : 'csv'
  return { bytes: encodeCsv(pages[0]!, encodage), format, encodage, extension }
}

function values(
  conventions: readonly Convention[],
  added: readonly Indicateur[] = [],
): Report['valeurs'] {
  return conventions.flatMap((c) =>
    indicateurs.map((indicateur) => ({
      convention: c.convention,
      indicateur,
      statut:
        c.figures[indicateur] === null
          ? ('non_communique' as const)
          : added.includes(indicateur)
            ? ('calcule' as const)
            : ('communique' as const),
    })),
  )
}

function expected(forme: string, written: Written, conventions: readonly Convention[]): TrueFile {
  return {
    statut: 'lu',
    statuts_admis: ['lu'],
    forme,
    format: written.format,
    encodage: written.encodage,
    conventions: conventions.map((c) => c.convention),
  }
}

function handFor(c: Convention, desk: Desk, imposed: Imposed = {}): Hand {
  return handOf(c, random(desk.seed, desk.batch, 'hand', c.convention), imposed)
}

/** One report about one convention, in the given shape. */
function single(c: Convention, shape: Shape, desk: Desk, imposed: Imposed = {}): Report {
  const hand = handFor(c, desk, imposed)
  const written = write(shape.draw(c, hand), hand.rng.pick(shape.formats), hand.rng)
  const stem = stemOf(c, hand.identity, hand.rng)
  return {
    fichier: desk.paths.claim(`${stem}.${written.extension}`, c.convention),
    bytes: written.bytes,
    attendu: expected(shape.forme, written, [c]),
    valeurs: values([c], shape.added),
  }
}

/** One report about several conventions. */
function shared(
  forme: string,
  name: string,
  conventions: readonly Convention[],
  draw: (hand: Hand) => Page[],
  desk: Desk,
): Report {
  const hand = handFor(conventions[0]!, desk)
  const written = write(draw(hand), hand.rng.pick(['xlsx', 'xlsx', 'xls', 'ods']), hand.rng)
  return {
    fichier: desk.paths.claim(`${name}.${written.extension}`, conventions[0]!.convention),
    bytes: written.bytes,
    attendu: expected(forme, written, conventions),
    valeurs: values(conventions),
  }
}

/**
 * Two versions of one report: the earlier one, with smaller figures, is superseded by the one called « définitif ».
 */
function versions(c: Convention, shape: Shape, desk: Desk): Report[] {
  const last = single(c, shape, desk, { date: 'Situation au 31/12/2023' })
  const earlier: Convention = {
    ...c,
    figures: {
      pass_achetes: Math.floor((c.figures.pass_achetes! * 0.8) / 10) * 10,
      pass_scannes: Math.floor(c.figures.pass_scannes! * 0.7),
      beneficiaires_uniques: Math.floor(c.figures.beneficiaires_uniques! * 0.7),
    },
  }
  const first = single(earlier, shape, desk, { date: 'Situation au 30/06/2022' })
  const rename = (path: string, mark: string): string =>
    desk.paths.claim(path.replace(/( - \d{4}-\d+)?(\.\w+)$/, `${mark}$2`), c.convention)
  return [
    {
      ...first,
      fichier: rename(last.fichier, ' v1'),
      attendu: { ...first.attendu, statut: 'remplace', statuts_admis: ['remplace'] },
      valeurs: [],
    },
    { ...last, fichier: rename(last.fichier, ' v2 définitif') },
  ]
}

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
