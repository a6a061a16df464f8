import { describe, expect, it } from 'vitest'
import type { Seen } from '../control.ts'
import { sceneForEach } from '../world.ts'
import { bookButtons, cardSays, offered, privately, ROUGH, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()
const timesOn = (card: Seen): string =>
  offered(card)
    .map(({ from }) => from)
    .join(' ')

describe.each(CASTS)('on $platform', ({ platform, agent, colleague, supervisor, room }) => {
  it('a supervisor books the second time directly, and everybody who should know knows', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    expect(bookButtons(card)).toHaveLength(3)
    expect(card.text).toMatch(/Two rough calls in a row: customer -0\.80 and -0\.72, agent -0\.50 and -0\.50/)
    expect(card.text).toMatch(/more agents? than needed, \d+% answered in time; you are free/)

    const answer = await scene.world.click(supervisor, card, bookButtons(card)[1]!)
    expect(answer.status).toBe(200)
    expect(answer.ms).toBeLessThan(1000)

    await cardSays(scene.world, { user: supervisor }, card, /Booked: .* with /)
    const [appointment] = await scene.world.effects('appointment.created')
    const { people } = await scene.world.people()
    const idOf = (name: string) => people.find((person) => person.name.toLowerCase().startsWith(name))?.id
    expect(appointment?.body).toMatchObject({
      attendees: [{ id: idOf(agent) }],
      facilitator: { id: idOf(supervisor) },
      conversations: [{}, {}],
      description: expect.stringMatching(/\nHalftime ref [a-z0-9]+$/),
      wfmSchedule: { id: expect.any(String) },
    })
    expect(await scene.world.effects('event.created')).toHaveLength(1)
    const told = await scene.world.message({ user: agent }, /coaching session with/)
    expect(told).toMatchObject({ platform })
    await cardSays(scene.world, { user: supervisor }, card, /It stands on .* schedule/)
    expect(await scene.world.effects('schedule.activity-added')).toHaveLength(1)
    expect((await scene.world.messages({ user: colleague })).length).toBe(0)
  })

  it('a room approves: the agent stays unnamed, a member without authority is refused privately', async () => {
    const where = { room: room.id }
    const card = await roughPattern(scene.world, room.agent, where)
    expect(card.text).not.toContain(room.agentName)
    expect(card.text).toMatch(/an agent of/)

    await scene.world.click(room.without, card, 'Show')
    await privately(scene.world, room.without, /Only the supervisors of this agent can do that/)
    await scene.world.click(room.without, card, bookButtons(card)[0]!)
    await scene.world.click(room.supervisor, card, 'Show')
    await privately(scene.world, room.supervisor, new RegExp(`Coaching for ${room.agentName}`))
    expect(await scene.world.effects('appointment.created')).toEqual([])

    await scene.world.click(room.head, card, bookButtons(card)[0]!)
    const booked = await cardSays(scene.world, where, card, /Booked: .* Booked by Helena/)
    expect(booked.text).not.toContain(room.agentName)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
  })

  it('other times are found as often as there are some, in the same card, and one of them is booked', async () => {
    const where = { user: supervisor }
    const card = await roughPattern(scene.world, agent, where)
    const seen = [timesOn(card)]
    for (const round of ['second', 'third']) {
      await scene.world.click(supervisor, card, 'Other times')
      const fresh = await scene.world.until(`the ${round} times`, async () => {
        const now = (await scene.world.messages(where)).find(({ id }) => id === card.id)
        return now && /other times/.test(now.text) && !seen.includes(timesOn(now)) ? now : undefined
      })
      seen.push(timesOn(fresh))
    }
    const all = seen.flatMap((times) => times.split(' '))
    expect(all).toHaveLength(9)
    expect(new Set(all).size).toBe(9)

    const now = await cardSays(scene.world, where, card, /other times/)
    await scene.world.click(supervisor, now, bookButtons(now)[0]!)
    await cardSays(scene.world, where, card, /Booked: .* with /)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
  })

  it('two open cards of one supervisor never offer the same time', async () => {
    const where = { user: supervisor }
    const first = await roughPattern(scene.world, agent, where)
    const second = await roughPattern(scene.world, colleague, where)
    const taken = new Set(offered(first).map(({ from }) => from))
    expect(offered(second)).toHaveLength(3)
    expect(offered(second).filter(({ from }) => taken.has(from))).toEqual([])
  })

  it('undo takes everything back within ten minutes, tells the agent, and returns the permit', async () => {
    const where = { user: supervisor }
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.click(supervisor, card, bookButtons(card)[0]!)
    const booked = await cardSays(scene.world, where, card, /It stands on .* schedule/)
    await scene.world.message({ user: agent }, /^A coaching session with/)

    await scene.world.click(supervisor, booked, 'Undo')
    const undone = await cardSays(scene.world, where, card, /Taken back by/)
    expect(undone.buttons).toEqual([])
    await scene.world.message({ user: agent }, /^Cancelled: the coaching session with .*It was taken back/s)
    for (const effect of ['appointment.deleted', 'schedule.activity-removed', 'event.deleted'])
      await scene.world.until(effect, async () => (await scene.world.ledger()).some((entry) => entry.effect === effect))
    expect((await scene.world.messages({ user: agent })).length).toBe(1)

    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.until('a second card', async () =>
      (await scene.world.messages(where)).some(({ id, text }) => id !== card.id && /Two rough calls/.test(text)),
    )
  })

  it('undo comes too late after ten minutes: the button goes, and an old press is told so', async () => {
    const where = { user: supervisor }
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.click(supervisor, card, bookButtons(card)[0]!)
    const booked = await cardSays(scene.world, where, card, /It stands on .* schedule/)
    await scene.world.advance('PT11M')
    await scene.world.until('the button to go', async () =>
      (await scene.world.messages(where)).some(({ id, buttons }) => id === card.id && buttons.length === 0),
    )
    await scene.world.click(supervisor, booked, 'Undo')
    await scene.world.until('the refusal', async () =>
      (await scene.world.messages(where)).some(({ text }) => /taken back for ten minutes/.test(text)),
    )
    expect(await scene.world.effects('appointment.deleted')).toEqual([])
  })

  it('a decline says so, and returns the permit', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.click(supervisor, card, 'Decline')
    const asked = await cardSays(scene.world, { user: supervisor }, card, /Why should there be no session/)
    await scene.world.click(supervisor, asked, 'Not now')
    const declined = await cardSays(scene.world, { user: supervisor }, card, /Declined by/)
    expect(declined.buttons).toEqual([])
    expect(await scene.world.effects('appointment.created')).toEqual([])
    const again = await scene.world.until('a second card', async () => {
      await scene.world.interaction({ agent, customer: -0.9, agentScore: -0.9 })
      const cards = (await scene.world.messages({ user: supervisor })).filter(({ buttons }) => buttons.length > 0)
      return cards.at(-1)
    })
    expect(again.id).not.toBe(card.id)
  })

  it('of two who press, one books and the other is told who was faster', async () => {
    const card = await roughPattern(scene.world, room.agent, { room: room.id })
    const [first, second] = bookButtons(card)
    await Promise.all([scene.world.click(room.supervisor, card, first!), scene.world.click(room.head, card, second!)])
    await cardSays(scene.world, { room: room.id }, card, /Booked:/)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
    await scene.world.until('one of them to be told', async () => {
      const told = await Promise.all([room.supervisor, room.head].map((user) => scene.world.messages({ user })))
      return told.flat().some(({ text }) => /was faster/.test(text))
    })
  })

  it('a room of superiors only is told who it is', async () => {
    await scene.world.change({ kind: 'room', room: room.id, person: room.without, action: 'leave' })
    // What is said in a channel tells the bot which team it belongs to, and so whether it is private.
    await scene.world.command(room.head, 'help', { platform, room: room.id })
    const card = await roughPattern(scene.world, room.agent, { room: room.id })
    expect(card.text).toContain(`Coaching for ${room.agentName}`)
    expect(card.buttons.map(({ label }) => label)).not.toContain('Show')
  })

  it('nobody picks a time: the card expires after three days, and the next pattern gets a card', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.advance('P3D')
    const expired = await cardSays(scene.world, { user: supervisor }, card, /Expired: nobody picked a time/)
    expect(expired.buttons).toEqual([])
    const again = await roughPattern(scene.world, agent, { user: supervisor })
    expect(again.id).not.toBe(card.id)
  })

  it('offered times that passed unused are replaced in the same card', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.advance('PT60H')
    const fresh = await cardSays(scene.world, { user: supervisor }, card, /good times/)
    expect(bookButtons(fresh)).toHaveLength(3)
    expect(offered(fresh)[0]!.from > offered(card)[0]!.from).toBe(true)
  })

  it('a session booked by hand in Genesys pushes the times a week away', async () => {
    const [first] = offered(await roughPattern(scene.world, colleague, { user: supervisor }))
    await scene.world.change({
      kind: 'appointment',
      action: 'create',
      agent,
      facilitator: supervisor,
      from: first!.from,
      minutes: 30,
    })
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    const days = (from: string) => Math.abs(Date.parse(from) - Date.parse(first!.from)) / 86_400_000
    expect(offered(card).filter(({ from }) => days(from) < 7)).toEqual([])
  })

  it('a second press by the same person changes nothing', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    const [first] = bookButtons(card)
    await Promise.all([scene.world.click(supervisor, card, first!), scene.world.click(supervisor, card, first!)])
    await cardSays(scene.world, { user: supervisor }, card, /It stands on/)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
    expect(await scene.world.effects('event.created')).toHaveLength(1)
  })

  it('a supervisor who became busy gets fresh times in the same card', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    const [first] = bookButtons(card)
    await scene.world.change({ kind: 'busy', person: supervisor, ...offered(card)[0]! })
    await scene.world.click(supervisor, card, first!)
    const fresh = await cardSays(scene.world, { user: supervisor }, card, /no longer free: you have another meeting/)
    expect(bookButtons(fresh)).toHaveLength(3)
    expect(bookButtons(fresh)).not.toContain(first)
    // A screen that lags: a press on the time that is gone is recognised as such.
    await scene.world.click(supervisor, card, first!)
    await scene.world.message({ user: supervisor }, /no longer on offer/)
    expect(await scene.world.effects('appointment.created')).toEqual([])
    await scene.world.click(supervisor, fresh, bookButtons(fresh)[0]!)
    await cardSays(scene.world, { user: supervisor }, card, /Booked:/)
  })
})
