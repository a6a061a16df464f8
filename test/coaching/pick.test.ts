import { describe, expect, it } from 'vitest'
import { quartersAround, readPick, wallOf } from '../../src/coaching/pick.ts'

const at = (iso: string) => Date.parse(iso)
const start = (iso: string) => ({ kind: 'start', start: at(iso) })

describe('a day and a time are read', () => {
  it.each([
    { what: 'in winter', day: '2026-11-24', time: '14:30', zone: 'Europe/Berlin', read: start('2026-11-24T13:30Z') },
    { what: 'in summer', day: '2026-07-01', time: '09:00', zone: 'Europe/Berlin', read: start('2026-07-01T07:00Z') },
    { what: 'elsewhere', day: '2026-11-24', time: '00:15', zone: 'Asia/Kathmandu', read: start('2026-11-23T18:30Z') },
    { what: 'west of here', day: '2026-11-24', time: '23:45', zone: 'America/Los_Angeles', read: start('2026-11-25T07:45Z') },
    { what: 'on a day of 366', day: '2028-02-29', time: '12:00', zone: 'UTC', read: start('2028-02-29T12:00Z') },
    {
      what: 'off the quarter, which is for the rules to judge',
      day: '2026-11-24',
      time: '14:37',
      zone: 'UTC',
      read: start('2026-11-24T14:37Z'),
    },
    {
      what: 'just before the clocks go forward',
      day: '2026-03-29',
      time: '01:59',
      zone: 'Europe/Berlin',
      read: start('2026-03-29T00:59Z'),
    },
    { what: 'just after', day: '2026-03-29', time: '03:00', zone: 'Europe/Berlin', read: start('2026-03-29T01:00Z') },
    {
      what: 'in the doubled hour as the earlier one',
      day: '2026-10-25',
      time: '02:30',
      zone: 'Europe/Berlin',
      read: start('2026-10-25T00:30Z'),
    },
    {
      what: 'in the doubled hour of New York',
      day: '2026-11-01',
      time: '01:15',
      zone: 'America/New_York',
      read: start('2026-11-01T05:15Z'),
    },
    {
      what: 'in a doubled half hour',
      day: '2026-04-05',
      time: '01:45',
      zone: 'Australia/Lord_Howe',
      read: start('2026-04-04T14:45Z'),
    },
  ])('$what', ({ day, time, zone, read }) => {
    expect(readPick({ day, time }, zone)).toEqual(read)
  })

  it.each([
    { day: '2026-03-29', time: '02:00', zone: 'Europe/Berlin', after: '2026-03-29T01:00Z' },
    { day: '2026-03-29', time: '02:59', zone: 'Europe/Berlin', after: '2026-03-29T01:59Z' },
    { day: '2026-03-08', time: '02:30', zone: 'America/New_York', after: '2026-03-08T07:30Z' },
    { day: '2011-12-30', time: '12:00', zone: 'Pacific/Apia', after: '2011-12-30T22:00Z' },
  ])('as a time that does not exist: $day $time in $zone', ({ day, time, zone, after }) => {
    expect(readPick({ day, time }, zone)).toEqual({ kind: 'gap', start: at(after), wall: time })
  })

  it.each([
    {},
    { day: '2026-11-24' },
    { time: '14:30' },
    { day: '', time: '14:30' },
    { day: '2026-02-30', time: '14:30' },
    { day: '2026-13-01', time: '14:30' },
    { day: '24.11.2026', time: '14:30' },
    { day: '2026-11-24', time: '24:00' },
    { day: '2026-11-24', time: '9:00' },
    { day: '2026-11-24', time: '02:30 PM' },
    { day: '2026-11-24T00:00', time: '14:30' },
    { day: '+275760-09-14', time: '00:00' },
    { day: '2026-11-24', time: '14:30[Europe/Paris]' },
  ])('as unclear: %j', (inputs) => {
    expect(readPick(inputs as Record<string, string>, 'Europe/Berlin')).toEqual({ kind: 'unclear' })
  })
})

it('comes back as it was given, whatever the zone', () => {
  for (const zone of ['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'UTC']) {
    const wall = { day: '2026-11-24', time: '09:05' }
    const read = readPick(wall, zone)
    expect(read.kind === 'start' && wallOf(read.start, zone)).toEqual(wall)
  }
})

it('lies between two quarters of an hour', () => {
  expect(quartersAround(at('2026-11-24T09:10Z'))).toEqual([at('2026-11-24T09:00Z'), at('2026-11-24T09:15Z')])
  expect(quartersAround(at('2026-11-24T23:59Z'))).toEqual([at('2026-11-24T23:45Z'), at('2026-11-25T00:00Z')])
})
