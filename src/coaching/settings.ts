import * as z from 'zod'
import { Blackout, Hours, readBlackouts, readHours, sayBlackout, sayBlackouts } from './hours.ts'
import { readPattern, sayPattern } from './pattern.ts'
import { CoachingPolicy, coachRules, praiseRules } from './policy.ts'
import { Override } from './scope.ts'
import { DAY } from './slot.ts'

/** As they are kept: each value possible by itself. Whether they go together is looked at when they are set, not at each reading. */
export const KeptSettings = z
  .strictObject({
    policy: CoachingPolicy,
    /** At most so many automatic sessions per agent in a rolling window. */
    limit: z.strictObject({ sessions: z.number().int().min(1).max(20), days: z.number().int().min(1).max(90) }),
    /** At most so many thanks per agent in a rolling window: the fourth in a week means less than the first. */
    thanks: z
      .strictObject({
        times: z.number().int().min(1).max(1000),
        days: z.number().int().min(1).max(30),
        /** By e-mail as well. */
        mail: z.boolean().default(false),
        /** Counted in Genesys, where gamification can take it from. */
        metric: z.boolean().default(false),
      })
      .default({ times: 3, days: 7, mail: false, metric: false }),
    session: z.strictObject({
      minutes: z.number().int().min(15).max(60).multipleOf(15),
      horizonDays: z.number().int().min(1).max(42),
      leadMinutes: z.number().int().min(0).max(10_080),
      /** Null = any time of the shift. */
      hours: Hours.nullable().default(null),
      blackouts: z.array(Blackout).max(50).default([]),
      /** So many agents more than needed must be left. */
      margin: z.number().int().min(0).max(100).default(0),
      /** So far from the beginning and the end of a shift. */
      edgeMinutes: z.number().int().min(0).max(120).default(15),
      besideBreak: z.boolean().default(false),
    }),
    /** How cards may come to supervisors. Null = whenever, and as many as there are. */
    cards: z
      .strictObject({ hours: Hours.nullable(), aDay: z.number().int().min(1).max(50).nullable() })
      .default({ hours: null, aDay: null }),
    /** Judged and recorded, nobody told; null = as the operator decided. */
    shadow: z.boolean().nullable().default(null),
    /** So many working days an open card waits for an answer. */
    expiryDays: z.number().int().min(1).max(30),
    /** What holds for some queues, teams or agents only. */
    overrides: z.array(Override).max(200).default([]),
  })
  .refine(({ policy }) => policy.coach.customerBelow < policy.praise.customerAbove, {
    message: 'settings.coach-above-praise',
  })
export type Settings = z.infer<typeof KeptSettings>

/** What runs until an admin changes it: two rough calls in a row, one session a week. */
export const DEFAULTS: Settings = {
  policy: {
    coach: {
      id: 'rough-in-a-row',
      customerBelow: -0.6,
      agentBelow: -0.3,
      evaluationBelow: null,
      pattern: { kind: 'consecutive', n: 2 },
      leastSeconds: null,
      risingFrom: null,
      only: false,
    },
    rules: [],
    praises: [],
    praise: { id: 'brilliant', customerAbove: 0.8, breaks: false },
    signal: { source: 'auto', minimumPhrases: 2, missing: 'leave' },
  },
  limit: { sessions: 1, days: 7 },
  thanks: { times: 3, days: 7, mail: false, metric: false },
  session: {
    minutes: 30,
    horizonDays: 14,
    leadMinutes: 60,
    hours: null,
    blackouts: [],
    margin: 0,
    edgeMinutes: 15,
    besideBreak: false,
  },
  cards: { hours: null, aDay: null },
  shadow: null,
  expiryDays: 3,
  overrides: [],
}

export const limitMs = (settings: Settings): number => settings.limit.days * DAY

/** What `/coaching set` moves. */
export type Setting =
  | 'customer'
  | 'agent'
  | 'praise'
  | 'limit'
  | 'praise-limit'
  | 'praise-breaks'
  | 'praise-mail'
  | 'praise-metric'
  | 'shadow'
  | 'card-hours'
  | 'cards-a-day'
  | 'evaluation'
  | 'pattern'
  | 'length'
  | 'rising'
  | 'signal'
  | 'missing'
  | 'phrases'
  | 'hours'
  | 'blackout'
  | 'minutes'
  | 'lead'
  | 'horizon'
  | 'margin'
  | 'edge'
  | 'beside-break'
  | 'expiry'
/** A score, a count, a choice by its word, or hours and dates as they are typed; null = off. */
export type SettingValue = number | string | null

interface Place {
  read(settings: Settings): SettingValue
  /** Not checked yet: the settings are, as a whole. */
  write(settings: Settings, value: SettingValue): unknown
}

const ofRule = (field: 'customerBelow' | 'agentBelow' | 'evaluationBelow' | 'leastSeconds' | 'risingFrom'): Place => ({
  read: ({ policy }) => policy.coach[field],
  write: (settings, value) => inPolicy(settings, { coach: { ...settings.policy.coach, [field]: value } }),
})
const ofSignal = (field: 'source' | 'missing' | 'minimumPhrases'): Place => ({
  read: ({ policy }) => policy.signal[field],
  write: (settings, value) => inPolicy(settings, { signal: { ...settings.policy.signal, [field]: value } }),
})
const ofSession = (field: 'minutes' | 'leadMinutes' | 'horizonDays' | 'margin' | 'edgeMinutes'): Place => ({
  read: ({ session }) => session[field],
  write: (settings, value) => inSession(settings, { [field]: value }),
})
const ofThanks = (field: 'mail' | 'metric'): Place => ({
  read: ({ thanks }) => (thanks[field] ? 'on' : 'off'),
  write: (settings, value) => ({ ...settings, thanks: { ...settings.thanks, [field]: value === 'on' } }),
})
const inPolicy = (settings: Settings, changed: object) => ({ ...settings, policy: { ...settings.policy, ...changed } })
const inCards = (settings: Settings, changed: object) => ({ ...settings, cards: { ...settings.cards, ...changed } })
const inSession = (settings: Settings, changed: object) => ({ ...settings, session: { ...settings.session, ...changed } })

