import type { Convention } from './bodies.ts'
import { type Hand, handOf, type Imposed } from './hand.ts'
import { type Indicateur, indicateurs } from './margins.ts'
import { type Paths, stemOf } from './paths.ts'
import { type Random, random } from './random.ts'
import type { Shape } from './shapes/shape.ts'
import type { Report, TrueFile } from './truth.ts'
import { encodeBook, encodeCsv, encodings, type Page } from './workbook.ts'

/** What the drawing of one part of the corpus shares. */
export interface Desk {
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
export function single(c: Convention, shape: Shape, desk: Desk, imposed: Imposed = {}): Report {
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
export function shared(
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
export function versions(c: Convention, shape: Shape, desk: Desk): Report[] {
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
