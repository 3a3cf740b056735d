import { fr, plain } from '../inspect/phrase.ts'
import { seedsFolder } from '../project.ts'
import { loadVocabulary, type Sense, senses } from '../recognise/vocabulary.ts'
import { type Dialogue, isYes } from './dialogue.ts'
import { decidable, figureKey, type Question } from './questions.ts'
import type { Session, Step } from './session.ts'
import {
  expressionKey,
  isHeard,
  knownSense,
  labelSenses,
  labelsOf,
  labelToTeach,
  senseOf,
  unknownWords,
} from './teach.ts'

/**
 * Has a person say what a label means, and writes it. What would not be read so is not written; known words change their sense only
 * after a yes.
 * @param offered the sense that the reading proposes, or null
 */
export async function teach(
  question: Question,
  session: Session,
  offered: Sense | null,
): Promise<Step> {
  const { dialogue, files, vocabulary } = session
  const label = labelToTeach(question.libelle!, vocabulary)
  if (label === null) return 'again'
  for (const { word, nearest } of unknownWords(label, vocabulary)) {
    const near = nearest === null ? '' : fr` (le plus proche connu : « ${nearest} »)`
    dialogue.say(fr`  Mot inconnu : « ${word} »` + near)
  }
  const suggested = plain(label)
  const typed = await dialogue.ask(fr`  Libellé à apprendre [${suggested}] : `)
  if (typed === null) return 'quit'
  const expression = plain(typed) || suggested
  const sense = await whichSense(offered, dialogue)
  if (sense === null) return 'quit'
  if (sense === 'back') return 'again'
  const sure = await certain(expression, sense, session)
  if (sure !== 'next') return sure
  const own = (await files.labels()).size > 0 ? files.vocabularyPath : null
  const taught = await loadVocabulary(seedsFolder, own)
  taught.add(expression, sense)
  if (!isHeard(expression, question.libelle!, taught)) {
    dialogue.say(
      fr`  Ces mots ne suffiraient pas : le libellé ne serait toujours pas lu ainsi. Écrire le libellé sans année, date ni nombre, ou le mot inconnu seul avec son propre sens.`,
    )
    return 'again'
  }
  await files.teach(expression, sense)
  vocabulary.add(expression, sense)
  session.done.labels.add(expressionKey(expression))
  for (const text of labelsOf(question.libelle!)) {
    if (isHeard(expression, text, taught)) session.done.labels.add(expressionKey(text))
  }
  if (question.decides !== null) {
    for (const { convention } of question.parties) {
      session.done.figures.add(figureKey(convention, question.decides))
    }
  }
  session.written.labels++
  dialogue.say(fr`  Écrit : « ${expression} » veut dire ${sense}, dans tous les rapports.`)
  return 'next'
}

async function whichSense(
  offered: Sense | null,
  dialogue: Dialogue,
): Promise<Sense | 'back' | null> {
  for (const [i, [sense, meaning]] of labelSenses.entries()) {
    dialogue.say(fr`  ${i + 1}. ${sense} : ${meaning}`)
  }
  const fallback = offered === null ? 'vide pour revenir' : offered
  for (;;) {
    const answer = await dialogue.ask(
      fr`  Sens : numéro, autre sens du vocabulaire, ou ? pour leur liste [${fallback}] : `,
    )
    if (answer === null) return null
    if (answer.trim() === '') return offered ?? 'back'
    if (answer.trim() === '?') {
      dialogue.say(`  ${senses.filter((s) => !isDecidable(s)).join(', ')}`)
      continue
    }
    const sense = senseOf(answer)
    if (sense) return sense
    dialogue.say(fr`  « ${answer} » n’est pas un sens du vocabulaire.`)
  }
}

function isDecidable(sense: Sense): boolean {
  return decidable.some((one) => one === sense)
}

/** Has it said once more where known words would change their sense in every report. */
async function certain(expression: string, sense: Sense, session: Session): Promise<Step> {
  const { dialogue, vocabulary, files } = session
  const known =
    (await files.labels()).get(expressionKey(expression)) ?? knownSense(expression, vocabulary)
  if (known === null || known === sense) return 'next'
  dialogue.say(
    fr`  « ${expression} » a déjà un sens : ${known}. En changer vaut pour tous les rapports.`,
  )
  const answer = await dialogue.ask(fr`  Le remplacer par ${sense} ? [o/N] `)
  if (answer === null) return 'quit'
  return isYes(answer) ? 'next' : 'again'
}
