import type { Part } from '../read/cell.ts'
import { nameWithin } from '../read/mail.ts'
import { type Cue, type Cues, nameCues } from './cues.ts'
import type { Recognition } from './recognise.ts'

/** What was recognised in a part of a mail, its sheets under the names that they have in the mail. */
export function within(part: Part, recognition: Recognition): Recognition {
  const names = new Map(
    part.document.sheets.map(({ name }) => [name, nameWithin(part, name)] as const),
  )
  const named = (sheet: string) => names.get(sheet) ?? sheet
  const moved = <One extends { sheet: string | null }>(ones: readonly One[]): One[] =>
    ones.map((one) => ({ ...one, sheet: one.sheet === null ? null : named(one.sheet) }))
  const { cues, nearMisses, remarks } = recognition
  return {
    ...recognition,
    // Figures that a mail encloses have their names already.
    readings: recognition.readings.map((one) =>
      names.has(one.sheet)
        ? { ...one, sheet: named(one.sheet), group: `${part.name ?? ''}\n${one.group}` }
        : one,
    ),
    cues: {
      ...cues,
      sirens: moved(cues.sirens),
      codes: moved(cues.codes),
      names: moved(cues.names),
      aaps: moved(cues.aaps),
      ...(cues.aapsElsewhere && { aapsElsewhere: moved(cues.aapsElsewhere) }),
      ...(cues.headings && { headings: moved(cues.headings) }),
      ...(cues.places && {
        places: Object.fromEntries(
          Object.entries(cues.places).map(([sheet, after]) => [named(sheet), after]),
        ),
      }),
    },
    nearMisses: moved(nearMisses),
    ...(remarks && { remarks: moved(remarks) }),
  }
}

/**
 * What was recognised in a mail: in its own text, with the figures that it encloses among its own, and in the files that it encloses. The mail
 * was sent with them, on its own day, unless figures stand in a mail within it alone.
 */
export function together(
  letter: Recognition,
  enclosed: readonly { name: string; recognition: Recognition }[],
): Recognition {
  const others = enclosed.map(({ recognition }) => recognition)
  const all = [letter, ...others]
  const cues = all.map((one) => one.cues)
  const list = <Key extends 'sirens' | 'astraySirens' | 'codes' | 'names' | 'aaps'>(
    key: Key,
  ): Cues[Key] => cues.flatMap((one): Cue[] => one[key]) as Cues[Key]
  const headings = cues.flatMap((one) => one.headings ?? [])
  const aapsElsewhere = cues.flatMap((one) => one.aapsElsewhere ?? [])
  const potentials = cues.flatMap((one) => one.potentials ?? [])
  const named = enclosed.map(({ name }) => nameCues(name))
  const merged: Cues = {
    sirens: list('sirens'),
    astraySirens: list('astraySirens'),
    codes: [...list('codes'), ...named.flatMap(({ codes }) => codes)],
    names: [...list('names'), ...named.flatMap(({ names }) => names)],
    aaps: [...list('aaps'), ...named.flatMap(({ aaps }) => aaps)],
    ...(aapsElsewhere.length > 0 && { aapsElsewhere }),
    ...(headings.length > 0 && { headings }),
    ...(potentials.length > 0 && { potentials }),
    places: Object.assign({}, ...cues.map(({ places }) => places)),
    version: greatest([
      letter.cues.version,
      ...enclosed.map(({ recognition }, at) => named[at]!.version ?? recognition.cues.version),
    ]),
    asOf: latest(cues.map(({ asOf }) => asOf)),
    dated: datedOf(letter, others),
    modified: letter.cues.modified,
    // What it encloses is read with it.
    encloses: others.length === 0 && letter.cues.encloses,
  }
  return {
    readings: letter.readings,
    cues: merged,
    nearMisses: all.flatMap(({ nearMisses }) => nearMisses),
    remarks: all.flatMap(({ remarks }) => remarks ?? []),
  }
}

/** The day that figures bear: that of the mail, or of what it encloses where only that has figures and says its own. */
function datedOf(letter: Recognition, others: readonly Recognition[]): string | null {
  const sheets = new Set(others.flatMap(({ readings }) => readings.map((r) => r.sheet)))
  const isOwn = letter.readings.some((r) => r.kind === 'figure' && !sheets.has(r.sheet))
  const days = others
    .filter(({ readings }) => readings.some((r) => r.kind === 'figure'))
    .map(({ cues }) => cues.dated)
  return (isOwn ? null : latest(days)) ?? letter.cues.dated
}

function latest(days: readonly (string | null)[]): string | null {
  const known = days.filter((day) => day !== null)
  return known.toSorted().at(-1) ?? null
}

function greatest(ranks: readonly (number | null)[]): number | null {
  const known = ranks.filter((rank) => rank !== null)
  return known.length === 0 ? null : Math.max(...known)
}
