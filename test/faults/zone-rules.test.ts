// A30: clocks go forward and back: what is typed, until when a card is open, and how far sessions keep apart, worked out again by a second library of dates.
import { DateTime } from 'luxon'
import { expect } from 'vitest'
import { FARTHEST_MS, GRID_MS, refusal } from '../../src/coaching/against.ts'
import { expiryOf } from '../../src/coaching/expiry.ts'
import { PersonId } from '../../src/coaching/interaction.ts'
import { readPick } from '../../src/coaching/pick.ts'
import { DEFAULTS, limitMs } from '../../src/coaching/settings.ts'
import { HOUR, MINUTE } from '../../src/coaching/slot.ts'
import { faultRow, type Run } from './row.ts'

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'] as const
/** Days on which clocks are changed in one of them, in the year of the release and the next. */
const CHANGES = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2026-02-15', '2026-03-22']
  .concat(['2027-03-14', '2027-03-28', '2027-04-04', '2027-10-03', '2027-10-31', '2027-11-07', '2027-02-07', '2027-03-14'])
  .concat(['2026-07-01', '2026-12-31', '2028-02-29'])

interface Moment {
  readonly at: number
  readonly zone: string
}

/** Some minute within three days of a change, or in a week without one. */
function momentOf({ chance }: Run): Moment {
  const day = Date.parse(`${CHANGES[chance(CHANGES.length)]}T00:00Z`)
  return { at: day + (chance(6 * 24 * 60) - 3 * 24 * 60) * MINUTE, zone: ZONES[chance(ZONES.length)]! }
}

const there = ({ at, zone }: Moment): DateTime => DateTime.fromMillis(at, { zone, locale: 'en-GB' })

/** All instants, in order, at which the clocks show that time: one for each offset that is in force around it. */
function instantsOf(wall: string, zone: string): number[] {
  const about = DateTime.fromISO(wall, { zone: 'utc' }).toMillis()
  const offsets = new Set([-24, 0, 24].map((hours) => DateTime.fromMillis(about + hours * HOUR, { zone }).offset))
  const all = [...offsets].map((offset) => ({ at: about - offset * MINUTE, offset }))
  return all
    .filter(({ at, offset }) => DateTime.fromMillis(at, { zone }).offset === offset)
    .map(({ at }) => at)
    .toSorted((a, b) => a - b)
}

/** A time typed in: the earlier of two; in a gap, as long after the change as was meant. */
function isTypedTheSame(moment: Moment, { chance }: Run): void {
  const { zone } = moment
  const day = there(moment).toISODate()!
  const minutes = chance(24 * 4) * 15
  const time = `${String(Math.trunc(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const [first] = instantsOf(`${day}T${time}`, zone)
  const meant = DateTime.fromISO(`${day}T${time}`, { zone }).toMillis()
  const read = first === undefined ? { kind: 'gap', start: meant, wall: time } : { kind: 'start', start: first }
  expect(readPick({ day, time }, zone)).toEqual(read)
}

/** Day after day, office hours are used up. */
function expiresTheSame(moment: Moment): void {
  const { zone, at } = moment
  let left = DEFAULTS.expiryDays * 8 * HOUR
  let day = there(moment).startOf('day')
  for (;;) {
    const [opens, closes] = [day.set({ hour: 9 }).toMillis(), day.set({ hour: 17 }).toMillis()]
    const begins = Math.max(opens, at)
    const open = day.weekday <= 5 ? Math.max(0, closes - begins) : 0
    if (open >= left) return void expect(expiryOf(DEFAULTS, at, zone)).toBe(begins + left)
    left -= open
    day = day.plus({ days: 1 })
  }
}

const ANA = PersonId.parse('00000000-0000-4000-8000-000000000001')
const ALWAYS = { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] }

/** A week of the limit is 168 hours, whatever the clocks do meanwhile; before that a session is too close to another one. */
function keepsTheSameDistance({ at, zone }: Moment, { chance }: Run): void {
  const before = Math.trunc(at / GRID_MS) * GRID_MS
  const start = before + limitMs(DEFAULTS) + (chance(17) - 8) * GRID_MS
  const slot = { start, minutes: 30, spare: null, rating: null, schedule: null }
  const session = { id: 'a', attendees: [ANA], facilitator: null, description: '', bookedAt: null, status: 'scheduled' } as const
  const appointments = [{ ...session, at: { from: before, to: before + HOUR } }]
  const around = {
    suggested: [slot],
    shifts: 'unscheduled',
    predicted: [],
    unforeseen: [],
    live: null,
    calendar: { times: [], checked: true },
  } as const
  const within = {
    ...DEFAULTS.session,
    agent: ANA,
    now: before,
    leadMs: 0,
    horizonMs: FARTHEST_MS,
    replaces: null,
    edgeMs: 0,
    zone,
    hours: ALWAYS,
  }
  const apart = DateTime.fromMillis(start, { zone }).diff(DateTime.fromMillis(before, { zone }), 'hours').hours
  const why = refusal(slot, { ...around, appointments }, { ...within, spacingMs: limitMs(DEFAULTS) })
  expect(why).toBe(apart < 168 ? 'too-close' : undefined)
}

const WHAT = new Map<(moment: Moment, run: Run) => void, string>([
  [isTypedTheSame, 'typed times'],
  [expiresTheSame, 'expiry'],
  [keepsTheSameDistance, 'the week between sessions'],
])
const WAYS = [...WHAT.keys()]

faultRow(
  {
    id: 'A30 rules',
    injected:
      'clocks that change in Berlin, New York, Lord Howe (by half an hour) and Casablanca: typed times, expiry and the week between sessions in turn',
    expected: 'right instant: 0 differ from a second library of dates',
    whole: 100_000,
    sample: 10_000,
  },
  async (account) => {
    for (const run of account.runs) {
      const way = WAYS[run.n % WAYS.length]!
      await account.inRun(run, async () => way(momentOf(run), run))
      account.saw(`the same (${WHAT.get(way)})`)
    }
  },
)
