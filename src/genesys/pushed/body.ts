import type { IncomingMessage } from 'node:http'

const LIMIT = 1024 * 1024

export type RawBody = { readonly bytes: Buffer } | { readonly refused: 400 | 413 | 415; readonly why: string }

const isJson = (type = ''): boolean => /^application\/json\s*(;|$)/i.test(type)

/** The bytes as they were signed, at most 1 MB of JSON. Whatever is turned away runs out unread, so that the sender gets to read the answer. */
export function rawBody(request: IncomingMessage): Promise<RawBody> {
  const { headers } = request
  if (!isJson(headers['content-type'])) return turnedAway(request, { refused: 415, why: 'content type' })
  if (Number(headers['content-length'] ?? 0) > LIMIT) return turnedAway(request, { refused: 413, why: 'size' })
  return read(request)
}

/** By events rather than by an iterator, which costs more than all the rest of a request: one event a request is the rule here. */
function read(request: IncomingMessage): Promise<RawBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= LIMIT) chunks.push(chunk)
      else resolve({ refused: 413, why: 'size' })
    })
    request.on('end', () => resolve({ bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) }))
    request.on('close', () => resolve({ refused: 400, why: 'broken off' }))
  })
}

async function turnedAway(request: IncomingMessage, refusal: Exclude<RawBody, { readonly bytes: Buffer }>): Promise<RawBody> {
  request.resume()
  return refusal
}
