import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** A page in the browser, with all that it complained of or asked for. */
export interface Opened {
  page: Page
  /** Console errors and warnings, exceptions, violations of its policy. */
  complaints: string[]
  /** Addresses that were asked for, the file itself left out. */
  requests: string[]
  close(): Promise<void>
}

/** Opens a file in a context of its own. */
export async function openPage(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const [complaints, requests]: [string[], string[]] = [[], []]
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const address = pathToFileURL(file).href
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(address) && !url.startsWith('data:')) requests.push(url)
  })
  await page.goto(address)
  return { page, complaints, requests, close: () => context.close() }
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

/** What axe is asked about: everything, or contrast alone, which is what another scheme may change. */
const wanted = {
  all: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] },
  contrast: { runOnly: { type: 'rule', values: ['color-contrast'] } },
}

/** What axe finds against WCAG 2.1 A and AA and its own good practice, one line each; within `part` of the page. */
export async function violations(
  page: Page,
  asked: keyof typeof wanted = 'all',
  part = 'html',
): Promise<string[]> {
  // By the debugger, which the policy of the page does not bind.
  await page.evaluate(axeSource)
  return await page.evaluate(
    async ([options, selector]) => {
      interface Found {
        violations: { id: string; nodes: { target: unknown[]; failureSummary: string }[] }[]
      }
      interface Axe {
        run(part: string, options: object): Promise<Found>
      }
      const { axe } = globalThis as unknown as { axe: Axe }
      const found = await axe.run(selector, options)
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.slice(0, 5).map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
      )
    },
    [wanted[asked], part] as const,
  )
}
