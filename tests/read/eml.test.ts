import { describe, expect, test } from 'vitest'
import { formatOf } from '../../pipeline/land/format.ts'
import type { Document } from '../../pipeline/read/cell.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { Rejection } from '../../pipeline/read/rejection.ts'
import { zip } from './fixtures.ts'
import { attached, html, mail, mixed, multipart, plain, workbook } from './mails.ts'

const read = (bytes: Buffer): Promise<Document> => readDocument(bytes, 'eml')
const names = (document: Document) => document.sheets.map(({ name }) => name)
const motifs = (document: Document) => (document.remarks ?? []).map(({ motif }) => motif)

/** The lines of a sheet, below the head of the mail where it has one. */
function lines(document: Document, sheet = 'Message'): string[] {
  const cells = document.sheets.find(({ name }) => name === sheet)?.cells ?? []
  const below = cells.findIndex(({ text }) => text.startsWith('Objet')) + 1
  return cells.slice(below).map(({ text }) => text)
}

const body = async (headers: string[], text: string) => lines(await read(mail(headers, text)))

describe('what is a mail', () => {
  test.each([
    ['From: a\nSubject: b\nMIME-Version: 1.0\n\nPass', 'eml'],
    ['Received: by x\nFrom: a\nDate: x\n\nPass', 'eml'],
    ['From - Tue Mar 14\nMessage-ID: <x>\nFrom: a\nSubject: b\n\nPass', 'eml'],
    ['From: a\nSubject: Bilan\nDate: x\n\nPass : 12', 'csv'],
    ['Objet : Content-Type: text/plain\nFrom: a\n\nPass : 12', 'csv'],
    ['Bonjour,\nSubject: b\n\nFrom: a\nMIME-Version: 1.0', 'csv'],
  ])('%j is %s', (text, format) => {
    expect(formatOf(Buffer.from(text))).toBe(format)
  })
})

describe('head', () => {
  test('sender, day and subject stand above the text, decoded and on one line each', async () => {
    const bytes = Buffer.from(
      [
        'From: =?iso-8859-1?Q?Mairie_de_B=E9lis?= <mairie@belis.example>',
        'Date: Tue, 14 Mar 2023 23:59:00 -0500',
        'Subject: =?utf-8?B?w4l0YXQ=?=\r\n du\tbilan',
        'MIME-Version: 1.0',
        '',
        'Pass : 12',
      ].join('\r\n'),
    )
    const document = await read(bytes)
    const [sheet] = document.sheets
    expect(sheet!.cells.map(({ row, text }) => `${row} ${text}`)).toEqual([
      '0 Expéditeur : Mairie de Bélis <mairie@belis.example>',
      '1 Envoyé : 14/03/2023',
      '2 Objet : État du bilan',
      '4 Pass : 12',
    ])
    expect(document.properties).toEqual({ title: null, modified: '2023-03-14T00:00:00.000Z' })
  })

  test('a mail without day or subject has no lines for them', async () => {
    const document = await read(
      Buffer.from('From: a@b.example\nSubject:\nDate: hier\nMIME-Version: 1.0\n\nPass'),
    )
    expect(document.sheets[0]!.cells.map(({ text }) => text)).toEqual([
      'Expéditeur : <a@b.example>',
      'Pass',
    ])
    expect(document.properties.modified).toBeNull()
  })
})

