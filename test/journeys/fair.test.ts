// What agents may count on: that every verdict can be explained, and, where a setting asks, that praise comes first.
import { describe, expect, it } from 'vitest'
import { sceneForEach } from '../world.ts'
import { bookButtons, privately, ROUGH, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()

describe.each(CASTS)('an admin on $platform', ({ platform, agent, supervisor }) => {
  const email = `${agent}@northwind.example`
  const say = (text: string) => scene.world.command('ada', `/coaching ${text}`, { platform })
  const told = (text: RegExp) => scene.world.message({ user: 'ada' }, text)
  const counted = (what: string, times: number) =>
    scene.world.until(`${times} ${what}`, async () => scene.bot.ports.counts.all()[what] === times)
  const cards = async () => (await scene.world.messages({ user: supervisor })).filter((card) => bookButtons(card).length > 0)
  const thank = async (line: string) => {
    const text = `/kudos ${email} ${line}`
    await scene.world.command(supervisor, platform === 'teams' ? text.replace('/', '') : text, { platform })
    await privately(scene.world, supervisor, /on their way to/)
  }

  it('asks why, and is told what was counted by which version, and until when the limit holds', async () => {
    await roughPattern(scene.world, agent, { user: supervisor })
    await say('set pattern each')
    await told(/each by itself/)
    const { conversationId } = await scene.world.interaction({ agent, ...ROUGH })
    await counted('refused by the limit', 1)
    await say(`why ${email}`)
    // In whichever order: both may have ended in the same moment.
    const answer = await told(/led to a card, with 2 conversations counted \(settings version 0\)/)
    expect(answer.text).toMatch(/counted for a card/)
    await say(`why ${conversationId}`)
    await told(/the limit of sessions was reached \(settings version 1\)\. That holds until .+, \d+:\d\d/)
  })

  it('lets praise come first: a second suggestion waits for thanks, then the next rough one leads to it', async () => {
    await say('limit 5 per 7 days')
    await told(/at most 5 times in 7 days/)
    await say('set praise-first 1 because praise gets lost')
    await told(/Praise comes first.*thanks per suggestion: 1 \(it was off\)/s)
    await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.interaction({ agent, ...ROUGH })
    const { conversationId } = await scene.world.interaction({ agent, ...ROUGH })
    await counted('refused by the praise-first', 1)
    await say(`why ${conversationId}`)
    await told(/too few thanks for another suggestion.*That holds until there were 2 more thanks/s)
    await thank('You stayed so calm!')
    await thank('What a week!')
    await counted('kudos given', 2)
    expect(await cards()).toHaveLength(1)
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.message({ user: supervisor }, /Three rough calls in a row/)
    expect(await cards()).toHaveLength(2)
  })
})
