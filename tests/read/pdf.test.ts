import { describe, expect, test } from 'vitest'
import { readDocument } from '../../pipeline/read/document.ts'
import { codeOf, textsOf } from './fixtures.ts'
import { pdf, shown } from './pdf-bytes.ts'

const read = (...pages: string[][]) =>
  readDocument(pdf(pages.map((page) => page.join('\n'))), 'pdf')

describe('pdf', () => {
  test('a row a line, a column where white runs down', async () => {
    const document = await read([
      shown(50, 800, 'Bilan du dispositif dans le département de la Marne pour 2023 et 2024'),
      shown(50, 760, 'Indicateur'),
      shown(250, 760, '2023'),
      shown(350, 760, '2024'),
      shown(50, 740, 'Pass achetés'),
      shown(250, 740, '1 250'),
      shown(350, 740, '300'),
      shown(50, 720, 'Pass scannés'),
      shown(350, 720, '120'),
    ])
    expect(document.sheets.map(({ name }) => name)).toEqual(['Page 1'])
    expect(textsOf(document)).toEqual({
      A1: 'Bilan du dispositif dans le département de la Marne pour 2023 et 2024',
      A2: 'Indicateur',
      B2: '2023',
      C2: '2024',
      A3: 'Pass achetés',
      B3: '1 250',
      C3: '300',
      A4: 'Pass scannés',
      C4: '120',
    })
  })

  test('pieces of one text are one cell, and columns written as spaces are apart', async () => {
    const document = await read([
      shown(50, 700, 'Pass'),
      shown(75, 700, 'achet'),
      shown(99.6, 700, 'és'),
      shown(50, 680, 'Total            45'),
    ])
    expect(Object.values(textsOf(document))).toEqual(['Pass achetés', 'Total', '45'])
  })

  test('each page is a sheet; title and date are those that it states', async () => {
    const info = "/Title (Bilan) /ModDate (D:20240115110000+01'00')"
    const document = await readDocument(
      pdf([shown(50, 700, 'un'), shown(50, 700, 'deux')], { info }),
      'pdf',
    )
    expect(document.sheets.map((sheet, n) => [sheet.name, textsOf(document, n)])).toEqual([
      ['Page 1', { A1: 'un' }],
      ['Page 2', { A1: 'deux' }],
    ])
    expect(document.properties).toEqual({ title: 'Bilan', modified: '2024-01-15T10:00:00.000Z' })
  })

  test('pages without text, without end, with a password or damaged are refused', async () => {
    expect(await codeOf(pdf(['0 0 100 100 re f']), 'pdf')).toBe('image_seule')
    const whole = pdf([shown(50, 700, 'x')])
    expect(await codeOf(whole.subarray(0, whole.length - 200), 'pdf')).toBe('tronque')
    const locked =
      '/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O (12345678901234567890123456789012) /U (12345678901234567890123456789012) >> /ID [(a) (a)]'
    expect(await codeOf(pdf([shown(50, 700, 'x')], { trailer: locked }), 'pdf')).toBe('protege')
    expect(await codeOf(Buffer.from('%PDF-1.7\nstartxref\n0\n%%EOF'), 'pdf')).toBe('corrompu')
  })
})
