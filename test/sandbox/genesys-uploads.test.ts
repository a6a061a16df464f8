// Changing a schedule by upload, as its documentation describes it: three steps, versioned, the whole list of a shift's activities.
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { genesysResponse } from '../../src/sandbox/contracts/contracts.ts'
import { ANA, BEN, type OpenWorld, openWorld, signedIn, UNIT, until } from './world.ts'

const MANAGED = '00000000-0000-4000-8005-000000000002'
const COACHING = '00000000-0000-4000-8008-000000000001'
const LUNCH = '2'

let world: OpenWorld
let sdk: Awaited<ReturnType<typeof signedIn>>
beforeEach(async () => {
  world = await openWorld()
  sdk = await signedIn(world)
})
afterEach(() => world.close())

/** Next week, so that every day of it is still to come. */
const monday = () => {
  const today = Temporal.Now.plainDateISO('Europe/Berlin')
  return today.add({ days: 8 - today.dayOfWeek }).toString()
}
const schedule = async () => (await sdk.wfm.getWorkforcemanagementBusinessunitWeekSchedules(UNIT, monday(), {})).entities![0]!

async function read(agent = ANA) {
  const { id, metadata } = await schedule()
  const answer = await sdk.wfm.postWorkforcemanagementBusinessunitWeekScheduleAgentschedulesQuery(UNIT, monday(), id!, {
    managementUnitId: MANAGED,
    userIds: [agent],
  })
  const own = answer.result!.agentSchedules![0]!
  return { id: id!, answer, version: metadata!.version, agentVersion: own.metadata!.version, shifts: own.shifts! }
}

type Read = Awaited<ReturnType<typeof read>>
type Activity = NonNullable<Read['shifts'][number]['activities']>[number]

const body = ({ version, agentVersion, shifts }: Read, activities: readonly Activity[] = shifts[0]!.activities!) => ({
  metadata: { version },
  agentSchedules: [
    { userId: ANA, metadata: { version: agentVersion }, shifts: [{ id: shifts[0]!.id, activities, manuallyEdited: true }] },
  ],
})

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => ({ status: 200 }),
    (error) => error as { status: number; message: string },
  )

async function upload(seen: Read, content: unknown, { bytes = 0, headers = {} } = {}) {
  const packed = Uint8Array.from(Buffer.isBuffer(content) ? content : gzipSync(JSON.stringify(content)))
  const ticket = await sdk.wfm.postWorkforcemanagementBusinessunitWeekScheduleUpdateUploadurl(UNIT, monday(), seen.id, {
    contentLengthBytes: packed.length + bytes,
  })
  const put = await fetch(ticket.url!, { method: 'PUT', body: packed, headers: { ...ticket.headers, ...headers } })
  const update = () =>
    sdk.wfm.postWorkforcemanagementBusinessunitWeekScheduleUpdate(UNIT, monday(), seen.id, { uploadKey: ticket.uploadKey! })
  return { ticket, put, update }
}

const change = async (seen: Read, content: unknown) => (await upload(seen, content)).update()

/** Half an hour of coaching cut out of the longest piece of work of the first shift. */
function coached({ shifts }: Read): Activity[] {
  const activities = shifts[0]!.activities!
  const work = activities.filter(({ activityCodeId }) => activityCodeId === '0').sort((a, b) => b.lengthMinutes - a.lengthMinutes)
  const [whole] = work
  const later = (minutes: number) => new Date(Date.parse(whole!.startDate) + minutes * 60_000).toISOString()
  return [
    ...activities.filter((each) => each !== whole),
    { ...whole!, lengthMinutes: 15 },
    { startDate: later(15), lengthMinutes: 30, description: 'Coaching', activityCodeId: COACHING },
    { ...whole!, startDate: later(45), lengthMinutes: whole!.lengthMinutes - 45 },
  ]
}

