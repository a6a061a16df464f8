// Where each setting stands among all of them, and how its value is typed. Pure.
import { readBlackouts, readHours, sayBlackout, sayBlackouts } from './hours.ts'
import { readPattern, sayPattern } from './pattern.ts'
import type { Settings } from './settings.ts'

/** What `/coaching set` moves. */
export type Setting =
  | 'customer'
  | 'agent'
  | 'praise'
  | 'limit'
  | 'praise-limit'
  | 'praise-breaks'
  | 'praise-first'
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
  | 'approval'
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

export const PLACES: Readonly<Record<Setting, Place>> = {
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
  'praise-first': {
    read: ({ praiseFirst }) => praiseFirst,
    write: (settings, value) => ({ ...settings, praiseFirst: value }),
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
  approval: {
    read: ({ approval }) => approval.share,
    write: (settings, value) => ({ ...settings, approval: { share: value } }),
  },
  expiry: {
    read: ({ expiryDays }) => expiryDays,
    write: (settings, value) => ({ ...settings, expiryDays: value }),
  },
}
