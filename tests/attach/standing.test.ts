import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { decide } from '../../pipeline/attach/referee.ts'
import { observationRow } from '../../pipeline/attach/rows.ts'
import { seedsFolder } from '../../pipeline/project.ts'
import { readDocument } from '../../pipeline/read/document.ts'
import { recognise } from '../../pipeline/recognise/recognise.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'

const path = new URL('../cases/trap-xlsx-lignes-de-csv/rapports/export.xlsx', import.meta.url)

test('a figure of a line that was taken apart stands in the cell that the file has, with its whole text', async () => {
  const document = await readDocument(await readFile(path), 'xlsx')
  const { readings, cues } = recognise(document, await loadVocabulary(seedsFolder, null))
  const { verdicts } = decide(readings, new Set(), cues.asOf)
  const rows = verdicts
    .filter(({ reading }) => reading.number !== null)
    .map((verdict) => observationRow('export.xlsx', null, verdict))
  expect(rows.map((row) => [row.cellule, row.cellule_libelle, row.texte_brut])).toEqual([
    ['A3', 'A3', 'Pass achetés;2800;2600'],
    ['A4', 'A4', 'Pass scannés;2000;1204'],
    ['A5', 'A5', 'Bénéficiaires uniques;400;310'],
  ])
})
