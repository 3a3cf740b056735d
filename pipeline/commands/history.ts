import { type Changes, type Past, pastPublications } from '../diff/history.ts'
import { BilanError } from '../error.ts'
import { wrap } from '../explain/tree.ts'
import { counted, fr, inertJson } from '../inspect/phrase.ts'
import { terminalWidth } from './terminal.ts'

/** `bilan history`: the publications that a warehouse folder keeps, the last one first. */
export async function historyCommand(options: {
  warehouse: string
  json?: boolean
}): Promise<number> {
  const past = await pastPublications(options.warehouse)
  if (options.json) {
    console.log(inertJson({ publications: past }))
    return 0
  }
  if (past.length === 0) {
    throw new BilanError(
      `${options.warehouse} keeps no publication`,
      'publish one with « bilan run », or name another folder with --warehouse',
    )
  }
  console.log(past.flatMap((one) => lines(one, terminalWidth())).join('\n'))
  return 0
}

function lines(past: Past, width: number): string[] {
  const { nom, en_place, empreinte, changements } = past
  const mark = empreinte === null || empreinte === '' ? '' : ` ${empreinte.slice(0, 12)}`
  const indent = '  '
  const said = [
    fr`${counted(past.laureats ?? 0, 'lauréat')}, ${counted(past.fichiers ?? 0, 'fichier')}, ${counted(past.manquants ?? 0, 'donnée manquante', 'données manquantes')}, ${past.conformes ?? 0} chiffres publiés retrouvés sur ${past.publies ?? 0}`,
    ...(changements === null ? [] : [changed(changements)]),
  ]
  return [
    `${nom}${mark}${en_place ? ' (en place)' : ''}`,
    ...said.flatMap((text) => wrap(text, width - indent.length).map((line) => indent + line)),
  ]
}

/** What changed, in one line. */
function changed(changes: Changes): string {
  const parts = [
    count(changes.chiffres, 'chiffre'),
    count(changes.valeurs, 'valeur'),
    count(changes.fichiers, 'fichier'),
    count(changes.corrections, 'décision'),
    count(changes.registre, 'changement au registre', 'changements au registre'),
    count(changes.regles, 'règle'),
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'Rien n’a changé.' : fr`Ont changé : ${parts.join(', ')}.`
}

function count(number: number, one: string, several = `${one}s`): string | null {
  return number === 0 ? null : counted(number, one, several)
}
