import { execFileSync } from 'node:child_process'
import { mkdtemp, open, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as XLSX from 'xlsx'
import { Rejection, type RejectionCode, reason } from '../../pipeline/read/rejection.ts'
import { zipEntries } from '../../pipeline/read/zip.ts'
import { book, patch, unzip, write, xlsxOf, zip } from '../read/fixtures.ts'
import { pdf, shown } from '../read/pdf-bytes.ts'
import { inWarehouse, register, runQuietly, writeAll } from './job.ts'

const figures = [['Département de la Vaubrelle'], ['Pass achetés', 7400]]
const plain = (name = 'Bilan') => write(book({ [name]: XLSX.utils.aoa_to_sheet(figures) }), 'xlsx')
const laughs =
  '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
const outside = '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>'
const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

function docx(dtd: string): Buffer {
  return zip({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'word/document.xml': `<?xml version="1.0"?>${dtd}<w:document ${w}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>`,
  })
}

function ods(rows: string, more: Record<string, string> = {}, dtd = ''): Buffer {
  return zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<?xml version="1.0"?>${dtd}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
      <office:body><office:spreadsheet><table:table table:name="F">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
    ...more,
  })
}

/** A container whose first entry declares this size. */
function declaring(size: number): Buffer {
  const bytes = plain()
  const [first] = [...zipEntries(bytes).keys()]
  bytes.writeUInt32LE(size, bytes.lastIndexOf(first!) - 46 + 24)
  return bytes
}

/** An entry of a workbook that inflates to more than it declares. */
function lying(part: string): Buffer {
  const bytes = patch(plain(), { [part]: () => Buffer.alloc(2 ** 20, 0x20) })
  bytes.writeUInt32LE(10, bytes.lastIndexOf(part) - 46 + 24)
  return bytes
}

function encrypted(): Buffer {
  const container = XLSX.CFB.utils.cfb_new()
  XLSX.CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.alloc(64))
  XLSX.CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(5000))
  return Buffer.from(XLSX.CFB.write(container, { type: 'buffer' }))
}

/** A binary workbook of which everything after its first record is encrypted. */
function lockedXls(): Buffer {
  const u16 = (...numbers: number[]) => Buffer.from(Uint16Array.from(numbers).buffer)
  const begin = Buffer.concat([u16(0x809, 16), u16(0x600, 5, 0, 0, 0, 0, 0, 0)])
  const password = Buffer.concat([u16(0x2f, 54), u16(1, 1, 1), Buffer.alloc(48, 7)])
  return Buffer.concat([begin, password, Buffer.alloc(200, 0x5a)])
}

function mutated(): Buffer {
  const bytes = plain()
  const entry = zipEntries(bytes).get('xl/worksheets/sheet1.xml')!
  bytes[entry.offset + 30 + entry.name.length + 20]! ^= 0xff
  return bytes
}

const emptyRows = () =>
  xlsxOf(
    Array.from(
      { length: 1_000_000 },
      (_, n) => `<row r="${n + 1}" s="0"><c r="A${n + 1}" s="0"/></row>`,
    ).join(''),
  )

const lockedPdf =
  '/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O (12345678901234567890123456789012) /U (12345678901234567890123456789012) >> /ID [(a) (a)]'

