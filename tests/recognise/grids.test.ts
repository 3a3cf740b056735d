import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { compared, readReport, reportsIn } from './small-report.ts'

/** Small tables with what is read of them, one file a class of shapes. */
const folder = new URL('grids/', import.meta.url)
const vocabulary = await loadVocabulary(seedsFolder, null)

for (const file of (await readdir(folder)).sort()) {
  const reports = await reportsIn(new URL(file, folder))
  describe(file, () => {
    test.each(reports)('$name', (report) => {
      expect(compared(report, readReport(report, vocabulary))).toEqual(report.wanted)
    })
  })
}
