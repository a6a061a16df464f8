// The sandbox's front door: one HTTP server on loopback for the vendors, the control interface and the page.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { reply } from './reply.ts'

export type Visit = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** A link on a card in a real Slack, or under this machine's other name, may lead to a page that only shows something. */
const isVisit = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && /^\/(conversations\/[^/]+)?$/.test(url)

/** A page elsewhere must not be able to drive this world: the Host must be loopback and a browser's Origin must be ours. */
function welcome(request: IncomingMessage): boolean {
  const { headers } = request
  const host = headers.host ?? ''
  if (!URL.canParse(`http://${host}`) || !LOOPBACK.has(new URL(`http://${host}`).hostname)) return false
  if (headers['sec-fetch-site'] === 'cross-site') return isVisit(request)
  return headers.origin === undefined || headers.origin === `http://${host}`
}

async function visit(visits: readonly Visit[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!welcome(request)) return reply(response, { status: 403, body: { message: 'The sandbox only talks to this machine.' } })
  for (const each of visits) if (await each(request, response)) return
  reply(response, {
    status: 404,
    body: { message: `Nothing lives at ${request.method} ${request.url}. GET /world shows the world.` },
  })
}

const taken = (port: number, cause: Error): Error =>
  new Error(`Port ${port} is taken. Stop what uses it, or set SANDBOX_PORT to another one.`, { cause })

/** Listens on loopback; both lists may grow afterwards (vendors are built once the address is known). */
export async function openDoors({ port, host, visits, upgrades }: Doors): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    visit(visits, request, response).catch((error) => {
      console.error('The sandbox failed', error)
      reply(response, { status: 500, body: { message: 'The sandbox itself failed; see its log.' } })
    })
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (!welcome(request) || !upgrades.some((each) => each(request, socket, head))) socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? taken(port, error) : error))
    server.listen(port, host, resolve)
  })
  return { server, url: `http://${host}:${(server.address() as AddressInfo).port}` }
}

interface Doors {
  readonly port: number
  readonly host: string
  readonly visits: readonly Visit[]
  readonly upgrades: readonly Upgrade[]
}
