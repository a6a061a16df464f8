// Clocks go forward and back: every reading of a time here is compared with a second library of dates.
import { DateTime } from 'luxon'
import { expect } from 'vitest'
import { dayOf } from '../../src/coaching/hours.ts'
import { readPick, wallOf } from '../../src/coaching/pick.ts'
import { DEFAULTS, limitMs } from '../../src/coaching/settings.ts'
import { DAY, HOUR, MINUTE } from '../../src/coaching/slot.ts'
import { daysOf } from '../../src/genesys/staffing.ts'
import { words } from '../../src/words.ts'
import { faultRow, type Run } from './row.ts'

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'] as const
const FIRST = Date.UTC(2024, 0, 1)
const YEARS = 10
/** The clocks were never changed by less than half an hour, nor by more than an hour. */
const CHANGES = [HOUR / 2, HOUR]

/** Every instant at which the clocks of a zone are changed in these years, found by its offsets. */
function changesIn(zone: string): number[] {
  const offset = (at: number) => DateTime.fromMillis(at, { zone }).offset
  const found: number[] = []
  for (let at = FIRST; at < FIRST + YEARS * 365 * DAY; at += HOUR / 2) if (offset(at) !== offset(at - HOUR / 2)) found.push(at)
  return found
}

/** Two in three within a day of a change, one anywhere. */
function instant({ chance }: Run, changes: readonly number[]): number {
  if (chance(3) === 0) return FIRST + chance(YEARS * 365 * 24 * 60) * MINUTE
  return changes[chance(changes.length)]! + (chance(48 * 60) - 24 * 60) * MINUTE
}

interface Case {
  readonly at: number
  readonly zone: string
  readonly there: DateTime
}

const { time, day } = words('en')
const wall = (at: DateTime): string => at.toFormat("yyyy-MM-dd'T'HH:mm")

/** The other instant at which the clocks show the same. */
const isTwice = ({ there }: Case): boolean =>
  CHANGES.some((by) => [by, -by].some((ms) => wall(there.plus({ milliseconds: ms })) === wall(there)))

function offsetOf({ there: { offset } }: Case): string {
  const [hours, minutes] = [Math.trunc(offset / 60), Math.abs(offset % 60)]
  return `UTC${offset < 0 ? '-' : '+'}${Math.abs(hours)}${minutes === 0 ? '' : `:${minutes}`}`
}

/** Reading what was written must lead back, to the earlier of two instants that look the same. */
function readBack(each: Case): void {
  const { at, zone, there } = each
  const found = wallOf(at, zone)
  expect(`${found.day}T${found.time}`).toBe(wall(there))
  const earlier = CHANGES.map((by) => there.minus({ milliseconds: by })).find((other) => wall(other) === wall(there)) ?? there
  expect(readPick(found, zone)).toEqual({ kind: 'start', start: earlier.toMillis() })
}

/** What the clocks skip is read as if they had been changed later, and said to be skipped. */
function readSkipped(change: number, zone: string): void {
  const [before, after] = [DateTime.fromMillis(change - MINUTE, { zone }), DateTime.fromMillis(change, { zone })]
  if (after.offset < before.offset) return
  const skipped = before.plus({ minutes: 1 }).setZone('UTC').plus({ minutes: before.offset })
  const read = readPick({ day: skipped.toFormat('yyyy-MM-dd'), time: skipped.toFormat('HH:mm') }, zone)
  expect(read).toEqual({ kind: 'gap', start: change, wall: skipped.toFormat('HH:mm') })
}

function compare(each: Case, days: number): void {
  const { at, zone, there } = each
  expect(time(at, zone)).toBe(isTwice(each) ? `${there.toFormat('HH:mm')} ${offsetOf(each)}` : there.toFormat('HH:mm'))
  expect(day(at, zone)).toBe(there.setLocale('en-GB').toFormat('ccc d LLL'))
  const midnight = there.startOf('day')
  expect(dayOf(at, zone)).toEqual({ from: midnight.toMillis(), to: midnight.plus({ days: 1 }).startOf('day').toMillis() })
  const until = at + days * HOUR
  const dates: string[] = []
  for (let date = midnight; date.toMillis() < until; date = date.plus({ days: 1 }).startOf('day')) dates.push(date.toISODate()!)
  expect(daysOf({ from: at, to: until }, zone)).toEqual(dates)
  expect(at + limitMs(DEFAULTS)).toBe(there.plus({ hours: 7 * 24 }).toMillis())
  readBack(each)
}

faultRow(
  {
    id: 'A30',
    injected:
      'times on the days on which clocks change in Berlin, New York, Lord Howe (by half an hour) and Casablanca, skipped and doubled hours among them',
    expected: 'times, days, what people type and the week between two sessions are what a second library of dates says',
    whole: 100_000,
    sample: 10_000,
  },
  async ({ runs, inRun, saw, note }) => {
    const changes = ZONES.map((zone) => ({ zone, all: changesIn(zone) }))
    for (const { zone, all } of changes) for (const change of all) readSkipped(change, zone)
    for (const run of runs)
      await inRun(run, async () => {
        const { zone, all } = changes[run.chance(changes.length)]!
        const at = instant(run, all)
        compare({ at, zone, there: DateTime.fromMillis(at, { zone }) }, 1 + run.chance(120))
        saw('no difference')
      })
    note(`${changes.flatMap(({ all }) => all).length} changes of clocks from 2024 to 2033`)
  },
)
