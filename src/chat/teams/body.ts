import type { IncomingMessage } from 'node:http'
import type { Activity as BotActivity } from 'botbuilder'
import { Activity } from './activity.ts'

/** The activity twice: what we use of it, checked, and as the SDK wants it. */
type Read = { readonly activity: Activity; readonly raw: BotActivity } | { readonly status: number; readonly error: string }

const LIMIT_BYTES = 1_000_000

/** Reads one activity of at most 1 MB; otherwise the status to refuse with: 415, 413 or 400. */
export async function readActivity(request: IncomingMessage): Promise<Read> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return { status: 415, error: 'content type' }
  const bytes = await readBody(request)
  if (!bytes) return { status: 413, error: 'too large' }
  const raw = parsed(bytes)
  const activity = Activity.safeParse(raw)
  return activity.success ? { activity: activity.data, raw: raw as BotActivity } : { status: 400, error: 'malformed' }
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > LIMIT_BYTES) return undefined
  const chunks: Buffer[] = []
  let length = 0
  // Leaving the loop early must not cut the connection, or nobody would read why.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > LIMIT_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
