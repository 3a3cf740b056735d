import type { Connection } from '../warehouse/connection.ts'
import type { Published } from './figure.ts'
import { type Asked, type FigureKey, figureQueries } from './queries.ts'

/** A printed figure that the bilan of this register doesn't have. */
export interface PublishedExplanation {
  genre: 'publie'
  cle: Omit<FigureKey, 'lecture'>
  publie: Published
  requetes: Asked[]
}

/** Explains a printed figure that exists, and that no figure of the bilan stands beside. */
export async function explainPublished(
  connection: Connection,
  key: Omit<FigureKey, 'lecture'>,
): Promise<PublishedExplanation> {
  const { published } = figureQueries({ lecture: 'publie', ...key })
  const [row] = await connection.query<Published>(published.sql)
  return { genre: 'publie', cle: key, publie: row!, requetes: [published] }
}
