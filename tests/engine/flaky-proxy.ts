import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FlakyProxy {
  url: string
  /** How many requests it let through, refused with 503, and answered by breaking off what the coordinator had answered. */
  seen: { through: number; refused: number; lost: number }
  close(): Promise<void>
}

/** A proxy before a coordinator on which of five requests one is refused and the answer of another is lost. */
export async function flakyProxy(coordinator: string): Promise<FlakyProxy> {
  const seen = { through: 0, refused: 0, lost: 0 }
  let count = 0
  const server = createServer((incoming, outgoing) => {
    count++
    if (count % 5 === 1) {
      seen.refused++
      outgoing.writeHead(503).end()
      return
    }
    const lost = count % 5 === 3
    seen[lost ? 'lost' : 'through']++
    pass(coordinator, incoming, outgoing, lost)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: async () => {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

/** The name that was asked for goes on, so that the coordinator's `nextUri` leads back to the proxy. */
function pass(
  coordinator: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  lost: boolean,
): void {
  const { method, headers, url = '/' } = incoming
  const options = { ...(method === undefined ? {} : { method }), headers }
  const asked = request(new URL(url, coordinator), options, (answer) => {
    if (lost) {
      answer.resume().on('end', () => incoming.socket.destroy())
      return
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  asked.on('error', () => incoming.socket.destroy())
  incoming.pipe(asked)
}
