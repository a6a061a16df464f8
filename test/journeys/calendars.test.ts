// Supervisors whose calendar is with Google, with both vendors, or nowhere: what they are offered, and where it is booked.
import { describe, expect, it } from 'vitest'
import type { Seen } from '../control.ts'
import { sceneForEach } from '../world.ts'
import { bookButtons, cardSays, offered, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()

const FREEBUSY = '/calendar/v3/freeBusy'
const EVENTS = '/calendar/v3/calendars/{calendarId}/events'

type Place = 'microsoft' | 'google'

/** Moves somebody's calendar there, and nowhere else. */
async function livesAt(person: string, ...places: readonly Place[]): Promise<void> {
  for (const vendor of ['microsoft', 'google'] as const)
    await scene.world.change({ kind: 'mailbox', vendor, person, exists: places.includes(vendor) })
}

const emailOf = async (name: string) =>
  (await scene.world.people()).people.find((person) => person.name.toLowerCase().startsWith(name))!.email
const inserts = async () =>
  (await scene.world.requests()).filter(({ method, template }) => method === 'POST' && template === EVENTS)
const events = async (effect: string) => (await scene.world.effects(effect)).map(({ vendor }) => vendor)

const instant = (wallClock: string): number =>
  Temporal.PlainDateTime.from(wallClock).toZonedDateTime('Europe/Berlin').epochMilliseconds
const HOUR = 3_600_000

describe.each(CASTS)('on $platform', ({ agent, supervisor }) => {
  const where = { user: supervisor }

  async function booked(card: Seen): Promise<Seen> {
    await scene.world.click(supervisor, card, bookButtons(card).at(-1)!)
    return cardSays(scene.world, where, card, /Booked:.*It stands on/s)
  }

  it('a supervisor with Google only: it stands in her own calendar, the agent is invited, and nothing there gives anything away', async () => {
    await livesAt(supervisor, 'google')
    const card = await roughPattern(scene.world, agent, where)
    expect(card.text).toMatch(/you are free/)
    await booked(card)
    const made = await scene.world.effects('event.created')
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({
      vendor: 'google',
      body: {
        mailbox: await emailOf(supervisor),
        summary: '1:1',
        attendees: [{ email: await emailOf(agent) }],
        sendUpdates: 'all',
      },
    })
    const { people } = await scene.world.people()
    const words = `${made[0]?.body.summary} ${made[0]?.body.description}`
    const names = people.flatMap(({ name }) => name.split(' '))
    expect(names.filter((name) => words.includes(name))).toEqual([])
    expect(words).not.toMatch(/0\.8|0\.72|0\.5|rough|coaching|score|customer/i)
  })

  it('a supervisor with both: busy in either is never offered, and the event goes to the first', async () => {
    await livesAt(supervisor, 'microsoft', 'google')
    const now = Date.now()
    const [start, middle, end] = [0, 30, 60].map((hours) => new Date(now + hours * HOUR).toISOString())
    await scene.world.change({ kind: 'busy', vendor: 'google', person: supervisor, from: start, to: middle })
    await scene.world.change({ kind: 'busy', vendor: 'microsoft', person: supervisor, from: middle, to: end })
    const card = await roughPattern(scene.world, agent, where)
    expect(offered(card)).toHaveLength(3)
    expect(offered(card).filter(({ from }) => instant(from) < Date.parse(end!))).toEqual([])
    await booked(card)
    expect(await events('event.created')).toEqual(['microsoft'])
  })

  it('Google does not answer: the times say so, and booking still works', async () => {
    await livesAt(supervisor, 'google')
    await scene.world.fault({ vendor: 'google', path: FREEBUSY, plan: ['503'], times: 40 })
    const card = await roughPattern(scene.world, agent, where)
    expect(card.text).toMatch(/calendar not checked/)
    expect(card.text).not.toMatch(/you are free/)
    await booked(card)
    expect(await events('event.created')).toEqual(['google'])
  })

  it('a supervisor without any calendar: the times say so, and it is booked without an event', async () => {
    await livesAt(supervisor)
    const card = await roughPattern(scene.world, agent, where)
    expect(card.text).toMatch(/calendar not checked/)
    await booked(card)
    expect(await events('event.created')).toEqual([])
  })

  it.each(['commit-then-reset', 'commit-then-500', 'truncated'])(
    'Google’s answer to the event is lost (%s): it is found again, not made twice',
    async (plan) => {
      await livesAt(supervisor, 'google')
      const card = await roughPattern(scene.world, agent, where)
      await scene.world.fault({ vendor: 'google', method: 'POST', path: EVENTS, plan: [plan] })
      await scene.world.click(supervisor, card, bookButtons(card).at(-1)!)
      await scene.world.until('the event', async () => (await events('event.created')).length > 0)
      // The bot's own pause before it tries again.
      await scene.world.advance('PT10S')
      await cardSays(scene.world, where, card, /Booked:/)
      expect(await events('event.created')).toEqual(['google'])
      expect(await inserts()).toHaveLength(1)
      expect(await scene.world.effects('appointment.deleted')).toEqual([])
    },
  )

  it('undo takes the event out of Google again, though the supervisor moved to Microsoft meanwhile', async () => {
    await livesAt(supervisor, 'google')
    const card = await booked(await roughPattern(scene.world, agent, where))
    await scene.world.change({ kind: 'mailbox', vendor: 'microsoft', person: supervisor, exists: true })
    await scene.world.click(supervisor, card, 'Undo')
    await cardSays(scene.world, where, card, /Taken back by/)
    await scene.world.until('the event to go', async () => (await events('event.deleted')).length > 0)
    expect(await events('event.deleted')).toEqual(['google'])
    await scene.world.until('the end of it', async () => (await scene.world.effects('appointment.deleted')).length > 0)
  })

  it('the delegation is withdrawn before the click: everything is taken back, and the card says why', async () => {
    await livesAt(supervisor, 'google')
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.change({ kind: 'permission', vendor: 'google', permission: 'calendar.events.owned', granted: false })
    await scene.world.click(supervisor, card, bookButtons(card).at(-1)!)
    const again = await cardSays(scene.world, where, card, /Halftime is not allowed to, and an admin should look/)
    expect(bookButtons(again)).toHaveLength(3)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
    expect(await scene.world.effects('appointment.deleted')).toHaveLength(1)
    expect(await events('event.created')).toEqual([])
  })

  it('a supervisor who became busy in Google gets fresh times in the same card', async () => {
    await livesAt(supervisor, 'microsoft', 'google')
    const card = await roughPattern(scene.world, agent, where)
    const [first] = bookButtons(card)
    await scene.world.change({ kind: 'busy', vendor: 'google', person: supervisor, ...offered(card)[0]! })
    await scene.world.click(supervisor, card, first!)
    const fresh = await cardSays(scene.world, where, card, /no longer free: you have another meeting/)
    expect(bookButtons(fresh)).not.toContain(first)
    expect(await scene.world.effects('appointment.created')).toEqual([])
    await booked(fresh)
  })
})
