import { loadVocabulary, type Vocabulary } from '../recognise/vocabulary.ts'
import { type PersonMasker, personMasker } from './person-text.ts'
import { loadPersonWords, type PersonWords } from './person-words.ts'
import { type ListWords, loadListWords } from './words.ts'

/** The words by which a file is read: those of the scheme, of lists, and of persons with what masks them. */
export interface Lexicon {
  vocabulary: Vocabulary
  words: ListWords
  persons: { words: PersonWords; masker: PersonMasker }
}

/** What reading with lists needs: words, and a folder for what must be put on disk meanwhile, outside of the warehouse. */
export interface ListTools extends Lexicon {
  scratch: string
}

/**
 * Loads all words from the seeds folder, and those of the user.
 * @param own path of `raw/vocabulaire.csv`, or null
 * @throws BilanError naming the row that is wrong
 */
export async function loadLexicon(seeds: string, own: string | null): Promise<Lexicon> {
  const vocabulary = await loadVocabulary(seeds, own)
  const words = await loadListWords(seeds)
  const persons = await loadPersonWords(seeds)
  const masker = personMasker(persons, vocabulary, words.body)
  return { vocabulary, words, persons: { words: persons, masker } }
}
