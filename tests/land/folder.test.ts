import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BilanError } from '../../pipeline/error.ts'
import { landedBytes } from '../../pipeline/land/bytes.ts'
import { landFolder } from '../../pipeline/land/folder.ts'

let dir = ''
let root = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bilan-land-'))
  root = join(dir, 'rapports')
  await mkdir(root)
})
afterEach(() => rm(dir, { recursive: true }))

async function put(name: string | Buffer, content: string | Buffer): Promise<void> {
  const path = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)])
  await writeFile(path, content)
}

describe('landFolder', () => {
  test('every file once, in the order of its path, with its hash, size and format', async () => {
    await mkdir(join(root, 'b'))
    await put('b/notes.txt', 'Pass achetés : 12')
    await put('a.csv', 'a;b\n1;2\n')
    await put('B.pdf', '%PDF-1.7')
    const files = await landFolder(root)
    expect(files.map(({ fichier, format }) => [fichier, format])).toEqual([
      ['B.pdf', 'pdf'],
      ['a.csv', 'csv'],
      ['b/notes.txt', 'csv'],
    ])
    expect(files[1]).toMatchObject({
      sha256: createHash('sha256').update('a;b\n1;2\n').digest('hex'),
      taille: 8,
      rejection: null,
    })
  })

  test('names are NFC; those that become one are told apart, and old encodings are read', async () => {
    await put('e\u0301te\u0301.csv', 'nfd')
    await put('\u00e9t\u00e9.csv', 'nfc')
    await put(Buffer.from('R\xe9gion.csv', 'latin1'), 'latin1')
    const files = await landFolder(root)
    expect(files.map(({ fichier }) => fichier)).toEqual([
      'Région.csv',
      '\u00e9t\u00e9 (2).csv',
      '\u00e9t\u00e9.csv',
    ])
    expect(files.every(({ format }) => format === 'csv')).toBe(true)
  })

  test('links, pipes, locks and files of the system are listed, and not read as reports', async () => {
    await writeFile(join(dir, 'secret.csv'), 'a;b')
    await symlink(join(dir, 'secret.csv'), join(root, 'lien.csv'))
    await symlink(dir, join(root, 'dossier'))
    execFileSync('mkfifo', [join(root, 'tube.csv')])
    await put('~$rapport.xlsx', 'Jeanne')
    await put('Thumbs.db', 'x')
    await put('vide.xlsx', '')
    const files = await landFolder(root)
    expect(files.map(({ fichier, rejection }) => [fichier, rejection?.code])).toEqual([
      ['Thumbs.db', 'systeme'],
      ['dossier', 'lien'],
      ['lien.csv', 'lien'],
      ['tube.csv', 'special'],
      ['vide.xlsx', 'vide'],
      ['~$rapport.xlsx', 'verrou'],
    ])
    expect(files.every(({ format }) => format === null)).toBe(true)
    expect(files.filter(({ sha256 }) => sha256 === '').map(({ fichier }) => fichier)).toEqual([
      'dossier',
      'lien.csv',
      'tube.csv',
    ])
  })

  test('what is read later is what was hashed', async () => {
    await put('a.csv', 'a;b')
    const [file] = await landFolder(root)
    expect(await landedBytes(file!)).toEqual(Buffer.from('a;b'))
    await put('a.csv', 'a;c')
    await expect(landedBytes(file!)).rejects.toMatchObject({ code: 'modifie' })
    await rm(join(root, 'a.csv'))
    await expect(landedBytes(file!)).rejects.toMatchObject({ code: 'modifie' })
    await mkdir(join(root, 'a.csv'))
    await expect(landedBytes(file!)).rejects.toMatchObject({ code: 'illisible' })
  })

  test('an empty folder is no error, a missing one is', async () => {
    expect(await landFolder(root)).toEqual([])
    await expect(landFolder(join(dir, 'absent'))).rejects.toThrow(BilanError)
    await put('fichier', 'x')
    await expect(landFolder(join(root, 'fichier'))).rejects.toThrow(/no readable folder/)
  })
})
