import { describe, expect, it } from 'vitest'
import { Interaction } from '../../src/coaching/interaction.ts'
import { receive } from '../../src/handlers/receive.ts'
import { sceneForEach } from '../world.ts'
import { advanceTo, bookButtons, cardSays, ROUGH, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()
const TEAMS = { slack: 'Billing', teams: 'Claims' } as const
const QUEUES = { slack: 'Billing questions', teams: 'Claims' } as const

describe.each(CASTS)('an admin on $platform', ({ platform, agent, agentName, colleague, supervisor }) => {
  const say = (text: string) => scene.world.command('ada', `/coaching ${text}`, { platform })
  const told = (text: RegExp) => scene.world.message({ user: 'ada' }, text)
  const emailOf = async (name: string) =>
    (await scene.world.people()).people.find((person) => person.name.startsWith(name))?.email ?? ''
  const twice = async (one: string) => {
    await scene.world.interaction({ agent: one, ...ROUGH })
    await scene.world.interaction({ agent: one, ...ROUGH })
  }
  const stored = (count: number) =>
    scene.world.until(`${count} scores to be stored`, async () => {
      const { 'received analysed': asked = 0, 'received scored': known = 0 } = scene.bot.ports.counts.all()
      return asked + known >= count
    })
  const cards = async () => (await scene.world.messages({ user: supervisor })).filter((card) => bookButtons(card).length > 0)

  it('pauses everything: what happens is kept, and judged when it goes on; bookings under way are finished', async () => {
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await say('pause all')
    await told(/Paused for everybody, until somebody resumes/)
    await scene.world.click(supervisor, card, bookButtons(card)[0]!)
    await cardSays(scene.world, { user: supervisor }, card, /Booked:/)
    await twice(colleague)
    await stored(4)
    await scene.world.advance('PT5M')
    expect(await cards()).toEqual([])
    await say('status')
    await told(/Paused:? until somebody resumes/)
    await say('resume')
    await told(/Going on for everybody.*judged now/s)
    await scene.world.until('the card', async () => (await cards()).length === 1)
  })

  it('pauses in the midst of a flood: from the answer on nothing is judged, and nothing is lost', async () => {
    const { now, counts } = scene.bot.ports
    const { people } = await scene.world.people()
    const judged = () => {
      const all = counts.all()
      return ['leave', 'coach', 'recognise'].reduce((sum, kind) => sum + (all[`judged ${kind}`] ?? 0), 0)
    }
    const flood = (from: number, to: number) =>
      Promise.all(
        Array.from({ length: to - from }, (_, n) => {
          const place = from + n
          const about = { conversation: crypto.randomUUID(), agent: people[place % 10]!.id, queue: null, media: 'voice' }
          const interaction = Interaction.parse({ ...about, endedAt: now() - (400 - place) * 1000, ...ROUGH })
          return receive(scene.bot.ports, { kind: 'scored', interaction, raw: ROUGH.customer })
        }),
      )
    const first = flood(0, 200)
    await say('pause all')
    await told(/Paused for everybody/)
    await first
    await scene.bot.ports.jobs.settled()
    const [before, proposed] = [judged(), counts.all().proposed]
    await flood(200, 400)
    await scene.bot.ports.jobs.settled()
    expect([judged(), counts.all().proposed]).toEqual([before, proposed])
    await say('resume')
    await told(/Going on for everybody/)
    await scene.world.until('all to be judged', async () => judged() === 400)
  })

  it('leaves aside what happened in a pause, for good: it is no part of any pattern', async () => {
    await say('pause')
    await told(/Paused for everybody/)
    await scene.world.interaction({ agent, ...ROUGH })
    await stored(1)
    await scene.world.advance('PT1M')
    await say('resume drop')
    await told(/left aside for good/)
    await scene.world.interaction({ agent, ...ROUGH })
    await stored(2)
    await scene.world.advance('PT5M')
    expect(await cards()).toEqual([])
    await say(`why ${await emailOf(agentName)}`)
    await told(/left aside after a pause.*|rough, but not a pattern yet.*left aside/s)
  })

  it('pauses one agent only, for a while', async () => {
    await say(`pause ${await emailOf(agentName)} for 2h`)
    await told(new RegExp(`Paused for ${agentName}, until `))
    await twice(agent)
    await roughPattern(scene.world, colleague, { user: supervisor })
    expect(await cards()).toHaveLength(1)
    await scene.world.advance('PT3H')
    await scene.world.until('the other card', async () => (await cards()).length === 2)
  })

  it('pauses one queue only, until a day; the others go on, and what waited is judged', async () => {
    const elsewhere = CASTS.find((other) => other.platform !== platform)!
    const queue = QUEUES[platform]
    await say(`pause queue ${queue.toLowerCase()} until 2020-01-01`)
    await told(/That is over already/)
    await say(`pause queue ${queue.toLowerCase()} until monday`)
    await told(new RegExp(`Paused for the queue ${queue}, until Mon`))
    await twice(agent)
    await roughPattern(scene.world, elsewhere.agent, { user: elsewhere.supervisor })
    expect(await cards()).toEqual([])
    await say(`pause ${await emailOf(agentName)}`)
    await told(new RegExp(`Paused for ${agentName}`))
    await say('status')
    await told(new RegExp(`Paused besides:? the queue ${queue} until Mon.*${agentName}`, 's'))
    await say(`why ${await emailOf(agentName)}`)
    await told(new RegExp(`${agentName} is paused: what happens meanwhile is judged after /coaching resume`))
    await say(`resume ${await emailOf(agentName)}`)
    await told(new RegExp(`Going on for ${agentName}`))
    await say(`resume queue ${queue}`)
    await told(new RegExp(`Going on for the queue ${queue}.*judged now`, 's'))
    await scene.world.until('the card', async () => (await cards()).length === 1)
    await say('pause queue Nowhere')
    await told(/There is no queue “Nowhere”/i)
  })

  it('switches to shadow: judged and recorded, nobody told; and back', async () => {
    await say('shadow on because we begin next week')
    await told(/Shadow: on/)
    await twice(agent)
    await scene.world.until('the shadow', async () => scene.bot.ports.counts.all()['proposed in shadow'])
    await say('status')
    await told(/would have been suggested since the start:? 1/)
    expect(await cards()).toEqual([])
    await say('shadow off')
    await told(/Shadow: off/)
    await roughPattern(scene.world, colleague, { user: supervisor })
  })

  it('asks why, by agent or by conversation', async () => {
    await scene.world.interaction({ agent, customer: 0.2 })
    const { conversationId } = await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.until('both to be judged', async () => scene.bot.ports.counts.all()['judged leave'] === 2)
    await say(`why ${await emailOf(agentName)}`)
    const answer = await told(/What was decided, and why/)
    expect(answer.text).toMatch(
      /Today a card comes of conversations with the customer below -0\.60 and the agent below -0\.30: 2 in a row/,
    )
    expect(answer.text).toMatch(
      /customer -0\.80, agent -0\.50: rough, but not a pattern yet.*customer 0\.20, agent not measured: not rough.*A card would have come with the customer's score below -0\.60, with the agent's score, once looked up, below -0\.30,? and with one more/s,
    )
    await say(`why ${conversationId}`)
    await told(
      /not a pattern yet \(settings version 0\)\. A card would have come with one more rough conversation like it by .+, \d+:\d\d$/m,
    )
    await say('why nobody@northwind.example')
    await told(/I know nobody and no conversation by nobody@northwind/)
  })

  it('sees everything that is set, and limits sessions', async () => {
    await say('set limit 2 per 7 days')
    await told(/Each agent gets a session at most 2 times in 7 days/)
    await say('thresholds')
    await told(/How everything is set \(version 1\).*sessions of an agent \(limit\):? 2 times in 7 days/s)
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    const again = await roughPattern(scene.world, agent, { user: supervisor })
    expect(again.id).not.toBe(card.id)
  })

  it('takes two of the last three for a pattern, and the card says so', async () => {
    await say('set pattern 2 of 3 because one good call hides a lot')
    await told(/2 of the last 3 \(it was 2 in a row\)/)
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.interaction({ agent, customer: 0.2 })
    await scene.world.interaction({ agent, ...ROUGH })
    const card = await scene.world.message({ user: supervisor }, /Two of the last three calls were rough: customer/)
    expect(card.text).toContain(agentName)
    await say('rollback 0')
    await told(/pattern: 2 in a row instead of 2 of the last 3/)
  })

  it('sets a threshold for one queue, which the others do not notice, and takes it back', async () => {
    const queue = QUEUES[platform]
    const elsewhere = CASTS.find((other) => other.platform !== platform)!
    await say(`set customer -0.9 for queue ${queue.toLowerCase()} because a new product`)
    await told(new RegExp(`Changed for the queue ${queue}.*below -0\\.90 \\(it was -0\\.60\\).*Everywhere else: -0\\.60`, 's'))
    await say(`thresholds for queue ${queue}`)
    await told(new RegExp(`How everything is set for the queue ${queue}.*-0\\.90 \\(set for the queue ${queue}\\)`, 's'))
    await twice(agent)
    await stored(2)
    await scene.world.advance('PT5M')
    expect(await cards()).toEqual([])
    await roughPattern(scene.world, elsewhere.agent, { user: elsewhere.supervisor })

    await say('thresholds')
    await told(new RegExp(`Different for the queue ${queue}.*-0\\.90`, 's'))
    await say(`set customer default for queue ${queue}`)
    await told(new RegExp(`Changed for the queue ${queue}.*everybody's value again: -0\\.60`, 's'))
    await twice(agent)
    await scene.world.until('the card', async () => (await cards()).length === 1)
    await say('history')
    await told(
      new RegExp(
        `for the queue ${queue}: everybody's value instead of -0\\.90.*-0\\.90 instead of everybody's value.*a new product`,
        's',
      ),
    )
  })

  it('sets otherwise for a team and for one agent in it, by e-mail, and is told when there is no such queue', async () => {
    const team = TEAMS[platform]
    await say(`set minutes 45 for team ${team}`)
    await told(new RegExp(`Changed for the team ${team}.*now last 45 minutes`, 's'))
    await say(`set lead 120 for team ${team}`)
    await told(/at least 120 minutes ahead/)
    await say(`set minutes 15 for agent ${await emailOf(agentName)}`)
    await told(new RegExp(`Changed for ${agentName}.*now last 15 minutes`, 's'))
    await say('set expiry 5 for division home')
    await told(/Changed for the division Home/)
    await say(`thresholds for agent ${await emailOf(agentName)}`)
    const own = await told(new RegExp(`How everything is set for ${agentName}`))
    expect(own.text).toMatch(/5 \(set for the division Home\)/)
    expect(own.text).toMatch(new RegExp(`15 \\(set for ${agentName}\\)`))
    expect(own.text).toMatch(new RegExp(`120 \\(set for the team ${team}\\)`))
    for (const [who, minutes] of [
      [agent, 15],
      [colleague, 45],
    ] as const) {
      const card = await roughPattern(scene.world, who, { user: supervisor })
      await scene.world.click(supervisor, card, bookButtons(card)[0]!)
      await cardSays(scene.world, { user: supervisor }, card, /Booked:/)
      const made = await scene.world.effects('appointment.created')
      expect(made.at(-1)!.body).toMatchObject({ lengthInMinutes: minutes })
    }

    await say('set customer -0.7 for queue Nowhere')
    await told(/There is no queue “Nowhere”/)
    await say('set customer -0.7 for queue bil')
    await told(/There is no queue “bil”\. Did you mean Billing questions\?/)
    await say('set customer -0.7 for queue Biling questions')
    await told(/There is no queue “Biling questions”\. Did you mean Billing questions\?/)
    await say('set customer -0.7 for Billing')
    await told(/set customer -0\.7 for queue Billing/)
  })

  it('lets cards come in their hours only, and so many a day: what is over waits, and nothing is lost', async () => {
    const { now } = await scene.world.call<{ now: string }>('GET', '')
    const tomorrow = Temporal.Instant.from(now).toZonedDateTimeISO('Europe/Berlin').add({ days: 1 })
    await advanceTo(scene.world, tomorrow.with({ hour: 10, minute: 0 }))
    await say('set card-hours mon-sun 12:00-18:00')
    await told(/Cards are sent mon-sun .* only/)
    await say('set cards-a-day 1')
    await told(/at most 1 new cards? on one day/)
    await twice(agent)
    await twice(colleague)
    await stored(4)
    await scene.world.advance('PT1H')
    expect(await cards()).toEqual([])
    await scene.world.advance('PT1H')
    await scene.world.until('one card', async () => (await cards()).length === 1)
    await scene.world.until('the other to wait', async () => scene.bot.ports.counts.all()['cards that wait for tomorrow'] === 1)
    // Tomorrow's hours are the same as today's.
    for (let passed = 0; passed < 24 && (await cards()).length < 2; passed += 1) await scene.world.advance('PT1H')
    await scene.world.until('the other card', async () => (await cards()).length === 2)
    expect(scene.bot.ports.counts.all().proposed).toBe(2)
  })
})
