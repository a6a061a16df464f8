import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { genesysResponse } from '../../src/sandbox/contracts/contracts.ts'
import { ANA, BEN, HELENA, type OpenWorld, openWorld, SAM, signedIn, UNIT, until } from './world.ts'

let world: OpenWorld
let sdk: Awaited<ReturnType<typeof signedIn>>
beforeEach(async () => {
  world = await openWorld()
  sdk = await signedIn(world)
})
afterEach(() => world.close())

const tomorrow = () => Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 1 })
const local = (time: string) => tomorrow().toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: time }).toInstant().toString()
const day = () => `${local('00:00')}/${local('23:59')}`

const slots = async (more: object = {}) =>
  await sdk.coaching.postCoachingScheduleslotsQuery({
    interval: day(),
    lengthInMinutes: 30,
    attendeeIds: [ANA],
    facilitatorIds: [SAM],
    ...more,
  })

async function draft(more: object = {}) {
  const best = (await slots()).suggestedSlots!.find(({ differenceRating }) => differenceRating === 'Good')!
  return {
    name: 'Coaching',
    description: 'About yesterday',
    dateStart: best.dateStart!,
    lengthInMinutes: 30,
    attendeeIds: [ANA],
    facilitatorId: SAM,
    wfmSchedule: best.wfmSchedule!,
    addToSchedule: true,
    ...more,
  }
}

const search = () =>
  sdk.wfm.postWorkforcemanagementBusinessunitAgentschedulesSearch(UNIT, {
    startDate: local('00:00'),
    endDate: local('23:59'),
    userIds: [ANA],
  })
const blocks = async () => {
  const { result } = await search()
  const activities = result!.agentSchedules![0]!.shifts!.flatMap((shift) => shift.activities!)
  return activities.filter(({ externalActivityType }) => externalActivityType === 'Coaching')
}
const placed = () => until(async () => (await world.deeds()).includes('bot schedule.activity-added'))
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => ({ status: 200 }),
    (error) => error as { status: number; code: string; message: string },
  )

it('a new appointment is found by listing only after a while, when that is ordered; by its id at once, and its time is taken at once', async () => {
  await world.change({ kind: 'limits', listingDelay: 10_000 })
  const wanted = await draft()
  const { id } = await sdk.coaching.postCoachingAppointments(wanted)
  const listed = async () => (await sdk.coaching.getCoachingAppointments([ANA], { interval: day() })).entities!
  expect(await listed()).toEqual([])
  expect(await sdk.coaching.getCoachingAppointment(id!)).toMatchObject({ id })
  expect(await refusal(sdk.coaching.postCoachingAppointments(wanted))).toMatchObject({ status: 409 })
  await world.advance('PT10S')
  expect(await listed()).toMatchObject([{ id }])
})

describe('slots', () => {
  it('lie in the shift, over no break or meal, and say what they cost the queue', async () => {
    const answer = await slots()
    expect(genesysResponse('postCoachingScheduleslotsQuery', answer)).toEqual([])
    const ratings = answer.suggestedSlots!.map(({ differenceRating }) => differenceRating)
    expect(ratings).toEqual(expect.arrayContaining(['Good', 'Poor']))
    for (const { staffingDifference, differenceRating } of answer.suggestedSlots!) {
      expect(differenceRating).toBe(staffingDifference! > 0 ? 'Good' : staffingDifference === 0 ? 'Neutral' : 'Poor')
    }
    const codes = answer.wfmScheduleActivities![0]!.activities!.map(({ activityCodeId }) => activityCodeId)
    expect(codes.filter((code) => code === '1')).toHaveLength(2)
    expect(codes.filter((code) => code === '2')).toHaveLength(1)
  })

  it('avoid the appointments of agent and facilitator, unless these may be interrupted', async () => {
    const body = await draft()
    const made = await sdk.coaching.postCoachingAppointments({ ...body, attendeeIds: [BEN], addToSchedule: false })
    const starts = async (more?: object) => (await slots(more)).suggestedSlots!.map(({ dateStart }) => dateStart)
    expect(await starts()).not.toContain(body.dateStart)
    expect(await starts({ interruptibleAppointmentIds: [made.id] })).toContain(body.dateStart)
  })

  it('follow the changes of planners: another shift, time off, a new peak', async () => {
    await world.change({ kind: 'shift', agent: 'ana', from: local('12:00'), to: local('16:00') })
    expect((await slots()).suggestedSlots!.every(({ dateStart }) => dateStart! >= local('12:00').replace('Z', '.000Z'))).toBe(
      true,
    )
    await world.change({ kind: 'peak', agent: 'ana', from: local('12:00'), to: local('16:00') })
    expect((await slots()).suggestedSlots!.every(({ differenceRating }) => differenceRating === 'Poor')).toBe(true)
    await world.change({ kind: 'timeoff', agent: 'ana', from: local('12:00'), to: local('16:00') })
    expect((await slots()).suggestedSlots).toEqual([])
  })

  it.each([
    [{ lengthInMinutes: 20 }, 'lengthInMinutes'],
    [{ lengthInMinutes: 75 }, 'lengthInMinutes'],
    [{ attendeeIds: [] }, 'attendeeIds'],
    [{ attendeeIds: ['nobody'] }, 'attendeeIds'],
    [{ interval: 'today' }, 'interval'],
  ])('are refused for %j', async (more, word) => {
    expect(await refusal(slots(more))).toMatchObject({ status: 400, message: expect.stringContaining(word) })
  })
})

