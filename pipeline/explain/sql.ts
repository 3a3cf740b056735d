import type { Explanation } from './explain.ts'

/**
 * The queries of some explanations as one SQL text, to be run on the warehouse file with any DuckDB client; each under a comment that
 * says what it tells.
 */
export function queriesText(explanations: readonly Explanation[]): string {
  return explanations
    .map((one) => {
      const key = Object.values(one.cle).join(' / ').replaceAll(/\s+/g, ' ')
      const queries = one.requetes.map(({ titre, sql }) => `-- ${titre}\n${sql};`)
      return [`-- ${one.genre} : ${key}`, ...queries].join('\n\n')
    })
    .join('\n\n')
}
