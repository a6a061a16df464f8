import { describe, expect, it } from 'vitest'
import { sceneForEach } from '../world.ts'
import { bookButtons, cardSays, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()

const APPOINTMENTS = '/api/v2/coaching/appointments'
const EVENTS = '/v1.0/users/{id}/events'

describe.each(CASTS)('on $platform', ({ agent, supervisor }) => {
  it('Genesys does not answer at the click: the supervisor is told, and it is booked once it does', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.fault({ vendor: 'genesys', path: '/api/v2/users/search', plan: ['503'], times: 4 })
    const answer = await scene.world.click(supervisor, card, /^Book /)
    expect(answer).toMatchObject({ status: 200 })
    await scene.world.message({ user: supervisor }, /Genesys does not answer right now/)
    await scene.world.advance('PT2M')
    await scene.world.advance('PT2M')
    await cardSays(scene.world, { user: supervisor }, card, /Booked:/)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
  })

  it('Genesys stops answering in mid-booking: the card says so, keeps trying, and tells the truth in the end', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.fault({ vendor: 'genesys', method: 'POST', path: APPOINTMENTS, plan: ['503'], times: 50 })
    await scene.world.click(supervisor, card, /^Book /)
    await cardSays(scene.world, { user: supervisor }, card, /is booking/)
    await scene.world.advance('PT1M')
    await cardSays(scene.world, { user: supervisor }, card, /Genesys does not answer right now. Halftime keeps trying/)
    await scene.world.call('DELETE', '/faults')
    await scene.world.until('the booking', async () => {
      await scene.world.advance('PT1M')
      return (await scene.world.effects('appointment.created')).length > 0
    })
    await cardSays(scene.world, { user: supervisor }, card, /Booked:/)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
  })

  it('a permission withdrawn before the click: nothing stands anywhere, the card says so and offers times again', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.change({ kind: 'permission', permission: 'coaching:appointment:add', granted: false })
    await scene.world.click(supervisor, card, /^Book /)
    const again = await cardSays(
      scene.world,
      { user: supervisor },
      card,
      /Halftime is not allowed to, and an admin should look at its permissions/,
    )
    expect(bookButtons(again)).toHaveLength(3)
    await scene.world.message({ user: 'ada' }, /^Genesys does not let Halftime do its work\n.*npm run doctor/)
    expect(await scene.world.effects('appointment.created')).toEqual([])
    expect(await scene.world.effects('event.created')).toEqual([])
  })

  it('a calendar that refuses for good: the appointment is taken back', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.fault({ vendor: 'microsoft', method: 'POST', path: EVENTS, plan: ['403'] })
    await scene.world.click(supervisor, card, /^Book /)
    await cardSays(scene.world, { user: supervisor }, card, /times to try/)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
    expect(await scene.world.effects('appointment.deleted')).toHaveLength(1)
    expect(await scene.world.effects('event.created')).toEqual([])
  })

  it.each([
    { what: 'the appointment', vendor: 'genesys', path: APPOINTMENTS, effect: 'appointment.created', plan: 'commit-then-reset' },
    { what: 'the calendar event', vendor: 'microsoft', path: EVENTS, effect: 'event.created', plan: 'commit-then-reset' },
    { what: 'the appointment', vendor: 'genesys', path: APPOINTMENTS, effect: 'appointment.created', plan: 'truncated' },
    { what: 'the calendar event', vendor: 'microsoft', path: EVENTS, effect: 'event.created', plan: 'truncated' },
  ])('the answer to $what is lost ($plan): it is found again, not made twice', async ({ vendor, path, effect, plan }) => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.fault({ vendor, method: 'POST', path, plan: [plan] })
    await scene.world.click(supervisor, card, /^Book /)
    await scene.world.until('the write', async () => (await scene.world.effects(effect)).length > 0)
    // The bot's own pause before it tries again.
    await scene.world.advance('PT10S')
    await cardSays(scene.world, { user: supervisor }, card, /Booked:/)
    expect(await scene.world.effects(effect)).toHaveLength(1)
    expect(await scene.world.effects('appointment.deleted')).toEqual([])
    expect((await scene.world.requests()).filter((one) => one.method === 'POST' && one.template === path)).toHaveLength(1)
  })

  it('a card somebody deleted is posted again when there is news', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.change({ kind: 'message', action: 'delete', id: card.id })
    await scene.world.advance('P7D')
    const anew = await scene.world.message({ user: supervisor }, /Expired: nobody picked a time/)
    expect(anew.id).not.toBe(card.id)
  })

  it('a supervisor who took over the team gets the card, and may decide', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.change({ kind: 'manager', agent, manager: 'helena' })
    await scene.world.advance('PT60H')
    const hers = await scene.world.until('a card for Helena', async () =>
      (await scene.world.messages({ user: 'helena' })).find(({ buttons }) => buttons.length > 0),
    )
    await scene.world.click(supervisor, await cardSays(scene.world, { user: supervisor }, card, /Held by:? Helena/), /^Book /)
    await scene.world.message({ user: supervisor }, /Only the supervisors of this agent can do that/)
    await scene.world.click('helena', hers, /^Book /)
    await cardSays(scene.world, { user: 'helena' }, hers, /Booked:/)
  })

  it('a colleague books the very minute in Genesys: fresh times, no second session', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.fault({ vendor: 'genesys', method: 'POST', path: APPOINTMENTS, plan: ['409'] })
    await scene.world.click(supervisor, card, /^Book /)
    const fresh = await cardSays(scene.world, { user: supervisor }, card, /another session stands there now/)
    expect(bookButtons(fresh)).toHaveLength(3)
    expect(await scene.world.effects('appointment.created')).toEqual([])
  })

  it('an agent without a superior: nothing is posted, and it is asked again', async () => {
    await scene.world.change({ kind: 'leaves', person: supervisor })
    await scene.world.change({ kind: 'leaves', person: 'helena' })
    await scene.world.interaction({ agent, customer: -0.8, agentScore: -0.5 })
    await scene.world.interaction({ agent, customer: -0.8, agentScore: -0.5 })
    await scene.world.until('the bot to notice', async () => scene.bot.ports.counts.all()['nobody to ask'])
    expect(await scene.world.effects('message.posted')).toEqual([])
  })
})

it('on Slack the lost answer to a card is found again by its marker: no second card', async () => {
  const { agent, supervisor } = CASTS[0]
  await scene.world.fault({ vendor: 'slack', path: 'chat.postMessage', plan: ['commit-then-reset'] })
  const card = await roughPattern(scene.world, agent, { user: supervisor })
  await scene.world.click(supervisor, card, /^Book /)
  await cardSays(scene.world, { user: supervisor }, card, /Booked:/)
  expect((await scene.world.messages({ user: supervisor })).filter(({ text }) => text.startsWith('Coaching for'))).toHaveLength(1)
})

it('a supervisor whom Slack does not let us write to is reached in Teams', async () => {
  await scene.world.fault({ vendor: 'slack', path: 'chat.postMessage', plan: ['400'], times: 20 })
  await scene.world.interaction({ agent: 'ines', customer: -0.8, agentScore: -0.5 })
  await scene.world.interaction({ agent: 'ines', customer: -0.8, agentScore: -0.5 })
  const card = await scene.world.until('a card in Teams', async () => {
    await scene.world.advance('PT1M')
    return (await scene.world.messages({ user: 'priya' })).find(
      ({ platform, buttons }) => platform === 'teams' && buttons.length > 0,
    )
  })
  await scene.world.click('priya', card, /^Book /)
  await cardSays(scene.world, { user: 'priya' }, card, /Booked:/)
})
