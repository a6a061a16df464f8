// views.open, views.push, views.update and blocks.validate. A modal opens once per trigger, within three seconds.
// https://docs.slack.dev/surfaces/modals
import { isRecord, type Json } from '../core/json.ts'
import { type Arguments, no, type Reply, structure, text, yes } from './asked.ts'
import { LIMITS } from './limits.ts'
import { newModal, standing, topOf, viewObject, withView } from './modals.ts'
import { blockFaults } from './shapes.ts'
import { refusedView } from './view-shapes.ts'
import type { Grant, Workspace } from './workspace.ts'

type Method = (workspace: Workspace, args: Arguments) => Reply

function spend(workspace: Workspace, id: string): Grant | string {
  const trigger = workspace.triggers.get(id)
  if (!trigger) return 'invalid_trigger_id'
  if (trigger.until < workspace.world.clock.now()) return 'expired_trigger_id'
  return trigger.uses++ > 0 ? 'exchanged_trigger_id' : trigger
}

const open: Method = (workspace, args) => {
  const view = structure(args.view) as Json
  const refusal = refusedView(view)
  if (refusal) return refusal
  const trigger = spend(workspace, text(args.trigger_id))
  if (typeof trigger === 'string') return no(trigger)
  return yes({ view: viewObject(newModal(workspace, { user: trigger.user, view })) })
}

const push: Method = (workspace, args) => {
  const view = structure(args.view) as Json
  const refusal = refusedView(view)
  if (refusal) return refusal
  const trigger = spend(workspace, text(args.trigger_id))
  if (typeof trigger === 'string') return no(trigger)
  const over = topOf(workspace, trigger.user)
  const depth = [...workspace.modals.values()].filter(({ closed, user }) => !closed && user === trigger.user).length
  if (!over || depth >= LIMITS.viewStack) return no('invalid_arguments')
  return yes({ view: viewObject(newModal(workspace, { user: trigger.user, view, over })) })
}

const update: Method = (workspace, args) => {
  const view = structure(args.view) as Json
  const refusal = refusedView(view)
  if (refusal) return refusal
  const found = standing(workspace, text(args.view_id))
  if (!found) return no('not_found')
  if (args.hash !== undefined && text(args.hash) !== found.hash) return no('hash_conflict')
  return yes({ view: viewObject(withView(workspace, found, view)) })
}

const validate: Method = (_, args) => {
  const message = structure(args.message)
  const view = structure(args.view)
  const blocks = structure(args.blocks) ?? (isRecord(message) ? message.blocks : isRecord(view) ? view.blocks : undefined)
  if (blocks === undefined) return no('invalid_arguments')
  const errors = blockFaults(blocks, view ? LIMITS.viewBlocks : LIMITS.blocks)
  return errors.length > 0 ? no('invalid_blocks', { errors }) : yes({ errors: [] })
}

export const VIEWS = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'blocks.validate': validate,
} as const satisfies Readonly<Record<string, Method>>
