import { sentence, spaced } from '../french.ts'
import { counted, inert, numeral } from '../inspect/phrase.ts'
import type { Demand, Dossier, Doubt } from './dossier.ts'

/** Who writes, and until when an answer helps; null leaves a place to fill in by hand. */
export interface Sender {
  /** « Le service des bilans, Agence … ». */
  expediteur: string | null
  /** Where the answer goes: an address, a telephone. */
  contact: string | null
  /** ISO day. */
  avant: string | null
}

/** A part of a letter; texts are one line each, without markup. */
export type Block =
  | { kind: 'title' | 'heading' | 'paragraph'; text: string }
  | { kind: 'table'; header: string[]; rows: string[][] }
  | { kind: 'list'; items: string[] }

const objects: Record<Demand['objet'], string> = {
  manque: 'Il nous manque',
  question: 'À éclaircir',
  precision: 'À préciser',
}

/**
 * The letter to one laureate, the same for every format: what is asked and why, what has been read, how to answer.
 * @param today ISO day of the letter
 * @param workbook name of the reply workbook that goes with it
 */
export function letter(dossier: Dossier, sender: Sender, today: string, workbook: string): Block[] {
  const blocks: Block[] = []
  const say = (text: string) => blocks.push({ kind: 'paragraph', text: spaced(inert(text)) })
  const heading = (text: string) => blocks.push({ kind: 'heading', text: spaced(text) })
  say(sender.expediteur ?? '[Expéditeur, à compléter]')
  say(`À l’attention de : ${dossier.nom} (SIREN ${dossier.siren})`)
  say(`Le ${longDay(today)}`)
  blocks.push({
    kind: 'title',
    text: spaced(inert(`Bilan de la convention ${dossier.convention} : chiffres à compléter`)),
  })
  say('Madame, Monsieur,')
  say(opening(dossier))
  const sent = dossier.demands.map(({ envoyee_le }) => envoyee_le).filter((day) => day !== null)
  if (sent.length > 0) {
    say(
      `Nous vous avons déjà écrit à ce sujet le ${longDay(sent.sort()[0]!)} ; sauf erreur, la réponse ne nous est pas parvenue complète.`,
    )
  }
  heading('Ce que nous vous demandons')
  blocks.push({
    kind: 'table',
    header: ['Chiffre', 'Unité', 'Demande', 'Raison'].map(spaced),
    rows: dossier.demands.map((demand) => [
      spaced(demand.libelle),
      demand.unite,
      spaced(objects[demand.objet]),
      sentence(inert(demand.motif)),
    ]),
  })
  if (dossier.doubts.length > 0) {
    heading('Ce que nous n’avons pas su lire')
    blocks.push({ kind: 'list', items: dossier.doubts.map(doubtLine) })
  }
  if (dossier.known.length > 0) {
    heading('Ce que nous avons déjà')
    blocks.push({
      kind: 'list',
      items: dossier.known.map(({ libelle, unite, valeur }) =>
        spaced(`${libelle} : ${numeral(valeur)} ${unite}`),
      ),
    })
    say('Si l’un de ces chiffres est inexact, dites-le dans votre réponse.')
  }
  heading('Comment répondre')
  say(
    `Le classeur joint (${workbook}) a une case par chiffre demandé. Écrivez-y un nombre entier, sans unité, pour toute la durée de la convention. Si aucun pass n’est concerné, écrivez 0. Si le chiffre n’existe pas ou ne peut pas être retrouvé, écrivez NC : c’est une réponse utile, qui ne sera pas comptée comme un zéro.`,
  )
  const where = sender.contact === null ? '[adresse, à compléter]' : sender.contact
  const when = sender.avant === null ? '' : `, si possible avant le ${longDay(sender.avant)}`
  say(`Renvoyez-le tel quel à ${where}${when}.`)
  say(
    'Nous vous remercions de votre aide et vous prions d’agréer, Madame, Monsieur, nos salutations distinguées.',
  )
  say(sender.expediteur ?? '[Nom et fonction, à compléter]')
  return blocks
}

function opening({ aap, potentiel_achat, files, demands }: Dossier): string {
  const scheme = `Votre convention (appel à projets ${aap}) permettait d’acheter ${counted(potentiel_achat, 'pass', 'pass')}.`
  const received =
    files.length === 0
      ? 'Nous n’avons reçu aucun rapport final de votre part.'
      : `Nous avons reçu de vous ${files.length > 1 ? 'les fichiers' : 'le fichier'} ${files.map(({ fichier }) => `« ${fichier} »`).join(', ')}.`
  const there = files.length === 0 ? '' : 'y '
  const wanted =
    demands.length > 1
      ? `${demands.length} chiffres du bilan ${there}manquent ou ne sont pas clairs.`
      : `Un chiffre du bilan ${there}manque ou n’est pas clair.`
  return `${scheme} ${received} ${wanted}`
}

function doubtLine({ fichier, feuille, cellule, texte_brut, libelle, motif }: Doubt): string {
  const place = [feuille, cellule].filter((part) => part !== null && part !== '').join(', ')
  const quoted = texte_brut === null || texte_brut === '' ? '' : ` « ${texte_brut} »`
  const named = libelle === null || libelle === '' ? '' : ` (${libelle})`
  return spaced(
    inert(`${fichier}${place === '' ? '' : `, ${place}`} :${quoted}${named} – ${motif}`),
  )
}

/** `2026-01-31` as « 31 janvier 2026 ». */
export function longDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const name = new Intl.DateTimeFormat('fr-FR', { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(year, month - 1, 1),
  )
  return `${date === 1 ? '1er' : date}\u00a0${name} ${year}`
}
