// Fetching what Genesys only gives a link to: transcripts, large results. Links are followed to known hosts alone.
import type * as z from 'zod'
import { VendorError } from '../../errors.ts'
import type { Whereabouts } from './sdk.ts'
import { genesysError } from './trouble.ts'

const LIMIT_BYTES = 10 * 1024 * 1024
const TIMEOUT_MS = 10_000
/** Genesys signs links to its storage at Amazon; a stand-in's links lead to the stand-in itself. */
function allowed(link: URL, { url }: Whereabouts): boolean {
  const home = url ? new URL(url) : undefined
  if (home && link.host === home.host) return link.protocol === home.protocol
  return link.protocol === 'https:' && link.hostname.endsWith('.amazonaws.com')
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > LIMIT_BYTES) throw genesysError({ trouble: 'malformed', code: 'download-too-large' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function get(link: URL): Promise<string> {
  try {
    const response = await fetch(link, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const { ok, status } = response
    if (ok) return await readBounded(response)
    throw genesysError({ trouble: status === 404 ? 'not-found' : 'unavailable', code: 'download-refused', status })
  } catch (error) {
    throw error instanceof VendorError ? error : genesysError({ trouble: 'unavailable', code: 'download-failed' })
  }
}

function parsed<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw genesysError({ trouble: 'malformed', code: 'download-unreadable' })
  }
}

/** The JSON behind a signed link, at most 10 MB. Carries no token: the signature is in the link. Throws VendorError. */
export async function download<T>(link: string, schema: z.ZodType<T>, whereabouts: Whereabouts): Promise<T> {
  const target = URL.canParse(link) ? new URL(link) : undefined
  if (!target || !allowed(target, whereabouts)) throw genesysError({ trouble: 'refused', code: 'download-host' })
  return parsed(await get(target), schema)
}
