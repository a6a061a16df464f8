// What may be said to `npm run audit`.
import { parseArgs } from 'node:util'

export type AuditOptions = {
  /** The records' file; undefined = the one of the configuration. */
  readonly file: string | undefined
} & (
  | { readonly what: 'verify' }
  /** `since`: epoch ms. */
  | { readonly what: 'export'; readonly since: number }
  /** `agent`: a Genesys user id. */
  | { readonly what: 'find'; readonly agent: string }
)

export const USAGE = `Usage: npm run audit -- <what> [--file <path>]
  verify                    whether every record is as it was written; names the first that is not
  export [--since <date>]   the records as JSON lines (with npm run --silent)
  find <agent id>           an agent's records, by the id in Genesys, for as long as the agent's key exists
  --file <path>             another halftime.db than the one of the configuration, with its audit.key beside it`

const KNOWN = { file: { type: 'string' }, since: { type: 'string' } } as const

type Refused = { readonly refused: string }

/** The options, or a sentence that says what is wrong with them. */
export function auditOptions(args: readonly string[]): AuditOptions | Refused {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: KNOWN, strict: true, allowPositionals: true })
    return checked(values, positionals)
  } catch (error) {
    // Node's own sentence names the option; what follows it is about another use of dashes.
    return { refused: error instanceof Error ? error.message.split('. ')[0]! : String(error) }
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof KNOWN }>>['values']

function checked({ file, since }: Values, [what, about, ...more]: readonly string[]): AuditOptions | Refused {
  if (since !== undefined && what !== 'export') return { refused: '--since goes with export' }
  if (more.length > 0 || (what !== 'find' && about !== undefined)) return { refused: `"${more[0] ?? about}" is too much` }
  if (what === 'verify') return { file, what }
  if (what === 'export') return sinceWhen(file, since)
  if (what !== 'find') return { refused: what === undefined ? 'Say what to do' : `"${what}" is unknown` }
  return about ? { file, what, agent: about } : { refused: 'find wants the Genesys id of an agent' }
}

function sinceWhen(file: string | undefined, typed = '1970-01-01'): AuditOptions | Refused {
  const since = /^\d{4}-\d{2}-\d{2}/.test(typed) ? Date.parse(typed) : Number.NaN
  return Number.isNaN(since) ? { refused: '--since wants a date such as 2026-11-24' } : { file, what: 'export', since }
}
