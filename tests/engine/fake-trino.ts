import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo } from 'node:net'

/** One request as the fake coordinator saw it. */
export interface Seen {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** What it answers: JSON with a status and headers, or a connection that breaks off, at once or in the middle of the answer. */
export type Reply =
  | {
      status?: number
      headers?: Record<string, string>
      json?: unknown
      text?: string
      after?: number
    }
  | 'reset'
  | 'half'

export interface FakeTrino {
  url: string
  seen: Seen[]
  close: () => Promise<void>
}

/**
 * A coordinator that answers as told, one reply a request or whatever it makes of one; `{base}` in JSON is its own address. DELETE is
 * always 204.
 */
export async function fakeTrino(
  replies: Reply[] | ((request: Seen) => Reply),
  tls?: { key: string; cert: string },
): Promise<FakeTrino> {
  const seen: Seen[] = []
  let url = ''
  const listener: RequestListener = (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const asked = { method, path, headers, body: Buffer.concat(parts).toString() }
      seen.push(asked)
      if (method === 'DELETE') {
        response.writeHead(204).end()
        return
      }
      const reply =
        typeof replies === 'function'
          ? replies(asked)
          : (replies.shift() ?? { status: 500, text: 'no reply left' })
      if (reply === 'reset') {
        request.socket.destroy()
        return
      }
      if (reply === 'half') {
        response.writeHead(200, { 'Content-Length': '1000' })
        response.write('{"id":')
        setTimeout(() => request.socket.destroy(), 20)
        return
      }
      const text = reply.text ?? JSON.stringify(reply.json ?? {}).replaceAll('{base}', url)
      setTimeout(() => {
        response.writeHead(reply.status ?? 200, reply.headers)
        response.end(text)
      }, reply.after ?? 0)
    })
  }
  const server: Server = tls === undefined ? createServer(listener) : createTls(tls, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  return {
    url,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
