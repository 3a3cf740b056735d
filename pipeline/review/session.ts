import { fr, numeral, plain } from '../inspect/phrase.ts'
import { senses, type Vocabulary } from '../recognise/vocabulary.ts'
import { type Dialogue, isYes } from './dialogue.ts'
import { partyName, valueName } from './display.ts'
import type { DecisionFiles } from './files.ts'
import { teach } from './lesson.ts'
import {
  type Decidable,
  decidable,
  figureKey,
  type Party,
  type Published,
  type Question,
} from './questions.ts'
import { labelsOf } from './teach.ts'

/** What a review wrote. */
export interface Reviewed {
  decisions: number
  labels: number
}

/** One sitting of a person at the questions. */
export interface Session {
  published: Published
  files: DecisionFiles
  dialogue: Dialogue
  auteur: string
  today(): string
  vocabulary: Vocabulary
  /** What this sitting has answered already. */
  done: { figures: Set<string>; labels: Set<string> }
  written: Reviewed
}

/** What comes after a choice: the next question, the end, or the same question again. */
export type Step = 'next' | 'quit' | 'again'

/** Asks until a question is answered, passed over, or the sitting ends. */
export async function answerQuestion(
  question: Question,
  session: Session,
): Promise<'next' | 'quit'> {
  const choices = choicesOf(question, session)
  const menu = choices.map(({ key, name }) => fr`[${key}] ${name}`).join('  ')
  for (;;) {
    session.dialogue.say(`  ${menu}`)
    const answer = await session.dialogue.ask('> ')
    if (answer === null) return 'quit'
    const key = answer.trim().toLowerCase()
    const choice = choices.find((one) => one.key === (key === '' ? 'p' : key))
    if (!choice) {
      session.dialogue.say(fr`  « ${answer} » n’est pas l’un des choix.`)
      continue
    }
    const step = await choice.act()
    if (step !== 'again') return step
  }
}

interface Choice {
  key: string
  name: string
  act(): Promise<Step>
}

function choicesOf(question: Question, session: Session): Choice[] {
  const choices: Choice[] = []
  const { decides, proposition, libelle, parties } = question
  const sense = senses.find((one) => one === proposition) ?? null
  if (decides !== null && sense !== null && libelle !== null) {
    choices.push({
      key: 'o',
      name: `oui, ce libellé veut dire ${sense}`,
      act: () => teach(question, session, sense),
    })
  }
  if (parties.length > 0) {
    if (decides !== null && proposition !== null && /^\d{1,12}$/.test(proposition)) {
      const value = Number(proposition)
      choices.push({
        key: 'o',
        name: `oui, retenir ${numeral(value)}`,
        act: () => decide(question, decides, value, 'Proposition de la lecture acceptée', session),
      })
    }
    choices.push(
      { key: 'v', name: 'donner une autre valeur', act: () => typedValue(question, session) },
      { key: 'n', name: 'non communiqué', act: () => noValue(question, session) },
    )
  }
  // Sources that contradict each other were understood: their labels are not in doubt.
  const misread = !question.question.startsWith('regle-')
  if (decides !== null && misread && libelle !== null && labelsOf(libelle).length > 0) {
    choices.push({
      key: 'l',
      name: 'apprendre le libellé',
      act: () => teach(question, session, null),
    })
  }
  choices.push(
    { key: 'p', name: 'passer (Entrée)', act: async () => 'next' },
    { key: 'q', name: 'quitter', act: async () => 'quit' },
  )
  return choices
}

async function typedValue(question: Question, session: Session): Promise<Step> {
  const { dialogue } = session
  const indicateur = await whichFigure(question, dialogue)
  if (indicateur === null) return 'quit'
  if (indicateur === 'back') return 'again'
  const answer = await dialogue.ask(fr`  Valeur (nombre entier ; vide pour revenir) : `)
  if (answer === null) return 'quit'
  const digits = answer.replaceAll(/\s/g, '')
  if (digits === '') return 'again'
  if (!/^\d{1,12}$/.test(digits)) {
    dialogue.say(
      fr`  « ${answer} » n’est pas un nombre entier de douze chiffres au plus : écrire des chiffres seulement.`,
    )
    return 'again'
  }
  return await decide(question, indicateur, Number(digits), 'Valeur relue dans le rapport', session)
}

async function noValue(question: Question, session: Session): Promise<Step> {
  const indicateur = await whichFigure(question, session.dialogue)
  if (indicateur === null) return 'quit'
  if (indicateur === 'back') return 'again'
  return await decide(question, indicateur, null, 'Le rapport ne donne pas ce chiffre', session)
}

/** The figure that an answer is for: asked where the question is about the whole file. */
async function whichFigure(
  { decides }: Question,
  dialogue: Dialogue,
): Promise<Decidable | 'back' | null> {
  if (decides !== null) return decides
  for (const [i, name] of decidable.entries()) dialogue.say(`  ${i + 1}. ${name}`)
  const answer = await dialogue.ask(fr`  Quel chiffre (numéro de la liste ; vide pour revenir) ? `)
  if (answer === null) return null
  return decidable[Number(answer.trim()) - 1] ?? 'back'
}

async function decide(
  question: Question,
  indicateur: Decidable,
  valeur: number | null,
  reason: string,
  session: Session,
): Promise<Step> {
  const { dialogue, files, published, auteur } = session
  const party = await whichParty(question.parties, dialogue)
  if (party === null) return 'quit'
  if (party === 'back') return 'again'
  const { convention } = party
  const key = figureKey(convention, indicateur)
  const before = (await files.decisions()).get(key)
  if (before) {
    const old = before.valeur?.trim() ? before.valeur : 'non communiqué'
    dialogue.say(
      fr`  Une décision existe : ${old}, par ${before.auteur ?? ''} le ${before.date ?? ''} (${before.motif ?? ''}).`,
    )
    const sure = await dialogue.ask(fr`  La remplacer ? [o/N] `)
    if (sure === null) return 'quit'
    if (!isYes(sure)) return 'again'
  }
  const place =
    question.feuille && question.cellule ? `, ${question.feuille}!${question.cellule}` : ''
  const suggested = plain(`${reason} (${question.fichier}${place})`)
  const answer = await dialogue.ask(fr`  Motif [${suggested}] : `)
  if (answer === null) return 'quit'
  const attendu = published.figures.get(key)?.valeur_lue ?? null
  const motif = plain(answer) || suggested
  await files.decide({
    convention,
    indicateur,
    valeur,
    attendu,
    motif,
    auteur,
    date: session.today(),
  })
  session.done.figures.add(key)
  session.written.decisions++
  dialogue.say(fr`  Écrit : ${convention}, ${indicateur} : ${valueName(valeur)}.`)
  // A question on the whole file may want several figures.
  return question.decides === null ? 'again' : 'next'
}

async function whichParty(parties: Party[], dialogue: Dialogue): Promise<Party | 'back' | null> {
  if (parties.length === 1) return parties[0]!
  for (const [i, party] of parties.entries()) dialogue.say(fr`  ${i + 1}. ${partyName(party)}`)
  const answer = await dialogue.ask(
    fr`  Pour quelle convention (numéro de la liste ; vide pour revenir) ? `,
  )
  if (answer === null) return null
  return parties[Number(answer.trim()) - 1] ?? 'back'
}
