/**
 * How much the page holds, so that it opens as fast for 100 000 laureates as for 79. What goes past a limit is in the warehouse and
 * the exports, and the page says so where it stops. `docs/page.md` has the same figures.
 */
export const limits = {
  /** Laureates whose sources can be followed, that search finds and that have a dot: the largest potentials. */
  laureats: 1000,
  /** Figures read, for each laureate and indicator; those that count come first. */
  observations: 40,
  /** Files that search finds and that are listed. */
  fichiers: 2000,
  /** Missing values listed, the largest potentials first. */
  manquants: 600,
  /** Laureates in the picture of what is missing. */
  manquantsDessines: 40,
  /** Open questions listed. */
  questions: 300,
  /** Published figures that are listed. */
  rapprochements: 1000,
  /** Rows of each printed table. */
  lignes: 400,
  /** Calls that are drawn. */
  appels: 12,
  /** Characters of one text of a report. */
  texte: 300,
} as const
