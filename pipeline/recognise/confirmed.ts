import type { Cell, Sheet } from '../read/cell.ts'

/** « > Et 5 377 pass scannés pour 2 190 bénéficiaires uniques ? », « Vous indiquez 8 000 pass achetés, est-ce exact ? »: a question that begins with a number. */
const asks =
  /^[\s>–—-]*(?:(?:et|donc|soit|alors)\s)?(?:(?:vous\s(?:nous\s)?(?:indiquez|annoncez|déclarez|confirmez|avez\s(?:indiqué|annoncé|déclaré|écrit|donné))|(?:pouvez-vous\s|merci de\s)?(?:nous\s)?confirme[rz](?:-vous)?|est-ce bien|il s['’]agit bien de|s['’]agit-il bien de)\s)?(?:bien\s)?(?:les\s)?(?<said>\d[^?]*?)\s*(?:,\s*(?:est-ce\s(?:bien\s|toujours\s)?(?:exact|juste|cela|ça|correct|bon|le bon chiffre)|c['’]est\s(?:bien\s)?(?:ça|exact|cela|juste|bon)|n['’]est-ce pas|exact|correct|on est d['’]accord))?\s*\?\s*$/iu

const right =
  '(?:exacte?s?|justes?|correcte?s?|bons?|ça|cela|(?:le|les) bons? (?:chiffres?|nombres?))'
const yes = new RegExp(
  String.raw`^[\s–—-]*(?:oui|exact(?:ement)?|tout à fait|absolument|c['’]est (?:bien )?${right}|(?:je|nous) (?:vous )?(?:le |les )?confirm(?:e|ons)|confirmé)[\s,.!:–—-]*(?:(?:ces|ce|les|le|tous les) (?:deux |trois )?(?:chiffres?|nombres?) (?:sont|est) (?:bien |tous )*${right}|(?:c['’]est|ils sont|tout est|elles sont) (?:bien |tout à fait )*${right}|(?:je|nous) (?:vous )?(?:le |les )?confirm(?:e|ons)|tout à fait|absolument)?[\s.!]*$`,
  'iu',
)

/**
 * A sheet with the questions that give a number and are answered by a plain yes as what they state: whoever says yes to « 5 377 pass scannés ? » has said
 * it.
 */
export function withConfirmed(sheet: Sheet): Sheet {
  const answers = sheet.cells.filter(({ text }) => yes.test(text))
  if (answers.length === 0) return sheet
  const byRow = Map.groupBy(sheet.cells, ({ row }) => row)
  const said = new Map<Cell, string | null>()
  for (const answer of answers) {
    const line = byRow.get(answer.row)!
    const over = line.length === 1 ? lineOver(byRow, answer.row) : []
    const question = line.length === 2 ? line[0]! : over.length === 1 ? over[0]! : null
    const told = question === null || question === answer ? null : asks.exec(question.text)
    if (!told) continue
    said.set(question!, `${told.groups!.said!.trim()}.`)
    said.set(answer, null)
  }
  if (said.size === 0) return sheet
  const cells = sheet.cells.flatMap((cell) => {
    const text = said.get(cell)
    if (text === null) return []
    return text === undefined ? cell : { ...cell, text }
  })
  return { ...sheet, cells }
}

/** The cells of the next line above a row, an empty one between at most. */
function lineOver(byRow: ReadonlyMap<number, Cell[]>, row: number): Cell[] {
  return byRow.get(row - 1) ?? byRow.get(row - 2) ?? []
}
