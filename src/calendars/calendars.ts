// Everybody's calendars, wherever they are, behind one port.
import type { Busy, Interval } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { Calendar, NewEvent } from '../ports.ts'
import type { CalendarSource, Found, SourceName } from './source.ts'
import { type Whereabouts, type WhereaboutsOptions, whereabouts } from './whereabouts.ts'

const NAMES = { microsoft: 'Microsoft', google: 'Google' } as const

/**
 * Busy is whoever is busy anywhere, and checked is whoever was checked everywhere: with one vendor silent, or no mailbox at all, it is not known
 * when they are free. An id says whose event it is (`google:…`); the first ones, which did not, are Microsoft's.
 */
export function calendarsOf(options: WhereaboutsOptions): Calendar {
  const { sources } = options
  const places = whereabouts(options)
  return {
    async busy(mailboxes, window) {
      const answers = await Promise.all(sources.map((source) => ask(places, source, mailboxes, window)))
      const busyOf = (mailbox: string): Busy => {
        const known = union(answers.map((answer) => answer.get(mailbox) ?? 'absent'))
        return { ...known, checked: known.checked && !places.isOutOfReach(mailbox) }
      }
      return new Map(mailboxes.map((mailbox) => [mailbox, busyOf(mailbox)]))
    },
    create: (event) => create(places, event),
    find: (organiser, at, key) => find(places, organiser, { at, key }),
    async remove(organiser, id) {
      const { name, own } = taken(id)
      const source = sources.find((each) => each.name === name)
      if (!source) throw new VendorError({ vendor: NAMES[name], trouble: 'refused', code: 'not-connected' })
      await source.remove(organiser, own)
    },
  }
}

async function ask(
  places: Whereabouts,
  source: CalendarSource,
  mailboxes: readonly string[],
  window: Interval,
): Promise<ReadonlyMap<string, Found>> {
  const theirs = mailboxes.filter((mailbox) => places.of(mailbox).includes(source))
  if (theirs.length === 0) return new Map()
  const found = await source.busy(theirs, window)
  for (const [mailbox, times] of found) if (times === 'absent') places.noteAbsent(source, mailbox)
  return found
}

/** The first that does not answer "no such mailbox" answers for all. */
async function create(places: Whereabouts, event: NewEvent): Promise<{ readonly id: string }> {
  let refusal: VendorError | undefined
  for (const source of places.of(event.organiser)) {
    try {
      return tagged(source, await source.create(event))
    } catch (error) {
      if (!isAbsence(error)) throw error
      places.noteAbsent(source, event.organiser)
      refusal = error
    }
  }
  if (refusal) throw refusal
  return { id: 'none' }
}

/** Everywhere, since the organiser may have moved meanwhile; what is shut matters only where they live nowhere else. */
async function find(places: Whereabouts, organiser: string, { at, key }: Pick<NewEvent, 'at' | 'key'>) {
  let lives = false
  for (const source of places.of(organiser)) {
    try {
      const found = await source.find(organiser, at, key)
      if (found) return tagged(source, found)
      lives = true
    } catch (error) {
      if (isAbsence(error)) places.noteAbsent(source, organiser)
      else if (!(lives && error instanceof VendorError && error.trouble === 'unauthorised')) throw error
    }
  }
  return undefined
}

/** What one vendor knows holds although another is silent. */
function union(found: readonly Found[]): Busy {
  const there = found.filter((times) => times !== 'absent')
  const known = there.filter((times) => times !== 'unchecked')
  const times = known.flat().toSorted((a, b) => a.from - b.from)
  return { times, checked: known.length > 0 && known.length === there.length }
}

const isAbsence = (error: unknown): error is VendorError => error instanceof VendorError && error.trouble === 'not-found'

const tagged = ({ name }: CalendarSource, { id }: { readonly id: string }) => ({ id: `${name}:${id}` })

function taken(id: string): { readonly name: SourceName; readonly own: string } {
  const [, name, own] = /^(microsoft|google):(.+)$/.exec(id) ?? []
  return own ? { name: name as SourceName, own } : { name: 'microsoft', own: id }
}