describe('reading', () => {
  it('tells the versions of the week and of the agent, which grow with every change by anybody', async () => {
    const before = await read()
    const other = await read(BEN)
    expect(genesysResponse('postWorkforcemanagementBusinessunitWeekScheduleAgentschedulesQuery', before.answer)).toEqual([])
    const [lunch] = before.shifts[0]!.activities!.filter(({ activityCodeId }) => activityCodeId === LUNCH)
    const to = new Date(Date.parse(lunch!.startDate) + 60_000).toISOString()
    await world.change({ kind: 'activity', agent: 'ana', action: 'rename', from: lunch!.startDate, to, title: 'Long lunch' })
    const after = await read()
    expect([after.version, after.agentVersion]).toEqual([before.version + 1, before.agentVersion + 1])
    expect((await read(BEN)).agentVersion).toBe(other.agentVersion)
    const one = await sdk.wfm.getWorkforcemanagementBusinessunitWeekSchedule(UNIT, monday(), after.id)
    expect(genesysResponse('getWorkforcemanagementBusinessunitWeekSchedule', one)).toEqual([])
    expect(one.metadata!.version).toBe(after.version)
    expect(await world.deeds()).toEqual(['other schedule.activity-changed'])
  })
})

describe('an upload', () => {
  it('puts an activity on the shift, makes the schedule newer, and is told once', async () => {
    const seen = await read()
    const { put, update } = await upload(seen, body(seen, coached(seen)))
    expect(put.status).toBe(200)
    const done = await update()
    expect(genesysResponse('postWorkforcemanagementBusinessunitWeekScheduleUpdate', done)).toEqual([])
    expect(done).toMatchObject({ status: 'Complete', result: { metadata: { version: seen.version + 1 } } })
    expect((await read()).shifts[0]!.activities!.filter(({ activityCodeId }) => activityCodeId === COACHING)).toHaveLength(1)
    expect((await read()).shifts.slice(1)).toEqual(seen.shifts.slice(1))
    expect(await world.effects('schedule.activity-added')).toMatchObject([
      { body: { userId: ANA, description: 'Coaching', lengthMinutes: 30, activityCodeId: COACHING } },
    ])
    expect(await world.deeds()).toEqual(['bot schedule.activity-added'])
    expect(await refusal(update())).toMatchObject({ status: 400 })
  })

  it('replaces the whole list: an activity that is left out is gone, and so is work that nothing replaces', async () => {
    const seen = await read()
    const [first, ...rest] = seen.shifts[0]!.activities!
    await change(
      seen,
      body(
        seen,
        rest.filter(({ activityCodeId }) => activityCodeId !== LUNCH),
      ),
    )
    const gone = await world.effects('schedule.activity-removed')
    expect(gone.map((entry) => entry.body.activityCodeId)).toEqual([LUNCH, first!.activityCodeId])
  })

  it('keeps what else is written about an activity', async () => {
    const seen = await read()
    const paid = seen.shifts[0]!.activities!.map((each) => ({ ...each, payableMinutes: 7 }))
    await change(seen, body(seen, paid))
    const { shifts } = await read()
    expect(shifts[0]!.activities).toEqual(paid)
    expect(shifts[0]!.manuallyEdited).toBe(true)
  })

  it.each([409, 412])('from an older version is refused with %i, whether of the week or of the agent', async (conflictStatus) => {
    await world.change({ kind: 'limits', conflictStatus })
    const seen = await read()
    await change(seen, body(seen, coached(seen)))
    expect(await refusal(change(seen, body(seen)))).toMatchObject({ status: conflictStatus })
    const { version } = await read()
    expect(await refusal(change(seen, body({ ...seen, version })))).toMatchObject({ status: conflictStatus })
    expect(await world.effects('schedule.activity-removed')).toEqual([])
  })

  it('finds that another planner was faster, as often as a test wishes', async () => {
    await world.change({ kind: 'limits', rivals: 1 })
    const seen = await read()
    expect(await refusal(change(seen, body(seen, coached(seen))))).toMatchObject({ status: 409 })
    const again = await read()
    expect(again.shifts[0]!.activities!.map(({ description }) => description)).toContain('Lunch, on time')
    await change(again, body(again, coached(again)))
    expect((await world.effects('schedule.activity-changed', 'other')).length).toBe(seen.shifts.length)
  })

  it.each([
    ['what is no gzip', () => Buffer.from('{"metadata": {"version": 1}}'), 'gzip'],
    ['a gzip of no JSON', () => gzipSync('no'), 'gzip'],
    ['overlapping activities', (seen: Read) => body(seen, [...seen.shifts[0]!.activities!, coached(seen).at(-2)!]), 'overlap'],
    ['an unknown shift', (seen: Read) => body({ ...seen, shifts: [{ ...seen.shifts[0]!, id: 'another' }] }), 'no shift another'],
    ['a shift without activities', (seen: Read) => body(seen, []), 'activities'],
    [
      'an unknown activity code',
      (seen: Read) => body(seen, [{ ...seen.shifts[0]!.activities![0]!, activityCodeId: '99' }]),
      'no activity code 99',
    ],
    [
      'an activity outside the shift',
      (seen: Read) => body(seen, [{ ...seen.shifts[0]!.activities![0]!, lengthMinutes: 2000 }]),
      'outside',
    ],
  ])('of %s is refused, and nothing changes', async (_what, made, word) => {
    const seen = await read()
    expect(await refusal(change(seen, made(seen)))).toMatchObject({ status: 400, message: expect.stringContaining(word) })
    expect((await read()).shifts).toEqual(seen.shifts)
    expect(await world.deeds()).toEqual([])
  })

  it('of another shape than the contract’s is refused and noted', async () => {
    const seen = await read()
    const call = refusal(change(seen, { ...body(seen), colour: 'red' }))
    expect(await call).toMatchObject({ status: 400, message: expect.stringContaining('colour') })
    expect(await world.violations()).toHaveLength(1)
  })

  it('is stored only as it was signed: its length and its headers', async () => {
    const seen = await read()
    const short = await upload(seen, body(seen), { bytes: 1 })
    expect(short.put.status).toBe(403)
    expect(await refusal(short.update())).toMatchObject({ status: 400 })
    expect((await upload(seen, body(seen), { headers: { 'content-encoding': 'identity' } })).put.status).toBe(403)
  })

  it('that is only accepted is worked on afterwards, and an older version comes to nothing without a word', async () => {
    await world.change({ kind: 'limits', updating: 'accepted', updateDelay: 60_000 })
    const seen = await read()
    expect(await change(seen, body(seen, coached(seen)))).toMatchObject({ status: 'Processing' })
    await change(seen, body(seen, seen.shifts[0]!.activities!.slice(1)))
    expect((await read()).version).toBe(seen.version)
    await world.advance('PT2M')
    expect((await read()).version).toBe(seen.version + 1)
    expect(await world.deeds()).toEqual(['bot schedule.activity-added'])
  })
})

