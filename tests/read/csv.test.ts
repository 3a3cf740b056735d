import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../pipeline/read/document.ts'
import { decodeText } from '../../pipeline/read/encoding.ts'
import { codeOf, textsOf } from './fixtures.ts'

const french = 'Département;Pass achetés\r\nHérault – été « œuvré »;1 250,5 €\r\n'
/** What code page 850 and Mac Roman can write: no euro, no œ, no dash. */
const plain = 'Région;Bénéficiaires à Épernay, Nîmes, Bagnères, ça\nÎle-de-France;12,5\n'

function wide(text: string, big: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

function encode(text: string, label: 'windows-1252' | 'macintosh'): Buffer {
  const table = new TextDecoder(label).decode(Uint8Array.from({ length: 256 }, (_, n) => n))
  return Buffer.from([...text].map((char) => table.indexOf(char)))
}

const in850: Record<string, number> = {
  é: 0x82,
  à: 0x85,
  É: 0x90,
  î: 0x8c,
  è: 0x8a,
  ç: 0x87,
  Î: 0xd7,
  '\u00a0': 0xff,
}

describe('encodings', () => {
  test.each([
    ['UTF-8', french, Buffer.from(french)],
    ['UTF-8 with BOM', french, Buffer.from(`\ufeff${french}`)],
    ['UTF-16LE with BOM', french, wide(`\ufeff${french}`, false)],
    ['UTF-16BE with BOM', french, wide(`\ufeff${french}`, true)],
    ['UTF-16LE without BOM', french, wide(french, false)],
    ['UTF-16BE without BOM', french, wide(french, true)],
    ['windows-1252', french, encode(french, 'windows-1252')],
    ['Mac Roman', plain, encode(plain, 'macintosh')],
    ['windows-1252, short', plain, encode(plain, 'windows-1252')],
    ['code page 850', plain, Buffer.from([...plain].map((c) => in850[c] ?? c.charCodeAt(0)))],
    [
      'UTF-8 twice',
      french,
      Buffer.from(new TextDecoder('windows-1252').decode(Buffer.from(french))),
    ],
  ])('%s', (_, text, bytes) => {
    expect(decodeText(bytes)).toBe(text)
  })

  test('« à » before a quotation mark is not taken for UTF-8 read twice', () => {
    const text = 'Remis à\u00a0«\u00a0Épernay\u00a0»'
    expect(decodeText(Buffer.from(text))).toBe(text)
  })

  test('what a copy left behind the text is none of it', () => {
    expect(decodeText(Buffer.concat([Buffer.from(french), Buffer.alloc(5_000)]))).toBe(french)
  })

  test('text whose accents another program has lost is still text', () => {
    const lost = 'D\ufffdpartement;Pass achet\ufffds\n'
    expect(decodeText(Buffer.from(lost))).toBe(lost)
  })

  test('bytes that are no text are refused', async () => {
    const noise = Buffer.from(Array.from({ length: 3000 }, (_, n) => (n * 7919) % 256))
    expect(await codeOf(noise, 'csv')).toBe('format_inconnu')
  })
})

describe('records', () => {
  const read = async (text: string) => textsOf(await readDocument(Buffer.from(text), 'csv'))

  test('French numbers and leading zeros stay as they are written', async () => {
    expect(await read('siren;pass\n012345678;12,5\n')).toEqual({
      A1: 'siren',
      B1: 'pass',
      A2: '012345678',
      B2: '12,5',
    })
  })

  test.each([';', ',', '\t', '|'])('delimiter %j', async (d) => {
    expect(await read(`a${d}b\n1${d}2\n3${d}4\n`)).toMatchObject({ B2: '2', A3: '3' })
  })

  test('what is written so that a spreadsheet leaves it alone is what it shows', async () => {
    const text = 'Pass achetés;="0315"\r\nNote;"=""à voir"""\r\nFormule;=A1\r\n'
    const { sheets } = await readDocument(Buffer.from(text), 'csv')
    expect(sheets[0]!.cells.map((cell) => cell.text)).toEqual([
      ...['Pass achetés', '0315', 'Note', 'à voir', 'Formule', '=A1'],
    ])
  })

  test('rows are records: blank lines, ragged rows and quoted line breaks keep their place', async () => {
    expect(await read('Bilan\r\n\r\na;"deux\r\nlignes";c\r\n1\r\n')).toEqual({
      A1: 'Bilan',
      A3: 'a',
      B3: 'deux\nlignes',
      C3: 'c',
      A4: '1',
    })
  })

  test('a file that breaks off in its last row says in which', async () => {
    const broken = async (text: string) =>
      (await readDocument(Buffer.from(text), 'csv')).sheets[0]!.brokenRow
    expect(await broken('a;b;c\nd;1;\ne;14')).toBe(2)
    expect(await broken('a;b;c\n\nd;1;\n\ne;14')).toBe(4)
    expect(await broken('a;b;c\nd;1;\ne;14;')).toBe(undefined)
    expect(await broken('a;b;c\nd;1;\ne;14\n')).toBe(undefined)
    expect(await broken('a;b;c\nd;1\ne;14')).toBe(undefined)
  })

  test('the delimiter that Excel announces', async () => {
    expect(await read('sep=,\r\na,b;c\r\n')).toEqual({ A2: 'a', B2: 'b;c' })
  })

  test('a quote that is never closed swallows nothing', async () => {
    expect(await read('a;"b\n1;2\n3;4\n')).toEqual({
      A1: 'a',
      B1: '"b',
      A2: '1',
      B2: '2',
      A3: '3',
      B3: '4',
    })
  })

  test('texts longer than a spreadsheet cell are kept whole', async () => {
    const long = 'x'.repeat(40_000)
    expect((await read(`a;${long}\n`)).B1).toBe(long)
  })

  test('any text in quotes comes back, control characters aside', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (text) => {
        fc.pre(/^[^\p{C}]*$/u.test(text) && text.trim() !== '' && !/[ÃÂÅâ,|]/.test(text))
        expect((await read(`a;b\n1;"${text.replaceAll('"', '""')}"\n`)).B2).toBe(text)
      }),
    )
  })
})
