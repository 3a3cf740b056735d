import { BilanError } from '../error.ts'
import { parseCorrections } from '../inputs.ts'
import { type Decidable, decidable } from '../review/questions.ts'
import { readInput } from '../table.ts'

/** One thing supposed: a figure of a report, or the potential that the register gives. */
export interface Supposition {
  convention: string
  indicateur: Decidable | 'potentiel_achat'
  /** In pass or persons; null for « non communiqué ». */
  valeur: number | null
}

const settable = [...decidable, 'potentiel_achat'] as const

/**
 * What `--set 2019-017.pass_scannes=1200` supposes; nothing or NC after the sign supposes that the figure is missing.
 * @throws BilanError (wrong usage) for anything else
 */
export function parseSupposition(text: string): Supposition {
  const wrong = (why: string) =>
    new BilanError(
      `--set ${JSON.stringify(text)}: ${why}`,
      `write it as 2019-017.pass_scannes=1200, with one of ${settable.join(', ')}, and a whole number or NC`,
      2,
    )
  const parts = /^(.+)\.([^.=]+)=(.*)$/.exec(text.trim())
  if (parts === null) throw wrong('no convention, indicator and value')
  const [, convention, name, value] = parts as unknown as [string, string, string, string]
  const indicateur = settable.find((one) => one === name.trim())
  if (indicateur === undefined) throw wrong(`no indicator ${JSON.stringify(name.trim())}`)
  const digits = value.replaceAll(/[\s\u00a0\u202f]/g, '')
  const missing = digits === '' || /^nc$/i.test(digits)
  if (!missing && !/^\d{1,12}$/.test(digits))
    throw wrong(`no whole number ${JSON.stringify(value)}`)
  if (missing && indicateur === 'potentiel_achat') throw wrong('a potential is a number')
  return { convention: convention.trim(), indicateur, valeur: missing ? null : Number(digits) }
}

/**
 * What a file of the form of `raw/corrections.csv` supposes; its `attendu` is not looked at.
 * @throws BilanError when it can't be read or isn't of that form
 */
export async function readSuppositions(path: string): Promise<Supposition[]> {
  const bytes = await readInput(path, 'name a file of the form of raw/corrections.csv')
  return parseCorrections(path, bytes).map(({ convention, indicateur, valeur }) => ({
    convention,
    indicateur: settable.find((one) => one === indicateur)!,
    valeur,
  }))
}
