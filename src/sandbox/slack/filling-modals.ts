// What people do in a modal: fill it in, send it, press a button in it, close it.
// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
import { unclear } from '../control/asking.ts'
import type { FilledIn } from '../core/dialogs.ts'
import { isRecord, type Json } from '../core/json.ts'
import type { Delivered, WorldPerson } from '../core/world.ts'
import { sender } from './acting.ts'
import { structure } from './asked.ts'
import { deliver, grants } from './deliver.ts'
import { actionOf, fillIn } from './filling.ts'
import { close, closeAll, newModal, standing, topOf, viewObject, withErrors, withView } from './modals.ts'
import { buttonsOf, inputsOf } from './reading.ts'
import { refusedView } from './view-shapes.ts'
import { chatIdOf, type Modal, type Workspace } from './workspace.ts'

type Values = ReturnType<typeof fillIn>

const isEmpty = (entry: Json | undefined): boolean =>
  Object.entries(entry ?? {}).every(([name, value]) => name === 'type' || value === null || value === '' || String(value) === '')

/** Slack sends nothing while a field that is not optional is empty. */
function checkRequired({ view }: Modal, values: Values): void {
  for (const block of view.blocks) {
    if (block.type !== 'input' || block.optional === true) continue
    const [entry] = Object.values(values[String(block.block_id)] ?? {})
    if (isEmpty(entry)) unclear(`Slack holds it back: "${JSON.stringify(block.label)}" must be filled in.`)
  }
}

function find(workspace: Workspace, by: WorldPerson, id: string): Modal {
  const modal = standing(workspace, id)
  const user = chatIdOf(by)
  if (!modal || modal.user !== user) return unclear(`${by.name} sees no dialog "${id}".`)
  return topOf(workspace, user) === modal ? modal : unclear(`Another dialog lies over "${id}".`)
}

/** Undefined when it was closed: Slack tells the app only when it asked for that. */
export async function fillModal(workspace: Workspace, { by, dialog, button, inputs }: FilledIn): Promise<Delivered | undefined> {
  const modal = find(workspace, by, dialog)
  if (button === 'close') return void close(workspace, modal, 'other')
  const reader = { cast: workspace.world.cast, zone: by.zone }
  const form = { blocks: modal.view.blocks, filled: modal.filled }
  const state = fillIn(form, { user: modal.user, inputs, reader })
  if (button === 'submit') return submit(workspace, { modal, by, state })
  const pressed = buttonsOf(modal.view.blocks, reader).find(({ id }) => id === button)
  if (!pressed) return unclear(`The dialog has no button "${button}".`)
  const { trigger_id } = grants(workspace, { channel: '', user: modal.user })
  const whole = {
    type: 'block_actions',
    ...sender(by, modal.user),
    trigger_id,
    container: { type: 'view', view_id: modal.id },
    view: viewObject(modal, state),
    actions: [{ ...actionOf(pressed.click), action_ts: workspace.nextTs() }],
  }
  return deliver(workspace, { payload: JSON.stringify(whole) })
}

interface Submitting {
  readonly modal: Modal
  readonly by: WorldPerson
  readonly state: Values
}

async function submit(workspace: Workspace, { modal, by, state }: Submitting): Promise<Delivered> {
  if (!modal.view.submit) unclear('The dialog has nothing to send.')
  checkRequired(modal, state)
  const { trigger_id } = grants(workspace, { channel: '', user: modal.user })
  const view = viewObject(modal, state)
  const whole = { type: 'view_submission', ...sender(by, modal.user), trigger_id, view, response_urls: [] }
  const delivered = await deliver(workspace, { payload: JSON.stringify(whole) })
  if (!modal.closed) answered(workspace, modal, delivered)
  return delivered
}

function violate({ world }: Workspace, what: string): void {
  world.violate({ vendor: 'slack', method: 'POST', path: 'view_submission', what })
}

/** What the acknowledgement does. https://docs.slack.dev/surfaces/modals#handling_submissions */
function answered(workspace: Workspace, modal: Modal, { status, body }: Delivered): void {
  if (status !== 200) return void withTrouble(workspace, modal)
  if (body === null || body === '') return void close(workspace, modal, 'bot')
  const { response_action: action, errors, view: sent } = isRecord(body) ? body : {}
  if (action === 'clear') return void closeAll(workspace, modal.user)
  if (action === 'errors' && isRecord(errors)) return void beside(workspace, modal, errors)
  const view = structure(sent) as Json
  const refusal = refusedView(view)
  if ((action !== 'update' && action !== 'push') || refusal) {
    violate(workspace, `an unknown answer: ${JSON.stringify(refusal ?? body).slice(0, 500)}`)
    return void withTrouble(workspace, modal)
  }
  if (action === 'update') withView(workspace, modal, view)
  else newModal(workspace, { user: modal.user, view, over: modal })
}

function beside(workspace: Workspace, modal: Modal, errors: Json): void {
  const inputs = inputsOf(modal.view.blocks, { cast: workspace.world.cast, zone: 'UTC' }).map(({ blockId }) => blockId)
  const astray = Object.keys(errors).find((id) => !inputs.includes(id))
  if (astray === undefined)
    return void withErrors(workspace, modal, Object.fromEntries(Object.entries(errors).map(([id, said]) => [id, String(said)])))
  violate(workspace, `an error for "${astray}", which is no input of the view`)
  withTrouble(workspace, modal)
}

function withTrouble(workspace: Workspace, modal: Modal): void {
  modal.trouble = 'We had some trouble connecting. Try again?'
  workspace.world.ledger.commit({ vendor: 'slack', effect: 'view.failed', by: 'other', id: modal.id, body: { user: modal.user } })
}
