// chat.*: what the bot says. https://docs.slack.dev/reference/methods
import { type Arguments, no, type Reply, text, yes } from './asked.ts'
import { chartless } from './charts.ts'
import { contentOf, isEmpty, refusedContent } from './content.ts'
import { LIMITS } from './limits.ts'
import { living, messageObject, place, redraw, remove } from './messages.ts'
import { type Channel, readers, TEAM, type Workspace } from './workspace.ts'

type Method = (workspace: Workspace, args: Arguments) => Reply

/** A channel id, or a person's id, whose direct messages are opened by posting. */
function target(workspace: Workspace, id: string): Channel | undefined {
  const channel = /^[UW]/.test(id) ? workspace.openDirect(id) : workspace.channel(id)
  return channel?.person && !channel.person.active ? undefined : channel
}

const postMessage: Method = (workspace, args) => {
  const channel = target(workspace, text(args.channel))
  if (!channel) return no('channel_not_found')
  const content = contentOf(args)
  if (isEmpty(content)) return no('no_text')
  const threadTs = text(args.thread_ts)
  const message = place(workspace, { channel, content, ...(threadTs ? { threadTs } : {}) })
  return yes({ channel: channel.id, ts: message.ts, message: messageObject(message) })
}

const postEphemeral: Method = (workspace, args) => {
  const channel = target(workspace, text(args.channel))
  if (!channel) return no('channel_not_found')
  const user = text(args.user)
  if (!readers(channel, workspace.world.cast).includes(user)) return no('user_not_in_channel')
  const content = contentOf(args)
  if (isEmpty(content)) return no('no_text')
  return yes({ message_ts: place(workspace, { channel, content, onlyFor: user }).ts })
}

/** The bot's own lasting message at (channel, ts), or Slack's name for why not. */
function own(workspace: Workspace, args: Arguments, refusal: string) {
  const channel = workspace.channel(text(args.channel))
  if (!channel) return 'channel_not_found'
  const message = living(workspace, `${channel.id}:${text(args.ts)}`)
  if (!message || message.onlyFor) return 'message_not_found'
  return message.bySlackbot ? refusal : message
}

const update: Method = (workspace, args) => {
  const message = own(workspace, args, 'cant_update_message')
  if (typeof message === 'string') return no(message)
  if (text(args.text).length > LIMITS.updateText) return no('msg_too_long')
  if (args.text === undefined && args.blocks === undefined) return no('no_text')
  const content = contentOf(args)
  if (args.blocks !== undefined && isEmpty({ ...content, text: text(args.text) || message.text })) return no('no_text')
  // Blocks without text leave the old text to the notifications; text without blocks takes the blocks away.
  redraw(workspace, message, args.text === undefined ? { ...content, text: message.text } : content)
  return yes({ channel: message.channel, ts: message.ts, text: message.text, message: messageObject(message) })
}

const erase: Method = (workspace, args) => {
  const message = own(workspace, args, 'cant_delete_message')
  if (typeof message === 'string') return no(message)
  remove(workspace, message, 'bot')
  return yes({ channel: message.channel, ts: message.ts })
}

const getPermalink: Method = (workspace, args) => {
  const channel = workspace.channel(text(args.channel))
  if (!channel) return no('channel_not_found')
  const ts = text(args.message_ts)
  if (!living(workspace, `${channel.id}:${ts}`)) return no('message_not_found')
  const permalink = `https://${TEAM.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`
  return yes({ channel: channel.id, permalink })
}

const checked =
  (method: Method): Method =>
  (workspace, args) =>
    refusedContent(args) ?? chartless(workspace, args) ?? method(workspace, args)

export const POSTING = {
  'chat.postMessage': checked(postMessage),
  'chat.postEphemeral': checked(postEphemeral),
  'chat.update': checked(update),
  'chat.delete': erase,
  'chat.getPermalink': getPermalink,
} as const satisfies Readonly<Record<string, Method>>
