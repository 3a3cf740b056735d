import { styleText } from 'node:util'
import { dialogueOn } from '../review/dialogue.ts'
import { review } from '../review/review.ts'

/** `bilan review`: the questions of the published warehouse, one by one, answered on standard input. */
export async function reviewCommand(options: {
  raw: string
  warehouse: string
  auteur?: string
  all: boolean
}): Promise<number> {
  const dialogue = dialogueOn({ input: process.stdin, output: process.stdout })
  try {
    await review(
      {
        raw: options.raw,
        warehouse: options.warehouse,
        auteur: options.auteur?.trim() || null,
        all: options.all,
        today: localDay,
        bold: (text) => styleText('bold', text, { stream: process.stdout }),
      },
      dialogue,
    )
  } finally {
    dialogue.close()
  }
  return 0
}

/** The day on the wall of whoever decides; Swedish writes it as ISO does. */
function localDay(): string {
  return new Date().toLocaleDateString('sv-SE')
}
