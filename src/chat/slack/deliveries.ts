// What Slack delivers, read into our events. https://docs.slack.dev/interactivity/handling-user-interaction
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { parseCommand } from '../../coaching/command.ts'
import type { CoachingEvent } from '../../coaching/event.ts'
import { Inputs } from '../../coaching/inputs.ts'
import type { Place } from '../../coaching/people.ts'
import type { Answer, Dialogs } from './dialogs.ts'
import { INPUT } from './inputs.ts'
import type { Replies } from './replies.ts'

const Id = z.string().regex(/^[A-Z0-9]{1,40}$/)
const Ts = z.string().regex(/^\d{1,20}\.\d{1,10}$/)

/** What stands in an input, by block and action. Null: nothing. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const Filled = z.object({
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  value: z.string().nullish(),
})
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
  /** Where it was pressed in a dialog. */
  view: z.object({ id: Id, state: State.nullish() }).nullish(),
})
type Press = z.infer<typeof Press>

/** Nobody means more than that; the rest of something endless is left aside rather than refused without a word. */
const MOST_TYPED = 4000

const Submission = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: Id }),
  trigger_id: z.string().min(1).max(500),
  view: z.object({ id: Id, private_metadata: z.string().min(1).max(200), state: State }),
})
type Submission = z.infer<typeof Submission>

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
  | {
      readonly kind: 'submission'
      readonly event: CoachingEvent
      readonly answer: Promise<Answer>
      /** To be called once the answer is on its way. */
      answered(): void
    }
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
  const given = filled.flatMap(([action, { selected_date, selected_time, selected_option, value: typed }]) => {
    const value = selected_date ?? selected_time ?? selected_option?.value ?? typed
    return action.startsWith(INPUT) && value ? [[action.slice(INPUT.length), value]] : []
  })
  return Inputs.safeParse(Object.fromEntries(given)).data
}

function press({ user, channel, container, message, actions, state, view }: Press, { dialogs }: Memories): Delivery {
  const action = actions[0]!
  const button = action.value ?? action.selected_option?.value
  const ts = message?.ts ?? container?.message_ts
  // A button that only opens a link is delivered too.
  if (!button) return unsupported('button without a value')
  const inputs = inputsOf(view?.state ?? state)
  if (!inputs) return { kind: 'malformed' }
  const place = view
    ? { ...inDialog(user.id), dialog: dialogs.pressed(view.id) }
    : channel && ts && { ...placeOf(user.id, channel.id), message: ts }
  if (!place) return unsupported('button outside a message')
  const delivery = `ba:${user.id}:${view?.id ?? ts}:${action.action_id}:${action.action_ts}`
  return { kind: 'press', event: { kind: 'pressed', button, ...filledIn(inputs), place, delivery } }
}

/** A dialog stands in no chat; what cannot be said in it is said directly. */
const inDialog = (user: string): Place => ({ account: { platform: 'slack', id: user }, chat: user })

/** What a form's own button means stands in its metadata, as an id. An unchanged view keeps its hash, so the trigger names the delivery. */
function submission({ user, trigger_id, view }: Submission, { dialogs }: Memories): Delivery {
  const inputs = inputsOf(view.state)
  if (!inputs) return { kind: 'malformed' }
  const delivery = `vs:${view.id}:${digest(trigger_id)}`
  const blocks = Object.entries(view.state.values).flatMap(([block, filled]) =>
    Object.keys(filled).map((action) => [action.slice(INPUT.length), block]),
  )
  const { handle, answer, answered } = dialogs.submitted({ view: view.id, delivery, inputs: Object.fromEntries(blocks) })
  const place = { ...inDialog(user.id), dialog: handle }
  return {
    kind: 'submission',
    event: { kind: 'pressed', button: view.private_metadata, ...filledIn(inputs), place, delivery },
    answer,
    answered,
  }
}

const filledIn = (inputs: Inputs) => (Object.keys(inputs).length > 0 ? { inputs } : {})

/** A trigger_id is a secret for some seconds and deliveries are stored, so its digest names the delivery. */
const digest = (trigger: string): string => createHash('sha256').update(trigger).digest('base64url').slice(0, 32)

/** `/kudos` is a command of its own; a workspace may have had to rename it. */
const wordOf = (command: string): string => (/kudos/i.test(command) ? 'kudos ' : '')

// Whatever the command is called: Slack sends only those of our own manifest.
function command(
  { command: name, text, user_id, channel_id, trigger_id, response_url }: Command,
  { replies, dialogs }: Memories,
): Delivery {
  const reply = response_url ? { reply: replies.keep(response_url) } : {}
  const typed = `${wordOf(name)}${unescaped(text)}`.trim()
  const dialog = wantsDialog(typed) ? { dialog: dialogs.open(trigger_id) } : {}
  const place = { ...placeOf(user_id, channel_id), ...reply, ...dialog }
  return {
    kind: 'command',
    event: { kind: 'commanded', text: typed, place, delivery: `cmd:${digest(trigger_id)}` },
  }
}

/** It must open within three seconds, so before anything is asked of anybody: who may see what is looked into while it says “one moment”. */
function wantsDialog(typed: string): boolean {
  const asked = parseCommand(typed)
  return asked.kind === 'form' && !asked.card
}

/** What is kept of deliveries, in memory. */
export interface Memories {
  readonly replies: Replies
  readonly dialogs: Dialogs
}

/** Reads the parsed body of a request whose signature held. */
export function readDelivery(body: Readonly<Record<string, unknown>>, memories: Memories): Delivery {
  if (body.ssl_check === '1' || body.type === 'url_verification') return { kind: 'handshake' }
  if (body.command !== undefined) {
    const parsed = Command.safeParse(body)
    return parsed.success ? command(parsed.data, memories) : { kind: 'malformed' }
  }
  if (body.type === 'block_actions') {
    const parsed = Press.safeParse(body)
    return parsed.success ? press(parsed.data, memories) : { kind: 'malformed' }
  }
  if (body.type === 'view_submission') {
    const parsed = Submission.safeParse(body)
    return parsed.success ? submission(parsed.data, memories) : { kind: 'malformed' }
  }
  if (typeof body.type !== 'string') return { kind: 'malformed' }
  return unsupported(/^[a-z_]{1,40}$/.test(body.type) ? body.type : 'type without a name')
}
