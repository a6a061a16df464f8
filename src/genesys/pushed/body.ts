import type { IncomingMessage } from 'node:http'

const LIMIT = 1024 * 1024

export type RawBody = { readonly bytes: Buffer } | { readonly refused: 400 | 413 | 415; readonly why: string }

/** The bytes as they were signed, at most 1 MB of JSON. What is turned away is not read to its end. */
export async function rawBody(request: IncomingMessage): Promise<RawBody> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== 'application/json') return turnedAway(request, { refused: 415, why: 'content type' })
  if (Number(request.headers['content-length'] ?? 0) > LIMIT) return turnedAway(request, { refused: 413, why: 'size' })
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > LIMIT) return turnedAway(request, { refused: 413, why: 'size' })
      chunks.push(chunk)
    }
  } catch {
    return { refused: 400, why: 'broken off' }
  }
  return { bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) }
}

/** The rest runs out unread, so that the sender gets to read the answer. */
function turnedAway(request: IncomingMessage, refusal: Exclude<RawBody, { readonly bytes: Buffer }>): RawBody {
  request.resume()
  return refusal
}
