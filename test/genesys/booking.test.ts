import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ConversationId, PersonId } from '../../src/coaching/interaction.ts'
import { DAY, type SuggestedSlot, spanOf } from '../../src/coaching/slot.ts'
import type { VendorError } from '../../src/errors.ts'
import { type Practice, practice } from './practice.ts'

const CREATE = { method: 'POST', path: '/api/v2/coaching/appointments' }
const THANK = { method: 'POST', path: '/api/v2/employeeengagement/recognitions' }

let world: Practice
let slots: SuggestedSlot[]
beforeAll(async () => {
  world = await practice()
  const window = { from: world.now(), to: world.now() + 6 * DAY }
  slots = await world.centre.suggestSlots({ agent: world.id('ana'), facilitator: world.id('sam'), window, minutes: 30 })
})
afterEach(() => world.call('DELETE', '/faults'))
afterAll(async () => {
  expect(await world.violations()).toEqual([])
  await world.close()
})

const conversation = ConversationId.parse('11111111-1111-4111-8111-111111111111')
/** Each test takes slots of its own, so that none stands in another's way. */
const nextSlot = () => slots.splice(0, 2)[0]!
const wish = (slot: SuggestedSlot, reference = crypto.randomUUID()) => ({
  agent: world.id('ana'),
  facilitator: world.id('sam'),
  slot,
  name: 'Coaching',
  description: `Two rough calls.\nHalftime ref ${reference}`,
  conversations: [conversation],
})
const failing = (promise: Promise<unknown>): Promise<VendorError> =>
  promise.then(
    () => Promise.reject(new Error('it worked')),
    (error) => error as VendorError,
  )

describe('a booking', () => {
  it('is an appointment with agent, facilitator and conversations, and soon a block on the schedule', async () => {
    const slot = nextSlot()
    const made = await world.centre.createAppointment(wish(slot))
    if (made === 'taken') throw new Error('taken')
    const [entry] = (await world.ledger('appointment.created')).filter(({ body }) => body.id === made.id)
    expect(entry!.body).toMatchObject({ attendees: [{ id: world.id('ana') }], facilitator: { id: world.id('sam') } })
    const block = { appointment: made.id, agent: world.id('ana'), at: spanOf(slot) }
    const standing = () => world.centre.standing(block)
    await vi.waitFor(async () => expect(await standing()).toEqual({ genesys: true, inserted: false }), { timeout: 5000 })
  })

  it('can be read, listed with its description, and removed, twice if need be', async () => {
    const slot = nextSlot()
    const wanted = wish(slot)
    const made = await world.centre.createAppointment(wanted)
    if (made === 'taken') throw new Error('taken')
    const known = {
      id: made.id,
      at: spanOf(slot),
      status: 'scheduled',
      attendees: [world.id('ana')],
      facilitator: world.id('sam'),
    }
    expect(await world.centre.appointment(made.id)).toMatchObject(known)
    const listed = await world.centre.appointments([world.id('ana'), world.id('sam')], spanOf(slot))
    expect(listed).toMatchObject([{ ...known, description: wanted.description }])
    await world.centre.removeAppointment(made.id)
    await world.centre.removeAppointment(made.id)
    expect(await world.centre.appointment(made.id)).toBeUndefined()
    const block = { appointment: made.id, agent: world.id('ana'), at: spanOf(slot) }
    expect(await world.centre.standing(block)).toEqual({ genesys: false, inserted: false })
  })

  it('over another appointment is taken', async () => {
    const slot = nextSlot()
    await world.centre.createAppointment(wish(slot))
    expect(await world.centre.createAppointment(wish(slot))).toBe('taken')
  })

  it('that Genesys only accepted is found again by its marker', async () => {
    await world.changes({ kind: 'limits', creating: 'accepted' })
    const made = await world.centre.createAppointment(wish(nextSlot()))
    await world.changes({ kind: 'limits', creating: 'created' })
    expect((await world.ledger('appointment.created')).at(-1)!.body).toMatchObject({ id: (made as { id: string }).id })
  })

  it.each(['commit-then-reset', '500', 'reset', 'commit-then-500'])(
    'whose answer is "%s" is in doubt and never sent twice',
    async (fault) => {
      const before = (await world.requests()).length
      await world.faults({ ...CREATE, plan: [fault] })
      expect(await failing(world.centre.createAppointment(wish(nextSlot())))).toMatchObject({
        trouble: 'unavailable',
        inDoubt: true,
      })
      expect((await world.requests(before)).filter(({ method, path }) => method === 'POST' && path === CREATE.path)).toHaveLength(
        1,
      )
    },
  )

  it('that is not answered in time is in doubt', async () => {
    const hasty = world.another({ timeoutMs: 300 })
    await hasty.centre.person(world.id('ana'))
    await world.faults({ ...CREATE, plan: ['timeout'] })
    expect(await failing(hasty.centre.createAppointment(wish(nextSlot())))).toMatchObject({
      trouble: 'unavailable',
      inDoubt: true,
    })
  })

  it.each([
    { fault: '400', trouble: 'refused' },
    { fault: '403', trouble: 'unauthorised' },
  ])('that Genesys turns down with $fault is $trouble, without doubt', async ({ fault, trouble }) => {
    await world.faults({ ...CREATE, plan: [fault] })
    expect(await failing(world.centre.createAppointment(wish(nextSlot())))).toMatchObject({ trouble, inDoubt: false })
  })
})

