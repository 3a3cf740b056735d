import { BilanError } from '../error.ts'
import { counted, fr, inert, inertJson } from '../inspect/phrase.ts'
import { Reminders } from '../relances/register.ts'
import { type Written, writeRelances } from '../relances/relances.ts'
import { shellWord } from '../review/display.ts'

export interface RelancesCommand {
  raw: string
  warehouse: string
  out: string
  expediteur?: string
  contact?: string
  avant?: string
  approximatifs: boolean
  envoyees?: string[]
  le?: string
  json?: true
}

/** `bilan relances`: letters and reply workbooks for what is missing, or `--envoyees` to note that letters left. */
export async function relancesCommand(only: string[], options: RelancesCommand): Promise<number> {
  const today = localDay()
  for (const day of [options.avant, options.le]) if (day !== undefined) checkDay(day)
  if (options.envoyees !== undefined) {
    const reminders = new Reminders(options.raw)
    const noted = await reminders.sent(options.envoyees, options.le ?? today)
    console.log(
      options.json
        ? inertJson({ notees: noted })
        : fr`${counted(noted, 'demande')} : envoi noté dans ${reminders.path}.`,
    )
    return 0
  }
  const written = await writeRelances({
    raw: options.raw,
    warehouse: options.warehouse,
    out: options.out,
    sender: {
      expediteur: options.expediteur ?? null,
      contact: options.contact ?? null,
      avant: options.avant ?? null,
    },
    approximate: options.approximatifs,
    only,
    today,
    progress: () => undefined,
  })
  console.log(options.json ? inertJson(written) : said(written, options))
  return 0
}

function said(written: readonly Written[], { raw, warehouse, out }: RelancesCommand): string {
  if (written.length === 0) return fr`Rien ne manque et rien n’est douteux : aucune lettre.`
  const demands = written.reduce((total, { demandes }) => total + demandes, 0)
  return [
    fr`${counted(written.length, 'lettre')}, ${counted(demands, 'chiffre demandé', 'chiffres demandés')}, dans ${out} :`,
    ...written.map(({ convention, nom, demandes }) => fr`  ${convention}  ${nom} (${demandes})`),
    '',
    fr`Noté dans ${new Reminders(raw).path}. Une fois les lettres parties :`,
    inert(
      `  npx bilan relances --raw ${shellWord(raw)} --envoyees ${shellWord(written[0]!.convention)} …`,
    ),
    fr`Les réponses se déposent dans ${raw}/rapports/ ; le lancement suivant les lit et tient le suivi (bilan.relances) :`,
    inert(`  npx bilan run --raw ${shellWord(raw)} --warehouse ${shellWord(warehouse)}`),
  ].join('\n')
}

function checkDay(text: string): void {
  const day = new Date(`${text}T00:00:00Z`)
  if (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(text)
  )
    return
  throw new BilanError(`${JSON.stringify(text)} is no day`, 'write it as 2026-01-31', 2)
}

/** The day on the wall of whoever writes; Swedish writes it as ISO does. */
function localDay(): string {
  return new Date().toLocaleDateString('sv-SE')
}
