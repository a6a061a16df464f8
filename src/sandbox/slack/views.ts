// views.open and blocks.validate. A modal opens once per trigger, within three seconds; it is checked and kept, and nobody fills it in.
// https://docs.slack.dev/reference/methods/views.open
import type { Json } from '../core/json.ts'
import { type Arguments, no, type Reply, structure, text, yes } from './asked.ts'
import { LIMITS } from './limits.ts'
import { blockFaults } from './shapes.ts'
import { BOT, TEAM, type Workspace } from './workspace.ts'

type Method = (workspace: Workspace, args: Arguments) => Reply

export const TRIGGER_LIFE = 3000

const VIEW_SIZE = 250_000

function spend(workspace: Workspace, id: string): string | undefined {
  const trigger = workspace.triggers.get(id)
  if (!trigger) return 'invalid_trigger_id'
  if (trigger.until < workspace.world.clock.now()) return 'expired_trigger_id'
  if (trigger.uses++ > 0) return 'exchanged_trigger_id'
  return undefined
}

const refusedView = (view: unknown): Reply | undefined => {
  if (typeof view !== 'object' || view === null) return no('invalid_arguments')
  const { type, title, blocks } = view as Json
  if (!['modal', 'home'].includes(String(type)) || (type === 'modal' && typeof title !== 'object')) return no('invalid_arguments')
  const messages = blockFaults(blocks, LIMITS.viewBlocks).map(
    ({ pointer, code }) => `[ERROR] ${code} [json-pointer:/view${pointer}]`,
  )
  if (messages.length > 0) return no('invalid_arguments', { response_metadata: { messages } })
  return JSON.stringify(view).length > VIEW_SIZE ? no('view_too_large') : undefined
}

const open: Method = (workspace, args) => {
  const view = structure(args.view) as Json
  const refusal = refusedView(view)
  if (refusal) return refusal
  const error = spend(workspace, text(args.trigger_id))
  if (error) return no(error)
  const id = `V${workspace.nextTs().replace('.', '')}`
  const owner = { team_id: TEAM.id, app_id: BOT.app, bot_id: BOT.bot, app_installed_team_id: TEAM.id }
  return yes({ view: { ...view, id, ...owner, root_view_id: id, hash: workspace.nextTs(), state: { values: {} } } })
}

const validate: Method = (_, args) => {
  const message = structure(args.message) as Json | undefined
  const view = structure(args.view) as Json | undefined
  const blocks = structure(args.blocks) ?? message?.blocks ?? view?.blocks
  if (blocks === undefined) return no('invalid_arguments')
  const errors = blockFaults(blocks, view ? LIMITS.viewBlocks : LIMITS.blocks)
  return errors.length > 0 ? no('invalid_blocks', { errors }) : yes({ errors: [] })
}

export const VIEWS = { 'views.open': open, 'blocks.validate': validate } as const satisfies Readonly<Record<string, Method>>
