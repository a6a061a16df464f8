// Handing over what Genesys takes only behind a link that it signs. Links are followed to known hosts alone.
import { VendorError } from '../../errors.ts'
import { allowed } from './download.ts'
import type { Whereabouts } from './sdk.ts'
import { genesysError } from './trouble.ts'

const TIMEOUT_MS = 10_000

export interface Signed {
  readonly url: string
  /** Part of what was signed: sent as they are. */
  readonly headers: Readonly<Record<string, string>>
}

/** Carries no token: the signature is in the link. Nothing is done with the content before Genesys is told to. Throws VendorError. */
export async function upload(
  { url, headers }: Signed,
  content: Uint8Array<ArrayBuffer>,
  whereabouts: Whereabouts,
): Promise<void> {
  const target = URL.canParse(url) ? new URL(url) : undefined
  if (!target || !allowed(target, whereabouts)) throw genesysError({ trouble: 'refused', code: 'upload-host' })
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const { ok, status } = await fetch(target, { method: 'PUT', body: content, headers, redirect: 'error', signal })
    if (!ok) throw genesysError({ trouble: 'unavailable', code: 'upload-refused', status })
  } catch (error) {
    if (error instanceof VendorError) throw error
    throw genesysError({ trouble: 'unavailable', code: 'upload-failed' })
  }
}
