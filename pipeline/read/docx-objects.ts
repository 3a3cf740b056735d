/** A4, in the units of drawings; twips in them. */
const paper = 7_560_310 * 10_692_130
const twip = 635

const workbook = /\.(?:xls[xmb]?|ods)$/i

/** Whether a workbook is embedded in a Word document: by the targets of its relations, or what its main part (`xml`) says of an object. */
export function embedsWorkbook(xml: string, linked: readonly string[]): boolean {
  return (
    linked.some((target) => workbook.test(target)) ||
    /\sProgID="[^"]*(?:Excel|Calc)[^"]*"/.test(xml)
  )
}

/** The share of a page that each picture in the text of a Word document covers. */
export function docxPictures(xml: string): number[] {
  const size = /<w:pgSz\s[^>]*>/.exec(xml)?.[0] ?? ''
  const side = (key: string) =>
    Number(new RegExp(`\\sw:${key}="(\\d+)"`).exec(size)?.[1] ?? Number.NaN) * twip
  const page = side('w') * side('h') || paper
  const frames = xml.matchAll(/<wp:(inline|anchor)[\s>][\s\S]*?<\/wp:\1>/g)
  return [...frames].flatMap(([frame]) => {
    const extent = /<wp:extent\s[^>]*>/.exec(frame)?.[0]
    if (extent === undefined || !/<a:blip[\s/>]/.test(frame)) return []
    const [width, height] = ['cx', 'cy'].map((key) =>
      Number(new RegExp(`\\s${key}="(\\d+)"`).exec(extent)?.[1] ?? 0),
    )
    return [(width! * height!) / page]
  })
}