const PLACES: Readonly<Record<Setting, Place>> = {
  customer: ofRule('customerBelow'),
  agent: ofRule('agentBelow'),
  evaluation: ofRule('evaluationBelow'),
  length: ofRule('leastSeconds'),
  rising: ofRule('risingFrom'),
  pattern: {
    read: ({ policy }) => sayPattern(policy.coach.pattern),
    write: (settings, value) => inPolicy(settings, { coach: { ...settings.policy.coach, pattern: readPattern(String(value)) } }),
  },
  praise: {
    read: ({ policy }) => policy.praise.customerAbove,
    write: (settings, value) => inPolicy(settings, { praise: { ...settings.policy.praise, customerAbove: value } }),
  },
  limit: {
    read: ({ limit }) => `${limit.sessions} per ${limit.days} days`,
    write: (settings, value) => {
      const [sessions, days] = String(value).match(/\d+/g)?.map(Number) ?? []
      return { ...settings, limit: { sessions, days } }
    },
  },
  'praise-limit': {
    read: ({ thanks }) => `${thanks.times} per ${thanks.days} days`,
    write: (settings, value) => {
      const [times, days] = String(value).match(/\d+/g)?.map(Number) ?? []
      return { ...settings, thanks: { ...settings.thanks, times, days } }
    },
  },
  'praise-mail': ofThanks('mail'),
  'praise-metric': ofThanks('metric'),
  'praise-breaks': {
    read: ({ policy }) => (policy.praise.breaks ? 'on' : 'off'),
    write: (settings, value) => inPolicy(settings, { praise: { ...settings.policy.praise, breaks: value === 'on' } }),
  },
  shadow: {
    read: ({ shadow }) => (shadow === null ? null : shadow ? 'on' : 'off'),
    write: (settings, value) => ({ ...settings, shadow: value === null ? null : value === 'on' }),
  },
  'card-hours': {
    read: ({ cards }) => cards.hours && sayBlackout(cards.hours),
    write: (settings, value) => inCards(settings, { hours: value === null ? null : readHours(String(value)) }),
  },
  'cards-a-day': { read: ({ cards }) => cards.aDay, write: (settings, value) => inCards(settings, { aDay: value }) },
  signal: ofSignal('source'),
  missing: ofSignal('missing'),
  phrases: ofSignal('minimumPhrases'),
  hours: {
    read: ({ session }) => session.hours && sayBlackout(session.hours),
    write: (settings, value) => inSession(settings, { hours: value === null ? null : readHours(String(value)) }),
  },
  blackout: {
    read: ({ session }) => sayBlackouts(session.blackouts),
    write: (settings, value) => inSession(settings, { blackouts: value === null ? [] : readBlackouts(String(value)) }),
  },
  minutes: ofSession('minutes'),
  lead: ofSession('leadMinutes'),
  horizon: ofSession('horizonDays'),
  margin: ofSession('margin'),
  edge: ofSession('edgeMinutes'),
  'beside-break': {
    read: ({ session }) => (session.besideBreak ? 'on' : 'off'),
    write: (settings, value) => inSession(settings, { besideBreak: value === 'on' }),
  },
  expiry: {
    read: ({ expiryDays }) => expiryDays,
    write: (settings, value) => ({ ...settings, expiryDays: value }),
  },
}

/** Everything that `/coaching set` moves. */
export const SETTINGS = Object.keys(PLACES) as readonly Setting[]

type Values = Readonly<Record<string, SettingValue>>

/** These values in their places; not checked. */
export const written = (settings: Settings, values: Values): Settings =>
  Object.entries(values).reduce((now, [what, value]) => PLACES[what as Setting].write(now, value) as Settings, settings)

/** Each of them must be possible by itself, and, wherever several of them meet, coaching begin below the score for thanks. */
function areSound({ overrides, ...rest }: Settings): boolean {
  const everybody = { ...rest, overrides: [] }
  const known = overrides.every(({ values }) => Object.keys(values).every((what) => Object.hasOwn(PLACES, what)))
  const each = known ? overrides.map(({ values }) => KeptSettings.safeParse(written(everybody, values))) : []
  const policies = [everybody, ...each.flatMap(({ data }) => data ?? [])].map(({ policy }) => policy)
  const [highest, lowest] = [
    Math.max(...policies.flatMap(coachRules).map(({ customerBelow }) => customerBelow)),
    Math.min(...policies.flatMap(praiseRules).map(({ customerAbove }) => customerAbove)),
  ]
  return known && each.every(({ success }) => success) && highest < lowest
}

/** What admins steer from chat. Kept with a version; every proposal remembers the version it was judged by. */
export const Settings = KeptSettings.refine(areSound, { message: 'settings.coach-above-praise' })

export const settingOf = (settings: Settings, which: Setting): SettingValue => PLACES[which].read(settings)

/** The settings with one of them moved, or the name of the sentence that says why that cannot be. */
export const withSetting = (settings: Settings, which: Setting, value: SettingValue): Settings | { readonly refused: string } =>
  validated(written(settings, { [which]: value }))

/** The settings, or the name of the sentence that says what is wrong with them. */
export function validated(settings: Settings): Settings | { readonly refused: string } {
  const parsed = Settings.safeParse(settings)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return { refused: issue?.code === 'custom' ? issue.message : 'settings.impossible' }
}
