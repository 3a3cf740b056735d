import { expect, test } from 'vitest'
import { formatOf } from '../../pipeline/land/format.ts'
import { Rejection, type RejectionCode } from '../../pipeline/read/rejection.ts'
import { zip } from '../read/fixtures.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')
const xml = '<?xml version="1.0" encoding="UTF-8"?>\n'
/** What follows the first bytes of a binary file. */
const rest = '\0\x01\x02\xfe'.repeat(200)

/** The code of the refusal of bytes; null when they have a format that is read. */
function codeOf(bytes: Buffer): RejectionCode | null {
  try {
    formatOf(bytes)
    return null
  } catch (error) {
    if (error instanceof Rejection) return error.code
    throw error
  }
}

test.each<[string, Buffer, RejectionCode | null]>([
  ['heic of a telephone', latin(`\0\0\0\x18ftypheic\0\0\0\0${rest}`), 'image'],
  ['avif', latin(`\0\0\0\x1cftypavif\0\0\0\0${rest}`), 'image'],
  ['a film is no picture', latin(`\0\0\0\x18ftypisom\0\0\0\0${rest}`), 'format_inconnu'],
  ['bmp', latin(`BM\xff\x0f\0\0\0\0\0\0${rest}`), 'image'],
  ['a text that begins with BM', Buffer.from('BM;Pass achetés\n1;2\n'), null],
  ['webp', latin(`RIFF\x24\0\0\0WEBP${rest}`), 'image'],
  ['a sound is no picture', latin(`RIFF\x24\0\0\0WAVE${rest}`), 'format_inconnu'],
  ['svg', Buffer.from(`${xml}<svg xmlns="http://www.w3.org/2000/svg"/>`), 'image'],
  ['tar', latin(`rapport.csv${'\0'.repeat(246)}ustar\x0000${rest}`), 'archive'],
  ['xz', latin(`\xfd7zXZ\0${rest}`), 'archive'],
  ['zip', zip({ 'rapport.csv': 'a;b' }), 'archive'],
  ['winmail.dat', latin(`\x78\x9f\x3e\x22${rest}`), 'message'],
  ['lnk', latin(`L\0\0\0\x01\x14\x02\0${rest}`), 'raccourci'],
  ['url', Buffer.from('[InternetShortcut]\r\nURL=https://exemple.fr/\r\n'), 'raccourci'],
  ['gsheet', Buffer.from('{"url": "https://exemple.fr/x", "doc_id": "x"}'), 'raccourci'],
  [
    'webloc',
    Buffer.from(
      `${xml}<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x">\n<plist version="1.0">\n<dict>\n\t<key>URL</key>`,
    ),
    'raccourci',
  ],
  ['a text about a shortcut', Buffer.from('Raccourci : [InternetShortcut]'), null],
  ['fods', Buffer.from(`${xml}<office:document office:version="1.3"/>`), 'format_ancien'],
  ['Word as XML', Buffer.from(`${xml}<w:wordDocument xmlns:w="x"/>`), 'format_ancien'],
  ['another XML', Buffer.from(`${xml}<bilan/>`), 'format_inconnu'],
  ['dif', Buffer.from('TABLE\r\n0,1\r\n"EXCEL"\r\n'), 'format_ancien'],
  [
    'dBase',
    latin(
      `\x03\x7a\x0b\x1d\x01\0\0\0\x41\0\x0a\0${'\0'.repeat(20)}PASS${'\0'.repeat(28)}\x0d      1250\x1a`,
    ),
    'format_ancien',
  ],
  ['only NULs', Buffer.alloc(20_000), 'vide'],
  ['a text with NULs behind it', Buffer.from(`Pass achetés;12\n${'\0'.repeat(4_000)}`), null],
])('%s', (_, bytes, code) => {
  expect(codeOf(bytes)).toBe(code)
})
