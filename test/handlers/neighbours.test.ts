import { describe, expect, it } from 'vitest'
import { Interaction } from '../../src/coaching/interaction.ts'
import { HOUR, MINUTE } from '../../src/coaching/slot.ts'
import { SIGNAL } from '../../src/handlers/kinds.ts'
import { receive } from '../../src/handlers/receive.ts'
import { sceneForEach } from '../world.ts'

const scene = sceneForEach()

/** Scores as they come from Genesys with their agent known, `minutes` ago. */
async function scored(minutes: number, customer: number, agentScore: number | null = null): Promise<string> {
  const conversation = crypto.randomUUID()
  const { id } = (await scene.world.people()).people.find(({ name }) => name.startsWith('Ana'))!
  const endedAt = scene.bot.ports.now() - minutes * MINUTE
  const interaction = Interaction.parse({ conversation, agent: id, queue: null, media: 'voice', endedAt, customer, agentScore })
  await receive(scene.bot.ports, { kind: 'scored', interaction, raw: customer })
  return conversation
}

const judged = (count: number) =>
  scene.world.until(`${count} to be judged`, async () => {
    const counts = scene.bot.ports.counts.all()
    return (counts['judged leave'] ?? 0) + (counts['judged coach'] ?? 0) >= count
  })

describe('an agent with hundreds of conversations', () => {
  it('is judged like any other, late ones from long ago included', async () => {
    await Promise.all(Array.from({ length: 450 }, (_, n) => scored(n + 10, 0.2)))
    await judged(450)
    const [first, second] = [await scored(5 * 24 * 60, -0.8, -0.5), await scored(5 * 24 * 60 - 20, -0.7, -0.4)]
    await judged(452)
    const signals = await scene.bot.ports.store.find(SIGNAL, {
      index: 'agent',
      key: (await scene.world.people()).people.find(({ name }) => name.startsWith('Ana'))!.id,
      limit: 3,
      since: scene.bot.ports.now() - 5 * 24 * HOUR - HOUR,
    })
    expect(
      signals.slice(0, 2).map(({ body }) => [body.interaction.conversation, body.verdict?.kind, body.verdict?.late]),
    ).toEqual([
      [first, 'leave', true],
      [second, 'coach', true],
    ])
  })
})
