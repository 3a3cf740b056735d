import {
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { Block } from './letter.ts'

/** A letter as a Word document, on A4, to be read over, completed and signed. */
export async function letterDocx(blocks: readonly Block[], title: string): Promise<Buffer> {
  const document = new Document({
    title,
    creator: 'bilan',
    styles: {
      default: { document: { run: { font: 'Arial', size: 21, language: { value: 'fr-FR' } } } },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: '210mm', height: '297mm' },
            margin: { top: '20mm', bottom: '20mm', left: '20mm', right: '20mm' },
          },
        },
        children: blocks.flatMap(elements),
      },
    ],
  })
  return await Packer.toBuffer(document)
}

const after = { after: 160 }

function elements(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'title':
      return [new Paragraph({ text: block.text, heading: HeadingLevel.HEADING_1, spacing: after })]
    case 'heading':
      return [
        new Paragraph({
          text: block.text,
          heading: HeadingLevel.HEADING_2,
          spacing: { before: 240, after: 120 },
        }),
      ]
    case 'paragraph':
      return [new Paragraph({ text: block.text, spacing: after })]
    case 'list':
      return block.items.map((text) => new Paragraph({ text, bullet: { level: 0 } }))
    case 'table':
      return [
        new Table({
          width: { size: 100, type: WidthType.PERCENTAGE },
          // The last column holds the sentence.
          columnWidths: block.header.map((_, i) => (i === block.header.length - 1 ? 5000 : 1600)),
          rows: [
            new TableRow({
              tableHeader: true,
              children: block.header.map((text) => cell(text, true)),
            }),
            ...block.rows.map(
              (row) => new TableRow({ children: row.map((text) => cell(text, false)) }),
            ),
          ],
        }),
        new Paragraph({ text: '' }),
      ]
  }
}

function cell(text: string, bold: boolean): TableCell {
  return new TableCell({
    margins: { top: 60, bottom: 60, left: 90, right: 90 },
    children: [new Paragraph({ children: [new TextRun({ text, bold })] })],
  })
}
