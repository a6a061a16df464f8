import type { ConversationParameters } from 'botbuilder'
import type { Account, Card, RoomRef } from '../../coaching/people.ts'
import { VendorError } from '../../errors.ts'
import type { Address, Chat, Posted } from '../../ports.ts'
import { type Clients, type Connector, openConnector } from './connector.ts'
import { entraGroups } from './groups.ts'
import { sameCard } from './invokes.ts'
import { GLOBAL_SERVICE_URL, type TeamsOptions } from './options.ts'
import { createPace, type Pace } from './pace.ts'
import { people } from './people.ts'
import { textOf } from './reading.ts'
import { type Reference, type References, references } from './references.ts'
import { look } from './rooms.ts'
import type { Call } from './trouble.ts'

interface Message {
  readonly type: 'message'
  readonly summary: string
  readonly attachments: { readonly contentType: string; readonly content: object }[]
}

type Where = Pick<Reference, 'conversation' | 'serviceUrl'>

interface Rig {
  readonly options: TeamsOptions
  readonly connector: Connector
  readonly known: References
  readonly pace: Pace
}

/**
 * Teams as a Chat. `post` writes into the person's own chat with the bot (opened by Entra object id, kept afterwards) or begins a
 * thread in a channel; `redraw` replaces the whole card and answers clicks still waiting on it; `whisper` answers the click itself
 * while it waits, and is a direct message otherwise. Throws VendorError; `inDoubt` when a post may have been made all the same.
 */
export function teamsChat(options: TeamsOptions): Chat {
  const { store, now, invokes, draw } = options
  const known = references(store, now)
  const rig: Rig = { options, connector: openConnector(options), known, pace: createPace({ now }) }
  const directory = people(options)

  async function post(to: Address, card: Card): Promise<Posted> {
    const message = messageOf(card, draw(card).card)
    return 'room' in to ? startThread(rig, to.room, message) : writeTo(rig, to.account, message)
  }

  return {
    platform: 'teams',
    find: directory.find,
    vouch: directory.vouch,
    ...entraGroups(options),
    room: async ({ id }) => look(rig.connector, id, { ...(await placeOfRoom(rig, id)), teams: await teamsOf(rig, id) }),
    post,
    async redraw(posted, card) {
      const { conversation = '', activity = '' } = posted
      const serviceUrl = (await known.serviceUrl(conversation)) ?? posted.serviceUrl ?? ''
      const drawn = draw(card).card
      invokes.redraw({ conversation, activity }, drawn)
      await write(rig, { conversation, serviceUrl, kind: 'repeatable' }, ({ conversations }) =>
        conversations.updateActivity(conversation, activity, { ...messageOf(card, drawn), id: activity }),
      )
    },
    // A bot cannot read a conversation's history, nor hide a marker in a message of its own.
    lookup: async () => 'cannot',
    forget: ({ id }) => known.forget(id),
    stray({ chat: conversation, message: activity }, posts) {
      const isIt = (each: Posted) =>
        sameCard(
          { conversation: each.conversation ?? '', activity: each.activity ?? '' },
          { conversation, activity: activity ?? '' },
        )
      return activity === undefined || posts.some(isIt) ? undefined : { conversation, activity }
    },
    // In a dialog nothing reaches what was answered already; then it is written.
    dialog: async ({ dialog }, { title, card }) =>
      dialog !== undefined && options.tasks.show(dialog, { title, card: draw(card).card }),
    async whisper(place, card) {
      // The answer must not be a card: it would take the place of the one that was pressed, buttons and all.
      const drawn = draw(card)
      if (place.reply && invokes.whisper(place.reply, textOf(drawn.card) || drawn.text)) return
      await post({ account: place.account }, card)
    },
  }
}

/** No text beside the card, since Teams would show both; `summary` is what notifications and screen readers say. */
const messageOf = ({ summary }: Card, content: object): Message => ({
  type: 'message',
  summary,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
})

/** One write into a conversation, in turn. After "too many" the conversation rests as long as Teams asked. */
function write<T>({ connector, pace }: Rig, to: Where & { kind: Call }, run: (clients: Clients) => Promise<T>): Promise<T> {
  return pace.run(to.conversation, async () => {
    try {
      return await connector.call(to.serviceUrl, to.kind, run)
    } catch (error) {
      if (error instanceof VendorError && error.trouble === 'rate-limited')
        pace.pause(to.conversation, error.retryAfterMs ?? 2_000)
      throw error
    }
  })
}

async function writeTo(rig: Rig, account: Account, message: Message): Promise<Posted> {
  const kept = await rig.known.get(account.id)
  try {
    return await send(rig, kept ?? (await introduce(rig, account)), message)
  } catch (error) {
    if (!kept || !isGone(error)) throw error
    // The chat we remembered is gone; nothing was written, so it may be opened anew.
    await rig.known.forget(account.id)
    return send(rig, await introduce(rig, account), message)
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof VendorError && (error.trouble === 'not-found' || error.code === 'BotNotInConversationRoster')

async function send(rig: Rig, to: Where, message: Message): Promise<Posted> {
  const { conversation, serviceUrl } = to
  const { id } = await write(rig, { ...to, kind: 'once' }, ({ conversations }) =>
    conversations.sendToConversation(conversation, message),
  )
  return { conversation, serviceUrl, activity: told(id) }
}

/** Opens the chat with somebody who may never have spoken to us. Teams answers the same chat for the same pair, so it may be repeated. */
async function introduce({ options, connector, known: kept }: Rig, { id }: Account): Promise<Where> {
  const { appId, tenantId, serviceUrl = GLOBAL_SERVICE_URL } = options
  const ask = {
    isGroup: false,
    bot: { id: `28:${appId}`, name: '' },
    members: [{ id, name: '' }],
    tenantId,
    channelData: { tenant: { id: tenantId } },
  } satisfies ConversationParameters
  const opened = await connector.call(serviceUrl, 'repeatable', ({ conversations }) => conversations.createConversation(ask))
  const conversation = told(opened.id)
  await kept.seen(id, { conversation, serviceUrl })
  return { conversation, serviceUrl }
}

/** A new thread. The answer's `activityId` is not always there, but the thread's id ends with its root message's. */
async function startThread(rig: Rig, room: RoomRef, activity: Message): Promise<Posted> {
  const { appId, tenantId } = rig.options
  const { serviceUrl } = await placeOfRoom(rig, room.id)
  const ask = {
    isGroup: true,
    bot: { id: `28:${appId}`, name: '' },
    tenantId,
    channelData: { channel: { id: room.id }, tenant: { id: tenantId } },
    activity,
  } as unknown as ConversationParameters
  const to = { conversation: room.id, serviceUrl }
  const opened = await write(rig, { ...to, kind: 'once' }, ({ conversations }) => conversations.createConversation(ask))
  const conversation = told(opened.id)
  return { conversation, serviceUrl, activity: opened.activityId ?? told(/;messageid=(\d+)$/.exec(conversation)?.[1]) }
}

async function placeOfRoom({ options, known: kept }: Rig, id: string): Promise<Pick<Reference, 'serviceUrl'>> {
  return (await kept.get(id)) ?? { serviceUrl: options.serviceUrl ?? GLOBAL_SERVICE_URL }
}

async function teamsOf({ known: kept }: Rig, id: string): Promise<readonly string[]> {
  const team = (await kept.get(id))?.team
  return team ? [team] : kept.teams()
}

function told(id: string | undefined): string {
  if (id) return id
  throw new VendorError({ vendor: 'Teams', trouble: 'malformed', code: 'id', inDoubt: true })
}
