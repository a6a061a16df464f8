import { describe, expect, it } from 'vitest'
import { said } from '../said.ts'
import { sceneForEach } from '../world.ts'
import { bookButtons, cardSays, privately, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()
const FASTER = ['decided.booking', 'decided.booked']

describe.each(CASTS)('a room on $platform', ({ platform, room }) => {
  const where = { room: room.id }

  it('approves without naming the agent; a member without authority is refused privately', async () => {
    const card = await roughPattern(scene.world, room.agent, where)
    await scene.world.click(room.without, card, 'Show')
    await privately(scene.world, room.without, /Only the supervisors of this agent can do that/)
    await scene.world.click(room.without, card, bookButtons(card)[0]!)
    await scene.world.click(room.supervisor, card, 'Show')
    await privately(scene.world, room.supervisor, said(room.supervisor, 'proposal.title', { agent: room.agentName }))
    expect(await scene.world.effects('appointment.created')).toEqual([])

    await scene.world.click(room.head, card, bookButtons(card)[0]!)
    const booked = await cardSays(scene.world, where, card, /Booked: .* Booked by Helena/)
    expect(booked.text).not.toContain(room.agentName)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
  })

  it('of two who press, one books and the other is told who was faster', async () => {
    const card = await roughPattern(scene.world, room.agent, where)
    const [first, second] = bookButtons(card)
    await Promise.all([scene.world.click(room.supervisor, card, first!), scene.world.click(room.head, card, second!)])
    await cardSays(scene.world, where, card, /Booked:/)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
    await scene.world.until('one of them to be told', async () => {
      const told = await Promise.all(
        [room.supervisor, room.head].map(async (user) =>
          (await scene.world.messages({ user })).some(({ text }) => FASTER.some((key) => said(user, key).test(text))),
        ),
      )
      return told.includes(true)
    })
  })

  it('of superiors only is told who it is', async () => {
    await scene.world.change({ kind: 'room', room: room.id, person: room.without, action: 'leave' })
    // What is said in a channel tells the bot which team it belongs to, and so whether it is private.
    await scene.world.command(room.head, 'help', { platform, room: room.id })
    const card = await roughPattern(scene.world, room.agent, where)
    expect(card.text).toContain(`Coaching for ${room.agentName}`)
    expect(card.buttons.map(({ label }) => label)).not.toContain('Show')
  })
})

describe('a card that stands directly and in a room, on two platforms', () => {
  const loyalty = '00000000-0000-4000-8002-000000000005'
  const both = sceneForEach({ DELIVER: `${loyalty}=both:teams:19:returns-leads@thread.tacv2` })

  it('shows one state everywhere, whoever decides and wherever', async () => {
    const direct = await roughPattern(both.world, 'ines', { user: 'priya' })
    const room = { room: '19:returns-leads@thread.tacv2' }
    const shared = await both.world.message(room, /an agent of Loyalty/)
    expect([direct.platform, shared.platform]).toEqual(['slack', 'teams'])
    await both.world.click('helena', shared, bookButtons(shared)[0]!)
    for (const [where, card] of [
      [{ user: 'priya' }, direct],
      [room, shared],
    ] as const)
      await cardSays(both.world, where, card, /Booked: .* Booked by Helena/)
    await both.world.click('priya', direct, bookButtons(direct)[1]!)
    await privately(both.world, 'priya', /Helena Holm was faster .*the session is booked for/)
    expect(await both.world.effects('appointment.created')).toHaveLength(1)
    await both.world.click('priya', await cardSays(both.world, { user: 'priya' }, direct, /It stands on/), 'Undo')
    for (const [where, card] of [
      [{ user: 'priya' }, direct],
      [room, shared],
    ] as const)
      await cardSays(both.world, where, card, /Taken back by Priya/)
  })
})
