// What Slack delivers, read into our events. https://docs.slack.dev/interactivity/handling-user-interaction
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { CoachingEvent } from '../../coaching/event.ts'
import { Inputs } from '../../coaching/inputs.ts'
import type { Place } from '../../coaching/people.ts'
import { INPUT } from './blocks.ts'
import type { Replies } from './replies.ts'

const Id = z.string().regex(/^[A-Z0-9]{1,40}$/)
const Ts = z.string().regex(/^\d{1,20}\.\d{1,10}$/)

/** What stands in an input, by block and action. Null: nothing. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const Filled = z.object({ selected_date: z.string().nullish(), selected_time: z.string().nullish() })
const State = z.object({ values: z.record(z.string(), z.record(z.string(), Filled)) })

const Press = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: Id }),
  channel: z.object({ id: Id }).nullish(),
  container: z.object({ message_ts: Ts.nullish() }).nullish(),
  message: z.object({ ts: Ts }).nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string().min(1).max(255),
        action_ts: z.string().max(40),
        value: z.string().min(1).max(2000).nullish(),
        selected_option: z.object({ value: z.string().min(1).max(2000) }).nullish(),
      }),
    )
    .min(1),
  state: State.nullish(),
})
type Press = z.infer<typeof Press>

/** Nobody means more than that; the rest of something endless is left aside rather than refused without a word. */
const MOST_TYPED = 4000

const Command = z.object({
  command: z.string(),
  text: z
    .string()
    .default('')
    .transform((typed) => typed.slice(0, MOST_TYPED)),
  user_id: Id,
  channel_id: Id,
  trigger_id: z.string().min(1).max(500),
  response_url: z.string().max(2000).optional(),
})
type Command = z.infer<typeof Command>

/** `handshake`: Slack testing the address, nothing of ours. `malformed`: not what Slack documents. */
export type Delivery =
  | { readonly kind: 'press' | 'command' | 'other'; readonly event: CoachingEvent }
  | { readonly kind: 'handshake' }
  | { readonly kind: 'malformed' }

/** Slack escapes exactly these three in what people typed. https://docs.slack.dev/messaging/formatting-message-text#escaping */
const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

function placeOf(user: string, channel: string): Place {
  const place = { account: { platform: 'slack' as const, id: user }, chat: channel }
  // Direct messages have ids with D; all else is read by several.
  return channel.startsWith('D') ? place : { ...place, room: { platform: 'slack', id: channel } }
}

function unsupported(what: string): Delivery {
  return { kind: 'other', event: { kind: 'unsupported', what: `slack ${what}` } }
}

/** Block ids change with every drawing, so only the action's name counts. Undefined when these are not inputs of ours. */
function inputsOf(state: Press['state']): Inputs | undefined {
  const filled = Object.values(state?.values ?? {}).flatMap((block) => Object.entries(block))
  const given = filled.flatMap(([action, { selected_date, selected_time }]) => {
    const value = selected_date ?? selected_time
    return action.startsWith(INPUT) && value ? [[action.slice(INPUT.length), value]] : []
  })
  return Inputs.safeParse(Object.fromEntries(given)).data
}

function press({ user, channel, container, message, actions, state }: Press): Delivery {
  const action = actions[0]!
  const button = action.value ?? action.selected_option?.value
  const ts = message?.ts ?? container?.message_ts
  // A button that only opens a link is delivered too; so are buttons of modals, of which we have none.
  if (!button) return unsupported('button without a value')
  if (!channel || !ts) return unsupported('button outside a message')
  const inputs = inputsOf(state)
  if (!inputs) return { kind: 'malformed' }
  const place = { ...placeOf(user.id, channel.id), message: ts }
  const delivery = `ba:${user.id}:${ts}:${action.action_id}:${action.action_ts}`
  return { kind: 'press', event: { kind: 'pressed', button, ...filledIn(inputs), place, delivery } }
}

const filledIn = (inputs: Inputs) => (Object.keys(inputs).length > 0 ? { inputs } : {})

/** A trigger_id is a secret for some seconds and deliveries are stored, so its digest names the delivery. */
const digest = (trigger: string): string => createHash('sha256').update(trigger).digest('base64url').slice(0, 32)

/** `/kudos` is a command of its own; a workspace may have had to rename it. */
const wordOf = (command: string): string => (/kudos/i.test(command) ? 'kudos ' : '')

// Whatever the command is called: Slack sends only those of our own manifest.
function command({ command: name, text, user_id, channel_id, trigger_id, response_url }: Command, replies: Replies): Delivery {
  const reply = response_url ? { reply: replies.keep(response_url) } : {}
  const place = { ...placeOf(user_id, channel_id), ...reply }
  return {
    kind: 'command',
    event: { kind: 'commanded', text: `${wordOf(name)}${unescaped(text)}`.trim(), place, delivery: `cmd:${digest(trigger_id)}` },
  }
}

/** Reads the parsed body of a request whose signature held. */
export function readDelivery(body: Readonly<Record<string, unknown>>, replies: Replies): Delivery {
  if (body.ssl_check === '1' || body.type === 'url_verification') return { kind: 'handshake' }
  if (body.command !== undefined) {
    const parsed = Command.safeParse(body)
    return parsed.success ? command(parsed.data, replies) : { kind: 'malformed' }
  }
  if (body.type === 'block_actions') {
    const parsed = Press.safeParse(body)
    return parsed.success ? press(parsed.data) : { kind: 'malformed' }
  }
  if (typeof body.type !== 'string') return { kind: 'malformed' }
  return unsupported(/^[a-z_]{1,40}$/.test(body.type) ? body.type : 'type without a name')
}
