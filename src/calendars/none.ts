import type { Calendar } from '../ports.ts'

/** With no calendar connected nothing is checked, and says so; there is nothing to book there either. */
export const nobodysCalendar: Calendar = {
  busy: async (mailboxes) => new Map(mailboxes.map((mailbox) => [mailbox, 'unchecked'])),
  create: async () => ({ id: 'none' }),
  find: async () => undefined,
  remove: async () => undefined,
}
