/** What went wrong outside, in the few kinds that change what we do next. */
export type Trouble =
  /** No answer, or a 5xx; worth another try later. */
  | 'unavailable'
  /** Understood and turned down for good (400, 403, 409, 410 …). */
  | 'refused'
  | 'not-found'
  | 'rate-limited'
  /** The answer made no sense to us. */
  | 'malformed'
  /** Our credentials or permissions do not suffice. */
  | 'unauthorised'

export type VendorName = 'Genesys' | 'Slack' | 'Teams' | 'Microsoft' | 'Google'

export interface VendorErrorFields {
  readonly vendor: VendorName
  readonly trouble: Trouble
  /** A short fixed code, e.g. the vendor's own error name; never a person's words. */
  readonly code?: string
  readonly status?: number
  readonly retryAfterMs?: number
  /** True when the write may have happened although we did not hear so: look up before creating again. */
  readonly inDoubt?: boolean
  readonly cause?: unknown
}

/** The only error that leaves a vendor's folder. */
export class VendorError extends Error {
  readonly vendor: VendorName
  readonly trouble: Trouble
  readonly code: string
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly inDoubt: boolean

  constructor({ vendor, trouble, code, status, retryAfterMs, inDoubt, cause }: VendorErrorFields) {
    super(`${vendor}: ${trouble}${code ? ` (${code})` : ''}`, { cause })
    this.name = 'VendorError'
    this.vendor = vendor
    this.trouble = trouble
    this.code = code ?? ''
    this.status = status
    this.retryAfterMs = retryAfterMs
    this.inDoubt = inDoubt ?? false
  }
}

/** Whether trying the same again later can help. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof VendorError) || error.trouble === 'unavailable' || error.trouble === 'rate-limited'
}
