// Troubles a test orders for the next calls of a vendor: a list of plan entries per rule, used up in order; the first matching rule wins.
import { isRecord, type Json } from '../core/json.ts'
import type { RequestEntry, Vendor } from '../core/world.ts'

/** A refusal in the vendor's own shape, unless `body` says otherwise. */
export interface Refusal {
  readonly status: number
  readonly body?: unknown
  readonly retryAfter?: number
}

/** `cut` = the connection is reset; `silence` = nobody ever answers. */
export type Trouble = 'cut' | 'silence' | Refusal

/** What happens to one call: before the vendor acts, instead of acting, or after it acted (committed). */
export interface Step {
  readonly before?: 'hold' | { readonly delay: number }
  readonly instead?: Trouble
  readonly after?: Trouble | 'hold' | 'truncated' | 'wrong-type' | { readonly delay: number }
}

interface Rule {
  readonly vendor: Vendor
  readonly method?: string
  readonly path?: string
  /** A word the call's path or what it sends must contain, such as a person's id. */
  readonly about?: string
  readonly plan: readonly Step[]
  used: number
  readonly total: number
}

const WORDS: Readonly<Record<string, Step>> = {
  ok: {},
  timeout: { instead: 'silence' },
  reset: { instead: 'cut' },
  'commit-then-reset': { after: 'cut' },
  'commit-then-500': { after: { status: 500 } },
  'commit-then-timeout': { after: 'silence' },
  hold: { after: 'hold' },
  'hold-request': { before: 'hold' },
  truncated: { after: 'truncated' },
  'wrong-type': { after: 'wrong-type' },
}

export const KNOWN_STEPS = [
  ...Object.keys(WORDS),
  'any HTTP status from 400 to 599 as a string, e.g. "503"',
  '{"status": 503, "body": {…}} (200 too, with a body)',
  '{"429": {"retryAfter": 3}}',
  '{"delay": ms}',
  '{"commit-then-delay": ms}',
]

const isStatus = (word: unknown): boolean => /^[45]\d\d$/.test(String(word))
const isDuration = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0

/** Reads one plan entry; undefined when it is none of KNOWN_STEPS. */
export function parseStep(entry: unknown): Step | undefined {
  if (typeof entry === 'string')
    return Object.hasOwn(WORDS, entry) ? WORDS[entry] : isStatus(entry) ? refusal(entry, {}) : undefined
  if (!isRecord(entry)) return undefined
  // Slack says most of its errors with status 200.
  if (isStatus(entry.status) || (entry.status === 200 && entry.body !== undefined)) return refusal(entry.status, entry)
  const [key, value] = Object.entries(entry)[0] ?? []
  if (isStatus(key) && isRecord(value)) return refusal(key, value)
  if (key === 'delay' && isDuration(value)) return { before: { delay: value } }
  if (key === 'commit-then-delay' && isDuration(value)) return { after: { delay: value } }
  return undefined
}

function refusal(status: unknown, { body, retryAfter }: Json): Step {
  return {
    instead: {
      status: Number(status),
      ...(body === undefined ? {} : { body }),
      ...(isDuration(retryAfter) ? { retryAfter } : {}),
    },
  }
}

const plain = (path: string): string => path.replace(/\{[^}]*\}/g, '{}')
const bare = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** A call as a rule sees it. */
type Matched = Pick<RequestEntry, 'vendor' | 'method' | 'path' | 'template'> & {
  /** Address and body, as they were sent. */
  sent(): string
}

function matches(rule: Rule, call: Matched): boolean {
  if (rule.used >= rule.total || rule.vendor !== call.vendor) return false
  if (rule.method && rule.method.toUpperCase() !== call.method) return false
  return fits(rule, call) && (!rule.about || mentions(call.sent(), rule.about))
}

const mentions = (sent: string, word: string): boolean => sent.includes(word) || sent.includes(encodeURIComponent(word))

function fits(rule: Rule, call: Matched): boolean {
  if (!rule.path) return true
  const slackMethod = rule.vendor === 'slack' && bare(call.template) === rule.path
  return slackMethod || rule.path === call.path || plain(rule.path) === plain(call.template)
}

/** The ordered troubles. `next` answers what happens to this call and counts it as used. */
export function createFaults() {
  const rules: Rule[] = []
  return {
    add(rule: Omit<Rule, 'used' | 'total'> & { readonly times: number }) {
      const { times, ...rest } = rule
      rules.push({ ...rest, used: 0, total: times * rule.plan.length })
    },
    clear: () => void rules.splice(0),
    next(call: Matched): Step {
      const rule = rules.find((each) => matches(each, call))
      return rule ? rule.plan[rule.used++ % rule.plan.length]! : {}
    },
  }
}

export type Faults = ReturnType<typeof createFaults>