describe('an appointment', () => {
  it('is created, appears on the schedule, and is found by user and interval', async () => {
    const made = await sdk.coaching.postCoachingAppointments(await draft())
    expect(genesysResponse('postCoachingAppointments', made)).toEqual([])
    await placed()
    expect(await blocks()).toMatchObject([{ externalActivityId: made.id, lengthMinutes: 30, startDate: made.dateStart }])
    const list = await sdk.coaching.getCoachingAppointments([ANA, BEN], { interval: day() })
    expect(list.entities!.map(({ id }) => id)).toEqual([made.id])
    expect((await sdk.coaching.getCoachingAppointments([SAM], { relationships: ['Attendee'] })).entities).toEqual([])
    expect(await sdk.coaching.getCoachingAppointment(made.id!)).toEqual(made)
    expect(await world.deeds()).toEqual(['bot appointment.created', 'bot schedule.activity-added'])
  })

  it('stays off the schedule without addToSchedule and wfmSchedule', async () => {
    await sdk.coaching.postCoachingAppointments(await draft({ wfmSchedule: undefined, addToSchedule: undefined }))
    await world.advance('PT1M')
    expect(await world.deeds()).toEqual(['bot appointment.created'])
  })

  it('becomes InvalidSchedule where the agent does not work', async () => {
    const made = await sdk.coaching.postCoachingAppointments(await draft({ dateStart: local('06:00') }))
    await world.advance('PT1M')
    expect(await sdk.coaching.getCoachingAppointment(made.id!)).toMatchObject({ status: 'InvalidSchedule' })
  })

  it('loses its block when a planner moves the shift away', async () => {
    await sdk.coaching.postCoachingAppointments(await draft())
    await placed()
    await world.change({ kind: 'shift', agent: 'ana', from: local('18:00'), to: local('22:00') })
    expect((await world.deeds()).slice(2)).toEqual([
      'other schedule.shift-changed',
      'other schedule.activity-removed',
      'other appointment.updated',
    ])
  })

  it('conflicts with another one of the agent or the facilitator', async () => {
    const body = await draft()
    await sdk.coaching.postCoachingAppointments(body)
    expect(await refusal(sdk.coaching.postCoachingAppointments({ ...body, facilitatorId: HELENA }))).toMatchObject({
      status: 409,
    })
    expect(await refusal(sdk.coaching.postCoachingAppointments({ ...body, attendeeIds: [BEN] }))).toMatchObject({ status: 409 })
    expect(await world.violations()).toEqual([])
  })

  it('moves with its block, and takes it along when deleted', async () => {
    const made = await sdk.coaching.postCoachingAppointments(await draft())
    await placed()
    await sdk.coaching.patchCoachingAppointment(made.id!, { dateStart: local('16:45') })
    await until(async () => (await blocks())[0]?.startDate === local('16:45').replace('Z', '.000Z'))
    expect(await sdk.coaching.deleteCoachingAppointment(made.id!)).toMatchObject({ id: made.id })
    expect(await blocks()).toEqual([])
    expect(await refusal(sdk.coaching.getCoachingAppointment(made.id!))).toMatchObject({ status: 404 })
    expect((await world.deeds()).slice(2)).toEqual([
      'bot appointment.updated',
      'bot schedule.activity-removed',
      'bot schedule.activity-added',
      'bot appointment.deleted',
      'bot schedule.activity-removed',
    ])
  })

  it('may be accepted only, and placed late or never, when the organisation is like that', async () => {
    await world.change({ kind: 'limits', creating: 'accepted', placing: 'never' })
    expect(await sdk.coaching.postCoachingAppointments(await draft())).toBeFalsy()
    await world.advance('PT1M')
    expect(await world.deeds()).toEqual(['bot appointment.created'])
  })

  it('is linked to conversations, started and completed', async () => {
    const made = await sdk.coaching.postCoachingAppointments(await draft())
    await sdk.coaching.postCoachingAppointmentConversations(made.id!, { conversationId: 'c-1' })
    await sdk.coaching.patchCoachingAppointmentStatus(made.id!, { status: 'Completed' })
    expect(await sdk.coaching.getCoachingAppointment(made.id!)).toMatchObject({
      status: 'Completed',
      conversations: [{ id: 'c-1' }],
      isOverdue: false,
    })
  })

  it.each([
    [{ attendeeIds: ['x-olga'] }, 'cannot participate'],
    [{ lengthInMinutes: 61 }, '1 to 60'],
    [{ dateStart: '2020-01-01T10:00:00Z' }, 'past'],
    [{ dateStart: '2120-01-01T10:00:00Z' }, 'six weeks'],
    [{ wfmSchedule: { id: 'other', businessUnit: { id: UNIT }, weekDate: '2026-01-05' } }, 'wfmSchedule'],
    [{ description: undefined }, 'description'],
    [{ notes: 'x' }, 'notes'],
  ])('is refused with %j', async (more, word) => {
    expect(await refusal(sdk.coaching.postCoachingAppointments(await draft(more)))).toMatchObject({
      status: 400,
      message: expect.stringContaining(word),
    })
  })

  it('can be created, moved, completed and cancelled by others', async () => {
    const change = (body: object) => world.change({ kind: 'appointment', agent: 'ana', ...body })
    await change({ action: 'create', from: local('16:00'), minutes: 15 })
    await change({ action: 'move', from: local('16:30') })
    await change({ action: 'complete' })
    const { entities } = await sdk.coaching.getCoachingAppointments([ANA])
    expect(entities).toMatchObject([{ status: 'Completed', facilitator: { id: SAM }, createdBy: { id: SAM } }])
    await change({ action: 'cancel', id: entities![0]!.id })
    expect((await world.deeds()).filter((effect) => effect.includes('appointment'))).toEqual([
      'other appointment.created',
      'other appointment.updated',
      'other appointment.updated',
      'other appointment.deleted',
    ])
  })
})

describe('a recognition', () => {
  const written = {
    recipientId: ANA,
    type: 'ThankYou',
    title: 'Well done',
    note: 'Lovely call',
    contextType: 'Interaction',
    contextId: 'c-1',
  }

  it('is created and found among those sent', async () => {
    const made = await sdk.engagement.postEmployeeengagementRecognitions(written)
    expect(genesysResponse('postEmployeeengagementRecognitions', made)).toEqual([])
    const sent = await sdk.engagement.getEmployeeengagementRecognitions({ direction: 'sent', recipient: ANA })
    expect(sent.entities).toMatchObject([{ id: made.id, contextId: 'c-1' }])
    expect(await sdk.engagement.getEmployeeengagementRecognition(made.id!)).toMatchObject({ title: 'Well done' })
    expect(await world.deeds()).toEqual(['bot recognition.created'])
  })

  it.each([[{ title: 'x'.repeat(101) }], [{ note: 'x'.repeat(801) }], [{ type: 'Kudos' }], [{ recipientId: 'x-gil' }]])(
    'is refused with %j',
    async (more) => {
      expect(await refusal(sdk.engagement.postEmployeeengagementRecognitions({ ...written, ...more }))).toMatchObject({
        status: 400,
      })
    },
  )
})