describe('text', () => {
  test.each([
    ['utf-8', '8bit', Buffer.from('Pass achetés').toString('latin1')],
    ['iso-8859-1', '8bit', 'Pass achetés'],
    ['windows-1252', 'quoted-printable', 'Pass ach=\net=E9s'],
    ['utf-8', 'base64', Buffer.from('Pass achetés').toString('base64')],
  ])('in %s, %s', async (charset, encoding, text) => {
    const type = `Content-Type: text/plain; charset=${charset}`
    const found = await body([type, `Content-Transfer-Encoding: ${encoding}`], text)
    expect(found).toEqual(['Pass achetés'])
  })

  test('lines that end with a space go on in the next one, unless that is quoted otherwise', async () => {
    const flowed = 'Content-Type: text/plain; format=flowed'
    expect(
      await body([flowed], '> Combien de \n> pass ? \n1 250 \npass\n>> plus \n> moins\n-- \nA'),
    ).toEqual(['> Combien de pass ? ', '1 250 pass', '>> plus ', '> moins', '-- ', 'A'])
    expect(await body([`${flowed}; delsp=yes`], '12 \n50')).toEqual(['1250'])
    expect(await body(['Content-Type: text/plain'], '12 \n50')).toEqual(['12 ', '50'])
  })

  test('plain text goes before its page', async () => {
    const parts = [plain('Pass : 12'), html('<p>Pass : <b>12</b></p><p>Merci</p>')]
    const [type, rest] = multipart('alternative', parts).split(/\n\n([\s\S]*)/)
    expect(await body([type!], rest!)).toEqual(['Pass : 12'])
  })

  test.each([
    ['there is none', [html('<p>Pass : 12</p>')]],
    ['it is nothing', [plain(' \n'), html('<p>Pass : 12</p>')]],
    ['it has no figure and the page has', [plain('Voir la page'), html('<p>Pass : 12</p>')]],
  ])('the page is read where %s', async (_, parts) => {
    const [type, rest] = multipart('alternative', parts).split(/\n\n([\s\S]*)/)
    expect(await body([type!], rest!)).toEqual(['Pass : 12'])
  })

  test('and where it has a table of figures; one that only puts things in their place is none', async () => {
    const table = '<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>'
    const [type, rest] = multipart('alternative', [
      plain('a\n1\nb\n2'),
      html(`<p>Voici</p>${table}`),
    ]).split(/\n\n([\s\S]*)/)
    const document = await read(mail([type!], rest!))
    expect(names(document)).toEqual(['Message', 'Tableau 1'])
    expect(lines(document)).toEqual(['Voici'])
    const shaped = html('<table><tr><td>Pass : 12</td></tr><tr><td>Tél. 3</td></tr></table>')
    const [kind, other] = multipart('alternative', [plain('Pass : 12'), shaped]).split(
      /\n\n([\s\S]*)/,
    )
    expect(names(await read(mail([kind!], other!)))).toEqual(['Message'])
  })

  test('the place of a table counts the lines of the head', async () => {
    const document = await read(
      mail(['Content-Type: text/html'], '<p>A</p><p>B</p><table><tr><td>1</td></tr></table>'),
    )
    const text = document.sheets.find(({ name }) => name === 'Message')!
    const table = document.sheets.find(({ name }) => name === 'Tableau 1')!
    expect(text.cells.findLast(({ row }) => row < table.after!)!.text).toBe('B')
    expect(table.after).toBe(text.cells.at(-1)!.row + 1)
  })

  test('what a page quotes bears the sign of a quotation, tables are of an earlier message', async () => {
    const page =
      '<p>Pass : 12</p><blockquote>Pass : 10<br>Merci<table><tr><td>x</td><td>1</td></tr></table></blockquote><p>Fin</p>'
    const document = await read(mail(['Content-Type: text/html'], page))
    expect(lines(document)).toEqual(['Pass : 12', '> Pass : 10\n> Merci', 'Fin'])
    expect(names(document)).toEqual(['Message', 'Tableau 1 (message précédent)'])
  })

  test('what it passes on is not quoted', async () => {
    const bytes = mail(['Content-Type: text/html'], '<blockquote>Pass : 10</blockquote>', 'TR: x')
    expect(lines(await read(bytes))).toEqual(['Pass : 10'])
  })
})

