// A Genesys that answers what no contract allows and hangs up as it likes: what the simulated world, which keeps its contracts, cannot do.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

export async function oddity() {
  /** What is answered, by the end of the path; a function is asked each time. */
  const answers = new Map<string, unknown>()
  const asked: { readonly path: string; readonly body: string }[] = []
  const subscriptions: { readonly channel: string; readonly how: string; readonly topics: string[] }[] = []
  const lines: { readonly channel: string; readonly socket: WebSocket }[] = []
  const gone = new Set<string>()
  let channels = 0
  let home = ''

  function answer(method: string, path: string, body: string): unknown {
    if (path === '/oauth/token') return { access_token: 'token', token_type: 'bearer', expires_in: 86_400 }
    if (path.endsWith('/channels')) {
      channels += 1
      return { id: `channel-${channels}`, connectUri: `${home.replace('http', 'ws')}/channels/channel-${channels}` }
    }
    if (!path.endsWith('/subscriptions')) return prepared(path)
    const topics = (JSON.parse(body) as { id: string }[]).map(({ id }) => id)
    subscriptions.push({ channel: path.split('/').at(-2)!, how: method, topics })
    return { entities: topics.map((id) => ({ id, state: 'Permitted' })) }
  }

  function prepared(path: string): unknown {
    const found = [...answers].find(([end]) => path.endsWith(end))?.[1]
    return typeof found === 'function' ? found() : found
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { pathname } = new URL(request.url ?? '', home)
    const body = String(Buffer.concat(chunks))
    asked.push({ path: pathname, body })
    const found = answer(request.method ?? '', pathname, body)
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(found ?? { code: 'not.found', status: 404 }))
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    const channel = request.url?.split('/').at(-1) ?? ''
    if (gone.has(channel)) return socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (open) => lines.push({ channel, socket: open }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: home,
    answers,
    asked,
    subscriptions,
    lines,
    /** The channel no longer exists: the next connection to it is refused. */
    end: (channel: string) => void gone.add(channel),
    say: (frame: unknown) => lines.at(-1)!.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    async close(): Promise<void> {
      for (const { socket } of lines) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
