// Who has a calendar at whom: {kind: "mailbox", vendor, person, exists}. An admin gives somebody a mailbox, or takes it away.
import { unclear } from '../control/asking.ts'
import type { CalendarVendor, ChangeHandler, World } from './world.ts'

export const mailboxChange =
  ({ cast }: World, vendor: CalendarVendor): ChangeHandler =>
  ({ person: name, exists }) => {
    const person = cast.person(String(name ?? '')) ?? unclear('Say who: "person".')
    if (typeof exists !== 'boolean') return unclear('Say {"exists": true}, or false.')
    const others = person.calendars.filter((each) => each !== vendor)
    person.calendars = exists ? [...others, vendor] : others
    return { person: person.id, calendars: person.calendars }
  }