describe('attached files', () => {
  test('are sheets under the name of their file, by their content', async () => {
    const document = await read(
      mixed(
        plain('Ci-joint'),
        attached('bilan.pdf', workbook()),
        attached('export.csv', 'Pass;12\nAutre;3\n', 'text/csv'),
        attached('page.html', '<p>Pass : 3</p>', 'text/html'),
      ),
    )
    expect(names(document)).toEqual([
      'Message',
      'bilan.pdf › Feuille',
      'export.csv',
      'page.html › Texte',
    ])
    const [cell] = document.sheets[1]!.cells.filter(({ row, col }) => row === 0 && col === 1)
    expect(cell).toMatchObject({ value: 12, type: 'number' })
    expect(motifs(document)).toEqual([])
  })

  test('of one name are numbered, the same bytes are read once', async () => {
    const document = await read(
      mixed(
        plain('Ci-joint'),
        attached('bilan.xlsx', workbook()),
        attached('bilan.xlsx', workbook([['Pass scannés', 3]])),
        attached('copie.xlsx', workbook()),
        attached('Message', 'Pass : 3', 'text/plain'),
      ),
    )
    expect(names(document)).toEqual([
      'Message',
      'bilan.xlsx › Feuille',
      'bilan (2).xlsx › Feuille',
      'Message (2)',
    ])
  })

  test('a mail within the mail brings its own', async () => {
    const inner = mixed(plain('Pass : 12'), attached('bilan.xlsx', workbook()))
      .toString('latin1')
      .replaceAll(/(--|boundary=")b/g, '$1inner')
    const document = await read(
      mixed(plain('Pour information'), `Content-Type: message/rfc822\n\n${inner}`),
    )
    expect(names(document)).toEqual([
      'Message',
      'message joint.eml › Message',
      'message joint.eml › bilan.xlsx › Feuille',
    ])
  })

  test('signatures, invitations, empty texts and small pictures are nothing', async () => {
    const document = await read(
      mixed(
        plain('Pass : 12'),
        attached('logo.png', Buffer.from('89504e470d0a', 'hex'), 'image/png'),
        attached('contact.vcf', 'BEGIN:VCARD', 'text/x-vcard'),
        attached('smime.p7s', '0', 'application/pkcs7-signature'),
        attached('invite.ics', 'BEGIN:VCALENDAR', 'text/calendar'),
        attached('ATT00001.htm', '<html><body></body></html>', 'text/html'),
        attached('ATT00002.txt', '\n', 'text/plain'),
      ),
    )
    expect(names(document)).toEqual(['Message'])
    expect(motifs(document)).toEqual([])
  })

  test('what can’t be read is said, with its reason', async () => {
    const document = await read(
      mixed(
        plain('Ci-joint'),
        attached('bilan.rar', 'Rar!\x1a'),
        attached('vide.xlsx', ''),
        attached('winmail.dat', Buffer.from('789f3e22', 'hex')),
        attached('coupe.xlsx', workbook().subarray(0, 2_000)),
      ),
    )
    expect(motifs(document).map((motif) => motif.replace(/ : .*/s, ''))).toEqual([
      'la pièce jointe « bilan.rar » n’est pas lue. C’est une archive\u00a0: en extraire les rapports et les déposer à sa place.',
      'la pièce jointe « vide.xlsx » n’est pas lue. Le fichier est vide\u00a0: demander un nouvel envoi.',
      expect.stringMatching(/^la pièce jointe « winmail\.dat » n’est pas lue. C’est un message/),
      expect.stringMatching(
        /^la pièce jointe « coupe\.xlsx » n’est pas lue. Le fichier est incomplet/,
      ),
    ])
  })

  test('large pictures attached by themselves are asked about where nothing else gives a figure', async () => {
    const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(60_000, 1)])
    const document = await read(mixed(plain('Ci-joint'), attached('page.jpg', photo, 'image/jpeg')))
    expect(document.remarks).toMatchObject([{ sheet: null, unlessFigures: true }])
    const inText = attached('page.jpg', photo, 'image/jpeg').replace('attachment', 'inline')
    expect((await read(mixed(plain('Voici'), inText))).remarks).toEqual([])
  })

  test('a notice that a mail didn’t arrive says nothing of what was in it', async () => {
    const returned = `Content-Type: message/rfc822\n\n${mail([], 'Pass : 12').toString('latin1')}`
    const status = 'Content-Type: message/delivery-status\n\nAction: failed'
    const [type, rest] = multipart('report; report-type=delivery-status', [
      plain('Échec'),
      status,
      returned,
    ]).split(/\n\n([\s\S]*)/)
    const document = await read(mail([type!], rest!))
    expect(names(document)).toEqual(['Message'])
    expect(document.remarks).toEqual([])
  })
})

