// How a card ends without a session, and what somebody hears who presses it after that.
import { describe, expect, it } from 'vitest'
import { said } from '../said.ts'
import { sceneForEach } from '../world.ts'
import { bookButtons, cardSays, offered, privately, roughPattern } from './acts.ts'
import { STAGES } from './cast.ts'

const scene = sceneForEach()

describe.each(STAGES)('on $platform, $way', ({ agent, decider, head, where, named }) => {
  const byHand = (from: string) =>
    scene.world.change({
      kind: 'appointment',
      action: 'create',
      agent,
      facilitator: decider,
      from,
      minutes: 30,
    })
  const daysLater = (from: string, days: number) => Temporal.PlainDateTime.from(from).add({ days }).toString()

  it('a session booked by hand while the card was open takes its place, and the permit is returned', async () => {
    const card = await roughPattern(scene.world, agent, where)
    const [first] = offered(card)
    await byHand(first!.from)
    await scene.world.click(decider, card, bookButtons(card)[0]!)
    const closed = await cardSays(
      scene.world,
      where,
      card,
      /Superseded: .+ already has a coaching session on .+ Nothing more was/s,
    )
    expect(closed.buttons).toEqual([])
    expect(await scene.world.effects('appointment.created')).toEqual([])

    await scene.world.click(decider, card, bookButtons(card)[1]!)
    await privately(scene.world, decider, said(decider, 'decided.superseded'))
    const again = await roughPattern(scene.world, agent, where)
    const tooClose = offered(again).filter(
      ({ from }) => Temporal.PlainDateTime.from(from).until(daysLater(first!.from, 7)).sign > 0,
    )
    expect(tooClose).toEqual([])
  })

  it('one booked further ahead takes nothing: the earlier times stay good', async () => {
    const card = await roughPattern(scene.world, agent, where)
    await byHand(daysLater(offered(card)[0]!.from, 12))
    await scene.world.click(decider, card, bookButtons(card)[0]!)
    await cardSays(scene.world, where, card, /Booked:/)
  })

  it('other times are not looked for any more, either, once a session stands', async () => {
    const card = await roughPattern(scene.world, agent, where)
    await byHand(offered(card)[2]!.from)
    await scene.world.click(decider, card, 'Other times')
    await cardSays(scene.world, where, card, /Superseded: /)
  })

  it('a card from last month gets a clear answer, and does nothing', async () => {
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.advance('P35D')
    await cardSays(scene.world, where, card, /Expired: nobody picked a time by/)
    await scene.world.click(decider, card, bookButtons(card)[0]!)
    await privately(scene.world, decider, said(decider, 'decided.expired'))
    expect(await scene.world.effects('appointment.created')).toEqual([])
  })

  it('whoever comes late hears who declined and when; so does the one who did, later', async () => {
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.click(decider, card, 'Decline')
    const asked = await cardSays(scene.world, where, card, /Why should there be no session/)
    await scene.world.click(decider, asked, 'Already handled')
    await cardSays(scene.world, where, card, /Declined by .+: already handled/)
    await scene.world.advance('PT2M')
    await scene.world.click(decider, asked, 'Already handled')
    await privately(scene.world, decider, said(decider, 'decided.declined-you'))
    if (!named) {
      await scene.world.click(head, card, bookButtons(card)[0]!)
      await privately(scene.world, head, /was faster and declined this \(.+\d\d:\d\d/)
    }
    expect(await scene.world.effects('appointment.created')).toEqual([])
  })
})
