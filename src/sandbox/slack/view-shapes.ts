// What Slack accepts as a modal. https://docs.slack.dev/reference/views/modal-views
import { isRecord, type Json } from '../core/json.ts'
import { no, type Reply } from './asked.ts'
import { withIds } from './content.ts'
import { LIMITS } from './limits.ts'
import { blockFaults } from './shapes.ts'
import type { Block, ModalView } from './workspace.ts'

const KNOWN = [
  'type',
  'title',
  'blocks',
  'close',
  'submit',
  'private_metadata',
  'callback_id',
  'clear_on_close',
  'notify_on_close',
  'external_id',
  'submit_disabled',
]

function titleFaults(view: Json): string[] {
  return ['title', 'submit', 'close'].flatMap((field) => {
    const text = view[field]
    if (text === undefined) return field === 'title' && view.type === 'modal' ? ['missing required field: title'] : []
    if (!isRecord(text) || text.type !== 'plain_text' || typeof text.text !== 'string' || text.text === '')
      return [`must be plain_text [json-pointer:/view/${field}]`]
    return text.text.length > LIMITS.viewTitle ? [`must be at most 24 characters [json-pointer:/view/${field}/text]`] : []
  })
}

function faultsOf(view: Json): string[] {
  const { type, blocks, private_metadata: metadata, callback_id: callback, submit } = view
  const unknown = Object.keys(view).filter((field) => !KNOWN.includes(field))
  const asks = Array.isArray(blocks) && blocks.some((block) => isRecord(block) && block.type === 'input')
  return [
    ...(['modal', 'home'].includes(String(type)) ? [] : ['must be modal or home [json-pointer:/view/type]']),
    ...unknown.map((field) => `invalid additional property: ${field}`),
    ...titleFaults(view),
    ...(String(metadata ?? '').length > LIMITS.viewMetadata ? ['too_long [json-pointer:/view/private_metadata]'] : []),
    ...(String(callback ?? '').length > LIMITS.id ? ['too_long [json-pointer:/view/callback_id]'] : []),
    ...(type === 'modal' && asks && submit === undefined
      ? ['submit is required when an input block is within the blocks array']
      : []),
    ...blockFaults(blocks, LIMITS.viewBlocks).map(({ pointer, code }) => `${code} [json-pointer:/view${pointer}]`),
  ]
}

/** Slack's refusal of a view, or undefined. */
export function refusedView(view: unknown): Reply | undefined {
  if (!isRecord(view)) return no('invalid_arguments')
  const messages = faultsOf(view).map((fault) => `[ERROR] ${fault}`)
  if (messages.length > 0) return no('invalid_arguments', { response_metadata: { messages } })
  return JSON.stringify(view).length > LIMITS.viewSize ? no('view_too_large') : undefined
}

/** An accepted view, its blocks named where the app gave them no names. Ask `refusedView` first. */
export const viewOf = (view: Json): ModalView => ({ ...view, blocks: (view.blocks as Block[]).map(withIds) })
