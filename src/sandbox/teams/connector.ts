// The Bot Connector: what the bot may write, change, delete and look up.
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
import { type Json, recordOf } from '../core/json.ts'
import type { Answer, Call, Route } from '../core/world.ts'
import { bad, cardFaults, contentOf, type Trouble, troubleOf } from './content.ts'
import { answer, isTrouble, NO_ACTIVITY, NO_ROSTER, note, open, unauthorised, type Work } from './door.ts'
import { living, place, redraw, remove } from './messages.ts'
import { BOT, type Conversation, findMember, hasApp, personalId, type TeamsMessage, type Tenant } from './tenant.ts'
import { type Throttle, throttle } from './throttle.ts'

const tooMany = (wait: number): Answer => ({
  status: 429,
  body: { error: { code: 'Throttled', message: 'Too many requests.' } },
  headers: { 'retry-after': String(wait) },
})

function say(tenant: Tenant, call: Call, conversation: Conversation): TeamsMessage | Trouble {
  const activity = recordOf(call.body)
  const trouble = troubleOf(activity)
  if (trouble) return trouble
  const content = contentOf(activity)
  if (content.card) for (const fault of cardFaults(content.card)) note(tenant, call, fault)
  const targeted = call.query.get('isTargetedActivity') === 'true'
  if (!targeted) return place(tenant, { conversation, content })
  const reader = findMember(tenant.world.cast, String(recordOf(activity.recipient).id))
  return reader ? place(tenant, { conversation, content, onlyFor: reader.id }) : bad('A targeted activity needs a recipient.')
}

const post =
  (tenant: Tenant, limit: Throttle): Work =>
  (call) => {
    const conversation = open(tenant, call.params.conversationId!)
    if (isTrouble(conversation)) return conversation
    if (recordOf(call.body).type === 'typing') return { status: 202, body: { id: tenant.nextId() } }
    const wait = limit(conversation.id)
    if (wait > 0) return tooMany(wait)
    const message = say(tenant, call, conversation)
    return isTrouble(message) ? message : { status: 201, body: { id: message.id } }
  }

function own(tenant: Tenant, call: Call): TeamsMessage | Trouble {
  const conversation = open(tenant, call.params.conversationId!)
  if (isTrouble(conversation)) return conversation
  const message = living(tenant, call.params.activityId!)
  const here = message && chatKey(message.conversation) === chatKey(conversation)
  return here && !message.onlyFor ? message : NO_ACTIVITY
}

const chatKey = ({ room, person }: Conversation): string => room?.id ?? person?.id ?? ''

const put =
  (tenant: Tenant): Work =>
  (call) => {
    const message = own(tenant, call)
    if (isTrouble(message)) return message
    const trouble = troubleOf(recordOf(call.body))
    if (trouble) return trouble
    const content = contentOf(recordOf(call.body))
    if (content.card) for (const fault of cardFaults(content.card)) note(tenant, call, fault)
    redraw(tenant, message, content)
    return { status: 200, body: { id: message.id } }
  }

const erase =
  (tenant: Tenant): Work =>
  (call) => {
    const message = own(tenant, call)
    if (isTrouble(message)) return message
    remove(tenant, message, 'bot')
    return { status: 200, body: {} }
  }

/** A personal chat with one member, or a new thread in a channel; the id of an existing chat is simply given again. */
const create =
  (tenant: Tenant, limit: Throttle): Work =>
  (call) => {
    const body = recordOf(call.body)
    const channel = recordOf(recordOf(body.channelData).channel).id
    if (recordOf(body.bot).id !== undefined && recordOf(body.bot).id !== BOT.id) return bad('The bot id is not this bot.')
    const found = typeof channel === 'string' ? open(tenant, channel) : personal(tenant, body)
    if (isTrouble(found)) return found
    if (found.room && !body.activity) return bad('A new thread needs an activity.')
    const wait = limit(found.id)
    if (wait > 0) return tooMany(wait)
    if (!body.activity) return { status: 201, body: { id: found.id } }
    const message = say(tenant, { ...call, body: body.activity }, found)
    if (isTrouble(message)) return message
    const id = found.room ? `${found.room.id};messageid=${message.id}` : found.id
    return { status: 201, body: { id, activityId: message.id } }
  }

function personal(tenant: Tenant, body: Json): Conversation | Trouble {
  const members = Array.isArray(body.members) ? body.members.map(recordOf) : []
  if (members.length !== 1 || body.isGroup === true) return bad('A bot can only create a chat with exactly one member.')
  if (!body.tenantId && !recordOf(recordOf(body.channelData).tenant).id) return bad('The tenant id is missing.')
  const person = findMember(tenant.world.cast, String(members[0]?.id))
  return person && hasApp(tenant, person) ? { id: personalId(person), person } : NO_ROSTER
}

export function serveConnector(tenant: Tenant, route: Route): void {
  const limit = throttle(tenant.world.clock)
  const add = (method: string, template: string, work: Work): void =>
    route(method, template, (call) => answer(tenant, call, unauthorised(tenant, call) ?? work(call)))
  const activities = '/v3/conversations/{conversationId}/activities'
  add('POST', '/v3/conversations', create(tenant, limit))
  add('POST', activities, post(tenant, limit))
  add('POST', `${activities}/{activityId}`, post(tenant, limit))
  add('PUT', `${activities}/{activityId}`, put(tenant))
  add('DELETE', `${activities}/{activityId}`, erase(tenant))
}
