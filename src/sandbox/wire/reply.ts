// Writing answers, whole or broken on purpose.
import type { ServerResponse } from 'node:http'
import type { Answer } from '../core/world.ts'

function encode({ body, headers = {} }: Answer): { bytes: Buffer; headers: Record<string, string> } {
  if (body === undefined) return { bytes: Buffer.alloc(0), headers: { ...headers } }
  if (Buffer.isBuffer(body)) return { bytes: body, headers: { 'content-type': 'application/octet-stream', ...headers } }
  if (typeof body === 'string')
    return { bytes: Buffer.from(body), headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } }
  return { bytes: Buffer.from(JSON.stringify(body)), headers: { 'content-type': 'application/json; charset=utf-8', ...headers } }
}

/** Answers: strings and buffers as they are, anything else as JSON. */
export function reply(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.writableEnded) return
  const { bytes, headers } = encode(answer)
  response.writeHead(answer.status, { ...headers, 'content-length': bytes.length })
  response.end(response.req.method === 'HEAD' ? undefined : bytes)
}

/** Promises the whole length, sends half of it and hangs up. */
export function truncate(response: ServerResponse, answer: Answer): void {
  const { bytes, headers } = encode(answer)
  response.writeHead(answer.status, { ...headers, 'content-length': Math.max(2, bytes.length) })
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy())
}

/** What a proxy in between may say: a web page with status 200. */
export function wrongType(response: ServerResponse): void {
  const body = '<!doctype html><title>Gateway</title><p>Something in between answered instead.'
  reply(response, { status: 200, body, headers: { 'content-type': 'text/html; charset=utf-8' } })
}

/** Cuts the connection as a crashed server does (RST where the platform can). */
export function cut(response: ServerResponse): void {
  const { socket } = response
  if (socket && 'resetAndDestroy' in socket) socket.resetAndDestroy()
  else response.destroy()
}
