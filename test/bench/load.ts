// Requests as fast as a server takes them: raw sockets, one request under way on each, nothing parsed but status and length.
import { connect, type Socket } from 'node:net'

export interface Load {
  readonly url: string
  readonly connections: number
  readonly ms: number
  /** The bytes of the next request. */
  request(): Buffer
}

export interface Loaded {
  readonly answers: number
  /** Those with the status that was hoped for. */
  readonly good: number
  readonly perSecond: number
}

const END = '\r\n\r\n'

/** One HTTP/1.1 POST with a body of JSON. */
export function post(url: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const { host, pathname } = new URL(url)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n${lines.join('')}`
  return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}${END}${body}`)
}

/** Reads answers off one socket; calls back with each status. */
function answersOf(socket: Socket, answered: (status: number) => void): void {
  let text = ''
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1')
    for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END)) {
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
      if (text.length < end + END.length + length) return
      const status = Number(text.slice(9, 12))
      text = text.slice(end + END.length + length)
      answered(status)
    }
  })
}

/** Keeps every connection busy for a while; resolves when the last answer is there. */
export async function load({ url, connections, ms, request }: Load, hoped: number): Promise<Loaded> {
  const { hostname, port } = new URL(url)
  const began = performance.now()
  let [answers, good] = [0, 0]
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      socket.setNoDelay(true)
      socket.on('error', reject)
      socket.on('connect', () => socket.write(request()))
      answersOf(socket, (status) => {
        answers += 1
        if (status === hoped) good += 1
        if (performance.now() - began < ms) socket.write(request())
        else socket.end(resolve)
      })
    })
  await Promise.all(Array.from({ length: connections }, one))
  return { answers, good, perSecond: answers / ((performance.now() - began) / 1000) }
}
