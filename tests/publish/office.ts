import { access, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { execute } from '../run/job.ts'

/**
 * A program of LibreOffice on this machine, or null: tests that need it say that they are skipped. Calc may be there without Writer (`lowriter`).
 */
export async function findOffice(program = 'soffice'): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, program)
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path
  }
  return null
}

/** A profile of its own that calculates every formula anew when a workbook is opened, whatever values it brings. */
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

/** Opens a workbook in LibreOffice, recalculates it and saves it anew; gives the path of the result, in `folder`. */
export async function recalculated(
  office: string,
  workbook: string,
  folder: string,
): Promise<string> {
  const profile = join(folder, 'profile')
  await mkdir(join(profile, 'user'), { recursive: true })
  await writeFile(join(profile, 'user', 'registrymodifications.xcu'), settings)
  const out = join(folder, 'recalculated')
  const ended = await execute(
    office,
    [
      `-env:UserInstallation=${pathToFileURL(profile)}`,
      '--headless',
      '--convert-to',
      'xlsx',
      '--outdir',
      out,
      workbook,
    ],
    { env: { HOME: folder } },
  )
  if (ended.status !== 0) throw new Error(`${workbook}: ${ended.stderr}`)
  return join(out, 'bilan.xlsx')
}
