import { WebSocket } from 'ws'
import { isLoopback, type Whereabouts } from '../calls/sdk.ts'
import { genesysError } from '../calls/trouble.ts'

/** Genesys sends a heartbeat every 30 s; five seconds later the line is taken for dead. */
const SILENCE_MS = 35_000
const OPENING_MS = 10_000
const LARGEST_FRAME = 1024 * 1024

export interface StreamHosts extends Whereabouts {
  /** Hosts the event stream may lead to, when not streaming.<region>. */
  readonly allowedStreamHosts?: readonly string[]
}

/** The address comes in an answer, so it is checked: encrypted and at home, or on this machine when everything is. */
export function mayStream(uri: string, { region = 'mypurecloud.com', url, allowedStreamHosts = [] }: StreamHosts): boolean {
  if (!URL.canParse(uri)) return false
  const target = new URL(uri)
  if (url && isLoopback(new URL(url)) && isLoopback(target)) return target.protocol === 'ws:' || target.protocol === 'wss:'
  const hosts = [`streaming.${region}`, ...(url ? [new URL(url).hostname] : []), ...allowedStreamHosts]
  return target.protocol === 'wss:' && hosts.includes(target.hostname)
}

export interface Socket {
  /** Resolves when the connection is over, with the reason. */
  readonly ended: Promise<string>
  close(): void
}

/** Connects and resolves once open. Rejects with VendorError: not-found when the channel behind the address is gone (401, 404). */
export function openSocket(uri: string, heard: (text: string) => void): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(uri, { handshakeTimeout: OPENING_MS, maxPayload: LARGEST_FRAME, perMessageDeflate: false })
    let reason = 'closed'
    const silent = () => {
      reason = 'silent'
      socket.terminate()
    }
    let timer = setTimeout(silent, SILENCE_MS)
    const ended = new Promise<string>((end) => {
      socket.once('close', () => {
        clearTimeout(timer)
        end(reason)
        reject(genesysError({ trouble: 'unavailable', code: 'stream-closed' }))
      })
    })
    socket.on('message', (frame, binary) => {
      clearTimeout(timer)
      timer = setTimeout(silent, SILENCE_MS)
      heard(binary ? '' : String(frame))
    })
    socket.once('open', () => resolve({ ended, close: () => socket.terminate() }))
    socket.on('error', () => reject(genesysError({ trouble: 'unavailable', code: 'stream-failed' })))
    socket.once('unexpected-response', (request, { statusCode = 0 }) => {
      request.destroy()
      const gone = statusCode === 401 || statusCode === 404
      reject(genesysError({ trouble: gone ? 'not-found' : 'unavailable', code: 'stream-refused', status: statusCode }))
      socket.terminate()
    })
  })
}
