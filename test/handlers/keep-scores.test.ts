import { describe, expect, it } from 'vitest'
import { Interaction, PersonId } from '../../src/coaching/interaction.ts'
import { unpacked } from '../../src/coaching/kept-score.ts'
import { DAY, MINUTE } from '../../src/coaching/slot.ts'
import { keepScores, keptDays } from '../../src/handlers/keep-scores.ts'
import { KEPT_DAY, SCORES } from '../../src/handlers/kinds.ts'
import { receive } from '../../src/handlers/receive.ts'
import { sceneForEach } from '../world.ts'

const scene = sceneForEach()
const idOf = async (name: string) =>
  PersonId.parse((await scene.world.people()).people.find((person) => person.name.startsWith(name))!.id)

/** A score as it comes from Genesys with its agent known, of a conversation that ended so long ago. */
async function scored(agent: PersonId, ago: number, customer: number): Promise<string> {
  const conversation = crypto.randomUUID()
  const endedAt = scene.bot.ports.now() - ago
  const interaction = { conversation, agent, queue: 'q', media: 'voice', endedAt, customer, agentScore: null, seconds: 240 }
  await receive(scene.bot.ports, { kind: 'scored', interaction: Interaction.parse(interaction), raw: customer })
  return conversation
}

const judged = (count: number) =>
  scene.world.until(`${count} to be judged`, async () => (scene.bot.ports.counts.all()['judged leave'] ?? 0) >= count)

async function kept() {
  const days = await Array.fromAsync(keptDays(scene.bot.ports, 0))
  return days.map((day) => ({ ...day, scores: unpacked(day) }))
}

describe('scores at rest', () => {
  it('are an agent and a day each, late ones among the others, and are there once however often they are packed', async () => {
    const [ana, ben] = [await idOf('Ana'), await idOf('Ben')]
    const first = await scored(ana, 3 * DAY, 0.2)
    await scored(ben, 3 * DAY, 0.1)
    await scored(ana, DAY, -0.1)
    await judged(3)
    await keepScores(scene.bot.ports)
    const late = await scored(ana, 3 * DAY - MINUTE, -0.2)
    await judged(4)
    await Promise.allSettled([keepScores(scene.bot.ports), keepScores(scene.bot.ports)])
    await keepScores(scene.bot.ports)
    const days = await kept()
    expect(days.map(({ agent, scores }) => [agent === ana ? 'ana' : 'ben', scores.length]).toSorted()).toEqual([
      ['ana', 1],
      ['ana', 2],
      ['ben', 1],
    ])
    const [early] = days.filter(({ agent }) => agent === ana)
    expect(early).toMatchObject({ team: { name: 'Billing' }, scores: [{ conversation: first }, { conversation: late }] })
    expect(early!.scores[0]).toMatchObject({ customer: 0.2, agentScore: null, seconds: 240, outcome: 'fails' })
  })

  it('hold no words, and what waits to be packed is gone with the packing', async () => {
    const ana = await idOf('Ana')
    await Promise.all(Array.from({ length: 60 }, (_, n) => scored(ana, n * MINUTE, 0.1)))
    await judged(60)
    await keepScores(scene.bot.ports)
    // The last entry of a stream stays, so that its number is never given twice.
    expect(await scene.bot.ports.store.read(SCORES, 0, 100)).toHaveLength(1)
    const days = await scene.bot.ports.store.find(KEPT_DAY, { index: 'agent', key: ana })
    const bytes = days.reduce((sum, { body }) => sum + JSON.stringify(body).length, 0)
    expect(bytes / 60).toBeLessThan(70)
    expect(JSON.stringify(days)).not.toMatch(/Ana|Alvarez|@/)
  })

  it('go when their time is over, and what is older than that never comes', async () => {
    const ana = await idOf('Ana')
    await scored(ana, 80 * DAY, 0.2)
    await scored(ana, 92 * DAY, 0.2)
    await judged(2)
    await keepScores(scene.bot.ports)
    expect(await kept()).toHaveLength(1)
    await scene.world.advance(`P12D`)
    await scene.world.until('the day to be gone', async () => (await kept()).length === 0)
  })
})
