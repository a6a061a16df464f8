import { describe, expect, it } from 'vitest'
import type { Seen } from '../control.ts'
import { sceneForEach } from '../world.ts'
import { cardSays, ROUGH, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()

const ANSWERS = [
  { answer: 'False alarm', said: /Declined by .+: a false alarm\. Nothing was booked/, pauses: true },
  { answer: 'Already handled', said: /Declined by .+: already handled\. Nothing was booked/, pauses: true },
  { answer: 'Not now', said: /Declined by .+: not now\. Nothing was booked/, pauses: false },
  { answer: 'Another reason', said: /Declined by [^:]+\. Nothing was booked/, pauses: false },
] as const

async function decline(supervisor: string, card: Seen, answer: string, said: RegExp): Promise<void> {
  const where = { user: supervisor }
  await scene.world.click(supervisor, card, 'Decline')
  const asked = await cardSays(scene.world, where, card, /Why should there be no session/)
  await scene.world.click(supervisor, asked, answer)
  expect((await cardSays(scene.world, where, card, said)).buttons).toEqual([])
}

/** Two more rough calls; true when a card comes of them. Nothing of it is under way any more when this answers. */
async function askedAgain(agent: string, supervisor: string): Promise<boolean> {
  const cards = async () => (await scene.world.messages({ user: supervisor })).filter(({ text }) => /Coaching for/.test(text))
  const before = (await cards()).length
  await scene.world.interaction({ agent, ...ROUGH })
  await scene.world.interaction({ agent, ...ROUGH })
  await scene.world.advance('PT1M')
  return (await cards()).length > before
}

describe.each(CASTS)('on $platform', ({ platform, agent, supervisor }) => {
  it.each(ANSWERS)('"$answer" is said on the card; a pause of three days follows: $pauses', async ({ answer, said, pauses }) => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await decline(supervisor, card, answer, said)
    expect(await askedAgain(agent, supervisor)).toBe(!pauses)
    if (!pauses) return
    await scene.world.advance('P3D')
    expect(await askedAgain(agent, supervisor)).toBe(true)
  })

  it('a pause holds however many sessions a week are allowed, and for that agent only', async () => {
    await scene.world.command('ada', '/coaching set limit 5 per 7 days', { platform })
    await scene.world.message({ user: 'ada' }, /at most 5 times in 7 days/)
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    expect(await askedAgain(agent, supervisor)).toBe(true)
    await decline(supervisor, card, 'False alarm', /a false alarm/)
    expect(await askedAgain(agent, supervisor)).toBe(false)
    const colleague = CASTS.find((cast) => cast.platform === platform)!.colleague
    expect(await askedAgain(colleague, supervisor)).toBe(true)
    await scene.world.advance('P3D')
    expect(await askedAgain(agent, supervisor)).toBe(true)
  })

  it('admins see how often the rule was declined, and why', async () => {
    for (const { answer, said } of ANSWERS.slice(2)) {
      const card = await roughPattern(scene.world, agent, { user: supervisor })
      await decline(supervisor, card, answer, said)
    }
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await decline(supervisor, card, ANSWERS[0].answer, ANSWERS[0].said)
    await scene.world.command('ada', '/coaching status', { platform })
    await scene.world.message({ user: 'ada' }, /Declined since .+3 \(1 false alarm, 1 not now, 1 for another reason\)/s)
  })
})
