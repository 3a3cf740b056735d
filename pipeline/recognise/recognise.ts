import type { Document } from '../read/cell.ts'
import { alike } from './alike.ts'
import { billed } from './billed.ts'
import { withDrawnBoxes } from './boxes.ts'
import { withBuyers } from './buyer.ts'
import { inSections } from './calls.ts'
import { cautioned } from './caution.ts'
import { withoutCombs } from './combs.ts'
import { fromComments } from './commented.ts'
import { withConfirmed } from './confirmed.ts'
import type { Context } from './context.ts'
import { continued } from './continued.ts'
import { disputed } from './correction.ts'
import { withoutCrossedOut } from './crossed-out.ts'
import { type Cues, cuesOf } from './cues.ts'
import { hearDefinitions } from './definitions.ts'
import { derivedPersons } from './derived.ts'
import { dittoed } from './ditto.ts'
import { withoutExamples } from './example-lines.ts'
import { exchanged } from './exchanged.ts'
import { asExpressed } from './expressed.ts'
import { Grid } from './grid.ts'
import { type Label, leavesSizeOpen, parseLabel, says } from './label.ts'
import { legible } from './mojibake.ts'
import {
  type NearMiss,
  nearMissesOf,
  speaks,
  unheard,
  unreadSentences,
  unsaid,
} from './near-miss.ts'
import { netted } from './netted.ts'
import { notionOf } from './notion.ts'
import { ofSeveral } from './of-several.ts'
import { orderedOnly } from './ordered.ts'
import { overScans } from './over-scans.ts'
import { withoutPageBreaks } from './page-breaks.ts'
import { withoutParts } from './parts.ts'
import { placed } from './placed.ts'
import { datedPurchase } from './purchase.ts'
import type { Reading } from './reading.ts'
import { countedOnce, personsAmong, repeatedPersons, uniqueWithin } from './repeated.ts'
import { afterReturns } from './replaced.ts'
import { heldAgainst, respelt } from './respelt.ts'
import { retained } from './retained.ts'
import { withoutRunningFeet } from './running-feet.ts'
import { scrawled } from './scrawl.ts'
import { readSentences } from './sentence.ts'
import { besideUnread } from './siblings.ts'
import { withoutSigns } from './signs.ts'
import { withoutAdded } from './since.ts'
import { withSlashes } from './slashed.ts'
import { qualifierNear, slipDoubt } from './spelling.ts'
import { withoutSpreadCounts } from './spread-counts.ts'
import { missesStanding, withStanding } from './standing.ts'
import { readTables } from './table.ts'
import { takenAsScanned } from './taken.ts'
import { fold } from './text.ts'
import { toldTogether } from './together.ts'
import { unanswered } from './unanswered.ts'
import { splitLines } from './unsplit.ts'
import type { Vocabulary } from './vocabulary.ts'
import { withWorth } from './worth.ts'

/** Everything that one document yields, before anyone knows whose it is. */
export interface Recognition {
  readings: Reading[]
  cues: Cues
  /** Labels that look like an indicator but are not known, with the nearest known one: questions for a person. */
  nearMisses: NearMiss[]
  /** Questions about the document or a part of it that no figure carries. */
  remarks?: Remark[]
}

/** A question to a person; `sheet` and `address` null when it is about the whole file. */
export interface Remark {
  sheet: string | null
  address: string | null
  /** In French. */
  motif: string
  proposal: string | null
}

/**
 * Finds figures and hints in a document; pure, and the same for the same document and vocabulary. A figure is taken only where it would be taken
 * with the slips around it mended too.
 * @param enclosed what was read of the files that a mail encloses: they are given back with the rest, doubted where the mail warns of them
 */
export function recognise(
  document: Document,
  vocabulary: Vocabulary,
  enclosed: readonly Reading[] = [],
): Recognition {
  const written = asWritten(document)
  const found = standing(recogniseAs(written, vocabulary, enclosed))
  if (!found.readings.some((r) => r.kind === 'figure' && r.doubts.length === 0)) return found
  const mended = respelt(written, vocabulary)
  if (mended === null) return found
  const meant = recogniseAs(mended.document, vocabulary, enclosed)
  const { asOf, aaps, aapsElsewhere } = meant.cues
  return {
    ...found,
    readings: heldAgainst(found.readings, meant.readings, mended.slips),
    // The day and the call that it is of are read in spite of a slip beside them.
    cues: {
      ...found.cues,
      asOf: found.cues.asOf ?? asOf,
      aaps,
      ...(aapsElsewhere && { aapsElsewhere }),
    },
  }

  function standing(recognition: Recognition): Recognition {
    return {
      ...recognition,
      readings: withStanding(recognition.readings, document, written),
      nearMisses: missesStanding(recognition.nearMisses, written),
    }
  }
}

