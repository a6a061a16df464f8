// One restify server for every doorway. Bodies are read raw where a signature needs them, so there is no global body parser.
import restify from 'restify'
import type { Counts, Log } from './ports.ts'

export interface ServerOptions {
  readonly log: Log
  readonly counts: Counts
}

/** A server with nothing but `GET /healthz`; the vendors mount their own doorways. Nothing happens on a GET. */
export function createServer({ log, counts }: ServerOptions): restify.Server {
  const server = restify.createServer({ name: 'halftime', handleUncaughtExceptions: false })
  server.get('/healthz', (_request, response, next) => {
    response.send(200, { status: 'ok' })
    next()
  })
  server.on(
    'restifyError',
    (_request: unknown, _response: unknown, error: { name?: string; statusCode?: number }, callback: () => void) => {
      counts.add('http error')
      if ((error.statusCode ?? 500) >= 500) log.error('a request failed', { error: error.name ?? 'unknown' })
      return callback()
    },
  )
  return server
}

/** Resolves with the port once listening; a busy port is explained. */
export function listen(server: restify.Server, { port, host }: { port: number; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    // restify hands its server's errors on to itself.
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken. Stop what uses it, or set PORT to another one.`) : error,
      ),
    )
    server.listen(port, host, () => resolve(server.address().port))
  })
}

/** No request may keep us from ending longer than this. */
const LAST_MS = 10_000

/** Takes no new requests, answers the running ones and hangs up. Connections opened ahead of a request would otherwise keep it waiting. */
export function closed(server: restify.Server): Promise<void> {
  const hangUp = () => server.server.closeAllConnections()
  const done = new Promise<void>((resolve) => server.close(() => resolve()))
  server.on('after', () => server.inflightRequests() === 0 && hangUp())
  if (server.inflightRequests() === 0) hangUp()
  setTimeout(hangUp, LAST_MS).unref()
  return done
}
