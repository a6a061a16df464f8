// Rules of their own for some conversations, made, asked about and taken out from chat.
import { describe, expect, it } from 'vitest'
import { sceneForEach } from '../world.ts'
import { bookButtons, ROUGH } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()
const QUEUES = { slack: 'Billing questions', teams: 'Claims' } as const

describe.each(CASTS)('an admin on $platform', ({ platform, agent, supervisor }) => {
  const say = (text: string) => scene.world.command('ada', `/coaching ${text}`, { platform })
  const told = (text: RegExp) => scene.world.message({ user: 'ada' }, text)
  const judged = (count: number) =>
    scene.world.until(`${count} to be judged`, async () => scene.bot.ports.counts.all()['judged leave'] === count)
  const cards = async () => (await scene.world.messages({ user: supervisor })).filter((card) => bookButtons(card).length > 0)

  it('makes a rule for e-mails in a queue, asks what it would mean, and takes it out again', async () => {
    await scene.world.interaction({ agent, media: 'email', customer: -0.8 })
    await judged(1)
    expect(await cards()).toEqual([])
    await say(`what-if rule mails media email queues ${QUEUES[platform]} customer -0.7 agent off pattern each`)
    await told(
      new RegExp(
        `rule mails: customer below -0\\.70, each by itself; e-mails; the queue ${QUEUES[platform]} instead of none`,
        's',
      ),
    )
    await told(/1 sessions instead of 0 to 0|1 sessions instead of 0/)
    await say(`rule mails media email queues ${QUEUES[platform]} customer -0.7 agent off pattern each because e-mails tell`)
    await told(/The rule mails now is.*customer below -0\.70, each by itself; e-mails/s)
    await scene.world.interaction({ agent, customer: -0.8, agentScore: 0.2 })
    await judged(2)
    expect(await cards()).toEqual([])
    await scene.world.interaction({ agent, media: 'email', customer: -0.8 })
    const card = await scene.world.until('the card', async () => (await cards())[0])
    expect(card.text).toContain('By the rule mails.')
    await say(`why ${agent}@northwind.example`)
    await told(/led to a card, counted alone, by the rule mails/)

    await say('rules')
    const list = await told(/The rules \(version 1\)/)
    expect(list.text).toMatch(/1\. mails.*Everything else.*customer below -0\.60 and agent below -0\.30, 2 in a row/s)
    await say('rule mails remove')
    await told(/The rule mails is gone/)
    await say('history')
    await told(/rule mails: none instead of customer below -0\.70.*none\. Because: e-mails tell|e-mails tell/s)
    await say('rollback 1')
    await told(/Back to version 1.*rule mails: customer below -0\.70/s)
  })

  it('is told what is wrong with a rule, and nothing is changed', async () => {
    await say('rule mails media fax')
    await told(/rule mails media chat, email/)
    await say('rule mails queues Nowhere customer -0.7')
    await told(/There is no queue “Nowhere”/)
    await say('rule mails customer 0.9')
    await told(/coaching has to start below the score for thanks/)
    await say('rule mails customer -0.7 for queue Claims')
    await told(/rule mails customer -0\.7 queues Claims/)
    await say('rule mails remove')
    await told(/There is no rule “mails”/)
    await say('history')
    await told(/Nothing was changed so far/)
  })

  it('makes a rule for a language, and is told which there are', async () => {
    await say('rule german languages Germn customer -0.7 agent off pattern each')
    await told(/There is no language “Germn” in Genesys\. Did you mean German\?/)
    await say('rule german languages German customer -0.7 agent off pattern each')
    await told(/The rule german now is.*each by itself; in German/s)
    await scene.world.interaction({ agent, customer: -0.8, language: 'French', agentScore: 0.1 })
    await judged(1)
    expect(await cards()).toEqual([])
    await scene.world.interaction({ agent, customer: -0.8, language: 'German', agentScore: 0.1 })
    await scene.world.until('the card', async () => (await cards()).length === 1)
  })

  it('does not count what was too short, or ended well', async () => {
    await say('set length 60')
    await told(/less than 60 seconds/)
    await say('set rising 0.3')
    await told(/mood rose by 0\.30 or more is no longer rough/)
    for (const more of [{ seconds: 20 }, { seconds: 300, trend: 0.4 }]) {
      await scene.world.interaction({ agent, ...ROUGH, ...more })
      await scene.world.interaction({ agent, ...ROUGH, ...more })
    }
    await judged(4)
    expect(await cards()).toEqual([])
    await scene.world.interaction({ agent, ...ROUGH, seconds: 300, trend: 0.2 })
    await scene.world.interaction({ agent, ...ROUGH, seconds: 300, trend: 0.2 })
    await scene.world.until('the card', async () => (await cards()).length === 1)
  })
})
