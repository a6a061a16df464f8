// Everybody's calendars, wherever they are, behind one port.
import { HOUR, type Interval } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { Calendar, NewEvent } from '../ports.ts'
import type { CalendarSource, Found, SourceName } from './source.ts'

export interface CalendarsOptions {
  /** Those that are connected; an event goes to the first that the organiser has. */
  readonly sources: readonly CalendarSource[]
  /** What the operator said of an e-mail, or of a whole `@domain`, in lower case; everybody else's are found by trying. */
  readonly chosen: ReadonlyMap<string, readonly SourceName[]>
  now(): number
}

/** So long nobody is looked for again where they had no mailbox. */
const ABSENT_MS = HOUR

const NAMES = { microsoft: 'Microsoft', google: 'Google' } as const

/**
 * Busy is whoever is busy anywhere, and checked is whoever was checked everywhere: with one vendor silent, or no mailbox at all, it is not known
 * when they are free. An id says whose event it is (`google:…`); the first ones, which did not, are Microsoft's.
 */
export function calendarsOf({ sources, chosen, now }: CalendarsOptions): Calendar {
  const absentUntil = new Map<string, number>()
  const said = (mailbox: string) => chosen.get(mailbox.toLowerCase()) ?? chosen.get(mailbox.toLowerCase().replace(/^[^@]*/, ''))
  const placeOf = ({ name }: CalendarSource, mailbox: string) => `${name} ${mailbox.toLowerCase()}`
  const noteAbsent = (source: CalendarSource, mailbox: string) =>
    void absentUntil.set(placeOf(source, mailbox), now() + ABSENT_MS)

  const mayHave = (source: CalendarSource, mailbox: string): boolean =>
    (said(mailbox)?.includes(source.name) ?? true) && !((absentUntil.get(placeOf(source, mailbox)) ?? 0) > now())
  const placesOf = (mailbox: string): CalendarSource[] => sources.filter((source) => mayHave(source, mailbox))
  /** Said to be theirs, but not connected. */
  const isMissing = (mailbox: string): boolean =>
    said(mailbox)?.some((name) => !sources.some((source) => source.name === name)) ?? false

  async function ask(
    source: CalendarSource,
    mailboxes: readonly string[],
    window: Interval,
  ): Promise<ReadonlyMap<string, Found>> {
    const theirs = mailboxes.filter((mailbox) => mayHave(source, mailbox))
    if (theirs.length === 0) return new Map()
    const found = await source.busy(theirs, window)
    for (const [mailbox, times] of found) if (times === 'absent') noteAbsent(source, mailbox)
    return found
  }

  /** The first that does not answer "no such mailbox" answers for all. */
  async function create(event: NewEvent): Promise<{ readonly id: string }> {
    let refusal: VendorError | undefined
    for (const source of placesOf(event.organiser)) {
      try {
        return tagged(source, await source.create(event))
      } catch (error) {
        if (!isAbsence(error)) throw error
        noteAbsent(source, event.organiser)
        refusal = error
      }
    }
    if (refusal) throw refusal
    return { id: 'none' }
  }

  /** Everywhere, since the organiser may have moved meanwhile; what is shut matters only where they live nowhere else. */
  async function find(organiser: string, at: Interval, key: string): Promise<{ readonly id: string } | undefined> {
    let lives = false
    for (const source of placesOf(organiser)) {
      try {
        const found = await source.find(organiser, at, key)
        if (found) return tagged(source, found)
        lives = true
      } catch (error) {
        if (isAbsence(error)) noteAbsent(source, organiser)
        else if (!(lives && error instanceof VendorError && error.trouble === 'unauthorised')) throw error
      }
    }
    return undefined
  }

  return {
    async busy(mailboxes, window) {
      const answers = await Promise.all(sources.map((source) => ask(source, mailboxes, window)))
      const timesOf = (mailbox: string): Times => {
        const found = answers.map((answer) => answer.get(mailbox) ?? 'absent')
        return isMissing(mailbox) ? 'unchecked' : union(found)
      }
      return new Map(mailboxes.map((mailbox) => [mailbox, timesOf(mailbox)]))
    },
    create,
    find,
    async remove(organiser, id) {
      const { name, own } = taken(id)
      const source = sources.find((each) => each.name === name)
      if (!source) throw new VendorError({ vendor: NAMES[name], trouble: 'refused', code: 'not-connected' })
      await source.remove(organiser, own)
    },
  }
}

type Times = readonly Interval[] | 'unchecked'

function union(found: readonly Found[]): Times {
  const there = found.filter((times) => times !== 'absent')
  const known = there.filter((times) => times !== 'unchecked')
  if (known.length === 0 || known.length < there.length) return 'unchecked'
  return known.flat().toSorted((a, b) => a.from - b.from)
}

const isAbsence = (error: unknown): error is VendorError => error instanceof VendorError && error.trouble === 'not-found'

const tagged = ({ name }: CalendarSource, { id }: { readonly id: string }) => ({ id: `${name}:${id}` })

function taken(id: string): { readonly name: SourceName; readonly own: string } {
  const [, name, own] = /^(microsoft|google):(.+)$/.exec(id) ?? []
  return own ? { name: name as SourceName, own } : { name: 'microsoft', own: id }
}
