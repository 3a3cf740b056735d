import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseRegister, readRegister } from '../../pipeline/attach/register.ts'
import { BilanError } from '../../pipeline/error.ts'
import { isSiren } from '../../pipeline/siren.ts'

const types = ['Conseil régional', 'Autres']
const header =
  'convention,aap,siren,nom,type_structure,departement,potentiel_achat,montant_projet,subvention_etat'
const row = '2020-103,2020,009000506,Association,Autres,2A,1500,16500.50,8000'

function parse(text: string | Buffer) {
  return parseRegister('laureats.csv', Buffer.from(text), types)
}

/** The one line that a register ends in; undefined when it is fine. */
function refusal(text: string | Buffer): string | undefined {
  try {
    parse(text)
  } catch (error) {
    expect(error).toBeInstanceOf(BilanError)
    expect((error as BilanError).line).not.toContain('\n')
    return (error as BilanError).line
  }
}

test('reads a row as it stands: leading zeros, letters of a département, money to the cent', () => {
  expect(parse(`${header}\n${row}\n`)).toEqual([
    {
      convention: '2020-103',
      aap: '2020',
      siren: '009000506',
      nom: 'Association',
      type_structure: 'Autres',
      departement: '2A',
      potentiel_achat: 1500,
      montant_projet: '16500.50',
      subvention_etat: '8000',
      ligne: 2,
    },
  ])
})

test('takes a mark of UTF-8, CRLF, blank lines, more columns, outer spaces and a SIREN in groups', () => {
  const text = `\uFEFF${header},remarque\r\n\r\n,,,,,,,,,\r\n${row.replace('009000506', '009 000\u00a0506').replace('Autres', ' Autres ')},ok\r\n`
  expect(parse(text)).toMatchObject([{ siren: '009000506', type_structure: 'Autres', ligne: 4 }])
})

test('what the register may leave open is null', () => {
  const [laureat] = parse(`${header}\n2020-103,2020,009000506,A,Autres,,0,,\n`)
  expect(laureat).toMatchObject({
    departement: null,
    potentiel_achat: 0,
    montant_projet: null,
    subvention_etat: null,
  })
})

test('a name may hold a comma and a line break between quotes', () => {
  const [laureat] = parse(`${header}\n${row.replace('Association', '"Asso,\nle ""Relais"""')}\n`)
  expect(laureat!.nom).toBe('Asso,\nle "Relais"')
})

test.each<[string, string, string, string]>([
  ['no convention', '2020-103', '', 'line 2, column convention: ""'],
  ['a call in words', ',2020,', ',AAP 2020,', 'line 2, column aap: "AAP 2020"'],
  ['a lost leading zero', '009000506', '9000506', 'line 2, column siren: "9000506"'],
  ['zeros for a SIREN', '009000506', '000000000', 'line 2, column siren: "000000000"'],
  ['no name', 'Association', ' ', 'line 2, column nom: " "'],
  ['a type by another case', 'Autres', 'autres', 'column type_structure: "autres"'],
  ['no potential', ',1500,', ',,', 'column potentiel_achat: ""'],
  ['a negative potential', ',1500,', ',-1,', 'column potentiel_achat: "-1"'],
  ['a decimal comma', '16500.50', '"16500,50"', 'column montant_projet: "16500,50"'],
  ['a unit', ',8000', ',8000 €', 'column subvention_etat: "8000 €"'],
  [
    'a comma without quotes',
    'Association',
    'Asso, Relais',
    'line 2: 10 cells where the header has 9',
  ],
  ['a line cut short', ',16500.50,8000', '', 'line 2: 7 cells where the header has 9'],
  ['a quote that never ends', 'Association', '"Association', 'line 2: Quoted field unterminated'],
])('refuses %s, with its address', (_, from, to, said) => {
  expect(refusal(`${header}\n${row.replace(from, to)}\n`)).toContain(said)
})

test('refuses what is no register, and says why', () => {
  expect(refusal('')).toContain('the file is empty')
  expect(refusal(`${header}\n`)).toContain('no convention under the header')
  expect(refusal(`${header},nom\n${row},x\n`)).toContain('has nom twice')
  expect(refusal(Buffer.from(`${header}\n${row.replace('A', 'É')}`, 'latin1'))).toContain(
    'not UTF-8',
  )
  expect(refusal(Buffer.from(`${header}\n${row}`, 'utf16le'))).toContain('laureats.csv')
  expect(refusal(`${header}\n${row}\n\n${row}\n`)).toContain(
    'line 4: convention "2020-103" stands on line 2 already',
  )
})

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-register-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

test('reads a file, and says where it should be when there is none', async () => {
  const file = join(root, 'laureats.csv')
  await expect(readRegister(file, types)).rejects.toThrow(`${file}: there is no such file`)
  await writeFile(file, `${header}\n${row}\n`)
  expect(await readRegister(file, types)).toHaveLength(1)
})

test.each([
  ['909000101', true],
  ['909000102', false],
  ['000000000', false],
  ['90900010', false],
  ['9090001010', false],
  ['90900010a', false],
])('%s is a SIREN: %s', (text, expected) => {
  expect(isSiren(text)).toBe(expected)
})
