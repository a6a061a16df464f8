// Fetching what Genesys only gives a link to: transcripts, large results. Links are followed to known hosts alone.
import type * as z from 'zod'
import { VendorError } from '../../errors.ts'
import type { Whereabouts } from './sdk.ts'
import { genesysError } from './trouble.ts'

const LIMIT_BYTES = 10 * 1024 * 1024
const TIMEOUT_MS = 10_000
/** Genesys signs links to its storage at Amazon; a stand-in's links lead to the stand-in itself. */
export function allowed(link: URL, { url }: Whereabouts): boolean {
  const home = url ? new URL(url) : undefined
  if (home && link.host === home.host) return link.protocol === home.protocol
  return link.protocol === 'https:' && link.hostname.endsWith('.amazonaws.com')
}

async function open(link: string, whereabouts: Whereabouts): Promise<Response> {
  const target = URL.canParse(link) ? new URL(link) : undefined
  if (!target || !allowed(target, whereabouts)) throw genesysError({ trouble: 'refused', code: 'download-host' })
  const response = await fetch(target, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  const { ok, status } = response
  if (ok) return response
  throw genesysError({ trouble: status === 404 ? 'not-found' : 'unavailable', code: 'download-refused', status })
}

async function* bounded(response: Response): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > LIMIT_BYTES) throw genesysError({ trouble: 'malformed', code: 'download-too-large' })
    yield chunk
  }
}

/**
 * What stands behind a signed link, piece by piece, at most 10 MB. Carries no token: the signature is in the link. `read` gets the
 * pieces as they come and throws Unreadable when they make no sense. Throws VendorError.
 */
export async function stream<T>(
  link: string,
  whereabouts: Whereabouts,
  read: (pieces: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  try {
    return await read(bounded(await open(link, whereabouts)))
  } catch (error) {
    if (error instanceof VendorError) throw error
    if (error instanceof Unreadable) throw genesysError({ trouble: 'malformed', code: 'download-unreadable' })
    throw genesysError({ trouble: 'unavailable', code: 'download-failed' })
  }
}

/** Thrown by a reader, for what cannot be read. */
export class Unreadable extends Error {}

/** The JSON behind a signed link. */
export const download = <T>(link: string, schema: z.ZodType<T>, whereabouts: Whereabouts): Promise<T> =>
  stream(link, whereabouts, async (pieces) => {
    const chunks: Uint8Array[] = []
    for await (const piece of pieces) chunks.push(piece)
    return parsed(Buffer.concat(chunks).toString('utf8'), schema)
  })

function parsed<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new Unreadable('not what was expected')
  }
}
