// What people do in Teams: press a button of a card, write to the bot or mention it.
import { unclear } from '../control/asking.ts'
import type { Clicked, Delivered, Said, WorldPerson } from '../core/world.ts'
import { activity, invoke, type Scene, submit, words } from './activities.ts'
import type { Courier } from './deliver.ts'
import { fetchDialog, opensDialog } from './dialogs.ts'
import { filled, keepTyped } from './filling.ts'
import { showOutcome } from './outcomes.ts'
import { type Conversation, objectIdOf, personalId, sees, type TeamsMessage, type Tenant } from './tenant.ts'

function find(tenant: Tenant, { by, message: id }: Clicked): TeamsMessage {
  const message = tenant.messages.get(id) ?? unclear(`There is no Teams message "${id}".`)
  return sees(by, message) ? message : unclear(`${by.name} sees no message "${id}".`)
}

function threadOf({ conversation, id }: TeamsMessage): Conversation {
  const { room, root = id } = conversation
  return room ? { ...conversation, root, id: `${room.id};messageid=${root}` } : conversation
}

/** Presses a button that the message shows, or once showed: screens lag. */
export async function press(tenant: Tenant, courier: Courier, click: Clicked): Promise<Delivered> {
  const message = find(tenant, click)
  const known = [...message.shown.keys()].join(', ') || 'none'
  const { action, card } =
    message.shown.get(click.button) ?? unclear(`The message never had a button "${click.button}"; it has: ${known}.`)
  const pressed = { message, action, filled: filled(action, card, keepTyped(message, card, click)) }
  const scene: Scene = { by: click.by, conversation: threadOf(message), serviceUrl: courier.serviceUrl }
  const from = activity(tenant, scene)
  if (opensDialog(action))
    return fetchDialog(tenant, courier, {
      by: click.by,
      conversation: scene.conversation,
      replyToId: message.id,
      data: pressed.filled,
    })
  if (action.type === 'Action.Submit') return courier.deliver(submit(from, pressed))
  if (action.type !== 'Action.Execute') return unclear(`"${click.button}" is ${String(action.type)}: nothing is sent to the bot.`)
  const delivered = await courier.deliver(invoke(from, pressed))
  showOutcome(tenant, { by: click.by, message }, delivered)
  return delivered
}

/** Writes to the bot in the personal chat, or starts a thread in a channel with a mention of it. */
export async function say(
  tenant: Tenant,
  courier: Courier,
  { by, text, room }: Said & { readonly by: WorldPerson },
): Promise<Delivered> {
  if (!objectIdOf(by)) unclear(`${by.name} has no Teams account.`)
  const id = room === undefined ? personalId(by) : `${room};messageid=${tenant.nextId()}`
  const conversation = tenant.conversation(id) ?? unclear(`There is no Teams channel "${room}".`)
  if (conversation.room && !conversation.room.members.includes(by.id)) unclear(`${by.name} is not in that channel.`)
  const from = activity(tenant, { by, conversation, serviceUrl: courier.serviceUrl })
  return courier.deliver(words(from, { text, inChannel: conversation.room !== undefined }))
}
