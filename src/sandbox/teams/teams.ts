// Simulated Microsoft Teams: one tenant, the Bot Connector in front of it, signed deliveries, and what people see and do.
// What it does not do is listed in OMITS below.
import { messageChange } from '../core/deletion.ts'
import { roomChange } from '../core/rooms.ts'
import type { ChatRoom, Route, SeenMessage, World, WorldPerson } from '../core/world.ts'
import { TEAMS_APP, TENANT } from '../microsoft/apps.ts'
import { press, say } from './acting.ts'
import { serveConnector } from './connector.ts'
import { courier } from './deliver.ts'
import { dialogOf, fillDialog, seenDialog } from './dialogs.ts'
import { announceInstallation, appChange } from './installation.ts'
import { living, nativeOf, remove, visibleText } from './messages.ts'
import { buttonsOf, inputsOf } from './reading.ts'
import { serveRoster } from './roster.ts'
import { chatOf, sees, type TeamsMessage, type Tenant, tenant } from './tenant.ts'

const OMITS = [
  'installation events, but for the one of the team that a bot hears when it links; membership events; everybody who works here has the app unless a change removes it',
  'dialogs that show a page, or were opened by anything but a card; message extensions, tabs, files, reactions, group chats, meetings',
  'automatic refresh of cards (refresh.userIds); a view that answered a button lasts until the message is updated',
  'Action.ToggleVisibility and Action.ShowCard happen on the client: hidden elements stay unseen, cards to show are shown at once',
  'second deliveries of a slow invoke; 412 and 502, unless ordered as faults',
  'what people write themselves is delivered, not shown',
  'one card a message; the signing key changes with every start of the sandbox',
]

function seen(message: TeamsMessage, reader: WorldPerson | undefined): SeenMessage {
  const own = reader && message.views.get(reader.id)
  const content = own ? { text: message.text, card: own } : message
  const { card } = content
  return {
    platform: 'teams',
    id: message.id,
    chat: chatOf(message.conversation),
    text: visibleText(content),
    buttons: card ? buttonsOf(card).map(({ id, label }) => ({ id, label })) : [],
    inputs: card ? inputsOf(card).map(({ id, label, type }) => ({ id, label, type })) : [],
    ephemeral: message.onlyFor !== undefined,
    postedAt: message.postedAt,
    updatedAt: message.updatedAt,
    native: nativeOf(content),
  }
}

/** Oldest first. Of a room alone: what everybody in it sees, so nothing private. */
function look(tenant: Tenant, where: { readonly user?: string; readonly room?: string }): SeenMessage[] {
  const person = where.user === undefined ? undefined : tenant.world.cast.person(where.user)
  if (where.user !== undefined && !person) return []
  return [...tenant.messages.values()]
    .filter((message) => !message.deleted && (where.room === undefined || message.conversation.room?.id === where.room))
    .filter((message) => (person ? sees(person, message) : message.onlyFor === undefined))
    .map((message) => seen(message, person))
}

/** A person sees one dialog at a time. */
function before(tenant: Tenant, user: string) {
  const person = tenant.world.cast.person(user)
  const dialog = person && dialogOf(tenant, person)
  return dialog ? [seenDialog(dialog)] : []
}

export function teams(world: World, route: Route): ChatRoom {
  const home = tenant(world)
  const post = courier(world, route)
  serveConnector(home, route)
  serveRoster(home, route)
  announceInstallation(home, post)
  const messages = { living: (id: string) => living(home, id), remove: remove.bind(undefined, home) }
  return {
    vendor: 'teams',
    platform: 'teams',
    omits: OMITS,
    changes: { message: messageChange('teams', messages), room: roomChange(world, 'teams'), app: appChange(home) },
    env: {
      TEAMS_APP_ID: TEAMS_APP.id,
      TEAMS_APP_PASSWORD: TEAMS_APP.secret,
      TEAMS_TENANT_ID: TENANT,
      TEAMS_OPENID_URL: `${world.url()}/teams/openid`,
      TEAMS_SERVICE_URL: post.serviceUrl,
      TEAMS_LOGIN_URL: `${world.url()}/entra`,
      TEAMS_GRAPH_URL: `${world.url()}/graph/v1.0`,
    },
    messages: (where) => look(home, where),
    has: (id) => living(home, id) !== undefined,
    dialogs: (user) => before(home, user),
    fill: (given) => fillDialog(home, post, given),
    click: (by, message, button, inputs) => press(home, post, { by, message, button, inputs }),
    say: (by, text, room) => say(home, post, { by, text, room }),
  }
}
