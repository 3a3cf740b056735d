import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatOf } from '../../pipeline/land/format.ts'
import type { Document } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { emlOf } from '../../pipeline/read/eml.ts'
import { Rejection } from '../../pipeline/read/rejection.ts'
import type { SentMail } from '../../pipeline/read/sent-mail.ts'
import { casesFolder } from '../directory-cases.ts'
import { attached, mixed, plain, workbook } from './mails.ts'
import { container, type Msg, msg, packedRtf, plainRtf, richPage } from './msgs.ts'

const read = (bytes: Buffer): Promise<Document> => readDocument(bytes, formatOf(bytes))
const names = (document: Document) => document.sheets.map(({ name }) => name)
const motifs = (document: Document) => (document.remarks ?? []).map(({ motif }) => motif)
const texts = ({ sheets }: Document, sheet = 'Message') =>
  sheets.find(({ name }) => name === sheet)!.cells.map(({ text }) => text)
const body = async (of: Msg) => texts(await read(msg(of)))
const table = '<table><tr><td>Pass</td><td>12</td></tr><tr><td>Lieux</td><td>3</td></tr></table>'

describe('what is a mail of Outlook', () => {
  test('a container is told by its streams', () => {
    expect(formatOf(msg({ body: 'Pass' }))).toBe('msg')
    expect(formatOf(container({ '__properties_version1.0': Buffer.alloc(32) }))).toBe('msg')
    // A workbook whose author attached a mail to it stays one.
    const book = { Workbook: Buffer.alloc(8), 'MBD1/__substg1.0_1000001F': Buffer.alloc(8) }
    expect(formatOf(container(book))).toBe('xls')
    const doc = container({ WordDocument: Buffer.alloc(8) })
    expect(() => formatOf(doc)).toThrow(expect.objectContaining({ code: 'format_ancien' }))
  })

  test('a mail within the container of a workbook is none', () => {
    const other = container({ 'Data/__substg1.0_1000001F': Buffer.alloc(8) })
    expect(() => formatOf(other)).toThrow(expect.objectContaining({ code: 'format_inconnu' }))
  })
})

describe('head', () => {
  test('sender, day and subject stand above the text', async () => {
    const of = {
      from: { name: 'Mairie de Bélis', address: 'mairie@belis.example' },
      headers: 'Received: by x\r\nDate: Tue, 14 Mar 2023 23:59:00 -0500\r\nTo: y\r\n',
      sent: new Date('2023-03-15T04:59:00Z'),
      subject: 'État du bilan',
      body: 'Pass : 12\r\n',
    }
    const document = await read(msg(of))
    expect(texts(document)).toEqual([
      'Expéditeur : Mairie de Bélis <mairie@belis.example>',
      'Envoyé : 14/03/2023',
      'Objet : État du bilan',
      'Pass : 12',
    ])
    expect(document).toMatchObject({
      format: 'msg',
      properties: { title: null, modified: '2023-03-14T00:00:00.000Z' },
    })
  })

  test('without headers the day is the one here; an address of Exchange is none', async () => {
    const from = { name: 'Accueil', x500: '/O=EXCHANGE/CN=ACCUEIL' }
    expect(await body({ from, sent: new Date('2023-03-14T23:30:00Z'), body: 'Pass' })).toEqual([
      'Expéditeur : Accueil',
      'Envoyé : 15/03/2023',
      'Pass',
    ])
    expect(await body({ from: { name: 'a@b.example', address: 'a@b.example' } })).toEqual([
      'Expéditeur : <a@b.example>',
    ])
  })
})

