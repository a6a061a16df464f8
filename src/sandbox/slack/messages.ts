// Messages come into being, change and go; each is an effect in the world's ledger.
import type { Json } from '../core/json.ts'
import type { Content } from './content.ts'
import type { Reader } from './mrkdwn.ts'
import { buttonsOf, visibleText } from './reading.ts'
import { BOT, type Channel, chatOf, type SlackMessage, TEAM, type Workspace } from './workspace.ts'

export interface Placing {
  readonly channel: Channel
  readonly content: Content
  readonly threadTs?: string
  /** Slack user id of the only one who sees it. */
  readonly onlyFor?: string
  readonly bySlackbot?: boolean
}

/** The message whose id this is, unless it was deleted. */
export const living = (workspace: Workspace, id: string): SlackMessage | undefined => {
  const message = workspace.messages.get(id)
  return message?.deleted ? undefined : message
}

function rememberButtons(workspace: Workspace, message: SlackMessage): void {
  const reader: Reader = { cast: workspace.world.cast, zone: 'UTC' }
  for (const { id, click } of buttonsOf(message.blocks, reader)) message.shown.set(id, click)
}

function commit(workspace: Workspace, message: SlackMessage, effect: string, by: 'bot' | 'other' = 'bot'): void {
  const { cast, ledger } = workspace.world
  const channel = workspace.channel(message.channel)
  const user = message.onlyFor ? cast.byChat('slack', message.onlyFor)?.id : channel?.person?.id
  const body = {
    chat: channel ? chatOf(channel) : message.channel,
    ...(user ? { user } : {}),
    text: visibleText(message, { cast, zone: 'UTC' }),
    ephemeral: message.onlyFor !== undefined,
    native: message.blocks,
  }
  ledger.commit({ vendor: 'slack', effect, by, id: message.id, body })
}

const isoNow = ({ world }: Workspace): string => new Date(world.clock.now()).toISOString()

export function place(workspace: Workspace, { channel, content, ...rest }: Placing): SlackMessage {
  const ts = workspace.nextTs()
  const message: SlackMessage = {
    id: `${channel.id}:${ts}`,
    channel: channel.id,
    ts,
    ...rest,
    ...content,
    postedAt: isoNow(workspace),
    updatedAt: null,
    deleted: false,
    shown: new Map(),
    filled: new Map(),
  }
  workspace.messages.set(message.id, message)
  rememberButtons(workspace, message)
  commit(workspace, message, 'message.posted', rest.bySlackbot ? 'other' : 'bot')
  return message
}

export function redraw(workspace: Workspace, message: SlackMessage, content: Partial<Content>): void {
  Object.assign(message, content, { updatedAt: isoNow(workspace) })
  rememberButtons(workspace, message)
  commit(workspace, message, 'message.updated')
}

export function remove(workspace: Workspace, message: SlackMessage, by: 'bot' | 'other'): void {
  message.deleted = true
  commit(workspace, message, 'message.deleted', by)
}

/** The message object of Slack's answers and deliveries. https://docs.slack.dev/reference/events/message */
export function messageObject(message: SlackMessage): Json {
  const { blocks, metadata, threadTs } = message
  return {
    user: BOT.user,
    type: 'message',
    ts: message.ts,
    bot_id: BOT.bot,
    app_id: BOT.app,
    text: message.text,
    team: TEAM.id,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(threadTs ? { thread_ts: threadTs } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    ...(message.updatedAt ? { edited: { user: BOT.user, ts: message.ts } } : {}),
  }
}
