import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { seedsFolder } from '../../pipeline/project.ts'
import { loadVocabulary } from '../../pipeline/recognise/vocabulary.ts'
import { compared, readReport, reportsIn } from './small-report.ts'

/** Short reports in everyday words, signs and habits that raise no question, and in nearly the same ones that do. */
const folder = new URL('everyday/', import.meta.url)
const vocabulary = await loadVocabulary(seedsFolder, null)

for (const file of (await readdir(folder)).sort()) {
  const reports = await reportsIn(new URL(file, folder))
  describe(file, () => {
    test.each(reports)('$name', (report) => {
      expect(compared(report, readReport(report, vocabulary))).toEqual(report.wanted)
    })
  })
}
