import { fetchPieces, missingTools, NotFetched } from './pieces.ts'

/** Ends with 0 when a cluster can be started on this machine, its pieces fetched; with 3 and the reason when it can't. */
const reason =
  (await missingTools()) ??
  (await fetchPieces(console.log).then(
    () => null,
    (error: unknown) => {
      if (error instanceof NotFetched) return error.message
      throw error
    },
  ))
if (reason !== null) {
  console.log(`no Trino cluster on this machine: ${reason}`)
  process.exitCode = 3
}
