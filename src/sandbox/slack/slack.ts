// Simulated Slack: one workspace with the Web API methods a coaching bot needs, signed deliveries, and what people see and do.
// What it does not do is listed in OMITS below.
import { messageChange } from '../core/deletion.ts'
import { groupChange } from '../core/groups.ts'
import { roomChange } from '../core/rooms.ts'
import type { ChatRoom, Route, SeenMessage, World, WorldPerson } from '../core/world.ts'
import { command, press } from './acting.ts'
import { serveAnswers } from './answers.ts'
import { chartChange } from './charts.ts'
import { fillModal } from './filling-modals.ts'
import { living, remove } from './messages.ts'
import { serveMethods } from './methods.ts'
import { seenModal, topOf } from './modals.ts'
import { buttonsOf, inputsOf, visibleText } from './reading.ts'
import { scopeChange } from './scopes.ts'
import {
  BOT_TOKEN,
  chatIdOf,
  chatOf,
  readers,
  SIGNING_SECRET,
  type SlackMessage,
  type Workspace,
  workspace,
} from './workspace.ts'

const OMITS = [
  'Events API and Socket Mode: nothing is sent when people write messages, open the app home, join or leave',
  'external ids of views, and the home tab; whether a modal was closed is told to nobody',
  'a choice in a menu or picker is not sent by itself, only with the next button; bounds are not checked, as in Slack',
  'files, scheduled messages, threads as people see them, reactions, App Home',
  'OAuth installs; a user without users:read.email still shows an e-mail, all other scopes are asked for as documented',
  'young blocks other than charts (table, card, video …) are accepted by name and not looked into; modals take charts whether they are known or not',
  'Enterprise Grid, several workspaces; the bot is in every room',
  'user groups: one, S0COACHING; none is made, disabled or renamed',
]

function seen(workspace: Workspace, message: SlackMessage, zone: string): SeenMessage {
  const reader = { cast: workspace.world.cast, zone }
  const channel = workspace.channel(message.channel)
  return {
    platform: 'slack',
    id: message.id,
    chat: channel ? chatOf(channel) : message.channel,
    text: visibleText(message, reader),
    buttons: buttonsOf(message.blocks, reader).map(({ id, label }) => ({ id, label })),
    inputs: inputsOf(message.blocks, reader).map(({ id, label, type }) => ({ id, label, type })),
    ephemeral: message.onlyFor !== undefined,
    postedAt: message.postedAt,
    updatedAt: message.updatedAt,
    native: message.blocks.length > 0 ? message.blocks : [{ type: 'section', text: { type: 'mrkdwn', text: message.text } }],
  }
}

function visibleTo(workspace: Workspace, message: SlackMessage, user: string): boolean {
  if (message.onlyFor) return message.onlyFor === user
  const channel = workspace.channel(message.channel)
  return channel !== undefined && readers(channel, workspace.world.cast).includes(user)
}

/** Oldest first. Of a room alone: what everybody in it sees, so nothing private. */
function look(workspace: Workspace, where: { readonly user?: string; readonly room?: string }): SeenMessage[] {
  const person = where.user === undefined ? undefined : workspace.world.cast.person(where.user)
  const user = person && chatIdOf(person)
  if (where.user !== undefined && !user) return []
  return [...workspace.messages.values()]
    .filter((message) => !message.deleted && (where.room === undefined || message.channel === where.room))
    .filter((message) => (user ? visibleTo(workspace, message, user) : message.onlyFor === undefined))
    .map((message) => seen(workspace, message, person?.zone ?? 'UTC'))
}

/** A person sees one modal at a time. */
function before(workspace: Workspace, user: string) {
  const person = workspace.world.cast.person(user)
  const id = person && chatIdOf(person)
  const modal = id === undefined ? undefined : topOf(workspace, id)
  return modal ? [seenModal(workspace, modal)] : []
}

export function slack(world: World, route: Route): ChatRoom {
  const space = workspace(world)
  serveMethods(space, route)
  serveAnswers(space, route)
  const messages = { living: (id: string) => living(space, id), remove: remove.bind(undefined, space) }
  return {
    vendor: 'slack',
    platform: 'slack',
    omits: OMITS,
    changes: {
      message: messageChange('slack', messages),
      room: roomChange(world, 'slack'),
      group: groupChange(world, 'slack', space.group),
      permission: scopeChange(space),
      charts: chartChange(space),
    },
    env: { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET, SLACK_API_URL: `${world.url()}/slack/api/` },
    messages: (where) => look(space, where),
    has: (id) => living(space, id) !== undefined,
    dialogs: (user) => before(space, user),
    fill: (filled) => fillModal(space, filled),
    click: (by: WorldPerson, message, button, inputs) => press(space, { by, message, button, inputs }),
    say: (by: WorldPerson, text, room) => command(space, by, { text, room }),
  }
}
