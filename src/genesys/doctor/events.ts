// How scores will reach us: what carries the sentiment topic, and whether the client may hear what it wants to.

import * as z from 'zod'
import type { Finding } from '../../findings.ts'
import { fine, unclear, wrong } from './findings.ts'
import { areMissing, grant } from './permissions.ts'
import { type Probe, type Seen, wentWell } from './probe.ts'

const SENTIMENT = 'v2.speechandtextanalytics.conversation.{id}.sentiment'
const EMPATHY = 'v2.speechandtextanalytics.conversation.{id}.empathy'
const EVALUATIONS = 'v2.quality.evaluations'
const NOBODY = '00000000-0000-0000-0000-000000000000'
/** A twenty-first channel would steal the oldest one: https://developer.genesys.cloud/notificationsalerts/notifications/notification-service-limits */
const MOST_CHANNELS = 20

const Topics = z.object({
  entities: z.array(z.object({ id: z.string(), transports: z.array(z.string()).nullish() })),
})
const Channels = z.object({ entities: z.array(z.object({ id: z.string() })).nullish() })
const Channel = z.object({ id: z.string() })
const Subscribed = z.object({
  entities: z.array(z.object({ id: z.string(), state: z.string().nullish(), missingPermissions: z.array(z.string()).nullish() })),
})

const carriedBy = (transports: readonly string[], name: string): boolean =>
  transports.some((each) => each === name || each === 'All')

function transported(seen: Seen, pushed: boolean): Finding {
  const what = 'sentiment events'
  const listed = Topics.safeParse(seen.body)
  if (!wentWell(seen) || !listed.success)
    return unclear(what, 'Genesys did not list its topics', 'Run this again in a few minutes.')
  const topic = listed.data.entities.find(({ id }) => id === SENTIMENT)
  if (!topic)
    return wrong(
      what,
      'this organisation has no sentiment topic',
      'Switch on speech and text analytics (a licence of its own) and sentiment analysis.',
    )
  const transports = topic.transports ?? []
  const carriers = transports.join(', ') || 'nothing that it names'
  if (transports.length === 0) return unclear(what, 'Genesys does not say what carries the topic')
  if (carriedBy(transports, 'Websocket')) return fine(what, `the topic is carried by ${carriers}`)
  if (pushed) return fine(what, `the topic is carried by ${carriers} only, and events are pushed to us`)
  return wrong(
    what,
    `the topic is carried by ${carriers}, not by WebSocket`,
    'Use EventBridge: let an API destination send the events by POST to https://<your host>/genesys/events, and set GENESYS_EVENTS_SECRET here and there.',
  )
}

function subscribed(seen: Seen, names: ReadonlyMap<string, string>): Finding[] {
  const answer = Subscribed.safeParse(seen.body)
  if (!wentWell(seen) || !answer.success)
    return [
      unclear(
        'live events',
        `a subscription got no proper answer (${seen.status || seen.code})`,
        'Run this again in a few minutes.',
      ),
    ]
  return answer.data.entities.map(({ id, state, missingPermissions }) => {
    const what = `live events: ${names.get(id) ?? id}`
    if (state !== 'Rejected') return fine(what, 'can be heard')
    if (missingPermissions?.length) {
      const next = grant(missingPermissions)
      // Evaluations count only where a rule says so.
      if (id === EVALUATIONS) return unclear(what, areMissing(missingPermissions), `Only if evaluations are to count: ${next}`)
      return wrong(what, areMissing(missingPermissions), next)
    }
    return id === EVALUATIONS
      ? unclear(what, 'Genesys does not offer the topic to this client')
      : wrong(what, 'Genesys rejects the topic', 'Check the ids in GENESYS_QUEUES.')
  })
}

/** A channel of our own for a moment, its topics dropped again; none when that would push out a running Halftime's. */
async function heard(probe: Probe, names: ReadonlyMap<string, string>): Promise<Finding[]> {
  const listed = await probe.ask(({ notifications }) =>
    notifications.getNotificationsChannels({ includechannels: 'oauthclient' }),
  )
  const open = Channels.safeParse(listed.body).data?.entities?.length ?? 0
  if (open >= MOST_CHANNELS)
    return [
      unclear(
        'live events',
        `all ${MOST_CHANNELS} channels of this client are in use`,
        'Give Halftime an OAuth client that nothing else uses.',
      ),
    ]
  const made = await probe.ask(({ notifications }) => notifications.postNotificationsChannels())
  const channel = Channel.safeParse(made.body).data?.id
  if (!channel) return subscribed(made, names)
  const topics = [...names.keys()].map((id) => ({ id }))
  const answer = await probe.ask(({ notifications }) =>
    notifications.putNotificationsChannelSubscriptions(channel, topics, { ignoreErrors: true }),
  )
  await probe.ask(({ notifications }) => notifications.deleteNotificationsChannelSubscriptions(channel))
  return subscribed(answer, names)
}

export interface Hearing {
  readonly queues: readonly string[]
  /** The topic of the agents' empathy is listened to. */
  readonly empathy: boolean
  /** GENESYS_EVENTS_SECRET is set, so that EventBridge may bring what a WebSocket cannot. */
  readonly pushed: boolean
}

export async function events(probe: Probe, { queues, empathy, pushed }: Hearing): Promise<Finding[]> {
  const seen = await probe.ask(({ notifications }) => notifications.getNotificationsAvailabletopics({ expand: ['transports'] }))
  const sentiment = transported(seen, pushed)
  const live = sentiment.found.includes('Websocket') || sentiment.found.includes('All')
  const names = new Map([
    ...queues.map((id) => [`v2.routing.queues.${id}.conversations`, `queue ${id}`] as const),
    ...(live ? [[SENTIMENT.replace('{id}', NOBODY), 'sentiment'] as const] : []),
    ...(empathy ? [[EMPATHY.replace('{id}', NOBODY), 'empathy'] as const] : []),
    [EVALUATIONS, 'evaluations'] as const,
  ])
  return [sentiment, ...together(await heard(probe, names))]
}

/** All that can be heard is one line. */
function together(findings: readonly Finding[]): Finding[] {
  const well = findings.filter(({ verdict }) => verdict === 'ok')
  const rest = findings.filter(({ verdict }) => verdict !== 'ok')
  return [...(well.length > 0 ? [fine('live events', `${well.length} of ${findings.length} topics can be heard`)] : []), ...rest]
}