describe('a recognition', () => {
  it('is given once, hangs on its conversation and is found again', async () => {
    const to = world.id('ana')
    const since = world.now() - 1000
    const thanks = { to, title: 'A brilliant call', note: 'n'.repeat(900), conversation }
    expect(await world.centre.recognitionFor(thanks, since)).toBeUndefined()
    const given = await world.centre.recognise(thanks)
    expect((await world.ledger('recognition.created')).at(-1)!.body).toMatchObject({
      contextType: 'Interaction',
      contextId: conversation,
    })
    expect(await world.centre.recognitionFor({ ...thanks, note: 'other words' }, since)).toEqual({ id: given.id })
    expect(await world.centre.recognitionFor({ ...thanks, to: world.id('ben') }, since)).toBeUndefined()
  })

  it('for no conversation in particular is found again by its words', async () => {
    const since = world.now() - 1000
    const thanks = { to: world.id('ana'), title: 'Thank you from Sam Sato', note: '“You stayed so calm” Sam Sato' }
    const given = await world.centre.recognise(thanks)
    expect((await world.ledger('recognition.created')).at(-1)!.body).not.toHaveProperty('contextId')
    expect(await world.centre.recognitionFor(thanks, since)).toEqual({ id: given.id })
    expect(await world.centre.recognitionFor({ ...thanks, note: 'something else' }, since)).toBeUndefined()
    expect(await world.centre.recognitionFor({ ...thanks, conversation }, since)).not.toEqual({ id: given.id })
  })

  it('whose answer was lost is in doubt', async () => {
    await world.faults({ ...THANK, plan: ['commit-then-reset'] })
    const thanks = { to: world.id('ana'), title: 'Thanks', note: '', conversation }
    expect(await failing(world.centre.recognise(thanks))).toMatchObject({ inDoubt: true })
  })
})

describe('an external metric', () => {
  it('is found by its name on whatever page, and takes what days are worth, but for whom it does not know', async () => {
    for (let n = 0; n < 101; n++) await world.centre.createMetric(`A${n}`)
    expect(await world.centre.metric('Kudos')).toBeUndefined()
    const made = await world.centre.createMetric('Kudos')
    expect(await world.centre.metric('Kudos')).toEqual({ id: made.id })
    const day = { agent: world.id('ana'), day: '2026-11-24', value: 2 }
    const nobody = { ...day, agent: PersonId.parse('nobody') }
    expect(await world.centre.measure(made.id, [day, nobody])).toEqual([nobody])
    expect(await world.centre.measure(made.id, [day])).toEqual([])
    expect(await world.ledger('metric.recorded')).toMatchObject([{ body: { ...day, metric: made.id } }])
    expect(await world.centre.measure('gone', [day])).toEqual([day])
  })
})

describe('trouble', () => {
  const GET_USER = '/api/v2/users'

  it('of a moment is overcome by asking again', async () => {
    await world.faults({ path: GET_USER, plan: ['503', 'reset'] })
    expect(await world.centre.person(world.id('cleo'))).toMatchObject({ name: 'Cleo Costa' })
  })

  it('with a page of something in between is taken for silence', async () => {
    await world.faults({ path: GET_USER, plan: ['wrong-type', 'truncated'] })
    expect(await world.centre.person(world.id('dario'))).toMatchObject({ name: 'Dario Dietz' })
  })

  it('with the token is overcome by a new one, once', async () => {
    await world.faults({ path: GET_USER, plan: ['401'] })
    expect(await world.centre.person(world.id('emil'))).toMatchObject({ name: 'Emil Ekström' })
    await world.faults({ path: GET_USER, plan: ['401', '401'] })
    expect(await failing(world.centre.person(world.id('fay')))).toMatchObject({ trouble: 'unauthorised', status: 401 })
  })

  it('with the keys is said so, and their secret is nowhere to be read', async () => {
    const stranger = world.another({ clientSecret: 'wrong-secret' })
    const error = await failing(stranger.centre.person(world.id('ana')))
    expect(error).toMatchObject({ trouble: 'unavailable', code: 'sign-in-refused' })
    expect(world.log.lines.join()).toContain('set GENESYS_CLIENT_SECRET to the one that is valid now')
    expect(`${JSON.stringify(error)} ${world.log.lines.join()}`).not.toMatch(/wrong-secret|Basic |Bearer /)
  })

  it('of haste is heeded: no call inside the wait', async () => {
    await world.faults({ path: GET_USER, plan: [{ '429': { retryAfter: 5 } }] })
    expect(await failing(world.centre.person(world.id('gus')))).toMatchObject({ trouble: 'rate-limited', retryAfterMs: 5000 })
    const before = (await world.requests()).length
    expect(await failing(world.centre.person(world.id('hana')))).toMatchObject({ trouble: 'rate-limited' })
    expect(await world.requests(before)).toEqual([])
    await world.pass(5000)
    expect(await world.centre.person(world.id('hana'))).toMatchObject({ name: 'Hana Hoang' })
  })

  it('with an old token never comes: it is renewed before its end', async () => {
    await world.pass(DAY - 60_000)
    const before = (await world.requests()).length
    await world.centre.person(world.id('ines'))
    expect((await world.requests(before)).map(({ path, status }) => [path.split('/').slice(0, 4).join('/'), status])).toEqual([
      ['/oauth/token', 200],
      ['/api/v2/users', 200],
    ])
  })
})
