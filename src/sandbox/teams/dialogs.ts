// Dialogs: a button opens one (task/fetch), it is filled in and sent (task/submit), and the bot's answer decides what stands there next.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
import { unclear } from '../control/asking.ts'
import type { FilledIn, SeenDialog } from '../core/dialogs.ts'
import { isRecord, type Json } from '../core/json.ts'
import type { Delivered, WorldPerson } from '../core/world.ts'
import { activity } from './activities.ts'
import { CARD, cardFaults } from './content.ts'
import type { Courier } from './deliver.ts'
import { filled, valueIn } from './filling.ts'
import { buttonsOf, cardText, inputsOf } from './reading.ts'
import type { Card, Conversation, Dialog, Tenant } from './tenant.ts'

const SIZES = ['small', 'medium', 'large']

/** Whether a button opens a dialog instead of sending a message. */
export const opensDialog = ({ type, data }: Json): boolean =>
  type === 'Action.Submit' && isRecord(data) && isRecord(data.msteams) && data.msteams.type === 'task/fetch'

interface Asking {
  readonly by: WorldPerson
  readonly conversation: Conversation
  /** The message whose button opened it. */
  readonly replyToId?: string | undefined
}

function ask(tenant: Tenant, courier: Courier, asking: Asking, value: { readonly name: string; readonly data: unknown }) {
  const { replyToId, ...scene } = asking
  const from = activity(tenant, { ...scene, serviceUrl: courier.serviceUrl })
  return courier.deliver({
    ...from,
    type: 'invoke',
    name: value.name,
    value: { data: value.data, context: { theme: 'default' } },
    ...(replyToId ? { replyToId } : {}),
  })
}

/** A button of a card was pressed that asks the bot for a dialog. */
export async function fetchDialog(
  tenant: Tenant,
  courier: Courier,
  asking: Asking & { readonly data: unknown },
): Promise<Delivered> {
  const { data, ...rest } = asking
  const delivered = await ask(tenant, courier, rest, { name: 'task/fetch', data })
  const dialog: Dialog = { id: `dialog-${tenant.nextId()}`, ...rest, title: '', text: '', typed: new Map(), open: true }
  answered(tenant, dialog, { delivered, effect: 'dialog.opened' })
  return delivered
}

/** The one that somebody sees. */
export const dialogOf = (tenant: Tenant, person: WorldPerson): Dialog | undefined =>
  [...tenant.dialogs.values()].findLast(({ open, by }) => open && by === person)

/** Undefined when it was closed, which nobody hears of. */
export async function fillDialog(
  tenant: Tenant,
  courier: Courier,
  { by, dialog: id, button, inputs }: FilledIn,
): Promise<Delivered | undefined> {
  const dialog = dialogOf(tenant, by)
  if (dialog?.id !== id) return unclear(`${by.name} sees no dialog "${id}".`)
  if (button === 'close') return void close(tenant, dialog, 'other')
  const { card } = dialog
  const action = card && buttonsOf(card).find((each) => each.id === button)?.action
  if (!card || !action) return unclear(`The dialog has no button "${button}".`)
  if (action.type !== 'Action.Submit') return unclear(`"${button}" is ${String(action.type)}: a dialog sends Action.Submit only.`)
  for (const name of Object.keys(inputs))
    if (!inputsOf(card).some((input) => input.id === name)) unclear(`There is no input "${name}" in the dialog.`)
  for (const [name, value] of Object.entries(inputs)) dialog.typed.set(name, value)
  const data = filled(action, card, Object.fromEntries(dialog.typed))
  const delivered = await ask(tenant, courier, dialog, { name: 'task/submit', data })
  if (dialog.open) answered(tenant, dialog, { delivered, effect: 'dialog.updated' })
  return delivered
}

function violate({ world }: Tenant, what: string): void {
  world.violate({ vendor: 'teams', method: 'POST', path: '/api/messages', what })
}

function close(tenant: Tenant, dialog: Dialog, by: 'bot' | 'other'): void {
  dialog.open = false
  commit(tenant, dialog, { effect: 'dialog.closed', by })
}

