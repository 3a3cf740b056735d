import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { compared, readReport, reportsIn } from './small-report.ts'

/** Short reports with a warning somewhere in them, and with harmless uses of the same words. */
const folder = new URL('warnings/', import.meta.url)
const vocabulary = await loadVocabulary(seedsFolder, null)

for (const file of (await readdir(folder)).sort()) {
  const reports = await reportsIn(new URL(file, folder))
  describe(file, () => {
    test.each(reports)('$name', (report) => {
      expect(compared(report, readReport(report, vocabulary))).toEqual(report.wanted)
    })
  })
}
