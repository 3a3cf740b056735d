import { sentencesOf, unbroken } from './aim.ts'
import { numbersIn } from './counts.ts'
import type { Grid } from './grid.ts'
import type { Notice } from './notice.ts'
import { isSpoken, type Reading } from './reading.ts'
import { areasIn, isOfPart, type Place, yearOf } from './scope.ts'
import { fold } from './text.ts'
import type { Warning } from './warning.ts'

/** A warning with the figures that it is about. */
export interface Scoped {
  warning: Warning
  scope: Notice['scope']
}

/** A count behind which a sentence speaks of its number; the year of « en 2022 » is none. */
const firstCount = /(?<![\d.,/])(?!20[0-4]\d(?!\d))\d[\d\s.]*(?=[\s\u00a0]?\p{L})/u

/** What a document says of its scope, sentence by sentence, where nothing else in it is of another part or of the whole. */
export class Scopes {
  private readonly texts: string[]
  private readonly areas: { noun: string; name: string }[]

  constructor(grids: readonly Grid[]) {
    const shown = grids.filter(({ sheet }) => !sheet.hidden)
    this.texts = shown.flatMap((grid) => [
      grid.sheet.name,
      ...grid.items.flatMap(({ label, cell }) => (label === null ? [] : [cell.text])),
    ])
    this.areas = this.texts.flatMap((text) => areasIn(text, 'title'))
  }

  /** Whether a title or name says that what it heads is of a part. */
  isPart(text: string, spot: Place, grid: Grid): boolean {
    if (isOfPart(text, spot, this.texts)) return true
    if (spot === 'text' || ownArea.test(fold(text))) return false
    const ordinal = yearOf(text)
    const isOther = (one: string | null) => one !== null && one !== ordinal
    if (ordinal !== null && !this.texts.some((other) => isOther(yearOf(other)))) return true
    const areas = areasIn(text, spot).filter((area) => !this.isChiefTown(area))
    const isAlone = areas.some(({ noun, name }) =>
      this.areas.every((other) => other.noun !== noun || other.name === name),
    )
    return isAlone && !grid.items.some(({ label, cell }) => label && wholeOf.test(fold(cell.text)))
  }

  /** « Ville de Fontbrac » over « Département du Lot – canton de Fontbrac »: the head of its letters says where the town is. */
  private isChiefTown({ noun, name }: { noun: string; name: string }): boolean {
    if (noun !== 'canton' && noun !== 'arrondissement') return false
    return this.texts.some((text) => townOf.exec(fold(text))?.[1]?.startsWith(name))
  }

  /** The sentences of a place that say so, of all figures that the place is about, or of those in the sentence only. */
  warningsIn(
    { item, text, standing, scope }: Notice,
    grid: Grid,
    own: readonly Reading[],
  ): Scoped[] {
    if (standing === 'bound') return []
    return sentencesOf(unbroken(text)).flatMap((said): Scoped[] => {
      const sentence = said.trim()
      const warning: Warning = { family: 'portee', sentence, indicators: [] }
      const numbers = numbersIn(sentence)
      const spoken = own.filter(
        (r) => isSpoken(r) && r.number !== null && numbers.includes(r.number),
      )
      if (spoken.length > 0) {
        // « Sur le seul secteur Nord, 1 200 pass »; what stands behind a number is of that one.
        const lead = sentence.slice(0, Math.max(0, sentence.search(firstCount)))
        return isOfPart(lead, 'title') ? [{ warning, scope: () => spoken }] : []
      }
      if (own.some((r) => r.address === item.address && isSpoken(r))) return []
      const spot = standing === 'title' || topic.test(sentence) ? 'title' : 'text'
      return this.isPart(sentence, spot, grid) ? [{ warning, scope }] : []
    })
  }

  /** Figures of an indicator that all stand under or beside the name of the same area, with what says so. */
  onlyArea(figures: readonly Reading[]): [Reading, string][] {
    return [...Map.groupBy(figures, (r) => r.indicator).values()].flatMap((own) => {
      const found = own.map((r) => (r.rule === 'phrase' ? undefined : areasIn(r.label, 'title')[0]))
      const [first] = found
      const same = found.every((one) => one?.noun === first?.noun && one?.name === first?.name)
      return first && same ? own.map((r): [Reading, string] => [r, r.label]) : []
    })
  }
}

/** « Territoire : bassin de Saint-Ambreuil » says where the whole of it took place. */
const ownArea =
  /^(?:nom du )?territoire(?: (?:d'intervention|d'action|du projet|concerne))? ?[:|–-]/

const townOf = /^(?:ville|commune|mairie) (?:de |d'|du |des )(?:la |le |les |l')?(\S.*)$/

const topic = /^\s*(?:objet|sujet|subject)\s*:/i
/** What gives the figures of the whole beside those of a part. */
const wholeOf =
  /\b(?:ensemble|totalite) (?:du|de la|de l'|des)\b|\btotal (?:general|departement|territoire|du|de la)\b|\btout le territoire\b/