/** A document as who wrote it saw it: letters that were decoded wrongly, what is told to be crossed out or taken off, lines of a csv file in one cell, names and numbers between slashes, digits in boxes and counts in three cells are put together again, and without the feet of its pages. */
function asWritten(document: Document): Document {
  const pages = withoutPageBreaks(withoutRunningFeet(document))
  const sheets = pages.sheets.map((sheet) => {
    const cells = sheet.cells.map((cell) => {
      const text = netted(withDrawnBoxes(withoutCrossedOut(legible(cell.text))))
      return text === cell.text ? cell : { ...cell, text }
    })
    const isSame = cells.every((cell, at) => cell === sheet.cells[at])
    const whole = withoutExamples(isSame ? sheet : { ...sheet, cells })
    return withoutSpreadCounts(withoutCombs(splitLines(withSlashes(withConfirmed(whole)))))
  })
  return { ...document, sheets }
}

/** What a document yields as it is written. */
function recogniseAs(
  document: Document,
  vocabulary: Vocabulary,
  enclosed: readonly Reading[],
): Recognition {
  const grids = document.sheets.map((sheet) => new Grid(sheet, vocabulary))
  hearDefinitions(grids, vocabulary)
  const context = contextOf(document, grids, vocabulary)
  const readings: Reading[] = []
  const nearMisses: NearMiss[] = []
  const names = new Map(grids.map((grid) => [grid, nameOf(grid, vocabulary)]))
  const aside = grids.filter((grid) => setAside(names.get(grid)!, grid))
  // Of what is said about figures only what is sure counts: it may be another number than theirs.
  const stated = (grid: Grid, name: Label) =>
    readSentences(grid, vocabulary, context, new Set())
      .readings.filter(({ kind, rule }) => kind === 'figure' && rule === 'phrase')
      .filter(({ doubts, unknown }) => doubts.length + unknown.length === 0)
      .map((one) => dated(one, grid, name))
  const read = (grid: Grid, doubt: string | null) => {
    const name = names.get(grid)!
    const slip = qualifierNear(name, vocabulary)
    const tables = readTables(grid, {
      ...context,
      cumulative: cumulativeTitle(grid),
      sheetDoubt: slip && slipDoubt(slip),
      caption: captionOf(grid, grids),
    }).map((reading) => yearly(grid, reading))
    const answered = tables.filter((reading) => reading.number !== null || reading.text !== '')
    // A cell under a sentence that says « NC » takes nothing from what the sentence says.
    const figures = answered.filter((r) => r.kind === 'figure')
    const labels = new Set(figures.map((reading) => reading.labelAddress ?? ''))
    for (const { address, number } of figures) if (number !== null) labels.add(address)
    // A label without an answer beside it may hold the answer itself, or be a line of the text that does.
    const { readings: said, spoken, missed } = readSentences(grid, vocabulary, context, labels)
    const sentences = withoutParts(said, answered)
    const open = tables.filter((r) => {
      const told = spoken.has(r.labelAddress ?? '') || toldBeside(r, sentences)
      return !told || (r.kind === 'figure' && answered.includes(r))
    })
    const all = [...open, ...fromComments(grid, open), ...sentences]
    const bills = billed(grid, all, context)
    // « Net à payer » beside them is what all of the invoice costs.
    const beside = (r: Reading) => bills.length === 0 || !isUnsurePurchase(r)
    const told = withoutAdded([...all.filter(beside), ...bills])
    const disputes = exchanged(
      grid,
      disputed(grid, toldTogether(grid, afterReturns(grid, told)), vocabulary),
      vocabulary,
    )
    const found = derivedPersons(
      grid,
      uniqueWithin(
        grid,
        repeatedPersons(
          grid,
          countedOnce(personsAmong(grid, disputes), vocabulary),
          vocabulary,
          document.format === 'pdf' ? grids : [grid],
        ),
      ),
    )
    const sure = besideUnread(grid, ofSeveral(grid, found))
    readings.push(...sure.map((one) => asked(dated(one, grid, name), doubt)))
    // A figure that is read with its doubt asks for itself, and so does a word for none; an empty cell doesn't.
    const scanned = sentences.filter((reading) => reading.indicator === 'pass_scannes')
    const asking = new Set([...answered, ...scanned].map((reading) => reading.labelAddress))
    nearMisses.push(...nearMissesOf(grid, vocabulary).filter((m) => !asking.has(m.address)))
    const heard = new Set([...disputes, ...found].flatMap((r) => [r.address, r.labelAddress]))
    nearMisses.push(...unheard(grid, heard).filter((miss) => !heard.has(miss.address)))
    if (context.mentionsPass || speaks(grid))
      nearMisses.push(...unreadSentences(grid, missed, [...tables, ...sentences]))
  }
  for (const grid of grids) if (!aside.includes(grid)) read(grid, null)
  for (const grid of aside.filter(({ sheet }) => !sheet.hidden)) {
    const name = names.get(grid)!
    if (commentsOnFigures(name) || tellsOnly(name, grid)) readings.push(...stated(grid, name))
  }
  // « Provisoire », the only sheet: its figures aren't the last word, and yet they are all there is.
  if (!readings.some((reading) => reading.kind === 'figure')) {
    for (const grid of aside.filter(({ sheet }) => !sheet.hidden))
      if (says(names.get(grid)!, 'anterieur'))
        read(grid, `la feuille s’appelle « ${grid.sheet.name} »`)
  }
  nearMisses.push(...unsaid(names, readings, nearMisses, vocabulary))
  nearMisses.push(...unanswered(grids, readings, nearMisses))
  const counted = overScans(takenAsScanned(withoutSigns(grids, readings, vocabulary)))
  const legible = scrawled(inSections(document, grids, counted), vocabulary)
  const gone = document.format === 'pdf' ? continued(legible, grids) : legible
  const whole = withWorth(grids, datedPurchase(ofOneYear(gone), grids))
  const named = retained(withBuyers(placed(whole, vocabulary)))
  const recognition: Recognition = {
    readings: dittoed(
      cautioned(
        document,
        grids,
        asExpressed(grids, [...alike(orderedOnly(grids, named)), ...enclosed], context),
        vocabulary,
      ),
    ),
    cues: cuesOf(document, grids, vocabulary),
    nearMisses,
  }
  if (document.remarks?.length) {
    recognition.remarks = document.remarks.map(({ sheet, motif }) => ({
      sheet,
      motif,
      address: null,
      proposal: null,
    }))
  }
  return recognition
}

