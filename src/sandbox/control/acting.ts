// What people and other systems do in the world: interactions, changes, clicks, commands, troubles, time.

import type { Cast, ChatRoom, Vendor, WorldPerson } from '../core/world.ts'
import { KNOWN_STEPS, parseStep } from '../wire/faults.ts'
import { type Ask, type Asked, personOf, text, unclear } from './asking.ts'
import type { Parts } from './parts.ts'

const VENDORS: readonly Vendor[] = ['genesys', 'slack', 'teams', 'microsoft', 'google']
const PEOPLE_KEYS = ['agent', 'person', 'user', 'manager', 'facilitator']

function change({ world, vendors }: Parts, body: Asked['body']): unknown {
  const kinds = [...new Set(vendors.flatMap((vendor) => Object.keys(vendor.changes ?? {})))].sort()
  const kind = text(body, 'kind')
  if (!kinds.includes(kind)) return unclear(`Nobody changes "${kind}". Kinds: ${kinds.join(', ')}.`)
  for (const key of PEOPLE_KEYS) if (body[key] !== undefined && body[key] !== null) personOf(world.cast, body[key])
  const wanted = body.vendor ?? body.platform
  const able = vendors.filter((vendor) => vendor.changes?.[kind] && (wanted === undefined || vendor.vendor === wanted))
  const refusals: string[] = []
  for (const vendor of able) {
    const outcome = vendor.changes![kind]!(body)
    if (typeof outcome !== 'string') return outcome ?? { changed: true }
    refusals.push(outcome)
  }
  return unclear(refusals.join(' ') || `"${String(wanted)}" does not change "${kind}".`)
}

function inputsOf(value: unknown): Record<string, string> {
  if (value === undefined) return {}
  const texts = typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string')
  return texts ? (value as Record<string, string>) : unclear('"inputs" must be an object of strings: {"<input id>": "<value>"}.')
}

/** Whoever left the company has no account to act with. */
function actorOf(cast: Cast, name: unknown): WorldPerson {
  const person = personOf(cast, name)
  return person.active ? person : unclear(`${person.name} has left the company and can no longer act.`)
}

function click({ world, chats }: Parts, body: Asked['body']): unknown {
  const by = actorOf(world.cast, body.user)
  const message = text(body, 'message')
  const chat = chats.find((each) => each.has(message))
  if (!chat) return unclear(`${by.name} sees no message "${message}"; GET /world/messages?user=${by.id} lists what is seen.`)
  return chat.click(by, message, text(body, 'button'), inputsOf(body.inputs))
}

function fill({ world, chats }: Parts, body: Asked['body']): unknown {
  const by = actorOf(world.cast, body.user)
  const dialog = text(body, 'dialog')
  const chat = chats.find((each) => each.dialogs(by.id).some(({ id }) => id === dialog))
  if (!chat) return unclear(`${by.name} sees no dialog "${dialog}"; GET /world/dialogs?user=${by.id} says what is seen.`)
  return chat.fill({ by, dialog, button: text(body, 'button'), inputs: inputsOf(body.inputs) })
}

/** The same delivery once more, as vendors repeat what they believe unanswered. */
function repeat({ world }: Parts, { params: { id } }: Asked): unknown {
  return world.deliveries.again(id!) ?? unclear(`Nothing was delivered as "${id}"; the answer of a click or a command names it.`)
}

function chatOf(chats: readonly ChatRoom[], by: WorldPerson, platform: unknown): ChatRoom {
  const wanted = platform ?? by.platform
  const has = by.accounts.some((account) => account.platform === wanted)
  const chat = chats.find((each) => each.platform === wanted)
  return has && chat ? chat : unclear(`${by.name} has no account on "${String(wanted)}".`)
}

function command({ world, chats }: Parts, body: Asked['body']): unknown {
  const by = actorOf(world.cast, body.user)
  const chat = chatOf(chats, by, body.platform)
  if (body.room === undefined) return chat.say(by, text(body, 'text'))
  const room = world.cast.room(String(body.room), chat.platform)
  if (!room) return unclear(`There is no ${chat.platform} room "${String(body.room)}".`)
  return chat.say(by, text(body, 'text'), room.id)
}

function order({ faults }: Parts, { vendor, plan, times = 1, method, path, about, ...rest }: Asked['body']): unknown {
  const known = VENDORS.find((each) => each === vendor) ?? unclear(`"vendor" must be one of ${VENDORS.join(', ')}.`)
  if (Object.keys(rest).length > 0) return unclear(`Unknown keys: ${Object.keys(rest).join(', ')}.`)
  if (!Array.isArray(plan) || plan.length === 0) return unclear(`"plan" must be a list of ${KNOWN_STEPS.join(' | ')}.`)
  if (!Number.isInteger(times) || Number(times) < 1) return unclear('"times" must be a whole number from 1.')
  const steps = plan.map(
    (entry) => parseStep(entry) ?? unclear(`Unknown plan entry ${JSON.stringify(entry)}. Known: ${KNOWN_STEPS.join(' | ')}.`),
  )
  const where = Object.entries({ method, path, about }).filter(([, value]) => typeof value === 'string')
  faults.add({ vendor: known, ...Object.fromEntries(where), plan: steps, times: Number(times) })
  return { ordered: steps.length * Number(times) }
}

function release({ held }: Parts, { params, body }: Asked): unknown {
  if (body.release !== true) return unclear('Say {"release": true}.')
  return held.release(params.id!, body.anyway === true)
    ? { released: true }
    : unclear(`No call is held as "${params.id}"; GET /world/held lists them.`)
}

function milliseconds({ world }: Parts, advance: string): number {
  try {
    const relativeTo = Temporal.Instant.fromEpochMilliseconds(world.clock.now()).toZonedDateTimeISO('UTC')
    return Temporal.Duration.from(advance).total({ unit: 'milliseconds', relativeTo })
  } catch {
    return unclear(`"advance" must be an ISO 8601 duration such as "PT90M" or "P1D", not "${advance}".`)
  }
}

async function pass(parts: Parts, body: Asked['body']): Promise<unknown> {
  const ms = milliseconds(parts, text(body, 'advance'))
  if (ms < 0) return unclear('Time only moves forward.')
  parts.world.clock.advance(Math.round(ms))
  const bots = await parts.bots.push()
  return { now: new Date(parts.world.clock.now()).toISOString(), bots }
}

/** "METHOD path" → what happens. */
export function acting(parts: Parts): Readonly<Record<string, Ask>> {
  return {
    'POST /world/interactions': ({ body, list }) => (list ? parts.genesys.interactAll(list) : parts.genesys.interact(body)),
    'POST /world/changes': ({ body }) => change(parts, body),
    'POST /world/clicks': ({ body }) => click(parts, body),
    'POST /world/dialogs': ({ body }) => fill(parts, body),
    'POST /world/commands': ({ body }) => command(parts, body),
    'POST /world/deliveries/{id}': (asked) => repeat(parts, asked),
    'POST /world/faults': ({ body }) => order(parts, body),
    'DELETE /world/faults': () => {
      parts.faults.clear()
      return { cleared: true }
    },
    'POST /world/held/{id}': (asked) => release(parts, asked),
    'POST /world/clock': ({ body }) => pass(parts, body),
  }
}
