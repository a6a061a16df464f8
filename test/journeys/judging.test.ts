import { describe, expect, it } from 'vitest'
import { said } from '../said.ts'
import { openScene, type Scene, sceneForEach } from '../world.ts'
import { cardSays, privately, ROUGH, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()
const heardOf = ({ bot }: Pick<Scene, 'bot'>) => bot.ports.counts.all()['received scored'] ?? 0

describe.each(CASTS)('on $platform', ({ platform, agent, colleague, supervisor }) => {
  const cards = async () => (await scene.world.messages({ user: supervisor })).filter(({ text }) => /^Coaching for/.test(text))
  /** Interactions of one agent are judged in order: once this one is thanked for, everything before it was judged. */
  const thanked = async (who: string) => {
    await scene.world.interaction({ agent: who, customer: 0.95 })
    await scene.world.message({ user: who }, said(who, 'kudos.title'))
  }

  it('one rough call is not enough', async () => {
    await scene.world.interaction({ agent, ...ROUGH })
    await thanked(agent)
    expect(await cards()).toEqual([])
  })

  it('a good call breaks the streak', async () => {
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.interaction({ agent, customer: 0.3, agentScore: 0.4 })
    await scene.world.interaction({ agent, ...ROUGH })
    await thanked(agent)
    expect(await cards()).toEqual([])
  })

  it('a call without an agent signal neither counts nor breaks', async () => {
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.interaction({ agent, customer: -0.9 })
    await scene.world.interaction({ agent, ...ROUGH, customer: -0.72 })
    const card = await scene.world.message({ user: supervisor }, /customer -0\.80 and -0\.72/)
    expect(card.text).toMatch(/Two rough calls in a row/)
  })

  it('three thanks a week are enough, and the card about two rough calls says what was great', async () => {
    const thanks = async () => (await scene.world.messages({ user: agent })).filter(({ text }) => /Well done/.test(text))
    for (let nth = 1; nth <= 3; nth += 1) {
      await scene.world.interaction({ agent, customer: 0.95 })
      await scene.world.until(`${nth} thanks`, async () => (await thanks()).length === nth)
    }
    await scene.world.interaction({ agent, customer: 0.95 })
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    expect(card.text).toMatch(/Four great calls this week/)
    expect(await thanks()).toHaveLength(3)
    expect(await scene.world.effects('recognition.created')).toHaveLength(3)
    await scene.world.advance('P8D')
    await scene.world.interaction({ agent, customer: 0.95 })
    await scene.world.until('thanks again', async () => (await thanks()).length === 4)
  })

  it('what arrives in another order is judged in the order in which it ended', async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
    const slow = await openScene({ SETTLE_SECONDS: '60' })
    await slow.world.interaction({ agent, ...ROUGH, endedAt: ago(3) })
    await slow.world.interaction({ agent, ...ROUGH, endedAt: ago(9) })
    await slow.world.interaction({ agent, customer: 0.2, endedAt: ago(6) })
    await slow.world.interaction({ agent, customer: 0.95, endedAt: ago(1) })
    await slow.world.until('all four to be heard', async () => heardOf(slow) >= 4)
    await slow.world.advance('PT2M')
    await slow.world.message({ user: agent }, /Well done/)
    expect(await slow.world.messages({ user: supervisor })).toEqual([])
    await slow.close()
  })

  it('rough calls of two agents are no pattern', async () => {
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.interaction({ agent: colleague, ...ROUGH })
    await thanked(agent)
    await thanked(colleague)
    expect(await cards()).toEqual([])
  })

  it('one session a week: the next pattern gets no card, until the week is over', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.click(supervisor, card, /^Book /)
    await cardSays(scene.world, { user: supervisor }, card, /Booked:/)
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.interaction({ agent, ...ROUGH })
    await thanked(agent)
    expect(await cards()).toHaveLength(1)
    await scene.world.advance('P7D')
    await roughPattern(scene.world, agent, { user: supervisor })
    expect(await cards()).toHaveLength(2)
  })

  it('a brilliant call is thanked for in Genesys and in chat, once', async () => {
    await scene.world.interaction({ agent, customer: 0.9 })
    const kudos = await scene.world.message({ user: agent }, /Well done/)
    expect(kudos).toMatchObject({ platform })
    const recognitions = await scene.world.effects('recognition.created')
    expect(recognitions).toHaveLength(1)
    expect(recognitions[0]?.body).toMatchObject({ contextType: 'Interaction' })
  })

  it('an admin changes settings for a reason, sees who changed what, and takes it back', async () => {
    const say = (text: string) => scene.world.command('ada', text, { platform })
    await say('/coaching set customer -0.7 because too many cards')
    await scene.world.message({ user: 'ada' }, /below -0\.70/)
    await say('/coaching set lead 120')
    await scene.world.message({ user: 'ada' }, /at least 120 minutes/)
    await say('/coaching history')
    const told = await scene.world.message({ user: 'ada' }, /What was changed/)
    expect(told.text).toMatch(
      /Version 2, .*Ada Adler.*minutes until the first time: 120 instead of 60.*Version 1.*customer's score: -0\.70 instead of -0\.60\. Because: too many cards/s,
    )
    await say('/coaching diff 0')
    await scene.world.message({ user: 'ada' }, /What is different now \(version 2\) from version 0.*-0\.70 instead of -0\.60/s)
    await say('/coaching rollback 0 because it was a test')
    await scene.world.message(
      { user: 'ada' },
      /Back to version 0, now kept as version 3.*customer's score: -0\.60 instead of -0\.70/s,
    )
    await say('/coaching diff 9')
    await scene.world.message({ user: 'ada' }, /There is no version 9. The settings are at version 3/)
  })

  it('an admin moves a threshold and sees it; anybody else is refused', async () => {
    const refused = await scene.world.command(supervisor, '/coaching set customer -0.1', { platform })
    expect(refused.status).toBe(200)
    await privatelyOrDirectly(
      supervisor,
      /Only Halftime's admins can do that for everybody.*your own team: \/coaching set customer -0\.1 for team/s,
    )

    await scene.world.command('ada', '/coaching set customer -0.75', { platform })
    await privatelyOrDirectly('ada', /customer's score is below -0\.75 \(it was -0\.60\)/)
    await scene.world.interaction({ agent, ...ROUGH, customer: -0.72 })
    await scene.world.interaction({ agent, ...ROUGH, customer: -0.72 })
    await thanked(agent)
    expect(await cards()).toEqual([])

    await scene.world.command('ada', '/coaching status', { platform })
    await privatelyOrDirectly('ada', /customer below -0\.75 and agent below -0\.30, 2 in a row/)
    await scene.world.command('ada', '/coaching halp', { platform })
    await privatelyOrDirectly('ada', /Did you mean \/coaching help\?/)
  })

  /** Slack answers a command with an ephemeral message, Teams in the direct chat. */
  const privatelyOrDirectly = (user: string, text: RegExp) =>
    platform === 'slack' ? privately(scene.world, user, text) : scene.world.message({ user }, text)
})
