import { unclear } from '../control/asking.ts'
import { PLATFORM_NAMES } from './names.ts'
import type { ChangeHandler, LedgerEntry, Platform } from './world.ts'

interface Messages<Message> {
  living(id: string): Message | undefined
  remove(message: Message, by: LedgerEntry['by']): void
}

/** {kind: "message", action: "delete", id}: somebody deletes a message; more than that only its author can do. */
export const messageChange =
  <Message>(platform: Platform, { living, remove }: Messages<Message>): ChangeHandler =>
  ({ action, id }) => {
    const message = living(String(id))
    if (!message) return `There is no ${PLATFORM_NAMES[platform]} message "${id}".`
    if (action !== 'delete') unclear('A message can only be deleted by others: {"action": "delete", "id": …}.')
    remove(message, 'other')
    return { id, deleted: true }
  }
