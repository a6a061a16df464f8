import * as z from 'zod'
import { Blackout, Hours } from './hours.ts'
import { CoachingPolicy, coachRules, praiseRules } from './policy.ts'
import { Override } from './scope.ts'
import { PLACES, type Setting, type SettingValue } from './setting-places.ts'
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
    /** So many thanks in 30 days for each suggestion in them, or a new one is held; null = none is. */
    praiseFirst: z.number().int().min(1).max(10).nullable().default(null),
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
    /** A change that would bring so many percent more sessions waits for a second admin; null = none does. */
    approval: z.strictObject({ share: z.number().int().min(0).max(1000).nullable() }).default({ share: 50 }),
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
  praiseFirst: null,
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
  approval: { share: 50 },
  expiryDays: 3,
  overrides: [],
}

/** The rules for whatever no named rule is about. */
export const isOfTheRest = (rule: string): boolean => rule === DEFAULTS.policy.coach.id || rule === DEFAULTS.policy.praise.id

export const limitMs = (settings: Settings): number => settings.limit.days * DAY

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