interface Answered {
  readonly delivered: Delivered
  readonly effect: 'dialog.opened' | 'dialog.updated'
}

/** What the answer makes of it; https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots#responds-to-the-user-submission */
function answered(tenant: Tenant, dialog: Dialog, { delivered: { status, body }, effect }: Answered): void {
  const trouble = (text: string) => show(tenant, dialog, { effect, by: 'other', text })
  if (status === 0) return void trouble('Unable to reach app. Please try again.')
  const task = isRecord(body) && isRecord(body.task) ? body.task : undefined
  if (status === 200 && !task && effect === 'dialog.updated') return void close(tenant, dialog, 'bot')
  if (status !== 200 || !task) return void trouble('Something went wrong. Please try again.')
  if (task.type === 'message') return void show(tenant, dialog, { effect, text: String(task.value) })
  const { title, card, height, width } = isRecord(task.value) ? task.value : {}
  const content = isRecord(card) && card.contentType === CARD && isRecord(card.content) ? card.content : undefined
  for (const fault of faultsOf({ type: task.type, title, content, sizes: [height, width] })) violate(tenant, `a dialog: ${fault}`)
  show(tenant, dialog, { effect, title: String(title ?? ''), card: content })
}

interface Shown extends Pick<Answered, 'effect'> {
  readonly by?: 'bot' | 'other'
  readonly title?: string
  readonly text?: string
  readonly card?: Card | undefined
}

/** Opened anew, it takes the place of whatever stood there. */
function show(tenant: Tenant, dialog: Dialog, { effect, by = 'bot', ...shown }: Shown): void {
  if (effect === 'dialog.opened') for (const other of tenant.dialogs.values()) if (other.by === dialog.by) other.open = false
  Object.assign(dialog, { card: undefined, text: '', typed: new Map() }, shown)
  tenant.dialogs.set(dialog.id, dialog)
  commit(tenant, dialog, { effect, by })
}

interface Sent {
  readonly type: unknown
  readonly title: unknown
  readonly content: Card | undefined
  readonly sizes: readonly unknown[]
}

function faultsOf({ type, title, content, sizes }: Sent): string[] {
  const wrongSize = sizes.some((size) => size !== undefined && typeof size !== 'number' && !SIZES.includes(String(size)))
  return [
    ...(type === 'continue' ? [] : [`the unknown answer "${String(type)}"`]),
    ...(typeof title === 'string' && title !== '' ? [] : ['it has no title']),
    ...(wrongSize ? ['its size is small, medium, large or a number'] : []),
    ...(content ? [...cardFaults(content), ...executes(content)] : ['it has no card']),
  ]
}

const executes = (card: Card): string[] =>
  buttonsOf(card).flatMap(({ id, action }) =>
    action.type === 'Action.Execute' ? [`"${id}" is Action.Execute, which dialogs do not send`] : [],
  )

function commit(tenant: Tenant, dialog: Dialog, { effect, by }: { readonly effect: string; readonly by: 'bot' | 'other' }): void {
  const { title, text } = seenDialog(dialog)
  const body = { user: dialog.by.id, title, text, native: dialog.card ?? null }
  tenant.world.ledger.commit({ vendor: 'teams', effect, by, id: dialog.id, body })
}

export function seenDialog({ id, title, text, card, typed }: Dialog): SeenDialog {
  const lines = [title, text, card ? cardText(card) : '']
  return {
    platform: 'teams',
    id,
    title,
    text: lines.filter((line) => line !== '').join('\n'),
    buttons: [
      ...(card ? buttonsOf(card).map((button) => ({ id: button.id, label: button.label })) : []),
      { id: 'close', label: 'Close' },
    ],
    inputs: card
      ? inputsOf(card).map(({ id: name, label, type, input }) => ({
          id: name,
          label,
          type,
          value: valueIn(input, typed.get(name)),
        }))
      : [],
    native: card ?? { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }] },
  }
}
