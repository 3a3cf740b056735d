import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../pipeline/publish/page/limits.ts'
import { writePage } from '../../pipeline/publish/page/page.ts'
import { openWarehouse } from '../../pipeline/warehouse/connection.ts'
import { form, register, runQuietly, smallRaw, writeAll } from '../run/job.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bilan-pages-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** Publishes a folder of inputs and gives its page, and the page without markup and data. */
async function published(name: string, files: Record<string, string>) {
  const [raw, warehouse] = [join(root, name, 'raw'), join(root, name, 'warehouse')]
  await writeAll(raw, { 'rapports/.keep': '', ...files })
  await rm(join(raw, 'rapports', '.keep'))
  await runQuietly(raw, warehouse)
  const html = await readFile(join(warehouse, 'bilan.html'), 'utf8')
  return { warehouse, html, text: readable(html) }
}

function readable(html: string): string {
  return html
    .replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

/** No page, however poor, says any of these. */
function expectSensible({ html, text }: { html: string; text: string }): void {
  expect(text).not.toMatch(/undefined|NaN|\bnull\b|\[object|Infinity/)
  expect(html).not.toMatch(/<tbody>\s*<\/tbody>/)
  expect(html).toContain('<html lang="fr">')
}

describe('with little or nothing to say', () => {
  test('no report and no published figure: sentences, no zeros, no blank tables', async () => {
    const page = await published('nothing', { 'laureats.csv': register })
    expectSensible(page)
    expect(page.text).toContain('Aucune part ne peut être calculée')
    expect(page.text).toContain('Aucun fichier n’a été reçu')
    expect(page.text).toContain('il n’y a rien à rapprocher')
    expect(page.text).toContain('Aucun lauréat n’a à la fois')
    expect(page.html).not.toMatch(
      /data-key="[^"]*\|TOTAL\|achetes_sur_potentiel"[^>]*><span[^>]*>0/,
    )
  }, 180_000)

  test('one call, a type and an amount that the document doesn’t have', async () => {
    const lines = register.split('\n')
    const other = lines[1]!
      .replace('2019-101', '2023-1')
      .replace(',2019,', ',2023,')
      .replace('Conseil départemental', 'Autres')
    const page = await published('other', {
      'laureats.csv': [lines[0], other, ''].join('\n'),
      'rapports/a.csv': form('909000101', '1200', '0', '310'),
      'publie/x.csv':
        'tableau,aap,ligne,colonne,valeur,unite\nquantitatif,2023,Autres,pass_achetes,1200,pass\nautre,2023,Ici,ailleurs,3,choses\n',
    })
    expectSensible(page)
    expect(page.text).toContain('AAP 2023')
    expect(page.text).not.toContain('2019')
    expect(page.text).toMatch(/6\s% du potentiel d’achat a été acheté/)
    // A zero that was read is a zero.
    expect(page.html).toMatch(
      /data-key="publie\|quantitatif\|2023\|Autres\|pass_scannes"><span[^>]*>0</,
    )
    expect(page.html).toContain('data-published="autre|2023|Ici|ailleurs"')
  }, 180_000)
})

describe('a small page', () => {
  let page: Awaited<ReturnType<typeof published>>
  beforeAll(async () => {
    page = await published('small', smallRaw)
  }, 180_000)

  test('its policy allows its own style and script, by hash, and nothing else', () => {
    expectSensible(page)
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page.html)![1]!
    const parts = policy.replaceAll('&#39;', "'").split('; ')
    const inside = (tag: string) => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page.html)![1]!
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(parts).toEqual([
      "default-src 'none'",
      `script-src ${hash(inside('script'))}`,
      `style-src ${hash(inside('style'))}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ])
    const markup = page.html.replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '')
    expect(markup).not.toMatch(/\sstyle="|\son\w+="|https?:|javascript:/i)
  })

  test('not synthetic: nothing says so', () => {
    expect(page.text).not.toMatch(/synthétique/i)
  })

  test('the same tables give the same bytes, whatever the threads', async () => {
    const texts = []
    for (const threads of [1, 4]) {
      const connection = await openWarehouse(join(page.warehouse, 'warehouse.duckdb'), {
        readOnly: true,
        threads,
      })
      const path = join(root, `again-${threads}.html`)
      await writePage(connection, path, { synthetique: false, note: null })
      await connection.close()
      texts.push(await readFile(path, 'utf8'))
    }
    expect(texts[0]).toBe(page.html)
    expect(texts[1]).toBe(page.html)
  })
})

test('past its limits the page stays small, and says what it leaves out and where that is', async () => {
  const many = limits.laureats + 200
  const lines = Array.from({ length: many }, (_, i) => {
    const number = String(i).padStart(5, '0')
    return `2019-${number},2019,${siren(i)},Commune ${number},Communes et EPCI,98,${1000 + i},22000.00,11000.00`
  })
  const page = await published('many', {
    'laureats.csv': [register.split('\n')[0], ...lines, ''].join('\n'),
    'rapports/a.csv': form(siren(many - 1), '900', '300', '100'),
  })
  expectSensible(page)
  const data = JSON.parse(/id="donnees">([\s\S]*?)<\/script>/.exec(page.html)![1]!)
  expect(data.laureats.length).toBe(limits.laureats)
  expect(page.text).toMatch(/1\s000 plus grands potentiels parmi 1\s200 lauréats/)
  expect(page.text).toContain('exports/csv/donnees_manquantes.csv')
  // The figures are those of all of them.
  expect(page.html).toMatch(
    /data-key="publie\|quantitatif\|2019\|TOTAL\|nb_laureats"><span[^>]*>1\u202f200</,
  )
  expect(Buffer.byteLength(page.html)).toBeLessThan(8_000_000)
}, 240_000)

/** A SIREN that nobody has: département 99, with the check digit of Luhn. */
function siren(i: number): string {
  const body = `2499${String(i).padStart(4, '0')}`
  const sum = [...body].reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}
