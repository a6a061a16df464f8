import { describe, expect, it } from 'vitest'
import { sceneForEach } from '../world.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()
const QUEUES = { slack: 'Billing questions', teams: 'Claims' } as const
const OTHERS = { slack: 'Claims', teams: 'Billing questions' } as const
const ROUGHLY = { customer: -0.5, agentScore: -0.5 } as const

describe.each(CASTS)('an admin on $platform', ({ platform, agent, colleague, supervisor }) => {
  const say = (text: string) => scene.world.command('ada', `/coaching ${text}`, { platform })
  const told = (text: RegExp) => scene.world.message({ user: 'ada' }, text)
  const judged = (count: number) =>
    scene.world.until(`${count} to be judged`, async () => {
      const { 'judged leave': left = 0, 'judged recognise': great = 0 } = scene.bot.ports.counts.all()
      return left + great >= count
    })

  it('asks what a change would have meant before making it, and nothing changes by asking', async () => {
    await say('what-if customer -0.4')
    await told(/No scores have been kept yet/)
    for (const one of [agent, agent, colleague]) await scene.world.interaction({ agent: one, ...ROUGHLY })
    await scene.world.interaction({ agent: colleague, customer: 0.7 })
    await judged(4)
    await say('what-if customer -0.4 over 7 days')
    const answer = await told(/What that would have meant.*looked at/s)
    expect(answer.text).toMatch(/customer's score: -0\.40 instead of -0\.60/)
    expect(answer.text).toMatch(/In the last day: 0 to 1 sessions instead of 0.*the higher figures take them all to be low/s)
    expect(answer.text).toMatch(/4 conversations were looked at/)
    expect(answer.text).toMatch(/Agents with a session: 1 instead of 0, 1 of them new/)
    const { people } = await scene.world.people()
    const name = people.find(({ id, email }) => [id, email.split('@')[0]].includes(supervisor))?.name
    expect(answer.text).toMatch(new RegExp(`For ${name}.*1 instead of 0`, 's'))

    await say(`what-if set customer -0.4 for queue ${QUEUES[platform]}`)
    await told(new RegExp(`for the queue ${QUEUES[platform]}: -0\\.40.*0 to 1 sessions instead of 0`, 's'))
    await say(`what-if set customer -0.4 for queue ${OTHERS[platform]}`)
    await told(new RegExp(`for the queue ${OTHERS[platform]}: -0\\.40.*0 sessions instead of 0`, 's'))
    await say('what-if praise 0.6')
    await told(/1 thanks instead of 0/)
    await say('what-if pattern each')
    await told(/pattern: .* instead of 2 in a row.*0 sessions instead of 0/s)
    await say('what-if customer 0.9')
    await told(/coaching has to start below the score for thanks/)
    await say('history')
    await told(/Nothing was changed so far/)
  })
})