describe('text', () => {
  test.each([
    ['windows-1252', 1252, Buffer.from('Pass achet\xe9s', 'latin1'), 'Pass achetés'],
    ['another page', 1251, Buffer.from('\xcf\xe0\xf1\xf1', 'latin1'), 'Пасс'],
    ['code page 850', 850, Buffer.from('Pass achet\x82s', 'latin1'), 'Pass achetés'],
    ['utf-8', 65001, Buffer.from('Pass achetés'), 'Pass achetés'],
    ['what it looks like', undefined, Buffer.from('Pass achet\xe9s', 'latin1'), 'Pass achetés'],
  ])('that is no Unicode is in %s', async (_, page, bytes, text) => {
    expect(await body({ narrow: { body: bytes, ...(page && { page }) } })).toEqual([text])
  })

  test.each([
    ['packed', packedRtf],
    ['not packed', plainRtf],
  ])('a page in rich text, %s, is read where it has a table of figures', async (_, pack) => {
    const page = `<html><body><p>Voilà : {12}\\</p>\n${table}</body></html>`
    const document = await read(msg({ body: 'Voilà\nPass\n12', rtf: pack(richPage(page)) }))
    expect(names(document)).toEqual(['Message', 'Tableau 1'])
    expect(texts(document)).toEqual(['Voilà : {12}\\'])
    expect(texts(document, 'Tableau 1')).toEqual(['Pass', '12', 'Lieux', '3'])
  })

  test('else the plain text goes before its page', async () => {
    const rtf = packedRtf(richPage('<p>Pass : 12</p>'))
    expect(await body({ body: 'Pass : 12, merci', rtf })).toEqual(['Pass : 12, merci'])
    expect(await body({ rtf })).toEqual(['Pass : 12'])
  })

  test('a page by itself is in the encoding that the mail says, not in the one that it says itself', async () => {
    const said = (charset: string) => `<meta charset="${charset}"><p>Pass achetés : 12</p>`
    expect(await body({ html: said('windows-1252'), htmlPage: 65001 })).toEqual([
      'Pass achetés : 12',
    ])
    const latin = Buffer.from(said('utf-8'), 'latin1')
    expect(await body({ html: latin, htmlPage: 1252 })).toEqual(['Pass achetés : 12'])
    const cyrillic = Buffer.from(
      '<meta charset="windows-1252"><p>\xcf\xe0\xf1\xf1 : 12</p>',
      'latin1',
    )
    expect(await body({ html: cyrillic, htmlPage: 1251 })).toEqual(['Пасс : 12'])
    expect(await body({ html: Buffer.from(said('windows-1252'), 'latin1') })).toEqual([
      'Pass achetés : 12',
    ])
  })

  test('plain text that Outlook put into rich text is read where there is no other', async () => {
    const rtf = packedRtf(
      "{\\rtf1\\ansi\\ansicpg1252\\fromtext \\deff0{\\fonttbl{\\f0 Arial;}}\\f0 Pass achet\\'e9s : 12\\par Lieux : 3}",
    )
    expect(await body({ rtf })).toEqual(['Pass achetés : 12', 'Lieux : 3'])
  })

  test('text that is there as rich text only is asked about', async () => {
    const rtf = packedRtf('{\\rtf1\\ansi Pass : 12}')
    expect(motifs(await read(msg({ rtf })))).toEqual([expect.stringContaining('texte enrichi')])
    expect(motifs(await read(msg({ rtf, body: 'Pass : 12' })))).toEqual([])
    expect(motifs(await read(msg({ body: '' })))).toEqual([])
  })

  test('rich text that is damaged or made to exhaust its reader is none, and the plain text counts', async () => {
    const rich = richPage(table)
    const flipped = packedRtf(rich)
    flipped[60]! ^= 1
    const short = packedRtf(rich).subarray(0, 100)
    const longer = packedRtf(rich)
    longer.writeUInt32LE(0x7fffffff, 0)
    // Shorter than its own head, in either form.
    const empty = packedRtf(rich)
    empty.writeUInt32LE(4, 0)
    const emptyPlain = plainRtf(rich)
    emptyPlain.writeUInt32LE(4, 0)
    const more = packedRtf(rich)
    more.writeUInt32LE(1_000_000, 4)
    const deep = packedRtf(rich.replace('<td>', '{'.repeat(50_000)))
    const bytes = packedRtf(rich.replace('<td>', '\\bin2000000000 '))
    const sign = packedRtf(rich.replace('<td>', "\\'zz"))
    const none = Buffer.alloc(3)
    for (const rtf of [flipped, short, longer, empty, emptyPlain, more, deep, bytes, sign, none]) {
      const document = await read(msg({ body: 'Pass : 7', rtf }))
      expect([names(document), texts(document)]).toEqual([['Message'], ['Pass : 7']])
    }
  })
})

