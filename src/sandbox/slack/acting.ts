// What people do in Slack: press a button, type a slash command.
// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
import { unclear } from '../control/asking.ts'
import type { Clicked, Delivered, Said, WorldPerson } from '../core/world.ts'
import { sayAcknowledgement, sayTrouble } from './answers.ts'
import { deliver, grants } from './deliver.ts'
import { actionOf, fillIn } from './filling.ts'
import { teamOf, userName } from './members.ts'
import { messageObject } from './messages.ts'
import { BOT, type Channel, chatIdOf, readers, type SlackMessage, TEAM, type Workspace } from './workspace.ts'

// Slack still sends the deprecated token; nobody may rely on it.
const OLD_TOKEN = 'deprecated'

function nameOf({ room }: Channel): string {
  if (!room) return 'directmessage'
  return room.private ? 'privategroup' : room.name
}

function account(by: WorldPerson): string {
  return chatIdOf(by) ?? unclear(`${by.name} has no Slack account.`)
}

function sees({ message, channel, user }: Click, workspace: Workspace): boolean {
  return message.onlyFor ? message.onlyFor === user : readers(channel, workspace.world.cast).includes(user)
}

interface Click {
  readonly message: SlackMessage
  readonly channel: Channel
  readonly user: string
  readonly by: WorldPerson
}

function find(workspace: Workspace, by: WorldPerson, id: string): Click {
  const message = workspace.messages.get(id) ?? unclear(`There is no Slack message "${id}".`)
  const click = { message, channel: workspace.channel(message.channel)!, user: account(by), by }
  return sees(click, workspace) ? click : unclear(`${by.name} sees no message "${id}".`)
}

/** Who acts, as every interaction says. */
export const sender = (by: WorldPerson, user: string) => ({
  user: { id: user, username: userName(by), name: userName(by), team_id: teamOf(by) },
  api_app_id: BOT.app,
  token: OLD_TOKEN,
  team: { id: TEAM.id, domain: TEAM.domain },
  enterprise: null,
  is_enterprise_install: false,
})

function payload(click: Click, rights: ReturnType<typeof grants>) {
  const { message, channel, user, by } = click
  const ephemeral = message.onlyFor !== undefined
  return {
    type: 'block_actions',
    ...sender(by, user),
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral },
    ...rights,
    channel: { id: channel.id, name: nameOf(channel) },
    ...(ephemeral ? {} : { message: messageObject(message) }),
  }
}

/** Presses a button that the message shows, or once showed: screens lag. Choices left in menus and inputs travel in `state`. */
export async function press(workspace: Workspace, click: Clicked): Promise<Delivered> {
  const found = find(workspace, click.by, click.message)
  const { message, channel, user } = found
  const pressed = message.shown.get(click.button)
  if (!pressed)
    unclear(`The message never had a button "${click.button}"; it has: ${[...message.shown.keys()].join(', ') || 'none'}.`)
  const reader = { cast: workspace.world.cast, zone: click.by.zone }
  const state = fillIn(message, { user, inputs: click.inputs, reader })
  const rights = grants(workspace, { channel: channel.id, user, message: message.id })
  const actions = [{ ...actionOf(pressed), action_ts: workspace.nextTs() }]
  const whole = { ...payload(found, rights), state: { values: state }, actions }
  const delivered = await deliver(workspace, { payload: JSON.stringify(whole) })
  sayTrouble(workspace, { channel, user, what: 'The button' }, delivered)
  return delivered
}

/** `/coaching status`, or just `status`: `/coaching` is then put before it. Said in a room the person is in, or to the bot directly. */
export async function command(workspace: Workspace, by: WorldPerson, said: Said): Promise<Delivered> {
  const user = account(by)
  const channel =
    (said.room ? workspace.channel(said.room) : workspace.openDirect(user)) ?? unclear(`There is no Slack room "${said.room}".`)
  if (!readers(channel, workspace.world.cast).includes(user)) unclear(`${by.name} is not in that room.`)
  const [, name, text] = /^(\/\S+)\s*(.*)$/s.exec(said.text) ?? ['', '/coaching', said.text]
  const delivered = await deliver(workspace, {
    token: OLD_TOKEN,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: nameOf(channel),
    user_id: user,
    user_name: userName(by),
    command: name!,
    text: text!.trim(),
    api_app_id: BOT.app,
    is_enterprise_install: 'false',
    ...grants(workspace, { channel: channel.id, user }),
  })
  sayAcknowledgement(workspace, { channel, user }, delivered)
  sayTrouble(workspace, { channel, user, what: name! }, delivered)
  return delivered
}