/** A reading whose label says itself that it counts each year (« Pass achetés (année) »), whatever a title says of running counts. */
function yearly(grid: Grid, reading: Reading): Reading {
  const label = grid.byAddress(reading.labelAddress ?? '')?.label
  const each = label != null && says(label, 'annee') && !says(label, 'cumul')
  return each && reading.cumulativeNearby ? { ...reading, cumulativeNearby: false } : reading
}

/** « Achats | La commune a acheté 5 000 pass »: whether a sentence on the line of a label without figure gives it. */
function toldBeside({ indicator, labelAddress }: Reading, sentences: readonly Reading[]): boolean {
  const row = Number(/\d+$/.exec(labelAddress ?? '')?.[0]) - 1
  return sentences.some((said) => said.indicator === indicator && said.row === row)
}

/** Whether a title or a note, alone on its row, speaks of cumulated figures. */
function cumulativeTitle(grid: Grid): boolean {
  return grid.items.some(
    (item) =>
      item.label !== null &&
      says(item.label, 'cumul') &&
      grid.row(item.cell.row).length === 1 &&
      notionOf([item.label]).kind !== 'indicator',
  )
}

/** The paragraph right above a table that stands in a text, where it is short; null for any other sheet. */
function captionOf({ sheet }: Grid, grids: readonly Grid[]): Label | null {
  if (sheet.after === undefined) return null
  const text = grids.find((grid) => grid.sheet.name === 'Texte')
  const above = text?.row(sheet.after - 1)[0]
  return above?.label != null && above.cell.text.length <= 100 ? above.label : null
}

const isUnsurePurchase = ({ indicator, kind, doubts }: Reading) =>
  indicator === 'pass_achetes' && kind === 'figure' && doubts.length > 0

function nameOf({ sheet }: Grid, vocabulary: Vocabulary): Label {
  return parseLabel(sheet.name.replaceAll('_', ' '), vocabulary)
}

function asked(reading: Reading, doubt: string | null): Reading {
  return doubt === null ? reading : { ...reading, doubts: [...reading.doubts, doubt] }
}

/** Whether a sheet says in its name that it holds objectives only, an earlier report, or comments. */
function setAside(name: Label, grid: Grid): boolean {
  if (notionOf([name]).kind !== 'other') return false
  if (says(name, 'anterieur', 'commentaire')) return true
  const achieved = grid.items.some((item) => item.label !== null && says(item.label, 'realise'))
  return says(name, 'objectif') && !achieved
}

/** Whether a sheet is named after comments on figures, « Commentaires », and is no instruction (« Mode d'emploi ») nor what persons tell. */
function commentsOnFigures(name: Label): boolean {
  const comments = name.terms.some(
    ({ sense, expression }) =>
      sense === 'commentaire' &&
      /^(?:comment|observ|remarque|precision|explication|justification|annotation)/.test(
        expression,
      ),
  )
  return comments && !says(name, 'anterieur', 'objectif')
}

