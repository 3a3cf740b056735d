import {
  mainPart,
  type Parts,
  partNamed,
  partText,
  type Relation,
  relations,
  relationsOf,
} from './ooxml.ts'
import { Rejection } from './rejection.ts'
import { attributeOf, pastLast } from './xml.ts'

/** A sheet as its workbook lists it. */
export interface ListedSheet {
  name: string
  hidden: boolean
  /** The part that holds it, null when there is none. */
  part: string | null
}

/** What the main part of a workbook says, and where the others are. */
export interface WorkbookFrame {
  sheets: ListedSheet[]
  date1904: boolean
  /** Names of parts, null for each that the workbook hasn't. */
  styles: string | null
  theme: string | null
  texts: string | null
}

/**
 * Reads the list of sheets of a workbook in XML.
 * @param elsewhere names of parts that the container has and `parts` hasn't
 * Throws a `Rejection` (`corrompu`).
 */
export function workbookFrame(
  parts: Parts,
  elsewhere: ReadonlySet<string> = new Set(),
): WorkbookFrame {
  const main = mainPart(parts) ?? 'xl/workbook.xml'
  const xml = partText(parts, main)
  if (xml === null) throw new Rejection('corrompu', 'classeur absent')
  // Cut off, it may list some of its sheets only.
  if (pastLast(xml, 'workbook') === 0) throw new Rejection('corrompu', `${main} : données coupées`)
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const related = relations(parts, relationsOf(main), folder)
  const names = elsewhere.size === 0 ? parts : namesOf(parts, elsewhere)
  const targetOf = (kind: string) =>
    [...related.values()].find(({ type }) => type.endsWith(`/${kind}`))?.target
  const partOf = (kind: string, usual: string) => {
    const target = targetOf(kind)
    const part = partNamed(names, target ?? folder + usual)
    // Without the one that it names, numbers and texts would be read as others than they are.
    if (part === null && target !== undefined) throw new Rejection('corrompu', `${target} absent`)
    return part
  }
  const sheets = [...xml.matchAll(sheetTag)].map(([tag], n): ListedSheet => {
    const relation = related.get(attributeOf(tag, 'id') ?? '')
    return {
      name: attributeOf(tag, 'name') ?? '',
      hidden: /^(?:hidden|veryHidden)$/.test(attributeOf(tag, 'state') ?? ''),
      part: sheetPart(names, relation, folder, `worksheets/sheet${n + 1}.xml`),
    }
  })
  const about = /<(?:\w+:)?workbookPr\s[^>]*>/.exec(xml)?.[0] ?? ''
  return {
    sheets,
    date1904: /^(?:1|true)$/.test(attributeOf(about, 'date1904') ?? ''),
    styles: partOf('styles', 'styles.xml'),
    theme: partNamed(names, targetOf('theme') ?? `${folder}theme/theme1.xml`),
    texts: partOf('sharedStrings', 'sharedStrings.xml'),
  }
}

const sheetTag = /<(?:\w+:)?sheet\s(?:[^>"']|"[^"]*"|'[^']*')*>/g

/** Some programs write the path from the root without saying so. */
function sheetPart(
  names: ReadonlyMap<string, unknown>,
  relation: Relation | undefined,
  folder: string,
  usual: string,
): string | null {
  if (relation === undefined) return partNamed(names, folder + usual)
  const { target } = relation
  const found = partNamed(names, target)
  return found ?? (target.startsWith(folder) ? partNamed(names, target.slice(folder.length)) : null)
}

function namesOf(parts: Parts, elsewhere: ReadonlySet<string>): ReadonlyMap<string, unknown> {
  const names = new Map<string, unknown>(parts)
  for (const name of elsewhere) names.set(name, null)
  return names
}
