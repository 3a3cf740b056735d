import { boxesXml, commentsXml, inOrder } from './note.ts'
import { type Sheet, sheetXml } from './sheet.ts'
import { Styles } from './style.ts'
import { escapeXml, quoteSheet } from './xml.ts'
import { createZip, type Zip } from './zip.ts'

/** A name that formulas may use for cells: `laureats_aap` for `'laureats'!$B$2:$B$80`. */
export interface DefinedName {
  name: string
  cells: string
}

/** A workbook to write; sheets in their order, each with a name of its own that Excel takes (see `sheetNames`). */
export interface Book {
  title: string
  sheets: readonly Sheet[]
  names: readonly DefinedName[]
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const kinds = 'application/vnd.openxmlformats-officedocument'

/**
 * Writes an xlsx file, sheet after sheet as its rows come, in bounded memory. The same book gives the same bytes: no date, no
 * name of a person or program is in it. A file that can't be finished is left as it is and the error thrown.
 */
export async function writeBook(path: string, book: Book): Promise<void> {
  const zip = await createZip(path)
  try {
    const styles = new Styles()
    for (const [i, sheet] of book.sheets.entries()) await addSheet(zip, sheet, i + 1, styles)
    const noted = book.sheets.map((sheet) => sheet.notes.length > 0)
    await zip.add('xl/styles.xml', [styles.xml()])
    await zip.add('xl/workbook.xml', [workbookXml(book)])
    await zip.add('xl/_rels/workbook.xml.rels', [
      relations([
        ...book.sheets.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`] as const),
        ['styles', 'styles.xml'],
      ]),
    ])
    await zip.add('docProps/core.xml', [coreXml(book.title)])
    await zip.add('_rels/.rels', [rootRelations])
    await zip.add('[Content_Types].xml', [contentTypes(noted)])
    await zip.finish()
  } finally {
    await zip.abandon()
  }
}

async function addSheet(zip: Zip, sheet: Sheet, number: number, styles: Styles): Promise<void> {
  await zip.add(`xl/worksheets/sheet${number}.xml`, sheetXml(sheet, styles))
  if (sheet.notes.length === 0) return
  const notes = inOrder(sheet.notes)
  await zip.add(`xl/comments${number}.xml`, [commentsXml(notes)])
  await zip.add(`xl/drawings/vmlDrawing${number}.vml`, [boxesXml(notes, number)])
  await zip.add(`xl/worksheets/_rels/sheet${number}.xml.rels`, [
    relations([
      ['vmlDrawing', `../drawings/vmlDrawing${number}.vml`],
      ['comments', `../comments${number}.xml`],
    ]),
  ])
}

function workbookXml({ sheets, names }: Book): string {
  const list = sheets.map(
    ({ name }, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  )
  const defined = names.map(
    ({ name, cells }) => `<definedName name="${name}">${escapeXml(cells)}</definedName>`,
  )
  sheets.forEach((sheet, i) => {
    const own = (name: string, cells: string, hidden = '') =>
      defined.push(
        `<definedName name="_xlnm.${name}" localSheetId="${i}"${hidden}>${escapeXml(`${quoteSheet(sheet.name)}!${cells}`)}</definedName>`,
      )
    const filter = sheet.filter?.() ?? null
    const area = sheet.printArea?.() ?? null
    if (filter !== null) own('_FilterDatabase', absolute(filter), ' hidden="1"')
    if (area !== null) own('Print_Area', absolute(area))
    if (sheet.titleRows) own('Print_Titles', `$${sheet.titleRows[0]}:$${sheet.titleRows[1]}`)
  })
  return (
    `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><bookViews><workbookView activeTab="0"/></bookViews>` +
    `<sheets>${list.join('')}</sheets>${defined.length === 0 ? '' : `<definedNames>${defined.join('')}</definedNames>`}` +
    '<calcPr calcId="191029"/></workbook>'
  )
}

/** `A1:D9` as names want it: `$A$1:$D$9`. */
function absolute(cells: string): string {
  return cells.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2')
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${office}/${type}" Target="${target}"/>`,
  )
  return `${declaration}<Relationships xmlns="${packaged}/relationships">${list.join('')}</Relationships>`
}

const rootRelations = `${declaration}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${packaged}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

function coreXml(title: string): string {
  return (
    `${declaration}<cp:coreProperties xmlns:cp="${packaged}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
    `<dc:title>${escapeXml(title)}</dc:title><dc:language>fr</dc:language></cp:coreProperties>`
  )
}

function contentTypes(noted: readonly boolean[]): string {
  const parts = noted.flatMap((hasNotes, i) => [
    override(`/xl/worksheets/sheet${i + 1}.xml`, `${kinds}.spreadsheetml.worksheet+xml`),
    ...(hasNotes
      ? [override(`/xl/comments${i + 1}.xml`, `${kinds}.spreadsheetml.comments+xml`)]
      : []),
  ])
  return [
    `${declaration}<Types xmlns="${packaged}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Default Extension="vml" ContentType="${kinds}.vmlDrawing"/>`,
    override('/xl/workbook.xml', `${kinds}.spreadsheetml.sheet.main+xml`),
    override('/xl/styles.xml', `${kinds}.spreadsheetml.styles+xml`),
    override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
    ...parts,
    '</Types>',
  ].join('')
}

function override(part: string, type: string): string {
  return `<Override PartName="${part}" ContentType="${type}"/>`
}
