// The life of a card: the same on each platform, directly and in a room.
import { describe, expect, it } from 'vitest'
import type { Seen } from '../control.ts'
import { said } from '../said.ts'
import { sceneForEach } from '../world.ts'
import { advanceTo, bookButtons, cardSays, offered, openUntil, privately, ROUGH, roughPattern } from './acts.ts'
import { STAGES } from './cast.ts'

const scene = sceneForEach()
const timesOn = (card: Seen): string =>
  offered(card)
    .map(({ from }) => from)
    .join(' ')

describe.each(STAGES)('on $platform, $way,', ({ platform, where, agent, agentName, colleague, decider, named }) => {
  it('the second time is booked, and everybody who should know knows', async () => {
    const card = await roughPattern(scene.world, agent, where)
    expect(bookButtons(card)).toHaveLength(3)
    expect(card.text.includes(agentName)).toBe(named)
    expect(card.text).toMatch(
      named ? /Two rough calls in a row: customer -0\.80 and -0\.72, agent -0\.50 and -0\.50/ : /an agent of/,
    )
    expect(card.text).toMatch(/agents? to spare, \d+% answered in time; (you are|\w+ is) free/)

    const answer = await scene.world.click(decider, card, bookButtons(card)[1]!)
    expect(answer.status).toBe(200)
    expect(answer.ms).toBeLessThan(1000)

    const booked = await cardSays(scene.world, where, card, /Booked: .* with .*It stands on .* schedule/s)
    expect(booked.text.includes(agentName)).toBe(named)
    const [appointment] = await scene.world.effects('appointment.created')
    const { people } = await scene.world.people()
    const idOf = (name: string) => people.find((person) => person.name.toLowerCase().startsWith(name))?.id
    expect(appointment?.body).toMatchObject({
      attendees: [{ id: idOf(agent) }],
      facilitator: { id: idOf(decider) },
      conversations: [{}, {}],
      description: expect.stringMatching(/\nHalftime ref [a-z0-9]+$/),
      wfmSchedule: { id: expect.any(String) },
    })
    expect(await scene.world.effects('event.created')).toHaveLength(1)
    expect(await scene.world.effects('schedule.activity-added')).toHaveLength(1)
    expect(await scene.world.message({ user: agent }, /coaching session with/)).toMatchObject({ platform })
    expect(await scene.world.messages({ user: colleague })).toEqual([])
    // What was pressed is the copy that was posted.
    expect(scene.bot.ports.counts.all()['copies adopted']).toBeUndefined()
  })

  it('other times are found as often as there are some, in the same card, and one of them is booked', async () => {
    const card = await roughPattern(scene.world, agent, where)
    const seen = [timesOn(card)]
    for (const round of ['second', 'third']) {
      await scene.world.click(decider, card, 'Other times')
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
    await scene.world.click(decider, now, bookButtons(now)[0]!)
    await cardSays(scene.world, where, card, /Booked: .* with /)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
  })

  it('two open cards of one supervisor never offer the same time', async () => {
    const first = await roughPattern(scene.world, agent, where)
    const second = await roughPattern(scene.world, colleague, where)
    const taken = new Set(offered(first).map(({ from }) => from))
    expect(offered(second)).toHaveLength(3)
    expect(offered(second).filter(({ from }) => taken.has(from))).toEqual([])
  })

  it('undo takes everything back within ten minutes, tells the agent, and returns the permit', async () => {
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.click(decider, card, bookButtons(card)[0]!)
    const booked = await cardSays(scene.world, where, card, /It stands on .* schedule/)
    await scene.world.message({ user: agent }, /^A coaching session with/)

    await scene.world.click(decider, booked, 'Undo')
    const undone = await cardSays(scene.world, where, card, /Taken back by/)
    expect(undone.buttons).toEqual([])
    await scene.world.message({ user: agent }, /^Cancelled: the coaching session with .*It was taken back/s)
    for (const effect of ['appointment.deleted', 'schedule.activity-removed', 'event.deleted'])
      await scene.world.until(effect, async () => (await scene.world.ledger()).some((entry) => entry.effect === effect))
    expect((await scene.world.messages({ user: agent })).length).toBe(1)

    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.until('a second card', async () =>
      (await scene.world.messages(where)).some(({ id, buttons }) => id !== card.id && buttons.length > 0),
    )
  })

  it('undo comes too late after ten minutes: the button goes, and an old press is told so', async () => {
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.click(decider, card, bookButtons(card)[0]!)
    const booked = await cardSays(scene.world, where, card, /It stands on .* schedule/)
    await scene.world.advance('PT11M')
    await scene.world.until('the button to go', async () =>
      (await scene.world.messages(where)).some(({ id, buttons }) => id === card.id && buttons.length === 0),
    )
    await scene.world.click(decider, booked, 'Undo')
    await privately(scene.world, decider, said(decider, 'refusal.undo-late'))
    expect(await scene.world.effects('appointment.deleted')).toEqual([])
  })

  it('a decline asks why, says so, and returns the permit', async () => {
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.click(decider, card, 'Decline')
    const asked = await cardSays(scene.world, where, card, /Why should there be no session/)
    await scene.world.click(decider, asked, 'Not now')
    const declined = await cardSays(scene.world, where, card, /Declined by/)
    expect(declined.buttons).toEqual([])
    expect(await scene.world.effects('appointment.created')).toEqual([])
    const again = await roughPattern(scene.world, agent, where)
    expect(again.id).not.toBe(card.id)
  })

  it('nobody picks a time: the card expires when it said, in working hours, and the next pattern gets a card', async () => {
    const card = await roughPattern(scene.world, agent, where)
    const until = openUntil(card)
    expect([until.dayOfWeek <= 5, until.hour >= 9, until.hour * 60 + until.minute <= 17 * 60]).toEqual([true, true, true])
    await advanceTo(scene.world, until.subtract({ minutes: 1 }))
    await cardSays(scene.world, where, card, /Open until/)
    await advanceTo(scene.world, until.add({ minutes: 1 }))
    const expired = await cardSays(scene.world, where, card, /Expired: nobody picked a time/)
    expect(expired.buttons).toEqual([])
    const again = await roughPattern(scene.world, agent, where)
    expect(again.id).not.toBe(card.id)
  })

  it('offered times that passed unused are replaced in the same card', async () => {
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.advance('PT60H')
    const fresh = await cardSays(scene.world, where, card, /good times/)
    expect(bookButtons(fresh)).toHaveLength(3)
    expect(offered(fresh)[0]!.from > offered(card)[0]!.from).toBe(true)
  })

  it('a session booked by hand in Genesys pushes the times a week away', async () => {
    const [first] = offered(await roughPattern(scene.world, colleague, where))
    const by = { facilitator: decider, from: first!.from, minutes: 30 }
    await scene.world.change({ kind: 'appointment', action: 'create', agent, ...by })
    const card = await roughPattern(scene.world, agent, where)
    const days = (from: string) => Math.abs(Date.parse(from) - Date.parse(first!.from)) / 86_400_000
    expect(offered(card).filter(({ from }) => days(from) < 7)).toEqual([])
  })

  it('a second press by the same person changes nothing', async () => {
    const card = await roughPattern(scene.world, agent, where)
    const [first] = bookButtons(card)
    await Promise.all([scene.world.click(decider, card, first!), scene.world.click(decider, card, first!)])
    await cardSays(scene.world, where, card, /It stands on/)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
    expect(await scene.world.effects('event.created')).toHaveLength(1)
  })

  it('a supervisor who became busy gets fresh times in the same card', async () => {
    const card = await roughPattern(scene.world, agent, where)
    const [first] = bookButtons(card)
    await scene.world.change({ kind: 'busy', person: decider, ...offered(card)[0]! })
    await scene.world.click(decider, card, first!)
    const fresh = await cardSays(scene.world, where, card, /no longer free: (you have|\w+ has) another meeting\. .* fresh times?/)
    expect(bookButtons(fresh)).toHaveLength(3)
    expect(bookButtons(fresh)).not.toContain(first)
    // A screen that lags: a press on the time that is gone is recognised as such.
    await scene.world.click(decider, card, first!)
    await privately(scene.world, decider, said(decider, 'refusal.stale'))
    expect(await scene.world.effects('appointment.created')).toEqual([])
    await scene.world.click(decider, fresh, bookButtons(fresh)[0]!)
    await cardSays(scene.world, where, card, /Booked:/)
  })
})
