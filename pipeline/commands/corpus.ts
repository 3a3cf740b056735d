import { generateCorpus } from '../corpus/generate.ts'

/** `bilan corpus`: writes an invented corpus and says what it wrote. */
export async function corpusCommand(options: {
  seed: number
  out: string
  conventions?: number
  truth?: string
}): Promise<number> {
  const made = await generateCorpus(options)
  const size = (made.octets / 1e6).toFixed(1)
  console.log(
    `${made.conventions} conventions, ${made.fichiers} reports (${size} MB) in ${options.out}; truth in ${made.truth}`,
  )
  return 0
}