describe('attached files', () => {
  test('are sheets under the name of their file, by their content', async () => {
    const files = [
      { name: 'bilan.pdf', content: workbook() },
      { name: 'export.csv', content: 'Pass;12\nAutre;3\n' },
      { content: '<p>Pass : 3</p>' },
      { name: 'copie.xlsx', content: workbook() },
    ]
    const document = await read(msg({ body: 'Ci-joint', files }))
    expect(names(document)).toEqual([
      'Message',
      'bilan.pdf › Feuille',
      'export.csv',
      'pièce jointe 3 › Texte',
    ])
    expect(motifs(document)).toEqual([])
  })

  test('a mail within the mail brings its own, in whichever format it is', async () => {
    const inner = { body: 'Pass : 12', files: [{ name: 'b.xlsx', content: workbook() }] }
    const files = [
      { mail: inner },
      { name: 'fichier.msg', content: msg(inner) },
      { name: 'envoi.eml', content: mixed(plain('Pass : 3')) },
    ]
    const expected = [
      'message joint.msg › Message',
      'message joint.msg › b.xlsx › Feuille',
      'fichier.msg › Message',
      'fichier.msg › b.xlsx › Feuille',
      'envoi.eml › Message',
    ]
    expect(names(await read(msg({ body: 'Voici', files })))).toEqual(['Message', ...expected])
    const within = mixed(plain('Voici'), attached('fichier.msg', msg({ body: 'x', files })))
    expect(names(await read(within))).toEqual([
      'Message',
      ...['Message', ...expected].map((name) => `fichier.msg › ${name}`),
    ])
  })

  test('what a signature is of is the mail', async () => {
    const [, ...sent] = mixed(plain('Pass : 12'))
      .toString('latin1')
      .split(/(?=^Content-Type)/m)
    const content = Buffer.from(sent.join('').replace('multipart/mixed', 'multipart/signed'))
    const file = { name: 'smime.p7m', mimeType: 'multipart/signed', content }
    const document = await read(
      msg({ messageClass: 'IPM.Note.SMIME.MultipartSigned', files: [file] }),
    )
    expect(texts(document, 'smime.p7m › Message')).toEqual(['Pass : 12'])
  })

  test('signatures, empty texts and pictures in the text are nothing', async () => {
    const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(60_000, 1)])
    const files = [
      { name: 'logo.png', content: Buffer.from('89504e470d0a', 'hex') },
      { name: 'contact.vcf', content: 'BEGIN:VCARD' },
      { name: 'ATT00001.htm', content: '<html><body></body></html>' },
      { name: 'image001.jpg', content: photo, isHidden: true },
      { object: { CONTENTS: Buffer.alloc(600) }, method: 6 },
    ]
    const document = await read(msg({ body: 'Pass : 12', files }))
    expect([names(document), document.remarks]).toEqual([['Message'], []])
  })

  test('a large picture that is attached by itself, or laid into rich text, is asked about', async () => {
    const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(60_000, 1)])
    for (const file of [{ content: photo }, { object: { CONTENTS: photo }, method: 6 }]) {
      const document = await read(msg({ body: 'Voici', files: [file] }))
      expect(document.remarks).toMatchObject([{ sheet: null, unlessFigures: true }])
    }
  })

  test('what isn’t there, and what can’t be read, is said with its reason', async () => {
    const files = [
      { name: 'bilan.xlsx', method: 7 },
      { name: 'vide.xlsx' },
      { name: 'bilan.rar', content: 'Rar!\x1a' },
      { name: 'objet', method: 6, object: { Workbook: Buffer.alloc(8) } },
    ]
    const said = motifs(await read(msg({ body: 'Ci-joint', files })))
    expect(said).toEqual([
      expect.stringMatching(/« bilan\.xlsx » n’est pas lue. C’est un raccourci/),
      expect.stringMatching(/« vide\.xlsx » n’est pas lue. Le fichier est vide/),
      expect.stringMatching(/« bilan\.rar » n’est pas lue. C’est une archive/),
      expect.stringMatching(/« objet » n’est pas lue. Le format n’est pas lu/),
    ])
  })

  test('a workbook that a program laid into rich text is read', async () => {
    const files = [{ name: 'objet', method: 6, object: { Package: workbook() } }]
    expect(names(await read(msg({ body: 'Voici', files })))).toEqual(['Message', 'objet › Feuille'])
  })

  test('a notice that a mail didn’t arrive says nothing of what was in it', async () => {
    const files = [{ mail: { body: 'Pass : 12' } }]
    const notice = msg({ body: 'Échec', files, messageClass: 'REPORT.IPM.Note.NDR' })
    expect(names(await read(notice))).toEqual(['Message'])
  })
})

