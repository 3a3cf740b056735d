import { readInputs } from '../inputs.ts'
import { counted, fr, inert } from '../inspect/phrase.ts'
import { seedsFolder } from '../project.ts'
import { loadVocabulary } from '../recognise/vocabulary.ts'
import type { Dialogue } from './dialogue.ts'
import { type Bold, fileAdvice, questionLines, shellWord } from './display.ts'
import { DecisionFiles } from './files.ts'
import { figureKey, type Published, publishedQuestions, type Question } from './questions.ts'
import { answerQuestion, type Reviewed, type Session } from './session.ts'
import { expressionKey, labelsOf } from './teach.ts'

export interface ReviewOptions {
  raw: string
  warehouse: string
  /** Who decides; null to ask. */
  auteur: string | null
  /** Also what has been decided since. */
  all: boolean
  /** The day of the decisions, ISO. */
  today(): string
  bold: Bold
}

/**
 * Walks a person through the open questions of the published warehouse. Each answer is written at once, to `corrections.csv` or
 * `vocabulaire.csv` of `raw`, so that stopping loses nothing; the warehouse itself changes with the next run.
 * @throws BilanError when there is no warehouse, or a file beside the reports is wrong or can't be written
 */
export async function review(options: ReviewOptions, dialogue: Dialogue): Promise<Reviewed> {
  const { raw, warehouse } = options
  const { ownVocabulary } = await readInputs(raw)
  const published = await publishedQuestions(warehouse)
  const files = new DecisionFiles(raw)
  const settled = new Set(options.all ? [] : (await files.decisions()).keys())
  const taught = new Set(options.all ? [] : (await files.labels()).keys())
  // A label that was taught answers the question what it means; any other doubt about its figure stays one.
  const open = published.questions.filter(
    (question) => !isSettled(question, settled, question.unknownLabel ? taught : new Set()),
  )
  opening(published, open, dialogue)
  const written: Reviewed = { decisions: 0, labels: 0 }
  if (open.length === 0) return written

  const auteur = await author(options.auteur, dialogue)
  if (auteur === null) return written
  const session: Session = {
    published,
    files,
    dialogue,
    auteur,
    today: options.today,
    vocabulary: await loadVocabulary(seedsFolder, ownVocabulary),
    done: { figures: new Set(), labels: new Set() },
    written,
  }
  let spared = 0
  for (const [index, question] of open.entries()) {
    if (isSettled(question, session.done.figures, session.done.labels)) {
      spared++
      continue
    }
    dialogue.say('')
    dialogue.say(options.bold(fr`Question ${index + 1} sur ${open.length}`))
    for (const line of questionLines(question, published, options.bold)) dialogue.say(line)
    if (question.decides === null) for (const line of fileAdvice(question, raw)) dialogue.say(line)
    if ((await answerQuestion(question, session)) === 'quit') break
  }
  ending(options, written, spared, dialogue)
  return written
}

/** Whether the figure that a question is about has been decided, for all whom it may concern, or its label taught. */
function isSettled(question: Question, figures: Set<string>, labels: Set<string>): boolean {
  const { decides, parties, libelle } = question
  if (decides === null) return false
  const decided =
    parties.length > 0 && parties.every((p) => figures.has(figureKey(p.convention, decides)))
  return decided || labelsOf(libelle ?? '').some((label) => labels.has(expressionKey(label)))
}

function opening(published: Published, open: Question[], dialogue: Dialogue): void {
  const all = published.questions.length
  if (published.refused) {
    dialogue.say(
      fr`Le dernier lancement n’a pas été publié : voici les questions de la publication précédente.`,
    )
  }
  if (all === 0) {
    dialogue.say(fr`Aucune question : rien n’est à vérifier.`)
    return
  }
  const before = all - open.length
  const spared =
    before === 0
      ? '.'
      : fr` (et ${counted(before, 'déjà répondue', 'déjà répondues')} dans corrections.csv ou vocabulaire.csv : --all pour les revoir).`
  dialogue.say(fr`${counted(open.length, 'question')} à voir` + spared)
}

async function author(given: string | null, dialogue: Dialogue): Promise<string | null> {
  if (given !== null) return given
  for (;;) {
    const answer = await dialogue.ask(
      fr`Qui décide (nom ou initiales, écrit dans les décisions) ? `,
    )
    if (answer === null || answer.trim() !== '') return answer?.trim() ?? null
  }
}

function ending(
  { raw, warehouse }: ReviewOptions,
  { decisions, labels }: Reviewed,
  spared: number,
  dialogue: Dialogue,
): void {
  dialogue.say('')
  if (spared > 0) {
    dialogue.say(
      fr`${counted(spared, 'question')} sur les mêmes chiffres ou libellés : sans objet.`,
    )
  }
  if (decisions + labels === 0) {
    dialogue.say(fr`Rien n’a été écrit.`)
    return
  }
  const parts = [
    ...(decisions > 0 ? [`${counted(decisions, 'décision')} dans ${raw}/corrections.csv`] : []),
    ...(labels > 0 ? [`${counted(labels, 'libellé')} dans ${raw}/vocabulaire.csv`] : []),
  ]
  dialogue.say(fr`Écrit : ${parts.join(', ')}.`)
  dialogue.say(fr`Pour en tenir compte, lancer maintenant :`)
  dialogue.say(inert(`  npx bilan run --raw ${shellWord(raw)} --warehouse ${shellWord(warehouse)}`))
}
