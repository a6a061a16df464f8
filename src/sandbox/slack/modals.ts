// Modals as they stand before people: they open, change and close; each is an effect in the world's ledger.

import type { SeenDialog } from '../core/dialogs.ts'
import type { Json } from '../core/json.ts'
import { valuesIn } from './filling.ts'
import type { Reader } from './mrkdwn.ts'
import { buttonsOf, inputsOf, visibleText, words } from './reading.ts'
import { viewOf } from './view-shapes.ts'
import { BOT, type Modal, TEAM, type Workspace } from './workspace.ts'

/** The modal of that id, while it stands somewhere. */
export function standing(workspace: Workspace, id: string): Modal | undefined {
  const modal = workspace.modals.get(id)
  return modal && !modal.closed ? modal : undefined
}

/** The one that somebody sees, over all others. */
export const topOf = ({ modals }: Workspace, user: string): Modal | undefined =>
  [...modals.values()].findLast((modal) => !modal.closed && modal.user === user)

const readerOf = ({ world }: Workspace, modal: Modal): Reader => ({
  cast: world.cast,
  zone: world.cast.byChat('slack', modal.user)?.zone ?? 'UTC',
})

function commit(workspace: Workspace, modal: Modal, effect: string, by: 'bot' | 'other' = 'bot'): void {
  const { title, text } = seenModal(workspace, modal)
  const user = workspace.world.cast.byChat('slack', modal.user)?.id
  const body = { user, title, text, errors: modal.errors, native: modal.view }
  workspace.world.ledger.commit({ vendor: 'slack', effect, by, id: modal.id, body })
}

interface Opening {
  readonly user: string
  readonly view: Json
  readonly over?: Modal
}

export function newModal(workspace: Workspace, { user, view, over }: Opening): Modal {
  // Opened anew, it takes the place of whatever stood there.
  if (!over) closeAll(workspace, user)
  const id = `V${workspace.nextTs().replace('.', '')}`
  const about = over ? { root: over.root, previous: over.id } : { root: id }
  const modal: Modal = {
    id,
    user,
    ...about,
    view: viewOf(view),
    hash: workspace.nextTs(),
    errors: {},
    closed: false,
    filled: new Map(),
  }
  workspace.modals.set(id, modal)
  commit(workspace, modal, 'view.opened')
  return modal
}

export function withView(workspace: Workspace, modal: Modal, view: Json): Modal {
  Object.assign(modal, { view: viewOf(view), hash: workspace.nextTs(), errors: {}, trouble: undefined })
  commit(workspace, modal, 'view.updated')
  return modal
}

/** Said beside the fields until it is sent again. */
export function withErrors(workspace: Workspace, modal: Modal, errors: Readonly<Record<string, string>>): void {
  Object.assign(modal, { errors, trouble: undefined })
  commit(workspace, modal, 'view.errors')
}

export function close(workspace: Workspace, modal: Modal, by: 'bot' | 'other'): void {
  modal.closed = true
  commit(workspace, modal, 'view.closed', by)
}

export function closeAll(workspace: Workspace, user: string, by: 'bot' | 'other' = 'bot'): void {
  for (const modal of [...workspace.modals.values()].reverse())
    if (!modal.closed && modal.user === user) close(workspace, modal, by)
}

/** The view object of answers and deliveries. https://docs.slack.dev/reference/objects/view-object */
export function viewObject({ id, root, previous, view, hash }: Modal, state: Json = {}): Json {
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    ...view,
    id,
    team_id: TEAM.id,
    app_id: BOT.app,
    app_installed_team_id: TEAM.id,
    bot_id: BOT.bot,
    root_view_id: root,
    previous_view_id: previous ?? null,
    hash,
    state: { values: state },
  }
}

/** As its person sees it. */
export function seenModal(workspace: Workspace, modal: Modal): SeenDialog {
  const { view, errors, trouble } = modal
  const reader = readerOf(workspace, modal)
  const own = [
    ...(view.submit ? [{ id: 'submit', label: words(view.submit, reader) }] : []),
    { id: 'close', label: view.close ? words(view.close, reader) : 'Close' },
  ]
  const [title, wrong] = [words(view.title, reader), Object.values(errors)]
  const lines = [
    title,
    visibleText({ text: '', blocks: view.blocks }, reader),
    ...wrong,
    trouble ?? '',
    ...own.map(({ label }) => label),
  ]
  const values = valuesIn({ blocks: view.blocks, filled: modal.filled }, { user: modal.user, reader })
  return {
    platform: 'slack',
    id: modal.id,
    title,
    text: lines.filter((line) => line !== '').join('\n'),
    buttons: [...buttonsOf(view.blocks, reader).map(({ id, label }) => ({ id, label })), ...own],
    inputs: inputsOf(view.blocks, reader).map(({ id, label, type, blockId }) => ({
      id,
      label,
      type,
      value: values[id] ?? '',
      ...(errors[blockId] === undefined ? {} : { error: errors[blockId] }),
    })),
    ...(trouble === undefined ? {} : { trouble }),
    native: view,
  }
}
