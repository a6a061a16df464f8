// Slack's rate tiers, per method, and one message a second per channel with a burst. Windows follow the world's clock.
// https://docs.slack.dev/apis/web-api/rate-limits
import type { Clock } from '../core/world.ts'

const PER_MINUTE = { special: 600, tier4: 100, tier3: 50, tier2: 20 } as const

const TIER: Readonly<Record<string, keyof typeof PER_MINUTE>> = {
  'auth.test': 'special',
  'blocks.validate': 'special',
  'chat.getPermalink': 'special',
  'chat.postMessage': 'special',
  'chat.postEphemeral': 'tier4',
  'conversations.members': 'tier4',
  'users.info': 'tier4',
  'views.open': 'tier4',
  'views.push': 'tier4',
  'views.update': 'tier4',
  'usergroups.list': 'tier2',
  'usergroups.users.list': 'tier2',
}

/** Slack tolerates short bursts; ten in one second is what we let through before it must be one a second. */
const CHANNEL_BURST = 10

interface Bucket {
  tokens: number
  at: number
}

/** Answers seconds to wait, or 0 when the call may go on. */
export type Limits = (method: string, channel?: string) => number

export function rateLimits(clock: Clock): Limits {
  const buckets = new Map<string, Bucket>()
  const take = (key: string, { burst, perSecond }: { burst: number; perSecond: number }): number => {
    const now = clock.now()
    const bucket = buckets.get(key) ?? { tokens: burst, at: now }
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perSecond)
  }
  return (method, channel) => {
    const perMinute = PER_MINUTE[TIER[method] ?? 'tier3']
    const wait = take(method, { burst: perMinute, perSecond: perMinute / 60 })
    if (wait > 0 || method !== 'chat.postMessage' || !channel) return wait
    return take(`${method} ${channel}`, { burst: CHANNEL_BURST, perSecond: 1 })
  }
}