describe('Genesys’s own block', () => {
  async function appointed(seen: Read) {
    const block = coached(seen).at(-2)!
    const made = await sdk.coaching.postCoachingAppointments({
      name: 'Coaching',
      description: 'About yesterday',
      dateStart: block.startDate,
      lengthInMinutes: 30,
      attendeeIds: [ANA],
      wfmSchedule: { id: seen.id, businessUnit: { id: UNIT }, weekDate: monday() },
      addToSchedule: true,
    })
    return { block, id: made.id! }
  }
  const blocks = async () => (await read()).shifts[0]!.activities!.filter(({ activityCodeId }) => activityCodeId === COACHING)

  it('leaves the schedule when addToSchedule is taken back, and never comes when that was before', async () => {
    const { id } = await appointed(await read())
    await until(async () => (await blocks()).length === 1)
    await sdk.coaching.patchCoachingAppointment(id, { addToSchedule: false })
    expect(await blocks()).toEqual([])
    await world.advance('PT1H')
    expect(await world.deeds()).toEqual([
      'bot appointment.created',
      'bot schedule.activity-added',
      'bot appointment.updated',
      'bot schedule.activity-removed',
    ])
  })

  it('may come regardless, and then stands beside one that was uploaded', async () => {
    await world.change({ kind: 'limits', placing: 'regardless', scheduleDelay: 60_000 })
    const { id } = await appointed(await read())
    await sdk.coaching.patchCoachingAppointment(id, { addToSchedule: false })
    const seen = await read()
    await change(seen, body(seen, coached(seen)))
    await world.advance('PT2M')
    expect((await blocks()).map(({ externalActivityId }) => externalActivityId)).toEqual([undefined, id])
    const both = await read()
    const kept = both.shifts[0]!.activities!.filter(
      ({ activityCodeId, externalActivityId }) => activityCodeId !== COACHING || externalActivityId,
    )
    await change(both, body(both, kept))
    expect(await blocks()).toMatchObject([{ externalActivityId: id, externalActivityType: 'Coaching' }])
    await sdk.coaching.deleteCoachingAppointment(id)
    expect(await blocks()).toEqual([])
  })
})