/** Each file, and the reason under which it is listed; null for those that are read. */
const files: Record<string, [content: string | Buffer, code: RejectionCode | null]> = {
  'bombes/imbriquée.zip': [zip({ 'a.zip': zip({ 'b.zip': zip({ 'c.xml': 'x' }) }) }), 'archive'],
  'bombes/4 Go.xlsx': [declaring(0xfffffff0), 'bombe'],
  'bombes/dense.xlsx': [zip({ '[Content_Types].xml': Buffer.alloc(40 * 2 ** 20) }), 'bombe'],
  'bombes/feuille menteuse.xlsx': [lying('xl/worksheets/sheet1.xml'), 'bombe'],
  'bombes/chaînes.xlsx': [lying('xl/sharedStrings.xml'), 'bombe'],
  'bombes/lignes.ods': [
    ods(
      '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row>',
    ),
    'bombe',
  ],
  'bombes/rires.docx': [docx(laughs), 'entites'],
  'bombes/rires.ods': [ods('', {}, laughs), 'entites'],
  'bombes/rires.xml': [
    `<?xml version="1.0"?>${laughs}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`,
    'entites',
  ],
  'bombes/rires.xlsx': [
    patch(plain(), {
      'xl/styles.xml': (xml) => xml.replace('<styleSheet', `${laughs}<styleSheet`),
    }),
    'entites',
  ],
  'bombes/externe.docx': [docx(outside), 'entites'],
  'bombes/page.html': ['<div>'.repeat(200_000), 'corrompu'],
  'bombes/large.html': ['<table><tr>'.concat('<td colspan=1000>x'.repeat(100)), 'bombe'],
  'secrets/classeur.xlsx': [encrypted(), 'protege'],
  'secrets/vieux.xls': [lockedXls(), 'protege'],
  'secrets/calc.ods': [
    ods('', {
      'META-INF/manifest.xml': '<manifest:manifest><manifest:encryption-data/></manifest:manifest>',
    }),
    'protege',
  ],
  'secrets/lettre.docx': [encrypted(), 'protege'],
  'secrets/page.pdf': [pdf([shown(50, 700, 'x')], { trailer: lockedPdf }), 'protege'],
  'abîmés/coupé.xlsx': [plain().subarray(0, 2_000), 'tronque'],
  'abîmés/altéré.xlsx': [mutated(), 'corrompu'],
  'abîmés/grimpe.xlsx': [zip({ ...unzip(plain()), '../../evil.xml': 'x' }), 'corrompu'],
  'vide.xlsx': ['', 'vide'],
  'lignes vides.xlsx': [emptyRows(), null],
  '__proto__.xlsx': [plain('__proto__'), null],
  // A text of megabytes, in a question and beside a figure: none of it may weigh on what is published.
  'longs/sans sens.txt': [`Pass${' '.repeat(6_000_000)}12`, null],
  'longs/cellule.csv': [`Pass achetés;${'9'.repeat(15_000)}\nPass scannés;12`, null],
  'constructor.csv': ['__proto__;constructor\ntoString;12\n', null],
  'dimension.xlsx': [
    patch(plain(), {
      'xl/worksheets/sheet1.xml': (xml) =>
        xml.replace(/<dimension ref="[^"]*"/, '<dimension ref="A1:XFD1048576"'),
    }),
    null,
  ],
}

let folder: string
let rows: { fichier: string; statut: string; motif: string | null }[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bilan-hostile-'))
  const reports = join(folder, 'raw', 'rapports')
  await writeAll(join(folder, 'raw'), {
    'laureats.csv': register,
    ...Object.fromEntries(
      Object.entries(files).map(([name, [content]]) => [`rapports/${name}`, content]),
    ),
  })
  await symlink('/etc/passwd', join(reports, 'lien.csv'))
  await symlink(tmpdir(), join(reports, 'dossier'))
  execFileSync('mkfifo', [join(reports, 'tube.csv')])
  const large = await open(join(reports, 'deux gigaoctets.csv'), 'w')
  await large.write('a;b\n1;2\n')
  // Nothing is written for what stands between: the file only says that it is as long.
  await large.truncate(2 * 2 ** 30)
  await large.close()
  await runQuietly(join(folder, 'raw'), join(folder, 'warehouse'))
  rows = await inWarehouse(join(folder, 'warehouse'), (connection) =>
    connection.query('SELECT fichier, statut, motif FROM bilan.fichiers ORDER BY fichier'),
  )
}, 300_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test('each hostile file is one line, and the others are read', () => {
  const expected = [
    ...Object.keys(files).map((name) => name.normalize('NFC')),
    ...['lien.csv', 'dossier', 'tube.csv', 'deux gigaoctets.csv'],
  ]
  expect(rows.map(({ fichier }) => fichier).toSorted()).toEqual(expected.toSorted())
})

test.each(Object.entries(files))('%s', (name, [, code]) => {
  const row = rows.find(({ fichier }) => fichier === name)!
  if (code === null) expect(row.statut).not.toBe('rejete')
  else {
    expect(row.statut).toBe('rejete')
    expect(row.motif!.startsWith(reason(code))).toBe(true)
  }
})

test('no text that is kept is longer than anybody reads', async () => {
  const longest = await inWarehouse(join(folder, 'warehouse'), (connection) =>
    connection.query<{ n: number }>(
      `SELECT max(length(texte)) AS n FROM (
        SELECT texte_brut || libelle || motif AS texte FROM bilan.a_verifier
        UNION ALL SELECT texte_brut || libelle FROM bilan.observations)`,
    ),
  )
  expect(longest[0]!.n).toBeLessThan(40_000)
})

test('links are not followed, pipes not opened, a file of two gigabytes not held', () => {
  const of = (name: string) => rows.find(({ fichier }) => fichier === name)!.motif
  expect(of('lien.csv')).toBe(new Rejection('lien').message)
  expect(of('dossier')).toBe(new Rejection('lien').message)
  expect(of('tube.csv')).toBe(new Rejection('special').message)
  expect(rows.find(({ fichier }) => fichier === 'deux gigaoctets.csv')!.statut).toBe('rejete')
})
