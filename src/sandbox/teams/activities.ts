// Activities as Teams sends them. https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
import type { Json } from '../core/json.ts'
import { localeOf } from '../core/names.ts'
import type { WorldPerson } from '../core/world.ts'
import { BOT, type Conversation, memberId, objectIdOf, TEAM, type TeamsMessage, type Tenant, tenantOf } from './tenant.ts'

export interface Scene {
  readonly by: WorldPerson
  readonly conversation: Conversation
  readonly serviceUrl: string
}

function place({ conversation, by }: Scene): Json {
  const tenantId = tenantOf(by)
  const { id, room } = conversation
  return room ? { isGroup: true, conversationType: 'channel', tenantId, id } : { conversationType: 'personal', tenantId, id }
}

function channelData({ conversation, by }: Scene): Json {
  const tenant = { id: tenantOf(by) }
  const { room } = conversation
  if (!room) return { tenant }
  return { teamsChannelId: room.id, teamsTeamId: TEAM.id, channel: { id: room.id }, team: { id: TEAM.id }, tenant }
}

/** What every activity of a person carries. */
export function activity(tenant: Tenant, scene: Scene): Record<string, unknown> {
  const { by, serviceUrl } = scene
  const now = tenant.world.clock.now()
  const locale = localeOf(by)
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(by.zone)
  return {
    id: `f:${tenant.nextId()}`,
    timestamp: new Date(now).toISOString(),
    localTimestamp: local.toString({ timeZoneName: 'never' }),
    localTimezone: by.zone,
    channelId: 'msteams',
    serviceUrl,
    from: { id: memberId(by), name: by.name, aadObjectId: objectIdOf(by) },
    conversation: place(scene),
    recipient: BOT,
    entities: [{ locale, country: locale.slice(3), platform: 'Web', timezone: by.zone, type: 'clientInfo' }],
    channelData: channelData(scene),
    locale,
  }
}

/** Action.Execute. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards */
export function invoke(from: Json, { message, action, filled }: Pressed): Json {
  const { id, verb, title } = action
  return {
    ...from,
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', ...compact({ id, verb, title }), data: filled }, trigger: 'manual' },
    replyToId: message.id,
    channelData: { ...(from.channelData as Json), source: { name: 'message' }, legacy: { replyToId: message.id } },
  }
}

/** Action.Submit: a message without text. */
export const submit = (from: Json, { message, filled }: Pressed): Json => ({
  ...from,
  type: 'message',
  value: filled,
  replyToId: message.id,
  channelData: { ...(from.channelData as Json), source: { name: 'message' }, legacy: { replyToId: message.id } },
})

export interface Pressed {
  readonly message: TeamsMessage
  readonly action: Json
  /** The action's data with the inputs merged in. */
  readonly filled: unknown
}

const compact = (fields: Json): Json => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** Typed words. In a channel the bot hears them because it is mentioned; a slash command is sent to the bot alone. */
export function words(from: Json, { text, inChannel }: { readonly text: string; readonly inChannel: boolean }): Json {
  const mention = { type: 'mention', mentioned: { id: BOT.id, name: BOT.name }, text: `<at>${BOT.name}</at>` }
  const slash = text.startsWith('/')
  return {
    ...from,
    type: 'message',
    textFormat: 'plain',
    text: inChannel && !slash ? `${mention.text} ${text}` : text,
    ...(slash ? { recipient: { ...BOT, isTargeted: true } } : {}),
    ...(inChannel && !slash ? { entities: [mention, ...(from.entities as Json[])] } : {}),
    attachments: [],
  }
}
