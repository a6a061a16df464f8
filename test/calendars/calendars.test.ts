// Everybody's calendars as one: whose is found by trying, busy is the union, an event goes to the first.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { calendarsOf } from '../../src/calendars/calendars.ts'
import type { SourceName } from '../../src/calendars/source.ts'
import { HOUR, type Interval } from '../../src/coaching/slot.ts'
import type { Calendar } from '../../src/ports.ts'
import { type OpenWorld, openWorld } from '../sandbox/world.ts'
import { hour, iso, morning, type Places, placesIn, session } from './places.ts'

const SAM = 'sam@northwind.example' // Microsoft
const RITA = 'rita@northwind.example' // Google
const THEO = 'theo@northwind.example' // both
const HANA = 'hana@northwind.example' // none
const SCHEDULE = '/v1.0/users/{id}/calendar/getSchedule'
const FREEBUSY = '/calendar/v3/freeBusy'

let world: OpenWorld
let places: Places
beforeEach(async () => {
  world = await openWorld()
  places = placesIn(world)
})
afterEach(() => world.close())

/** The union of those named, with what the operator said. */
function open(
  names: readonly SourceName[] = ['microsoft', 'google'],
  said: Record<string, readonly SourceName[]> = {},
): Calendar {
  const sources = names.map((name) => places[name])
  return calendarsOf({ sources, chosen: new Map(Object.entries(said)), now: places.tools.now })
}

const AT = hour(morning(4))
const busyOf = async (calendar: Calendar, mailbox: string) => (await calendar.busy([mailbox], AT)).get(mailbox)
/** Asked everywhere, and busy then. */
const at = (...times: readonly Interval[]) => ({ times, checked: true })
const UNKNOWN = { times: [], checked: false }
const meeting = (person: string, vendor: SourceName, at = AT) =>
  world.change({ kind: 'busy', person, vendor, from: iso(at.from), to: iso(at.to) })
async function silent(vendor: SourceName): Promise<void> {
  for (const path of vendor === 'google' ? [FREEBUSY, '/token'] : [SCHEDULE])
    await world.fault({ vendor, path, plan: ['503'], times: 9 })
}
const made = async () => (await world.effects('event.created')).map(({ vendor, body }) => `${vendor} ${body.mailbox}`)

describe('busy', () => {
  it('is who is busy anywhere', async () => {
    const [early, late] = [hour(AT.from - 2 * HOUR), hour(AT.from + 2 * HOUR)]
    await meeting('theo', 'microsoft', late)
    await meeting('theo', 'google', early)
    const found = await open().busy([THEO], { from: early.from, to: late.to })
    expect(found.get(THEO)?.times).toEqual(expect.arrayContaining([early, late]))
  })

  it('is asked of each where they are: one vendor, the other, both', async () => {
    await meeting('sam', 'microsoft')
    await meeting('rita', 'google')
    expect([...(await open().busy([SAM, RITA, THEO], AT))]).toEqual([
      [SAM, at(AT)],
      [RITA, at(AT)],
      [THEO, at()],
    ])
  })

  it('of somebody who has no calendar anywhere is not checked', async () => {
    expect(await busyOf(open(), HANA)).toEqual(UNKNOWN)
    expect(await busyOf(open([]), SAM)).toEqual(UNKNOWN)
  })

  it('is not checked while a vendor is silent who may have their calendar', async () => {
    await silent('google')
    expect(await busyOf(open(), THEO)).toEqual(UNKNOWN)
    expect(await busyOf(open(), SAM)).toEqual(UNKNOWN)
  })

  it('is not checked while one of two is silent, but whatever the other knows stands', async () => {
    await meeting('theo', 'microsoft')
    await silent('google')
    expect(await busyOf(open(), THEO)).toEqual({ times: [AT], checked: false })
  })

  it('is checked all the same once that vendor had said that it does not know them, for a while', async () => {
    const calendar = open()
    expect(await busyOf(calendar, SAM)).toEqual(at())
    await silent('google')
    expect(await busyOf(calendar, SAM)).toEqual(at())
    places.clock.ahead = HOUR
    expect(await busyOf(calendar, SAM)).toEqual(UNKNOWN)
  })

  it('finds a calendar that somebody was given meanwhile', async () => {
    const calendar = open()
    await busyOf(calendar, SAM)
    await world.change({ kind: 'mailbox', vendor: 'google', person: 'sam', exists: true })
    await meeting('sam', 'google')
    places.clock.ahead = HOUR
    expect(await busyOf(calendar, SAM)).toEqual(at(AT))
  })
})

