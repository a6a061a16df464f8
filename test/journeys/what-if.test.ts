import { describe, expect, it } from 'vitest'
import { sceneForEach } from '../world.ts'
import { CASTS } from './cast.ts'

interface Week {
  readonly day: string
  readonly before: number
  readonly after: number
}

/** The weeks of the chart in a message as it was sent; none when it has none. */
function drawn(native: unknown): Week[] {
  const flat = JSON.stringify(native)
  const block = /"categories":(\[[^\]]*\])/.exec(flat)
  const days = block ? JSON.parse(block[1]!) : [...flat.matchAll(/"x":"([^"]+)"/g)].map(([, day]) => day!)
  const values = [...flat.matchAll(/"(?:y|value)":(\d+)/g)].map(([, value]) => Number(value))
  const count = values.length / 2
  return values.slice(0, count).map((before, n) => ({ day: days[n], before, after: values[count + n]! }))
}

const inWords = (text: string): Week[] =>
  [...text.matchAll(/Week from ([^:\n]+?):? (\d+) instead of (\d+)/g)].map(([, day, after, before]) => ({
    day: day!,
    before: Number(before),
    after: Number(after),
  }))

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

  /** One conversation more than a week ago, and two of today. */
  async function overTwoWeeks(of: string): Promise<void> {
    const endedAt = new Date(scene.bot.ports.now() - 9 * 24 * 60 * 60_000).toISOString()
    await scene.world.interaction({ agent: of, customer: 0.1, agentScore: 0.1, endedAt })
    for (let count = 0; count < 2; count += 1) await scene.world.interaction({ agent: of, ...ROUGHLY })
    await judged(3)
  }
  const bodyOf = async (id: string) => {
    const entry = (await scene.world.ledger()).findLast((each) => each.id === id)!
    return { n: entry.n, native: entry.body.native }
  }

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

  it('sees the weeks drawn, with the numbers that stand in the text', async () => {
    await overTwoWeeks(agent)
    await say('what-if customer -0.4')
    const answer = await told(/What that would have meant/)
    expect(answer.text).toContain('Sessions a week\nAs it is now\nWith the change')
    const { n, native } = await bodyOf(answer.id)
    expect(drawn(native)).toEqual(inWords(answer.text))
    expect(drawn(native)).toMatchObject([
      { before: 0, after: 0 },
      { before: 0, after: 1 },
    ])
    expect((await scene.world.ledger(n)).filter(({ effect }) => effect === 'message.posted')).toEqual([])
  })

  // Every Teams has charts.
  if (platform !== 'slack') return
  it('gets the same answer without a picture where Slack has no charts yet', async () => {
    await scene.world.change({ kind: 'charts', known: false })
    await overTwoWeeks(agent)
    const before = (await scene.world.requests()).length
    await say('what-if customer -0.4')
    const answer = await told(/What that would have meant.*1 instead of 0/s)
    expect(answer.ephemeral).toBe(true)
    expect(drawn((await bodyOf(answer.id)).native)).toEqual([])
    expect(inWords(answer.text)).toMatchObject([{ after: 0 }, { after: 1 }])
    const said = (await scene.world.requests()).slice(before).filter(({ template }) => template.includes('/response/'))
    expect(said.map(({ status }) => status)).toEqual([400, 200])
  })
})
