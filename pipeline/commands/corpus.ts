import { type CorpusOptions, type CorpusSummary, generateCorpus } from '../corpus/generate.ts'
import { BilanError } from '../error.ts'

/** `bilan corpus`: writes an invented corpus and says what it wrote. */
export async function corpusCommand(options: CorpusOptions): Promise<number> {
  const made = await write(options)
  const size = (made.octets / 1e6).toFixed(1)
  console.log(
    `${made.conventions} conventions, ${made.fichiers} reports (${size} MB) in ${options.out}; truth in ${made.truth}`,
  )
  return 0
}

async function write(options: CorpusOptions): Promise<CorpusSummary> {
  try {
    return await generateCorpus(options)
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException
    if (code === undefined || error instanceof BilanError) throw error
    throw new BilanError(
      `${path ?? options.out}: can't be written (${code})`,
      'choose another folder with --out',
      1,
      error,
    )
  }
}