describe('what the operator said', () => {
  it('goes before trying, by e-mail before domain, in whatever case', async () => {
    await meeting('theo', 'microsoft')
    expect(await busyOf(open(undefined, { [THEO]: ['google'] }), 'Theo@northwind.example')).toEqual(at())
    expect(await busyOf(open(undefined, { '@northwind.example': ['microsoft'] }), THEO)).toEqual(at(AT))
    expect(await busyOf(open(undefined, { '@northwind.example': ['microsoft'], [THEO]: ['google'] }), THEO)).toEqual(at())
  })

  it('spares the other vendor the question', async () => {
    await silent('google')
    expect(await busyOf(open(undefined, { [SAM]: ['microsoft'] }), SAM)).toEqual(at())
    expect((await world.requests()).filter(({ vendor }) => vendor === 'google')).toEqual([])
  })

  it('none: nobody is asked, nothing is checked, no event is made', async () => {
    const calendar = open(undefined, { [SAM]: [] })
    expect(await busyOf(calendar, SAM)).toEqual(UNKNOWN)
    expect(await calendar.create(session(SAM))).toEqual({ id: 'none' })
    expect(await world.requests()).toEqual([])
  })

  it('a calendar at a vendor that is not connected is not checked', async () => {
    expect(await busyOf(open(['microsoft'], { [SAM]: ['microsoft', 'google'] }), SAM)).toEqual(UNKNOWN)
  })
})

describe('an event', () => {
  it.each([
    [SAM, 'microsoft'],
    [RITA, 'google'],
    [THEO, 'microsoft'],
  ])('of %s goes to %s, is found there and taken away', async (organiser, vendor) => {
    const calendar = open()
    const wanted = session(organiser)
    const { id } = await calendar.create(wanted)
    expect(id).toMatch(new RegExp(`^${vendor}:`))
    expect(await made()).toEqual([`${vendor} ${organiser}`])
    expect(await open().find(organiser, wanted.at, wanted.key)).toEqual({ id })
    await open().remove(organiser, id)
    expect(await world.deeds()).toEqual(['bot event.created', 'bot event.deleted'])
  })

  it('of somebody without any calendar is refused as such', async () => {
    await expect(open().create(session(HANA))).rejects.toMatchObject({ trouble: 'not-found' })
    expect(await open().find(HANA, AT, 'k')).toBeUndefined()
  })

  it('goes nowhere else while the first does not answer', async () => {
    await world.fault({ vendor: 'microsoft', method: 'POST', path: '/v1.0/users/{id}/events', plan: ['503'] })
    await expect(open().create(session(THEO))).rejects.toMatchObject({ vendor: 'Microsoft', trouble: 'unavailable' })
    expect(await made()).toEqual([])
  })

  it('is found and taken away where it was made, though its organiser moved since', async () => {
    const wanted = session(RITA)
    const { id } = await open().create(wanted)
    await world.change({ kind: 'mailbox', vendor: 'microsoft', person: 'rita', exists: true })
    expect(await open().find(RITA, wanted.at, wanted.key)).toEqual({ id })
    await open().remove(RITA, id)
    expect(await world.effects('event.deleted')).toMatchObject([{ vendor: 'google' }])
  })

  it('is not there, as far as can be told, when the vendor they do not live at shuts its door', async () => {
    await world.change({ kind: 'permission', vendor: 'google', permission: 'calendar.events.owned', granted: false })
    expect(await open().find(SAM, AT, 'k')).toBeUndefined()
    await expect(open().find(RITA, AT, 'k')).rejects.toMatchObject({ trouble: 'unauthorised' })
  })

  it('of the time before ids had a vendor is Microsoft’s', async () => {
    const { id } = await places.microsoft.create(session(SAM))
    await open().remove(SAM, id)
    expect(await world.effects('event.deleted')).toMatchObject([{ vendor: 'microsoft', id }])
  })

  it('of a vendor that is connected no longer cannot be taken away, and says so', async () => {
    const { id } = await open().create(session(RITA))
    await expect(open(['microsoft']).remove(RITA, id)).rejects.toMatchObject({ vendor: 'Google', trouble: 'refused' })
  })
})
