import { describe, expect, it } from 'vitest'
import { sceneForEach } from '../world.ts'
import { bookButtons, cardSays, offered, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()

/** The world's clock goes on to that moment in the business unit's zone. */
async function advanceTo(there: Temporal.PlainDateTime): Promise<void> {
  const { now } = await scene.world.call<{ now: string }>('GET', '')
  await scene.world.advance(there.toZonedDateTime('Europe/Berlin').toInstant().since(Temporal.Instant.from(now)).toString())
}
async function tomorrowAt(time: string): Promise<string> {
  const { now } = await scene.world.call<{ now: string }>('GET', '')
  const day = Temporal.Instant.from(now).toZonedDateTimeISO('Europe/Berlin').toPlainDate().add({ days: 1 })
  await advanceTo(day.toPlainDateTime(time))
  return day.toString()
}
const clock = ({ from }: { from: string }): string => from.slice(11, 16)
const set = async (what: string, platform: string, answer: RegExp): Promise<void> => {
  await scene.world.command('ada', `/coaching set ${what}`, { platform })
  await scene.world.message({ user: 'ada' }, answer)
}

describe.each(CASTS)('on $platform', ({ platform, agent, agentName, colleague, supervisor, queue }) => {
  it.each(['schedule', 'licence'])(
    'an agent without a %s is booked by calendars and office hours, and the card says so',
    async (lost) => {
      await scene.world.change({ kind: 'unplanned', agent, lost })
      const card = await roughPattern(scene.world, agent, { user: supervisor })
      expect(card.text).toContain(`${agentName} has no schedule in Genesys: only calendars and working hours were checked.`)
      expect(card.text).toMatch(/you are both free/)
      expect(offered(card)).toHaveLength(3)
      for (const slot of offered(card)) {
        expect(clock(slot) >= '09:00' && clock(slot) <= '16:30').toBe(true)
        expect(Temporal.PlainDateTime.from(slot.from).dayOfWeek).toBeLessThan(6)
      }
      await scene.world.click(supervisor, card, bookButtons(card)[0]!)
      await cardSays(scene.world, { user: supervisor }, card, /Booked: .* with /)
      const [appointment] = await scene.world.effects('appointment.created')
      expect(appointment?.body).not.toHaveProperty('wfmSchedule')
      expect(await scene.world.effects('event.created')).toHaveLength(1)
    },
  )

  it('an agent whom nobody plans and who is busy all day is offered other days', async () => {
    await scene.world.change({ kind: 'unplanned', agent, lost: 'licence' })
    const day = await tomorrowAt('06:00')
    await scene.world.change({ kind: 'busy', person: agent, from: `${day}T08:00`, to: `${day}T18:00` })
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    expect(offered(card).filter(({ from }) => from.startsWith(day))).toEqual([])
    expect(offered(card)).toHaveLength(3)
  })

  it('two cards made at the same moment for one supervisor share no time', async () => {
    const rough = [agent, colleague].map((one) => ({ agent: one, customer: -0.8, agentScore: -0.5 }))
    await scene.world.call('POST', '/interactions', rough)
    await scene.world.call('POST', '/interactions', rough)
    const cards = await scene.world.until('both cards', async () => {
      const found = (await scene.world.messages({ user: supervisor })).filter((card) => bookButtons(card).length === 3)
      return found.length === 2 && found
    })
    const times = cards.flatMap((card) => offered(card).map(({ from }) => from))
    expect(new Set(times).size).toBe(6)
  })

  it('an admin’s hours and blackouts hold for every time on the card', async () => {
    await set('hours mon-sun 13:00-17:30', platform, /now held mon-sun 13:00-17:30 only \(it was off\)/)
    await set('blackout mon-sun 13:00-14:00', platform, /No sessions are held from now on: mon-sun 13:00-14:00/)
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    expect(offered(card)).toHaveLength(3)
    expect(offered(card).filter((slot) => clock(slot) < '14:00' || clock(slot) > '17:00')).toEqual([])
  })

  it('while more customers wait than agents are ready, nothing in the next two hours is offered', async () => {
    const today = await tomorrowAt('13:00')
    await set('lead 0', platform, /at least 0 minutes ahead/)
    await scene.world.change({ kind: 'queue', queue, waiting: 5, ready: 1 })
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    expect(offered(card).filter((slot) => slot.from.startsWith(today) && clock(slot) < '15:00')).toEqual([])
  })

  it.each(['503', '403'])('a forecast that is answered with %s does not hold up the card, which says so', async (answer) => {
    const path = '/api/v2/workforcemanagement/businessunits/{businessUnitId}/intraday'
    await scene.world.fault({ vendor: 'genesys', method: 'POST', path, plan: [answer], times: 20 })
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    expect(card.text).toMatch(/agents? to spare, forecast not checked; you are free/)
    if (answer === '503') await scene.world.call('DELETE', '/faults')
    await scene.world.click(supervisor, card, bookButtons(card)[0]!)
    await cardSays(scene.world, { user: supervisor }, card, /Booked:|it will be busy then/)
  })

  it('a queue that fills up between the card and the click makes for fresh times', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    const [first] = offered(card)
    await advanceTo(Temporal.PlainDateTime.from(first!.from).subtract({ minutes: 30 }))
    await scene.world.change({ kind: 'queue', queue, waiting: 5, ready: 1 })
    await scene.world.click(supervisor, card, bookButtons(card)[0]!)
    const fresh = await cardSays(scene.world, { user: supervisor }, card, /too many customers are waiting right now/)
    expect(offered(fresh)).toHaveLength(3)
    expect(offered(fresh).map(({ from }) => from)).not.toContain(first!.from)
    expect(await scene.world.effects('appointment.created')).toEqual([])
  })
})
