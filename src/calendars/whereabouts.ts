// Whose calendar is where: what the operator said, else what trying showed.
import { HOUR } from '../coaching/slot.ts'
import type { CalendarSource, SourceName } from './source.ts'

export interface WhereaboutsOptions {
  /** Those that are connected; an event goes to the first that the organiser has. */
  readonly sources: readonly CalendarSource[]
  /** What the operator said of an e-mail, or of a whole `@domain`, in lower case; everybody else's are found by trying. */
  readonly chosen: ReadonlyMap<string, readonly SourceName[]>
  now(): number
}

export interface Whereabouts {
  /** Where the mailbox is, or may be, in order. */
  of(mailbox: string): readonly CalendarSource[]
  /** Said to be somewhere that is not connected. */
  isOutOfReach(mailbox: string): boolean
  /** It was not there; for a while nobody looks again. */
  noteAbsent(source: CalendarSource, mailbox: string): void
}

const ABSENT_MS = HOUR

export function whereabouts({ sources, chosen, now }: WhereaboutsOptions): Whereabouts {
  const absentUntil = new Map<string, number>()
  const keyOf = ({ name }: CalendarSource, mailbox: string) => `${name} ${mailbox.toLowerCase()}`
  const isAbsent = (source: CalendarSource, mailbox: string) => (absentUntil.get(keyOf(source, mailbox)) ?? 0) > now()

  function said(mailbox: string): readonly SourceName[] | undefined {
    const name = mailbox.toLowerCase()
    return chosen.get(name) ?? chosen.get(name.slice(name.indexOf('@')))
  }

  return {
    of: (mailbox) => {
      const names = said(mailbox)
      return sources.filter((source) => (names?.includes(source.name) ?? true) && !isAbsent(source, mailbox))
    },
    isOutOfReach: (mailbox) => said(mailbox)?.some((name) => !sources.some((source) => source.name === name)) ?? false,
    noteAbsent: (source, mailbox) => void absentUntil.set(keyOf(source, mailbox), now() + ABSENT_MS),
  }
}
