// POST /world/interactions: something happened between agents and a customer, and is analysed a moment later.
import { empathyBody, sentimentBody, userEndBody } from '../events/bodies.ts'
import type { Tell } from '../events/telling.ts'
import type { Org } from '../org.ts'
import { conversationEvent } from './interaction.ts'
import { type Body, read, refuse, type Told } from './reading.ts'
import type { Records } from './records.ts'

interface Course {
  readonly org: Org
  readonly records: Records
  readonly tell: Tell
}

/**
 * The queue's topic says who came and who went, each agent's end is told, `delay` world milliseconds after the end the analysis is
 * there and the topics of sentiment and empathy say so. What is over already is told at once. Throws an Error that says what to mend.
 */
export function interactions({ org, records, tell }: Course) {
  /** At an instant of world time, which for something in the past is now. */
  function at(instant: number, run: () => void): void {
    const ms = instant - org.world.clock.now()
    if (ms <= 0) run()
    else org.later.after(ms, run)
  }

  function analyse({ interaction, ways }: Told): void {
    records.analyse(interaction, org.world.clock.now())
    const { id } = interaction
    const sentiment = sentimentBody(interaction, org.limits.eventScale)
    const empathy = empathyBody(interaction)
    if (sentiment) tell(ways, { topic: 'v2.speechandtextanalytics.conversation.{id}.sentiment', id, eventBody: sentiment })
    if (empathy) tell(ways, { topic: 'v2.speechandtextanalytics.conversation.{id}.empathy', id, eventBody: empathy })
  }

  /** What is told before the analysis: who came and who went. */
  function announce({ interaction, ways }: Told): void {
    const { id, start, end, queue, stretches } = interaction
    for (const moment of new Set([start, ...stretches.map((each) => each.start), end]))
      at(moment, () => {
        const eventBody = conversationEvent(interaction, moment)
        tell(ways, { topic: 'v2.routing.queues.{id}.conversations', id: queue.id, eventBody })
      })
    for (const each of stretches)
      at(each.end, () => {
        const eventBody = userEndBody(interaction, each)
        tell(ways, { topic: 'v2.detail.events.conversation.{id}.user.end', id, eventBody })
      })
  }

  function happen(told: Told): { conversationId: string } {
    const { interaction, ways, delay } = told
    records.add(interaction)
    if (ways.live || ways.pushed) announce(told)
    const wait = Math.max(0, interaction.end - org.world.clock.now()) + delay
    if (wait === 0) analyse(told)
    else org.later.after(wait, () => analyse(told))
    return { conversationId: interaction.id }
  }

  function told(body: Body): Told {
    const found = read(org, body)
    const { id } = found.interaction
    return records.get(id) ? refuse(`There is an interaction "${id}" already.`) : found
  }

  return {
    interact: (body: Body): { conversationId: string } => happen(told(body)),
    interactAll(bodies: readonly Body[]): { conversationIds: string[] } {
      const all = bodies.map(told)
      if (new Set(all.map(({ interaction }) => interaction.id)).size < all.length) return refuse('An "id" stands there twice.')
      return { conversationIds: all.map((each) => happen(each).conversationId) }
    },
  }
}