describe('hostile mails', () => {
  /** The code under which bytes are refused; null when they are read. */
  const code = async (bytes: Buffer) => {
    try {
      await read(bytes)
      return null
    } catch (error) {
      if (error instanceof Rejection) return error.code
      throw error
    }
  }
  const whole = msg({
    subject: 'Bilan',
    body: `Pass : 12\n${'Merci. '.repeat(800)}`,
    rtf: packedRtf(richPage(table)),
    files: [{ name: 'bilan.xlsx', content: workbook() }, { mail: { body: 'Pass : 3' } }],
  })
  const changed = (change: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.from(whole)
    change(bytes)
    return bytes
  }
  /** Where the entry of a name begins. */
  const entryOf = (bytes: Buffer, name: string): number =>
    bytes.indexOf(Buffer.from(`${name}\0`, 'utf16le'))
  const big = '__substg1.0_37010102'

  test('one whose end is missing', async () => {
    expect(await code(whole)).toBeNull()
    for (let size = whole.length - 512; size > 512; size -= 512) {
      expect(['tronque', 'format_inconnu']).toContain(await code(whole.subarray(0, size)))
    }
    expect(await code(whole.subarray(0, 100))).toBe('tronque')
    // Also where no more is missing than the end of an attached file.
    const file = changed((bytes) => {
      const cells = (bytes.readUInt32LE(0x4c) + 1) * 512
      const last = bytes.readUInt32LE(entryOf(bytes, big) + 116) + workbook().length / 512
      bytes.writeUInt32LE(100, cells + Math.floor(last) * 4)
    })
    expect(await code(file)).toBe('tronque')
  })

  test('a directory that leads back into itself', async () => {
    const left = changed((bytes) => {
      const at = entryOf(bytes, '__substg1.0_1000001F')
      bytes.writeUInt32LE(1, at + 68)
    })
    const child = changed((bytes) => {
      const at = entryOf(bytes, '__attach_version1.0_#00000000')
      bytes.writeUInt32LE(0, at + 76)
    })
    const outside = changed((bytes) => {
      bytes.writeUInt32LE(4_000, entryOf(bytes, '__substg1.0_1000001F') + 68)
    })
    for (const bytes of [left, child, outside]) expect(await code(bytes)).toBe('corrompu')
  })

  test('chains that lead back into themselves', async () => {
    const table = (bytes: Buffer) => (bytes.readUInt32LE(0x4c) + 1) * 512
    const directory = changed((bytes) => {
      const first = bytes.readUInt32LE(0x30)
      let last = first
      while (bytes.readUInt32LE(table(bytes) + last * 4) !== 0xfffffffe)
        last = bytes.readUInt32LE(table(bytes) + last * 4)
      bytes.writeUInt32LE(first, table(bytes) + last * 4)
    })
    expect(await code(directory)).toBe('corrompu')
    // Of a file alone it costs that file; the size that it says ends it.
    const file = changed((bytes) => {
      const at = entryOf(bytes, big)
      const first = bytes.readUInt32LE(at + 116)
      bytes.writeUInt32LE(first, table(bytes) + first * 4)
    })
    expect(motifs(await read(file))).toHaveLength(1)
    const mini = changed((bytes) => {
      const at = (bytes.readUInt32LE(0x3c) + 1) * 512
      for (let n = 0; n < 128; n++) bytes.writeUInt32LE(n, at + n * 4)
    })
    expect([null, 'tronque', 'corrompu']).toContain(await code(mini))
  })

  test.each([0xffffffff, 0x7fffffff, 100_000_000, 200_000])(
    'a size that is none: %d bytes in an attached file, in the text',
    async (size) => {
      const file = changed((bytes) => bytes.writeUInt32LE(size, entryOf(bytes, big) + 120))
      expect(motifs(await read(file))).toEqual([expect.stringContaining('incomplet')])
      const text = changed((bytes) =>
        bytes.writeUInt32LE(size, entryOf(bytes, '__substg1.0_1000001F') + 120),
      )
      expect(await code(text)).toBe('tronque')
    },
  )

  test('files that all are the same bytes under other sizes', async () => {
    const many = Array.from({ length: 40 }, (_, n) => ({
      name: `${n}.csv`,
      content: Buffer.alloc(5_000 + n, `Pass;${n}\n`),
    }))
    const bytes = msg({ body: 'x', files: many })
    const first = bytes.readUInt32LE(entryOf(bytes, big) + 116)
    // All of them begin where the first one does, and go on through the file.
    const cells = (bytes.readUInt32LE(0x4c) + 1) * 512
    const held = bytes.length / 512 - 2
    for (let at = first; at < Math.min(held, 127); at++) bytes.writeUInt32LE(at + 1, cells + at * 4)
    const wide = (Math.min(held, 127) - first) * 512
    for (let at = 0; ; at += 128) {
      at = bytes.indexOf(Buffer.from(big, 'utf16le'), at)
      if (at < 0) break
      bytes.writeUInt32LE(first, at + 116)
      bytes.writeUInt32LE(wide - (at % 7), at + 120)
    }
    const document = await read(bytes)
    expect(motifs(document).at(-1)).toContain('taille démesurée')
  })

  test('files without end', async () => {
    const files = Array.from({ length: 101 }, (_, n) => ({
      name: `${n}.csv`,
      content: `Pass;${n}`,
    }))
    expect(await code(msg({ body: 'x', files }))).toBe('bombe')
    expect(await code(msg({ body: 'x', files: files.slice(1) }))).toBeNull()
  })

  test('mails inside each other are read to a depth, and said beyond it', async () => {
    const nest = (depth: number): Msg => ({
      body: `Niveau ${depth}`,
      ...(depth > 0 && { files: [{ mail: nest(depth - 1) }] }),
    })
    const document = await read(msg(nest(8)))
    expect(document.sheets).toHaveLength(5)
    expect(document.sheets.at(-1)!.cells.at(-1)!.text).toBe('Niveau 4')
    let innermost = document
    while (innermost.parts?.[1] !== undefined) innermost = innermost.parts[1].document
    expect(motifs(innermost)).toEqual([expect.stringContaining('messages emboîtés sans fin')])
    expect(names(await read(msg(nest(30)))).length).toBe(5)
  })

  test('damaged bytes are read or refused, never an error of ours', async () => {
    for (let at = 0; at < whole.length; at += 23) {
      const damaged = changed((bytes) => {
        bytes[at] = (bytes[at]! + 97) % 256
      })
      const outcome = await code(damaged)
      expect([null, 'tronque', 'corrompu', 'bombe', 'format_inconnu']).toContain(outcome)
    }
  })
})

/** A mail as Outlook would have saved it. */
function twin(sent: SentMail): Msg {
  return {
    body: sent.text,
    ...(sent.html !== '' && { html: sent.html }),
    ...(sent.subject !== null && { subject: sent.subject }),
    ...(sent.sender !== null && { from: sent.sender }),
    ...(sent.day !== null && { sent: new Date(`${sent.day}T12:00:00Z`) }),
    files: sent.files.map((file) => ({
      name: file.name,
      mimeType: file.mimeType,
      content: file.open() as Buffer,
      isHidden: !file.isApart,
    })),
  }
}

test('the mails of the directory cases say the same when Outlook saves them', async () => {
  const all = await readdir(casesFolder, { recursive: true })
  const mails = all.filter((name) => name.startsWith('eml-') && name.endsWith('.eml'))
  expect(mails.length).toBeGreaterThan(15)
  for (const name of mails) {
    const bytes = await readFile(join(casesFolder, name))
    const outlook = await read(msg(twin(await emlOf(bytes))))
    const { sheets, remarks, properties } = await read(bytes)
    expect({ name, ...outlook }).toMatchObject({ name, sheets, remarks, properties })
  }
})
