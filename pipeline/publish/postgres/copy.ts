import { once } from 'node:events'
import type { Readable } from 'node:stream'
import type { Client, Connection, Submittable } from 'pg'

/** What the driver's connection can do beyond its published types: the sub-protocol of `COPY`. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/**
 * Streams bytes into `COPY … FROM STDIN`, no faster than the server takes them, and gives when it has them all.
 * An error of the stream ends the copy; the server's own error is thrown as the driver gives it.
 */
export async function copyInto(client: Client, sql: string, bytes: Readable): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let failure: unknown = null
  const copy = {
    submit(connection: Connection) {
      connection.query(sql)
    },
    handleCopyInResponse(connection: CopyConnection) {
      send(connection).catch((error: unknown) => {
        failure = error
        connection.sendCopyFail('stopped by bilan')
      })
    },
    handleError(error: Error) {
      failure ??= error
    },
    handleCommandComplete() {},
    handleReadyForQuery() {
      bytes.destroy()
      if (failure === null) resolve()
      else reject(failure)
    },
  }
  client.query(copy as Submittable)
  return await promise

  async function send(connection: CopyConnection): Promise<void> {
    for await (const chunk of bytes) {
      if (failure !== null) return
      connection.sendCopyFromChunk(chunk as Buffer)
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
    }
    connection.endCopyFrom()
  }
}
