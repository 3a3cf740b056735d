import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { committedRaw, inWarehouse, runQuietly } from '../run/job.ts'
import { chromiumPath, startChromium } from './chromium.ts'
import { type Opened, openPage, violations } from './opened.ts'

describe.skipIf(chromiumPath === null)('the page in a real browser', () => {
  let root: string
  let file: string
  let browser: Browser
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'bilan-page-'))
    await runQuietly(committedRaw, join(root, 'warehouse'))
    file = join(root, 'warehouse', 'bilan.html')
    browser = await startChromium()
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await rm(root, { recursive: true, force: true })
  })

  const query = <T>(sql: string): Promise<T[]> =>
    inWarehouse(join(root, 'warehouse'), (connection) => connection.query<T>(sql))

  /** Opens, hands over, and sees to it that nothing complained and nothing left. */
  async function visit(
    work: (page: Page, opened: Opened) => Promise<void>,
    options: Parameters<typeof openPage>[2] = {},
  ): Promise<void> {
    const opened = await openPage(browser, file, options)
    try {
      await work(opened.page, opened)
      expect(opened.complaints).toEqual([])
      expect(opened.requests).toEqual([])
    } finally {
      await opened.close()
    }
  }

  test('every figure equals the warehouse, in both readings', () =>
    visit(async (page) => {
      const figures = await query<{ cle: string; valeur: string | null; unite: string }>(
        `SELECT concat_ws('|', lecture, tableau, aap, ligne, colonne) AS cle, cast(valeur AS varchar) AS valeur, unite
         FROM bilan.chiffres`,
      )
      const shown = await page.evaluate(() =>
        [...document.querySelectorAll('[data-key]')].map((cell) => {
          const figure = cell.querySelector('.figure')?.cloneNode(true) as HTMLElement
          for (const unseen of figure.querySelectorAll('.unseen')) unseen.remove()
          return [cell.getAttribute('data-key'), figure.textContent] as [string, string]
        }),
      )
      expect(shown.length).toBe(figures.length)
      const byKey = new Map(shown)
      for (const { cle, valeur, unite } of figures) {
        const text = byKey.get(cle)
        if (valeur === null) expect(text, cle).toBe('—')
        else expect(amount(text ?? '', unite), cle).toBe(Number(valeur))
      }
    }))

  test('every bound, count of missing laureates and coverage equals the warehouse', () =>
    visit(async (page) => {
      const spans = await query<{
        cle: string
        unite: string
        low: number | null
        high: number | null
        missing: number
        cover: number | null
      }>(
        `SELECT concat_ws('|', tableau, aap, ligne, ratio) AS cle, unite, borne_basse AS low, borne_haute AS high,
           nb_laureats_manquants AS missing, couverture AS cover
         FROM bilan.bornes WHERE appliquee AND tableau = 'quantitatif' AND unite = 'fraction'`,
      )
      const rows = await page.evaluate(() =>
        [
          ...document.querySelectorAll('[data-reading="0"] td[data-key^="publie|quantitatif|"]'),
        ].map(
          (cell) =>
            [
              cell.getAttribute('data-key')?.replace('publie|', ''),
              [...cell.querySelectorAll('.more')].map(
                (more) => more.querySelector('[aria-hidden]')?.textContent ?? more.textContent,
              ),
            ] as [string, string[]],
        ),
      )
      const byKey = new Map(rows)
      let seen = 0
      for (const { cle, low, high, missing, cover } of spans) {
        const said = byKey.get(cle) ?? []
        if (missing === 0) {
          expect(said, cle).toEqual([])
          continue
        }
        seen++
        const [from, to] = said[0]!.split('–').map((text) => amount(text, 'pourcent'))
        // Rounded outwards to a tenth of a percent.
        expect(low! * 100 - from!, cle).toBeGreaterThanOrEqual(-1e-6)
        expect(low! * 100 - from!, cle).toBeLessThan(0.1)
        expect(to! - high! * 100, cle).toBeGreaterThanOrEqual(-1e-6)
        expect(to! - high! * 100, cle).toBeLessThan(0.1)
        expect(said[1], cle).toMatch(new RegExp(`^${missing} sans donnée$`))
        expect(
          Math.abs(amount(said[2]!.replace(' couvert', ''), 'pourcent') - cover! * 100),
        ).toBeLessThan(1)
      }
      expect(seen).toBeGreaterThan(10)
    }))

  test(
    'a click on any figure shows exactly the laureates that make it',
    () =>
      visit(async (page) => {
        const members = await query<{ cle: string; role: string; membres: string }>(
          `SELECT concat_ws('|', lecture, tableau, aap, ligne, colonne) AS cle, role,
           string_agg(convention || ' ' || coalesce(cast(cast(valeur AS double) AS varchar), '-') || ' ' || compte, ', '
             ORDER BY convention) AS membres
         FROM bilan.composition GROUP BY cle, role`,
        )
        const conventions = await page.evaluate(
          () =>
            JSON.parse(document.getElementById('donnees')?.textContent ?? '').laureats.map(
              (one: { convention: string }) => one.convention,
            ) as string[],
        )
        const opened = await page.evaluate(() => {
          const dialog = document.getElementById('detail') as HTMLDialogElement
          return [...document.querySelectorAll('[data-key] button.figure')].map((button) => {
            ;(button as HTMLButtonElement).click()
            const sections = [...dialog.querySelectorAll('section.members')].map((section) =>
              [...section.querySelectorAll('details.member')].map((details) => ({
                place: Number(details.getAttribute('data-laureate')),
                value: details.querySelector('.n')?.textContent ?? '',
                counts: details.querySelector('small') === null,
              })),
            )
            const value = dialog.querySelector('.value')?.textContent ?? ''
            dialog.close()
            const key = button.closest('[data-key]')?.getAttribute('data-key') ?? ''
            return { key, value, sections }
          })
        })
        const wanted = new Map(members.map((one) => [`${one.role} ${one.cle}`, one.membres]))
        for (const { key, sections } of opened) {
          const roles = ['numerateur', 'denominateur'].filter((role) =>
            wanted.has(`${role} ${key}`),
          )
          expect(sections.length, key).toBe(roles.length)
          sections.forEach((section, i) => {
            const found = section
              .map(({ place, value, counts }) => {
                const number =
                  value === '—'
                    ? '-'
                    : amount(value, '')
                        .toFixed(2)
                        .replace(/\.?0+$/, '')
                return { convention: conventions[place]!, text: `${number} ${counts}` }
              })
              .sort((a, b) => (a.convention < b.convention ? -1 : 1))
              .map(({ convention, text }) => `${convention} ${text}`)
              .join(', ')
            expect(found, key).toBe(wanted.get(`${roles[i]} ${key}`)?.replaceAll(/\.0(?= )/g, ''))
          })
        }
        expect(opened.length).toBeGreaterThan(300)
      }),
    180_000,
  )

  test(
    'from each laureate on to the file, sheet, cell and text of all that was read',
    () =>
      visit(async (page) => {
        const readings = await query<{ cle: string; lus: string }>(
          `SELECT convention || ' ' || indicateur AS cle,
           string_agg(concat_ws(' ¦ ', fichier, feuille, cellule, texte_brut, retenue), chr(10)
             ORDER BY retenue DESC, fichier, feuille, length(cellule), cellule, observation) AS lus
         FROM bilan.observations
         WHERE indicateur IN ('pass_achetes', 'pass_scannes', 'beneficiaires_uniques') AND convention IS NOT NULL
         GROUP BY cle HAVING count(*) <= 40`,
        )
        const shown = await page.evaluate(async () => {
          const dialog = document.getElementById('detail') as HTMLDialogElement
          const data = JSON.parse(document.getElementById('donnees')?.textContent ?? '')
          const all: Record<string, string> = {}
          for (const notion of ['pass_achetes', 'pass_scannes', 'beneficiaires_uniques']) {
            const key = `coherent|quantitatif|2019+2020|GRAND TOTAL|${notion}`
            const cell = [...document.querySelectorAll('[data-key]')].find(
              (one) => one.getAttribute('data-key') === key,
            )
            cell?.querySelector<HTMLButtonElement>('button.figure')?.click()
            for (const details of dialog.querySelectorAll<HTMLDetailsElement>('details.member')) {
              details.open = true
              await new Promise((resolve) =>
                details.addEventListener('toggle', resolve, { once: true }),
              )
              const rows = [...details.querySelectorAll('tbody tr')].map((row) => {
                const cells = [...row.children].map((one) => one.textContent ?? '')
                const kept = row.closest('details.aside') === null
                return [...cells.slice(0, 4), String(kept)].join(' ¦ ')
              })
              const place = Number(details.getAttribute('data-laureate'))
              all[`${data.laureats[place].convention} ${notion}`] = rows.join('\n')
            }
            dialog.close()
          }
          return all
        })
        expect(Object.keys(shown).length).toBe(79 * 3)
        for (const { cle, lus } of readings) expect(shown[cle], cle).toBe(lus)
        expect(readings.length).toBeGreaterThan(150)
      }),
    180_000,
  )

  test('missing data, published figures and files are all there, as the warehouse has them', () =>
    visit(async (page) => {
      const keys = (name: string) =>
        page.evaluate(
          (attribute) =>
            [...document.querySelectorAll(`[${attribute}]`)]
              .map((one) => one.getAttribute(attribute) ?? '')
              .sort(),
          name,
        )
      const wanted = async (sql: string) =>
        (await query<{ cle: string }>(sql)).map((one) => one.cle).sort()
      expect(await keys('data-missing')).toEqual(
        await wanted(
          "SELECT concat_ws('|', convention, indicateur) AS cle FROM bilan.donnees_manquantes",
        ),
      )
      expect(await keys('data-published')).toEqual(
        await wanted(
          "SELECT concat_ws('|', tableau, aap, ligne, colonne) AS cle FROM bilan.reconciliation",
        ),
      )
      expect(await keys('data-file')).toEqual(
        await wanted('SELECT fichier AS cle FROM bilan.fichiers'),
      )
      expect(await keys('data-convention')).toEqual(
        await wanted('SELECT convention AS cle FROM bilan.laureats'),
      )
      const dots = await page.locator('.wide svg.dots [data-laureate]').count()
      const [{ n }] = (await query<{ n: number }>(
        'SELECT count(*) AS n FROM bilan.laureats WHERE achetes_sur_potentiel IS NOT NULL AND scannes_sur_achetes IS NOT NULL',
      )) as [{ n: number }]
      expect(dots).toBe(n)
    }))

  test('by keyboard alone: skip link, readings, a figure down to its cell, the dots, the search', () =>
    visit(async (page) => {
      const focused = (what: string) =>
        expect
          .poll(
            () => page.evaluate((selector) => document.activeElement?.matches(selector), what),
            { message: what },
          )
          .toBe(true)
      await page.keyboard.press('Tab')
      await focused('.skip')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await focused('#essentiel button.figure')
      await page.keyboard.press('Enter')
      expect(await page.locator('dialog#detail').isVisible()).toBe(true)
      await focused('#detail-titre')
      await page.keyboard.press('Tab')
      await focused('#fermer')
      await page.keyboard.press('Tab')
      await focused('details.member > summary')
      await page.keyboard.press('Enter')
      await page.locator('.evidence').first().waitFor()
      await page.keyboard.press('Tab')
      await focused('.evidence .scrolled')
      expect(await page.locator('.evidence td').first().isVisible()).toBe(true)
      await page.keyboard.press('Escape')
      expect(await page.locator('dialog#detail').isVisible()).toBe(false)
      await focused('#essentiel button.figure')

      const total = page.locator('[data-key="coherent|quantitatif|2020|TOTAL|potentiel_achat"]')
      expect(await total.isVisible()).toBe(false)
      await page.focus('#lecture-0')
      await page.keyboard.press('ArrowRight')
      expect(await total.isVisible()).toBe(true)

      await page.focus('.wide svg.dots [tabindex="0"]')
      const first = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
      await page.keyboard.press('ArrowRight')
      const second = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
      expect(second).not.toBe(first)
      expect(second).toMatch(/\s: \d+\s%/)
      await page.keyboard.press('Enter')
      expect(second).toContain(await page.locator('#detail-titre').textContent())
      await page.keyboard.press('Escape')
      await focused('svg.dots [data-laureate]')

      await page.focus('#cherche')
      await page.keyboard.type('DEPARTEMENT galvenne')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await focused('#resultats button')
      await page.keyboard.press('Enter')
      expect(await page.locator('#detail-titre').textContent()).toBe('Département de la Galvenne')
    }))

  test('search finds laureates and files whatever the accents, and says when nothing is found', () =>
    visit(async (page) => {
      const ask = async (text: string) => {
        await page.fill('#cherche', text)
        return await page.locator('#trouves').textContent()
      }
      const [{ nom, convention }] = (await query<{ nom: string; convention: string }>(
        "SELECT nom, convention FROM bilan.laureats WHERE nom LIKE '%é%' ORDER BY convention LIMIT 1",
      )) as [{ nom: string; convention: string }]
      expect(await ask(nom.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase())).toMatch(
        /lauréat/,
      )
      expect(await page.locator('#resultats tbody tr').first().textContent()).toContain(nom)
      expect(await ask(convention)).toMatch(/^1\slauréat et/)
      expect(await ask('xlsx')).toMatch(/fichiers/)
      expect(await ask('nulle part au monde')).toBe('Rien ne correspond.')
      expect(await ask('')).toBe('')
      expect(await page.locator('#resultats').textContent()).toBe('')
    }))

  for (const [width, height] of [
    [1280, 900],
    [768, 1024],
    [320, 640],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(
        `no violation for axe, no sideways scroll, at ${width} px in ${colorScheme}`,
        () =>
          visit(
            async (page) => {
              const asked = colorScheme === 'dark' ? 'contrast' : 'all'
              const sideways = () =>
                page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
              expect(await sideways()).toBeLessThanOrEqual(0)
              await page.screenshot({
                path: join(root, `${width}-${colorScheme}.png`),
                fullPage: true,
              })
              await page.evaluate(() => {
                for (const details of document.querySelectorAll('details')) details.open = true
              })
              expect(await sideways()).toBeLessThanOrEqual(0)
              expect(await violations(page, asked)).toEqual([])
              await page
                .locator('[data-reading="0"] [data-key$="|TOTAL|achetes_sur_potentiel"] button')
                .first()
                .click()
              await page.locator('details.member > summary').first().click()
              await page.locator('.evidence').first().waitFor()
              expect(await violations(page, asked, '#detail')).toEqual([])
            },
            { viewport: { width, height }, colorScheme },
          ),
        180_000,
      )
    }
  }

  test('on paper: no violation, no menu, no table cut, A4', () =>
    visit(
      async (page) => {
        await page.emulateMedia({ media: 'print' })
        expect(await violations(page)).toEqual([])
        expect(await page.locator('nav').isVisible()).toBe(false)
        expect(await page.locator('.wide svg.plot').first().isVisible()).toBe(true)
        const cut = await page.evaluate(() =>
          [...document.querySelectorAll('.scrolled')]
            .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
            .map((one) => one.getAttribute('aria-labelledby')),
        )
        expect(cut).toEqual([])
        const pdf = await page.pdf({ preferCSSPageSize: true })
        expect(pdf.toString('latin1')).toMatch(/\/MediaBox ?\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/)
      },
      // The width between the margins of A4.
      { viewport: { width: 703, height: 1000 } },
    ))

  test('without script tables, drawings and both readings still read', () =>
    visit(
      async (page) => {
        const total = (reading: string) =>
          page.locator(`[data-key="${reading}|quantitatif|2020|TOTAL|potentiel_achat"]`)
        expect(await total('publie').textContent()).toMatch(/^749\s060/)
        expect(await total('coherent').isVisible()).toBe(false)
        await page.check('#lecture-1')
        expect(await total('coherent').textContent()).toMatch(/^752\s060/)
        expect(await page.locator('.wide svg.plot[role="img"]:visible').first().isVisible()).toBe(
          true,
        )
        expect(await page.locator('.search').isVisible()).toBe(false)
        expect(await page.locator('noscript').textContent()).toContain('JavaScript')
        await page.locator('summary', { hasText: 'un par un' }).last().click()
        expect(await page.locator('[data-published]').first().isVisible()).toBe(true)
      },
      { javaScriptEnabled: false },
    ))

  test('a synthetic corpus says so before anything else', () =>
    visit(async (page) => {
      expect(await page.title()).toMatch(/^Données synthétiques/)
      const [banner, title] = await Promise.all([
        page.locator('.origin').boundingBox(),
        page.locator('h1').boundingBox(),
      ])
      expect(banner!.y + banner!.height).toBeLessThanOrEqual(title!.y)
      expect(await page.locator('.origin').textContent()).toMatch(/^Données synthétiques/)
    }))
})

/** A number as the page writes it, read back; throws on a plain space, which would break a line. */
function amount(text: string, unit: string): number {
  const bare = text.trim().replace(unit === 'pourcent' ? /\u202f?%$/ : /\u00a0(M€|€)$/, '')
  if (!/^−?\d{1,3}(\u202f\d{3})*(,\d+)?\u00a0?$/.test(bare))
    throw new Error(`not a number of the page: « ${text} »`)
  return Number(
    bare
      .replaceAll(/[\u202f\u00a0]/g, '')
      .replace(',', '.')
      .replace('−', '-'),
  )
}
