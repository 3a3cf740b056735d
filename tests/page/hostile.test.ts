import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { register, runQuietly, writeAll } from '../run/job.ts'
import { chromiumPath, startChromium } from './chromium.ts'
import { openPage, violations } from './opened.ts'

const script = '</script><script>globalThis.pwned = 1</script>'
const image = '<img src=x onerror="globalThis.pwned = 2">'
const turned = '\u202e0021 ssap\u202c'
const formula = '=HYPERLINK("http://evil.example.invalid";"pass")'
const long = `environ ${'très '.repeat(900)}beaucoup`
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** Everything that others write is hostile: names, notes, file names, cells. */
const hostileRaw = {
  'corpus.json': JSON.stringify({ synthetique: true, note: `${image}${script}` }),
  'laureats.csv': register
    .replace('Département de la Vaubrelle', quoted(`Vaubrelle ${script}`))
    .replace("Communauté de communes du Val d'Ormeline", quoted(`Ormeline ${image} ${turned}`)),
  'rapports/<img src=x onerror="globalThis.pwned=3"> é.csv': [
    'SIREN;909000101',
    'Nombre de pass achetés;1200',
    `Nombre de pass scannés;${quoted(image)}`,
    `Nombre de bénéficiaires uniques;${quoted(formula)}`,
    '',
  ].join('\n'),
  'rapports/ormeline.csv': [
    'SIREN;909000200',
    `Nombre de pass achetés;${quoted(script)}`,
    `Nombre de pass scannés;${quoted(turned)}`,
    `Nombre de bénéficiaires uniques;${quoted(long)}`,
    '',
  ].join('\n'),
  'rapports/mirandol.csv': [
    'SIREN;909000408',
    'Nombre de pass achetés <b>gras</b>;300',
    'Nombre de pass scannés\u0007;120',
    'Nombre de bénéficiaires uniques;40',
    '',
  ].join('\n'),
}

describe.skipIf(chromiumPath === null)('hostile text in a real browser', () => {
  let root: string
  let file: string
  let browser: Browser
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'bilan-hostile-'))
    await writeAll(join(root, 'raw'), hostileRaw)
    await runQuietly(join(root, 'raw'), join(root, 'warehouse'))
    file = join(root, 'warehouse', 'bilan.html')
    browser = await startChromium()
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await rm(root, { recursive: true, force: true })
  })

  test('stands there as text: nothing runs, nothing is asked for, no element is made of it', async () => {
    const { page, complaints, requests, close } = await openPage(browser, file)
    try {
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      // Every way into the dialog: all figures with all their laureates, all names, and the search.
      await page.evaluate(async () => {
        const dialog = document.getElementById('detail') as HTMLDialogElement
        const buttons = [...document.querySelectorAll<HTMLElement>('button.figure, button.link')]
        for (const button of buttons) {
          button.click()
          for (const details of dialog.querySelectorAll('details')) details.open = true
          await new Promise((resolve) => setTimeout(resolve))
          if (dialog.querySelector('img, script, b, a')) throw new Error(dialog.textContent ?? '')
          dialog.close()
        }
      })
      await page.fill('#cherche', 'img')
      expect(await page.locator('#resultats').textContent()).toContain('<img src=x onerror')
      expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false)
      expect(await page.locator('img, iframe, object, embed, base').count()).toBe(0)
      expect(await page.locator('script').count()).toBe(2)
      const text = (await page.locator('body').textContent()) ?? ''
      for (const part of [script, image, '<img src=x onerror="globalThis.pwned=3">']) {
        expect(text).toContain(part)
      }
      expect(await page.locator('.origin').textContent()).toContain(`${image}${script}`)
      // What turns the direction of writing stands alone in what isolates it.
      const loose = await page.evaluate(() => {
        const found: string[] = []
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const parent = node.parentElement
          if (!node.textContent?.includes('\u202e') || parent?.closest('script')) continue
          if (!parent?.closest('bdi, svg')) found.push(node.textContent)
        }
        return found
      })
      expect(loose).toEqual([])
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      expect(await violations(page)).toEqual([])
      expect(complaints).toEqual([])
      expect(requests).toEqual([])
    } finally {
      await close()
    }
  }, 180_000)

  test('a very long text is cut and says so, on a telephone too', async () => {
    const { page, close } = await openPage(browser, file, { viewport: { width: 320, height: 640 } })
    try {
      const text = (await page.locator('#donnees').textContent()) ?? ''
      expect(text + (await page.locator('main').textContent())).toContain('environ très très')
      expect(text).not.toContain('très '.repeat(100))
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
    } finally {
      await close()
    }
  })
})
