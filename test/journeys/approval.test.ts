// A change that would bring many more sessions is another admin's business, too.
import { describe, expect, it } from 'vitest'
import { Interaction } from '../../src/coaching/interaction.ts'
import { MINUTE } from '../../src/coaching/slot.ts'
import { SETTINGS } from '../../src/handlers/kinds.ts'
import { receive } from '../../src/handlers/receive.ts'
import { sceneForEach } from '../world.ts'
import { cardSays, ROUGH } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach({ ADMINS: 'ada@northwind.example helena@northwind.example' })

describe.each(CASTS)('two admins on $platform', ({ platform, agent, supervisor }) => {
  const say = (user: string, text: string) => scene.world.command(user, `/coaching ${text}`, { platform })
  const told = (user: string, text: RegExp) => scene.world.message({ user }, text)
  const version = async () => (await scene.bot.ports.store.get(SETTINGS, 'current'))?.version ?? 0

  /** Eight rough conversations, none of them a pattern. */
  async function history(): Promise<void> {
    for (const user of ['helena', 'ada']) {
      await say(user, 'here')
      await told(user, /From now on you are reached here/)
    }
    await say('ada', 'set limit 20 per 1 days')
    await told('ada', /at most 20 times/)
    // Stored one after the other: a good one that came late would find its rough neighbours judged as a pattern.
    const { people } = await scene.world.people()
    const { id } = people.find(({ email }) => email.startsWith(`${agent}@`))!
    for (let n = 1; n <= 16; n += 1) {
      const scores = n % 2 === 0 ? { customer: 0.3, agentScore: null } : ROUGH
      const endedAt = scene.bot.ports.now() - (20 - n) * MINUTE
      const about = { conversation: crypto.randomUUID(), agent: id, queue: null, media: 'voice', endedAt }
      const interaction = Interaction.parse({ ...about, ...scores })
      await receive(scene.bot.ports, { kind: 'scored', interaction, raw: scores.customer })
    }
    await scene.world.until('all to be judged', async () => scene.bot.ports.counts.all()['judged leave'] === 16)
  }

  it('the second is asked, agrees once, and only then it is changed', async () => {
    await history()
    await say('ada', 'set pattern each because one is enough')
    await told('ada', /A second admin is asked first.*up to 8 sessions instead of 0/s)
    const card = await told('helena', /Ada Adler would like to change this\. Do you agree\?/)
    expect(card.text).toMatch(/pattern: each by itself instead of 2 in a row.*Because: one is enough.*up to 8 sessions/s)
    expect(card.buttons.map(({ label }) => label)).toEqual(['Agree', 'Do not agree'])
    await say('ada', 'set pattern each because one is enough')
    await told('ada', /The other admins are asked about exactly this already/)
    expect(await version()).toBe(1)

    const press = await scene.world.click('helena', card, 'Agree')
    await cardSays(scene.world, { user: 'helena' }, card, /Helena Holm agreed, and it is changed/)
    await scene.world.again(press)
    await told('ada', /Helena Holm agreed, and it is changed/)
    expect(await version()).toBe(2)
    await say('ada', 'history')
    await told(
      'ada',
      /Version 2.*pattern: each by itself instead of 2 in a row\. Agreed to by Helena Holm\. Because: one is enough/s,
    )
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.message({ user: supervisor }, /rough/)
    expect((await scene.world.messages({ user: 'helena' })).filter(({ text }) => /would like to change/.test(text))).toEqual([])
  })

  it('by the form, too: it says that somebody else is asked, and what is agreed to is one version', async () => {
    await history()
    await say('ada', 'form')
    if (platform === 'teams') await scene.world.click('ada', await told('ada', /open in a window of their own/), 'Open the form')
    const form = await scene.world.dialog('ada', /The common settings[\s\S]*Preview/)
    await scene.world.fill('ada', form, 'Preview', { pattern: 'each', minutes: '45', because: 'one is enough' })
    const preview = await scene.world.dialog('ada', /Before you save/)
    await scene.world.fill('ada', preview, 'Save')
    await scene.world.dialog('ada', /A second admin is asked first[\s\S]*up to 8 sessions instead of 0/)
    expect(await version()).toBe(1)
    const card = await told('helena', /pattern: each by itself instead of 2 in a row[\s\S]*Because: one is enough/)
    expect(card.text).toMatch(/minutes of a session: 45 instead of 30/)
    await scene.world.click('helena', card, 'Agree')
    await told('ada', /Helena Holm agreed, and it is changed/)
    expect(await version()).toBe(2)
  })

  it('not agreed to, or overtaken by another change, nothing happens; and nobody loosens this alone', async () => {
    await say('helena', 'here')
    await told('helena', /From now on you are reached here/)
    await say('ada', 'set approval off')
    await told('ada', /A second admin is asked first.*decides when a second admin is asked/s)
    const off = await told('helena', /second admin: off instead of 50/)
    await say('helena', 'set approval 90')
    await told('helena', /A second admin is asked first/)
    await scene.world.click('helena', off, 'Do not agree')
    await told('ada', /Helena Holm did not agree, and nothing was changed/)
    await say('ada', 'set approval off')
    await told('ada', /Another admin did not agree to exactly this/)

    const own = await told('ada', /second admin: 90 instead of 50/)
    await say('ada', 'set lead 90')
    await told('ada', /at least 90 minutes ahead/)
    await scene.world.click('ada', own, 'Agree')
    await cardSays(scene.world, { user: 'ada' }, own, /Something else was changed meanwhile/)
    expect(await version()).toBe(1)
    const kept = async () => {
      const { found } = await scene.bot.ports.store.mentions(['approve'], { kind: 'approval', id: '' }, 10)
      return found.filter(({ kind }) => kind === 'approval').length
    }
    expect(await kept()).toBe(2)
    await scene.world.advance('P8D')
    await scene.world.until('what was decided to be forgotten', async () => (await kept()) === 0)
  })
})
