import { quoteText } from '../warehouse/connection.ts'
import { answers, dayPattern } from './list.ts'
import { type ListWords, type State, states } from './words.ts'

/** What of a list is counted: columns by their place, zero-based. */
export interface CountPlan {
  delimiter: string
  /** Whether quotes may hold a cell together; in text made by the reader they are only signs. */
  quotes: boolean
  /** Columns of the header; lines with more cells are told apart. */
  width: number
  pass: number
  statut: number | null
  scan: number | null
  achat: number | null
  /** Columns that together tell a person. */
  personne: readonly number[]
  laureat: number | null
  /** Shortest and longest code of the first lines, without spaces. */
  codeLength: readonly [number, number]
}

/** The table that lines are read into, one row a line. */
export const createLines = `CREATE TABLE main.lignes (
  rang bigint, laureat varchar, code uhugeint, scanne boolean, rempli boolean, annule boolean, commande boolean, achete boolean,
  desaccord boolean, inconnu boolean, personne uhugeint, deborde boolean, vide boolean
)`

/**
 * The SQL that reads lines of a list from a pipe into `main.lignes`. Codes and persons leave the reader as salted hashes: no text of theirs is in
 * the table.
 * Its parameter is how many lines went before.
 * @param quote the quote sign, or nothing for files in which quotes are only signs
 * @param salt random, of this run
 */
export function ingestSql(
  plan: CountPlan,
  words: ListWords,
  pipe: string,
  quote: '"' | '',
  salt: string,
): string {
  const names = Array.from({ length: plan.width + 2 }, (_, col) => `c${col}`)
  const columns = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ')
  const text = (col: number) => `trim(replace(c${col}, chr(160), ' '))`
  // `'0012` and `="0012"` are how spreadsheets are told to leave 0012 alone.
  const bare = (expression: string) => `trim(${expression}, '''="')`
  const compact = (expression: string) => `replace(${expression}, ' ', '')`
  const folded = (col: number | null) =>
    col === null ? 'NULL' : `lower(strip_accents(${text(col)}))`
  const [shortest, longest] = plan.codeLength
  const nothing = [...words.nothing, '']
  const parts = plan.personne.map(
    (_, i) => `CASE WHEN NOT ${oneOf(`p${i}`, nothing)} THEN ${bare(compact(`p${i}`))} END`,
  )
  // A person is told by all of the columns: half a name is nobody's.
  const person =
    parts.length === 0
      ? 'NULL'
      : `md5_number(${quoteText(salt)} || 'p' || ${parts.join(' || chr(31) || ')})`
  return `INSERT INTO main.lignes
WITH lues AS (
  SELECT * FROM read_csv(${quoteText(pipe)}, auto_detect = false, header = false, columns = {${columns}},
    delim = ${quoteText(plan.delimiter)}, quote = ${quoteText(quote)}, escape = ${quoteText(quote)}, new_line = '\\n',
    null_padding = true, strict_mode = true, parallel = false, max_line_size = 1048576, buffer_size = 4194304)
),
textes AS (
  SELECT
    $1 + row_number() OVER () AS rang,
    ${plan.laureat === null ? "''" : `coalesce(left(${text(plan.laureat)}, 200), '')`} AS laureat,
    upper(${bare(compact(text(plan.pass)))}) AS code,
    ${folded(plan.statut)} AS statut,
    ${folded(plan.scan)} AS scanne_le,
    ${folded(plan.achat)} AS achete_le,
    ${plan.personne.map((col, i) => `${folded(col)} AS p${i},`).join(' ')}
    coalesce(c${plan.width}, c${plan.width + 1}) IS NOT NULL AS deborde,
    coalesce(${names.join(', ')}) IS NULL AS vide
  FROM lues
),
sens AS (
  SELECT
    *,
    ${plan.statut === null ? 'NULL' : statusSql(words)} AS etat,
    ${plan.scan === null ? 'NULL' : scanSql(words)} AS scan
  FROM textes
)
SELECT
  rang,
  laureat,
  CASE
    WHEN length(code) BETWEEN ${Math.floor(shortest / 2)} AND ${longest * 2}
      AND regexp_matches(code, '[0-9]') AND NOT starts_with(code, 'TOTAL')
      THEN md5_number(${quoteText(salt)} || 'c' || code)
  END AS code,
  coalesce(scan = 'oui' OR etat = 'scanne', false) AS scanne,
  coalesce(scan <> 'vide', false) AS rempli,
  coalesce(etat = 'annule', false) AS annule,
  coalesce(etat = 'commande', false) AS commande,
  coalesce(NOT ${oneOf('achete_le', nothing)}, false) AND achete_le IS NOT NULL AS achete,
  coalesce(
    (scan = 'oui' AND etat IN ('non_scanne', 'annule', 'commande')) OR (scan IN ('non', 'vide') AND etat = 'scanne'),
    false
  ) AS desaccord,
  coalesce(scan = 'inconnu', false) OR coalesce(etat IN ('inconnu', 'ambigu'), false)
    OR (scan IS NULL AND coalesce(etat, 'vide') = 'vide') AS inconnu,
  ${person} AS personne,
  deborde,
  vide
FROM sens`
}

function statusSql(words: ListWords): string {
  // The same as `stateKey`; most cells are a word as it stands, and patterns are slow.
  const key = `trim(regexp_replace(regexp_replace(statut, '[^a-z]+', ' ', 'g'), ' le *$', ''))`
  const direct = stateSql('statut', words)
  return `CASE WHEN coalesce(statut, '') = '' THEN 'vide' ELSE coalesce(${direct}, ${stateSql(key, words)}, 'inconnu') END`
}

/** The state of a status; NULL when it is unknown. Looked up in an enum: long lists of IN are searched from end to end. */
function stateSql(key: string, words: ListWords): string {
  const sorted = [...words.states].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))
  const code = `enum_code(TRY_CAST(${key} AS ENUM (${sorted.map(([text]) => quoteText(text)).join(', ')})))`
  const cases = states.map((state) => {
    const past = sorted.findLastIndex(([, found]) => found === state) + 1
    return [past, state] as const
  })
  const ordered = cases.filter(([past]) => past > 0).sort(([a], [b]) => a - b)
  return `CASE ${ordered.map(([past, state]) => `WHEN ${code} < ${past} THEN ${quoteText(state)}`).join(' ')} END`
}

function scanSql(words: ListWords): string {
  const said = (state: State) => [...words.states].filter(([, s]) => s === state).map(([t]) => t)
  return `CASE
    WHEN coalesce(scanne_le, '') = '' THEN 'vide'
    WHEN regexp_matches(scanne_le, ${quoteText(dayPattern)}) THEN 'oui'
    WHEN ${oneOf('scanne_le', [...answers.yes, ...said('scanne')])} THEN 'oui'
    WHEN ${oneOf('scanne_le', [...answers.no, ...words.nothing, ...said('non_scanne')])} THEN 'non'
    ELSE 'inconnu'
  END`
}

/** Whether a text is one of many, by a look into an enum. */
function oneOf(text: string, texts: Iterable<string>): string {
  const all = [...new Set(texts)].map((one) => quoteText(one)).join(', ')
  return `TRY_CAST(${text} AS ENUM (${all})) IS NOT NULL`
}
