import { describe, expect, it } from 'vitest'
import type { Entry, Seen } from '../control.ts'
import { sceneForEach } from '../world.ts'
import { cardSays, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()

const COACHING = '00000000-0000-4000-8008-000000000001'
const isOurs = ({ body }: Entry) => body.activityCodeId === COACHING && body.externalActivityId === undefined
const isGenesys = ({ body }: Entry) => body.externalActivityId !== undefined

const ours = async (effect: 'added' | 'removed') => (await scene.world.effects(`schedule.activity-${effect}`)).filter(isOurs)
const genesysOwn = async (effect: 'added' | 'removed') =>
  (await scene.world.effects(`schedule.activity-${effect}`)).filter(isGenesys)
const limits = (changed: object) => scene.world.change({ kind: 'limits', ...changed })

/** Coaching on the agent's schedule when everything is done: what was put there less what was taken off. */
async function standing(): Promise<{ ours: number; genesys: number }> {
  const left = async (of: typeof ours) => (await of('added')).length - (await of('removed')).length
  return { ours: await left(ours), genesys: await left(genesysOwn) }
}

async function booked(agent: string, where: { user: string }): Promise<Seen> {
  const card = await roughPattern(scene.world, agent, where)
  await scene.world.click(where.user, card, /^Book /)
  return cardSays(scene.world, where, card, /Booked:/)
}

/** What else of the schedule the bot touched, besides coaching. */
const touched = async () =>
  (await scene.world.ledger()).filter(
    (entry) => entry.by === 'bot' && entry.effect.startsWith('schedule.') && !isOurs(entry) && !isGenesys(entry),
  )

describe.each(CASTS)('on $platform', ({ agent, supervisor }) => {
  const where = { user: supervisor }

  it('Genesys adds no block: after a minute Halftime puts one there, once, and touches nothing else', async () => {
    await limits({ placing: 'never' })
    const card = await booked(agent, where)
    await cardSays(scene.world, where, card, /Adding it to .* schedule/)
    await scene.world.advance('PT59S')
    expect(await ours('added')).toEqual([])
    await scene.world.advance('PT10S')
    await cardSays(scene.world, where, card, /Halftime put it on .* schedule/)
    const [appointment] = await scene.world.effects('appointment.created')
    expect(await ours('added')).toMatchObject([{ body: { startDate: appointment!.body.dateStart, lengthMinutes: 30 } }])
    await scene.world.advance('PT2H')
    await scene.world.advance('P1D')
    expect(await standing()).toEqual({ ours: 1, genesys: 0 })
    expect(await touched()).toEqual([])
    await cardSays(scene.world, where, card, /Halftime put it on .* schedule/)
  })

  it('another planner is faster, twice: both changes are there', async () => {
    await limits({ placing: 'never', rivals: 2 })
    const card = await booked(agent, where)
    await scene.world.advance('PT70S')
    await cardSays(scene.world, where, card, /Halftime put it on/)
    expect(await standing()).toEqual({ ours: 1, genesys: 0 })
    expect(await touched()).toEqual([])
    const renamed = await scene.world.effects('schedule.activity-changed', 'other')
    expect(renamed.at(-1)!.body).toMatchObject({ description: 'Lunch, on time, on time' })
  })

  it('another planner is always faster: the session stays booked, and the card asks for a hand', async () => {
    await limits({ placing: 'never', rivals: 1000 })
    const card = await booked(agent, where)
    await scene.world.until('it to be given up', async () => {
      await scene.world.advance('PT30S')
      return (await scene.world.messages(where)).some(({ text }) => /please add it by hand in Genesys/.test(text))
    })
    expect(await standing()).toEqual({ ours: 0, genesys: 0 })
    expect(await scene.world.effects('appointment.deleted')).toEqual([])

    const [appointment] = await scene.world.effects('appointment.created')
    await limits({ rivals: 0 })
    await scene.world.change({
      kind: 'activity',
      agent,
      action: 'coach',
      from: appointment!.body.dateStart,
      to: new Date(Date.parse(String(appointment!.body.dateStart)) + 30 * 60_000).toISOString(),
    })
    await scene.world.advance('PT1H')
    await cardSays(scene.world, where, card, /It stands on .* schedule/)
  })

  it('Genesys’s own block comes late, although it was told not to: ours goes, and exactly one stands', async () => {
    await limits({ placing: 'regardless', scheduleDelay: 5 * 60_000 })
    const card = await booked(agent, where)
    await scene.world.advance('PT70S')
    await cardSays(scene.world, where, card, /Halftime put it on/)
    await scene.world.advance('PT5M')
    expect(await standing()).toEqual({ ours: 1, genesys: 1 })
    await scene.world.advance('PT10M')
    await cardSays(scene.world, where, card, /It stands on .* schedule/)
    expect(await standing()).toEqual({ ours: 0, genesys: 1 })
    expect(await touched()).toEqual([])
  })

  it('Genesys is slow: once told to leave it to Halftime it adds none, so there are never two', async () => {
    await limits({ scheduleDelay: 5 * 60_000 })
    const card = await booked(agent, where)
    await scene.world.advance('PT70S')
    await cardSays(scene.world, where, card, /Halftime put it on/)
    await scene.world.advance('PT15M')
    expect(await standing()).toEqual({ ours: 1, genesys: 0 })
    expect(await genesysOwn('added')).toEqual([])
  })

  it('Genesys’s own block comes at the very moment ours is to be put there: only Genesys’s is', async () => {
    await limits({ placing: 'regardless', scheduleDelay: 100_000 })
    const query = '/api/v2/workforcemanagement/businessunits/{bu}/weeks/{week}/schedules/{id}/agentschedules/query'
    await scene.world.fault({ vendor: 'genesys', method: 'POST', path: query, plan: ['hold-request'] })
    const card = await booked(agent, where)
    const minute = scene.world.advance('PT70S')
    const [held] = await scene.world.until('the schedule to be read', async () => {
      const calls = await scene.world.held()
      return calls.length > 0 && calls
    })
    const later = scene.world.advance('PT40S')
    await scene.world.until('Genesys’s own', async () => (await genesysOwn('added')).length > 0)
    await scene.world.release(held!.id)
    await Promise.all([minute, later])
    await scene.world.until('it to be seen', async () => {
      await scene.world.advance('PT5S')
      return (await scene.world.messages(where)).some(({ id, text }) => id === card.id && /It stands on/.test(text))
    })
    await scene.world.advance('PT2H')
    expect(await ours('added')).toEqual([])
    expect(await standing()).toEqual({ ours: 0, genesys: 1 })
  })

  it('a planner takes ours off again: it stays off, and the card says so', async () => {
    await limits({ placing: 'never' })
    const card = await booked(agent, where)
    await scene.world.advance('PT70S')
    await cardSays(scene.world, where, card, /Halftime put it on/)
    const [{ body }] = (await ours('added')) as [Entry]
    const to = new Date(Date.parse(String(body.startDate)) + 60_000).toISOString()
    await scene.world.change({ kind: 'activity', agent, action: 'remove', from: body.startDate, to })
    await scene.world.advance('PT1H')
    await cardSays(scene.world, where, card, /Not on .* schedule yet/)
    expect(await ours('added')).toHaveLength(1)
  })

  it('undo takes off what Halftime put there', async () => {
    await limits({ placing: 'never' })
    const card = await booked(agent, where)
    await scene.world.advance('PT70S')
    const inserted = await cardSays(scene.world, where, card, /Halftime put it on/)
    await scene.world.click(supervisor, inserted, 'Undo')
    await cardSays(scene.world, where, card, /Taken back by/)
    expect(await standing()).toEqual({ ours: 0, genesys: 0 })
    expect(await scene.world.effects('appointment.deleted')).toHaveLength(1)
    expect(await touched()).toEqual([])
  })

  it('undo that may not touch the schedule any more says what still stands there', async () => {
    await limits({ placing: 'never' })
    const card = await booked(agent, where)
    await scene.world.advance('PT70S')
    const inserted = await cardSays(scene.world, where, card, /Halftime put it on/)
    await scene.world.change({ kind: 'permission', permission: 'wfm:schedule:edit', granted: false })
    await scene.world.click(supervisor, inserted, 'Undo')
    await cardSays(scene.world, where, card, /Taken back by.*could not take it off .* schedule again/s)
    expect(await standing()).toEqual({ ours: 1, genesys: 0 })
  })

  it.each(['wfm:schedule:edit', 'coaching:appointment:edit'])(
    'without the permission %s the card says that it must be looked at by hand',
    async (permission) => {
      await limits({ placing: 'never' })
      await scene.world.change({ kind: 'permission', permission, granted: false })
      const card = await booked(agent, where)
      await scene.world.until('it to be given up', async () => {
        await scene.world.advance('PT30S')
        return (await scene.world.messages(where)).some(({ text }) => /Halftime lacks a permission for/.test(text))
      })
      expect(await standing()).toEqual({ ours: 0, genesys: 0 })

      await scene.world.change({ kind: 'permission', permission, granted: true })
      await scene.world.advance('PT1H')
      await cardSays(scene.world, where, card, /Halftime put it on/)
      expect(await standing()).toEqual({ ours: 1, genesys: 0 })
    },
  )

  it('the answer to the upload is lost: one block, found again', async () => {
    await limits({ placing: 'never' })
    const update = '/api/v2/workforcemanagement/businessunits/{bu}/weeks/{week}/schedules/{id}/update'
    await scene.world.fault({ vendor: 'genesys', method: 'POST', path: update, plan: ['commit-then-reset'] })
    const card = await booked(agent, where)
    await scene.world.advance('PT70S')
    await scene.world.until('it to be found', async () => {
      await scene.world.advance('PT10S')
      return (await scene.world.messages(where)).some(({ text }) => /Halftime put it on/.test(text))
    })
    await cardSays(scene.world, where, card, /Halftime put it on/)
    expect(await ours('added')).toHaveLength(1)
  })

  it('an upload that is still worked on when somebody undoes: nothing stands in the end', async () => {
    await limits({ placing: 'never', updating: 'accepted', updateDelay: 20_000 })
    const card = await booked(agent, where)
    await scene.world.advance('PT61S')
    await scene.world.until('the upload', async () =>
      (await scene.world.requests()).some(
        ({ method, template, status }) => method === 'POST' && /\/update$/.test(template) && status === 202,
      ),
    )
    await scene.world.click(supervisor, card, 'Undo')
    await scene.world.until('it to be taken back', async () => {
      await scene.world.advance('PT15S')
      return (await scene.world.messages(where)).some(({ id, text }) => id === card.id && /Taken back by/.test(text))
    })
    await limits({ updating: 'complete' })
    expect(await ours('added')).toHaveLength(1)
    expect(await standing()).toEqual({ ours: 0, genesys: 0 })
  })

  it('an agent without a schedule: the card says that it stands on none, and nothing is uploaded', async () => {
    await scene.world.change({ kind: 'unplanned', agent, lost: 'licence' })
    const card = await booked(agent, where)
    await cardSays(scene.world, where, card, /It stands on no schedule/)
    await scene.world.advance('PT2M')
    await cardSays(scene.world, where, card, /It stands on no schedule/)
    expect(await standing()).toEqual({ ours: 0, genesys: 0 })
    expect((await scene.world.requests()).filter(({ template }) => /uploadurl$/.test(template))).toEqual([])
  })
})
