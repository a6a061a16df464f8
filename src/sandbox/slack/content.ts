// What a message says: text, blocks, metadata, refused by Slack's own error names when they break a limit.
import type { Json } from '../core/json.ts'
import { type Arguments, no, type Reply, structure, text } from './asked.ts'
import { LIMITS } from './limits.ts'
import { blockFaults } from './shapes.ts'
import type { Block } from './workspace.ts'

export interface Content {
  readonly text: string
  readonly blocks: readonly Block[]
  readonly metadata?: unknown
}

const made = (): string => Math.random().toString(36).slice(2, 7)

function named(element: unknown): unknown {
  if (typeof element !== 'object' || element === null) return element
  const { type, action_id } = element as Json
  return type === 'image' || type === 'mrkdwn' || type === 'plain_text' || action_id ? element : { ...element, action_id: made() }
}

/** Slack gives every block and every interactive element an id when the app gave none. */
export function withIds(block: Block): Block {
  const elements = block.type === 'actions' && Array.isArray(block.elements) ? { elements: block.elements.map(named) } : {}
  const accessory = block.accessory ? { accessory: named(block.accessory) } : {}
  const element = block.type === 'input' ? { element: named(block.element) } : {}
  return { ...block, block_id: block.block_id ?? made(), ...elements, ...accessory, ...element }
}

function refusedBlocks(given: unknown): Reply | undefined {
  const blocks = structure(given)
  if (!Array.isArray(blocks)) return no('invalid_blocks_format')
  const faults = blockFaults(blocks)
  const messages = faults.map(({ pointer, code }) => `[ERROR] ${code} [json-pointer:${pointer}]`)
  if (faults.length > 0) return no('invalid_blocks', { errors: messages, response_metadata: { messages } })
  return JSON.stringify(blocks).length > LIMITS.total ? no('msg_blocks_too_long') : undefined
}

function refusedMetadata(given: unknown): Reply | undefined {
  const metadata = structure(given) as Json | undefined
  if (typeof metadata !== 'object' || metadata === null) return no('invalid_metadata_format')
  if (typeof metadata.event_type !== 'string' || typeof metadata.event_payload !== 'object') return no('invalid_metadata_format')
  return JSON.stringify(metadata).length > 8000 ? no('metadata_too_large') : undefined
}

/** Slack's refusal of this content, or undefined. */
export function refusedContent(args: Arguments): Reply | undefined {
  if (args.blocks !== undefined) {
    const refusal = refusedBlocks(args.blocks)
    if (refusal) return refusal
  }
  return args.metadata === undefined ? undefined : refusedMetadata(args.metadata)
}

/** Reads accepted content. Ask `refusedContent` first. */
export function contentOf(args: Arguments): Content {
  const blocks = (structure(args.blocks) ?? []) as Block[]
  const metadata = args.metadata === undefined ? {} : { metadata: structure(args.metadata) }
  return { text: text(args.text).slice(0, LIMITS.postText), blocks: blocks.map(withIds), ...metadata }
}

export const isEmpty = (content: Content): boolean => content.text === '' && content.blocks.length === 0
