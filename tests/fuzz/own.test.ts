import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownGroup } from '../../bench/accuracy/group.ts'
import { openReader, outcomes } from '../../bench/accuracy/outcome.ts'
import { judge } from '../../bench/accuracy/verdict.ts'
import { casesFolder } from '../directory-cases.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bilan-own-'))
  await cp(join(casesFolder, 'laureats.csv'), join(folder, 'laureats.csv'))
  for (const name of ['ord-neant', 'ord-carnets-de-dix']) {
    await cp(join(casesFolder, name, 'rapports'), join(folder, 'rapports'), { recursive: true })
  }
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const written = async (rows: string[]) => {
  const truth = join(folder, `truth-${rows.length}.csv`)
  await writeFile(truth, ['\uFEFFconvention,indicateur,attendu,note', ...rows, ''].join('\r\n'))
  return truth
}

test('reports of one’s own are judged against one’s own truth', async () => {
  const truth = await written([
    '2020-103,pass_achetes,300,',
    '2020-103,pass_scannes,missing,a zero is a figure',
    '2020-102,pass_achetes,1900|ask,',
    '2020-102,pass_scannes,1105,',
    '2019-101,pass_achetes,missing,"no report, nobody to ask"',
  ])
  const reader = await openReader(1)
  try {
    const [outcome] = await outcomes([await ownGroup(folder, truth)], reader)
    const verdicts = judge(outcome!).map((one) => `${one.convention} ${one.verdict}`)
    expect(verdicts).toEqual([
      '2020-103 right',
      '2020-103 invented',
      '2020-102 right',
      '2020-102 wrong',
      '2019-101 missing',
    ])
  } finally {
    await reader.close()
  }
})

test('a row that says nothing is named by its line', async () => {
  const truth = await written(['2020-103,pass_achetes,300,', '2020-103,pass_scannes,about 5,'])
  await expect(ownGroup(folder, truth)).rejects.toThrow(/truth-2\.csv, line 3, attendu/)
})