describe('hostile mails', () => {
  /** The code under which a mail is refused; null when it is read. */
  const code = (bytes: Buffer) =>
    read(bytes).then(
      () => null,
      (error: unknown) => {
        if (error instanceof Rejection) return error.code
        throw error
      },
    )

  test('a million headers', async () => {
    const headers = (count: number) => mail(['X: y\n'.repeat(count).trimEnd()], 'Pass')
    expect(await code(headers(1_000_000))).toBe('bombe')
    expect(await code(headers(300_000))).toBe('bombe')
    expect(await code(headers(10_000))).toBeNull()
  })

  test('a bomb of parts', async () => {
    const parts = '--b\n\nx\n'.repeat(100_000)
    const bytes = mail(['Content-Type: multipart/mixed; boundary=b'], `${parts}--b--`)
    expect(await code(bytes)).toBe('bombe')
  })

  test('files without end', async () => {
    const files = Array.from({ length: 101 }, (_, n) => attached(`${n}.csv`, `Pass;${n}`))
    expect(await code(mixed(...files))).toBe('bombe')
    expect(await code(mixed(...files.slice(1)))).toBeNull()
  })

  test('parts inside each other', async () => {
    const nest = (depth: number): string =>
      depth === 0 ? plain('Pass : 12') : multipart('mixed', [nest(depth - 1)], `b${depth}x`)
    const nested = (depth: number) => {
      const [type, rest] = nest(depth).split(/\n\n([\s\S]*)/)
      return mail([type!], rest!)
    }
    expect(await code(nested(20))).toBeNull()
    expect(await code(nested(200))).toBe('bombe')
  })

  test('mails inside each other are read to a depth, and said beyond it', async () => {
    const nest = (depth: number): string =>
      mixed(
        plain(`Niveau ${depth}`),
        ...(depth === 0 ? [] : [attached('m.eml', nest(depth - 1), 'message/rfc822')]),
      ).toString('latin1')
    const document = await read(Buffer.from(nest(8), 'latin1'))
    expect(document.sheets).toHaveLength(5)
    expect(document.sheets.at(-1)!.cells.at(-1)!.text).toBe('Niveau 4')
    let innermost = document
    while (innermost.parts?.[1] !== undefined) innermost = innermost.parts[1].document
    expect(motifs(innermost)).toEqual([expect.stringContaining('messages emboîtés sans fin')])
  })

  test('one whose end is missing: parts that are never closed, a text that stops within a group', async () => {
    const whole = mixed(plain('Pass : 12'), attached('bilan.csv', 'Pass;1250\nScannés;12\n'))
    expect(await code(whole)).toBeNull()
    for (const size of [whole.length - 6, whole.length - 20, 300])
      expect(await code(whole.subarray(0, size))).toBe('tronque')
    const text = Buffer.from('Pass : 1 250').toString('base64')
    const encoded = (body: string) => mail(['Content-Transfer-Encoding: base64'], body)
    expect(await code(encoded(text))).toBeNull()
    expect(await code(encoded(text.slice(0, -2)))).toBe('tronque')
  })

  test('an archive that is a bomb costs its file alone', async () => {
    const bomb = Buffer.alloc(40 * 2 ** 20)
    const document = await read(
      mixed(plain('Pass : 12'), attached('bilan.xlsx', zip({ '[Content_Types].xml': bomb }))),
    )
    expect(lines(document)).toEqual(['Pass : 12'])
    expect(motifs(document)).toEqual([expect.stringContaining('taille démesurée')])
  })

  test('damaged headers and encodings are read or refused, never an error of ours', async () => {
    const whole = mixed(plain('Pass : 12'), attached('bilan.xlsx', workbook()))
    for (let at = 0; at < whole.length; at += 37) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at]! + 97) % 256
      const outcome = await code(damaged)
      expect([null, 'tronque', 'bombe', 'format_inconnu']).toContain(outcome)
    }
  })
})