/** Whether a sheet « Notice » tells what was done and asks its reader for nothing: no instructions of a form, and nothing that persons tell. */
function tellsOnly(name: Label, grid: Grid): boolean {
  const notes =
    says(name, 'commentaire') &&
    !says(name, 'anterieur', 'objectif', 'consigne') &&
    /^(?:notice|notes?|lisez|a lire|presentation|contexte)/.test(fold(name.text))
  const asks = /\b(?:[a-z]+ez|merci|indiquer|saisir|remplir|renseigner|completer|exemple|reponse)\b/
  return notes && !grid.items.some(({ cell }) => asks.test(fold(cell.text)))
}

/** Gives a reading the period that its table's title or its sheet's name is about, where its own labels say none. */
function dated(reading: Reading, grid: Grid, name: Label): Reading {
  if (reading.period !== null) return reading
  const labelRow = grid.byAddress(reading.labelAddress ?? '')?.cell.row ?? reading.row
  const title = grid.titleAbove(Math.min(labelRow, reading.row))
  if (title && onlyPeriod(title.label!)) {
    return { ...reading, period: title.label!.period, periodFrom: 'titre' }
  }
  if (name.period !== null && !says(name, 'total')) {
    return { ...reading, period: name.period, periodFrom: 'feuille' }
  }
  const years = reading.years ?? title?.label?.years ?? name.years
  return years === null ? reading : { ...reading, years }
}

/**
 * Figures with those doubted that are the only ones of their indicator and stand on a sheet named after a year, where other sheets give
 * other indicators for the whole time.
 */
function ofOneYear(readings: Reading[]): Reading[] {
  const figures = readings.filter((r) => r.kind === 'figure' && !r.hidden)
  const whole = new Set(figures.filter((r) => r.period === null).map((r) => r.indicator))
  if (whole.size === 0) return readings
  const periods = new Map(
    [...Map.groupBy(figures, (r) => r.indicator)].map(([indicator, own]) => [
      indicator,
      new Set(own.map((r) => r.period)).size,
    ]),
  )
  return readings.map((r) => {
    const lone = r.periodFrom === 'feuille' && /^20\d\d$/.test(r.period ?? '')
    if (!lone || whole.has(r.indicator) || periods.get(r.indicator) !== 1) return r
    return { ...r, doubts: [...r.doubts, `la feuille « ${r.sheet} » ne parle que d’une année`] }
  })
}

function onlyPeriod(label: Label): boolean {
  const said = ['annee', 'periode', 'mois', 'entete', 'realise']
  // « Pass numérique - 1er trimestre 2021 » is of that quarter; « Pass numérique 2020 » may be of the call.
  if (!/^20\d\d$/.test(label.period ?? '')) said.push('objet')
  return (
    label.period !== null &&
    label.unknown.length === 0 &&
    label.terms.every((t) => said.includes(t.sense))
  )
}

function contextOf(document: Document, grids: Grid[], vocabulary: Vocabulary): Context {
  const labels = grids.flatMap((grid) => grid.items.flatMap((item) => item.label ?? []))
  const title = document.properties.title ?? ''
  const mentionsPass =
    labels.some((label) =>
      says(label, 'objet', 'carnet', 'pass_achetes', 'pass_scannes', 'pass_commandes'),
    ) ||
    // Nothing else is scanned: « achetés 2 350, scannés 1 480 ».
    labels.some((label) =>
      label.terms.some(
        ({ sense, expression }) => sense === 'scan' && /^(?:scann|flash)/.test(expression),
      ),
    ) ||
    // « 32 000 pass | achetés »
    grids.some((grid) =>
      grid.items.some(({ figure }) => figure.kind === 'number' && /\bpass\b/.test(figure.rest)),
    ) ||
    /\bpass\b/i.test(title) ||
    // Its operator sold and scanned nothing else.
    labels.some((label) => /\baptic\b/i.test(label.text)) ||
    // What is bought, used and helps persons is pass, and so is what is bought and scanned.
    (labels.some((label) => says(label, 'achat')) &&
      labels.some((label) => says(label, 'scan')) &&
      labels.some(
        (label) =>
          says(label, 'beneficiaire', 'distinct', 'nouveau') ||
          label.terms.some(({ expression }) => /^(?:scan|flash)/.test(expression)),
      ))
  const sizes = new Set(labels.flatMap((label) => label.carnet ?? []))
  return {
    mentionsPass,
    carnet: sizes.size === 1 && !labels.some(leavesSizeOpen) ? [...sizes][0]! : null,
    cumulative: false,
    sheetDoubt: null,
    caption: null,
    wrapped: document.format === 'pdf' || document.format === 'csv',
    vocabulary,
  }
}
