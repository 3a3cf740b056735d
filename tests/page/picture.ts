// `npm run picture`: publishes the demonstration corpus aside and takes the picture of its page that the README shows.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../../pipeline/run.ts'
import { startChromium } from './chromium.ts'
import { openPage } from './opened.ts'

const raw = fileURLToPath(new URL('../../raw', import.meta.url))
const picture = fileURLToPath(new URL('../../docs/images/page.png', import.meta.url))

const root = await mkdtemp(join(tmpdir(), 'bilan-picture-'))
try {
  await run({
    raw,
    warehouse: root,
    strict: false,
    progress: () => undefined,
    clock: () => performance.now(),
  })
  const browser = await startChromium()
  const viewport = { width: 1280, height: 1700 }
  const { page } = await openPage(browser, join(root, 'bilan.html'), { viewport })
  await page.screenshot({ path: picture })
  await browser.close()
  console.log(picture)
} finally {
  await rm(root, { recursive: true, force: true })
}
