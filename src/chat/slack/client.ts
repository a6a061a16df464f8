// The Chat port for Slack: cards are posted, found again, redrawn and whispered. https://docs.slack.dev/reference/methods
import * as z from 'zod'
import type { Card, Place } from '../../coaching/people.ts'
import { VendorError } from '../../errors.ts'
import type { Address, Chat, Counts, Log, Posted } from '../../ports.ts'
import { remembered } from '../../remembered.ts'
import { orWithoutCharts } from './chart.ts'
import type { Dialogs } from './dialogs.ts'
import { slackGroups } from './groups.ts'
import { lanes } from './lanes.ts'
import { slackMembers } from './members.ts'
import { answerAt, type Replies } from './replies.ts'
import { slackRoom } from './rooms.ts'
import { openSession } from './session.ts'

export interface SlackOptions {
  /** The bot's token, xoxb-… */
  readonly token: string
  /** https://slack.com/api/, or a stand-in on loopback. */
  readonly apiUrl: string
  /** Own workspace; asked from Slack when it is not given. */
  readonly teamId?: string
  /** Ready for Slack: blocks, and a full sentence for notifications and screen readers (see `blocks` and `fallbackText`). */
  draw(card: Card): { readonly blocks: readonly unknown[]; readonly text: string }
  /** Both shared with the webhook. */
  readonly replies: Replies
  readonly dialogs: Dialogs
  now(): number
  readonly log: Log
  readonly counts: Counts
}

const EVENT_TYPE = 'halftime_card'
/** chat.update refuses longer texts (msg_too_long). */
const MOST_TEXT = 4000
const LOOK_BACK = 50
/** Direct messages keep their channel id; asked again once a day only because nothing should be believed for ever. */
const DIRECT_MS = 24 * 60 * 60_000

/** Where a private word cannot be said in place; it goes to the direct messages instead. */
const ELSEWHERE = new Set([
  'channel_not_found',
  'is_archived',
  'method_not_supported_for_channel_type',
  'not_in_channel',
  'restricted_action',
  'user_not_in_channel',
])

const Sent = z.object({ channel: z.string(), ts: z.string() })
const Whispered = z.object({ message_ts: z.string() })
const Updated = z.object({ ts: z.string() })
const Opened = z.object({ channel: z.object({ id: z.string() }) })
const History = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      user: z.string().nullish(),
      metadata: z.object({ event_type: z.string().nullish(), event_payload: z.unknown() }).nullish(),
    }),
  ),
})
type Message = z.infer<typeof History>['messages'][number]

const Ref = z.object({ ref: z.string() })

/**
 * Whoever drew the text: nothing in it may mention or link. What is escaped already stays as it is. An entity may be torn at the
 * very end, which Slack shows as it stands. https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function inert(text: string): string {
  const escaped = text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
  return escaped.slice(0, MOST_TEXT)
}

const isOurs = (marker: string, self: string) => (message: Message) =>
  message.user === self &&
  message.metadata?.event_type === EVENT_TYPE &&
  Ref.safeParse(message.metadata.event_payload).data?.ref === marker

const codeOf = (error: unknown): string => (error instanceof VendorError ? error.code : '')

function unfold(posted: Posted): { channel: string; ts: string } {
  const parsed = Sent.safeParse(posted)
  if (parsed.success) return parsed.data
  throw new VendorError({ vendor: 'Slack', trouble: 'malformed', code: 'posted', cause: parsed.error })
}

/**
 * The bot's Slack. Everything throws VendorError on failure; `inDoubt` only where a message may have been posted unheard of.
 * Messages of one channel keep their order and Slack's pace; a rate limit pauses that channel alone.
 */
export function slackChat(options: SlackOptions): Chat {
  const { now, replies, dialogs } = options
  const session = openSession(options)
  const lane = lanes(now)
  const directs = remembered<string>({ now, lifeOf: () => DIRECT_MS })

  function drawn(card: Card) {
    const { blocks, text } = options.draw(card)
    return { text: inert(text), blocks }
  }

  async function open(user: string): Promise<string> {
    const { channel } = await session.call('conversations.open', { args: { users: user }, answer: Opened })
    return channel.id
  }

  async function channelOf(to: Address): Promise<string> {
    if ('room' in to) return to.room.id
    return directs(to.account.id, () => open(to.account.id))
  }

  async function send(to: Address, message: object): Promise<Posted> {
    const channel = await channelOf(to)
    const args = { channel, ...message, unfurl_links: false, unfurl_media: false }
    return lane.run(channel, () => session.call('chat.postMessage', { args, answer: Sent, creates: true }))
  }

  async function whisperInPlace({ chat, account }: Place, message: object): Promise<boolean> {
    const args = { channel: chat, user: account.id, ...message }
    try {
      // Not under the pace of the channel's messages: whoever acted reads it at once. https://docs.slack.dev/reference/methods/chat.postEphemeral
      await lane.run(`${chat}:${account.id}`, () => session.call('chat.postEphemeral', { args, answer: Whispered }), {
        unpaced: true,
      })
      return true
    } catch (error) {
      if (ELSEWHERE.has(codeOf(error))) return false
      throw error
    }
  }

  async function search(to: Address, marker: string): Promise<Posted | undefined> {
    const channel = await channelOf(to)
    const args = { channel, limit: LOOK_BACK, include_all_metadata: true }
    const { messages } = await session.call('conversations.history', { args, answer: History })
    const { user } = await session.self()
    const found = messages.find(isOurs(marker, user))
    return found && { channel, ts: found.ts }
  }

  return {
    platform: 'slack',
    ...slackMembers({ ...options, session }),
    ...slackGroups(session, now),
    room: slackRoom(session),

    post(to, card, marker) {
      // Every app and member of the workspace can read metadata, so it holds an id and nothing else.
      const message = { ...drawn(card), metadata: { event_type: EVENT_TYPE, event_payload: { ref: marker } } }
      return orWithoutCharts(message, (said) => send(to, said))
    },

    async redraw(posted, card) {
      const { channel, ts } = unfold(posted)
      await orWithoutCharts({ channel, ts, ...drawn(card) }, (args) =>
        lane.run(`${channel}:${ts}`, () => session.call('chat.update', { args, answer: Updated }), { unpaced: true }),
      )
    },

    async lookup(to, marker) {
      try {
        return await search(to, marker)
      } catch (error) {
        // The right to read history is asked for this look-up only; a workspace may have left it out.
        if (codeOf(error) === 'missing_scope' || codeOf(error) === 'not_in_channel') return 'cannot'
        throw error
      }
    },

    // Slack opens a conversation anew each day; nothing of it is kept.
    forget: async () => undefined,
    stray({ chat: channel, message: ts }, posts) {
      const isIt = (each: Posted) => each.channel === channel && each.ts === ts
      return ts === undefined || posts.some(isIt) ? undefined : { channel, ts }
    },

    dialog: async (place, shown) => place.dialog !== undefined && dialogs.show(place.dialog, shown),

    async whisper(place, card) {
      await orWithoutCharts(drawn(card), async (message) => {
        const url = place.reply === undefined ? undefined : replies.take(place.reply)
        if (url && (await answerAt(url, message, options))) return
        if (await whisperInPlace(place, message)) return
        await send({ account: place.account }, message)
      })
    },
  }
}
