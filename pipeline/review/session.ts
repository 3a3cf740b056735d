import { seedsFolder } from '../inputs.ts'
import { fr, inert, numeral, plain } from '../inspect/phrase.ts'
import { loadVocabulary, type Sense, senses, type Vocabulary } from '../recognise/vocabulary.ts'
import type { Dialogue } from './dialogue.ts'
import { partyName, valueName } from './display.ts'
import type { DecisionFiles } from './files.ts'
import {
  type Decidable,
  decidable,
  figureKey,
  type Party,
  type Published,
  type Question,
} from './questions.ts'
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

type Step = 'next' | 'quit' | 'again'

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
  if (decides !== null && parties.length > 0) {
    if (proposition !== null && /^\d{1,12}$/.test(proposition)) {
      const value = Number(proposition)
      choices.push({
        key: 'o',
        name: `oui, retenir ${numeral(value)}`,
        act: () => decide(question, decides, value, 'Proposition de la lecture acceptée', session),
      })
    }
    choices.push(
      {
        key: 'v',
        name: 'donner une autre valeur',
        act: () => typedValue(question, decides, session),
      },
      {
        key: 'n',
        name: 'non communiqué',
        act: () => decide(question, decides, null, 'Le rapport ne donne pas ce chiffre', session),
      },
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

async function typedValue(
  question: Question,
  indicateur: Decidable,
  session: Session,
): Promise<Step> {
  const { dialogue } = session
  const answer = await dialogue.ask(fr`  Valeur (nombre entier ; vide pour revenir) : `)
  if (answer === null) return 'quit'
  const digits = answer.replaceAll(/\s/g, '')
  if (digits === '') return 'again'
  if (!/^\d{1,12}$/.test(digits)) {
    dialogue.say(fr`  « ${answer} » n’est pas un nombre entier : écrire des chiffres seulement.`)
    return 'again'
  }
  return await decide(question, indicateur, Number(digits), 'Valeur relue dans le rapport', session)
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
  return 'next'
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

async function teach(question: Question, session: Session, offered: Sense | null): Promise<Step> {
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
  const answer = await dialogue.ask(fr`  Le remplacer par ${inert(sense)} ? [o/N] `)
  if (answer === null) return 'quit'
  return isYes(answer) ? 'next' : 'again'
}

function isYes(answer: string): boolean {
  return /^(?:o|oui|y|yes)$/i.test(answer.trim())
}
