import { spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { BilanError } from '../error.ts'
import { pageFile } from '../warehouse/swap.ts'

/** `bilan open`: the page in whatever shows pages here; its path is printed, for machines that have nothing that does. */
export async function openCommand(options: { warehouse: string }): Promise<number> {
  const page = resolve(join(options.warehouse, pageFile))
  await access(page).catch((cause: unknown) => {
    throw new BilanError(
      `${page}: no page`,
      'run `bilan run` first, or name another folder with --warehouse',
      1,
      cause,
    )
  })
  await show(page, process.platform)
  console.log(page)
  return 0
}

/** Hands the page to the system's opener; where there is none nothing happens. */
async function show(page: string, platform: NodeJS.Platform): Promise<void> {
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', page]
      : platform === 'win32'
        ? ['cmd', '/c', 'start', '""', page]
        : ['xdg-open', page]
  const { promise, resolve: told } = Promise.withResolvers<void>()
  const opener = spawn(command!, args, { detached: true, stdio: 'ignore' })
  opener.once('spawn', told).once('error', () => told())
  await promise
  opener.unref()
}
