import * as XLSX from 'xlsx'
import type { Book, Entry, Page } from './book.ts'
import { textOf } from './book.ts'

const part = '/word/document.xml'

/** Bodies with these can't be written again from their texts. */
const beyond = /<w:(?:drawing|pict|txbxContent|sdt|ins|del|strike|vanish)\b/

/**
 * Opens a docx as grids: the paragraphs between two tables make one page of a single column, each table makes one. Null when the body
 * holds more than texts. Spans and styles are lost in writing: whether that changes what is read is for the caller to try.
 */
export function openDocx(bytes: Uint8Array): Book | null {
  const container = XLSX.CFB.read(Buffer.from(bytes), { type: 'buffer' })
  const entry = XLSX.CFB.find(container, part)
  if (entry === null) return null
  const xml = Buffer.from(entry.content as Uint8Array).toString('utf8')
  const body = /^([\s\S]*?<w:body>)([\s\S]*?)((?:<w:sectPr\b[\s\S]*)?<\/w:body>[\s\S]*)$/.exec(xml)
  if (body === null || beyond.test(xml)) return null
  const pages: Page[] = []
  const tables = new Set<Page>()
  for (const [block] of body[2]!.matchAll(
    /<w:tbl>[\s\S]*?<\/w:tbl>|<w:p\b[^>]*\/>|<w:p\b[\s\S]*?<\/w:p>/g,
  )) {
    if (block.startsWith('<w:tbl>')) {
      const page = pageOf(`Tableau ${tables.size + 1}`, tableRows(block))
      tables.add(page)
      pages.push(page)
      continue
    }
    const last = pages.at(-1)
    const row = [{ t: 's' as const, v: plain(block) }]
    if (last === undefined || tables.has(last)) pages.push(pageOf('Texte', [row]))
    else last.rows.push(row)
  }
  const write = () => {
    const blocks = pages.map((page) => (tables.has(page) ? table(page) : paragraphs(page)))
    const content = Buffer.from(`${body[1]}${blocks.join('')}${body[3]}`, 'utf8')
    XLSX.CFB.utils.cfb_add(container, part, content)
    return Buffer.from(XLSX.CFB.write(container, { type: 'buffer', fileType: 'zip' }) as Uint8Array)
  }
  return { pages, write }
}

function pageOf(name: string, rows: Entry[][]): Page {
  return { name, bare: true, hidden: 0, rows, merges: [], rowInfo: [], colInfo: [] }
}

function tableRows(xml: string): Entry[][] {
  const rows = [...xml.matchAll(/<w:tr\b[\s\S]*?<\/w:tr>/g)]
  return rows.map(([row]) =>
    [...row.matchAll(/<w:tc>[\s\S]*?<\/w:tc>/g)].flatMap(([cell]): Entry[] => {
      const text = plain(cell)
      const span = Number(/<w:gridSpan w:val="(\d+)"/.exec(cell)?.[1] ?? 1)
      const first: Entry = text === '' ? undefined : { t: 's', v: text }
      return [first, ...Array.from({ length: span - 1 }, (): Entry => undefined)]
    }),
  )
}

function plain(xml: string): string {
  const lines = xml.replaceAll(/<\/w:p>(?=[\s\S]*<\/w:p>)|<w:br\b[^>]*\/>/g, '\n')
  const runs = lines.replaceAll(/<w:tab\b[^>]*\/>/g, '\t').replaceAll(/<[^>]+>/g, '')
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return runs.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => names[name]!).trim()
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function paragraph(text: string): string {
  const lines = text.split('\n').map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t>`)
  return `<w:p><w:r>${lines.join('<w:br/>')}</w:r></w:p>`
}

function paragraphs(page: Page): string {
  return page.rows.map((row) => paragraph(row.map(textOf).join(' '))).join('')
}

function table(page: Page): string {
  const width = Math.max(...page.rows.map((row) => row.length), 1)
  const grid = `<w:tblGrid>${'<w:gridCol w:w="2000"/>'.repeat(width)}</w:tblGrid>`
  const rows = page.rows.map((row) => {
    const cells = Array.from({ length: width }, (_, col) => paragraph(textOf(row[col])))
    return `<w:tr>${cells.map((cell) => `<w:tc>${cell}</w:tc>`).join('')}</w:tr>`
  })
  return `<w:tbl>${grid}${rows.join('')}</w:tbl>`
}
