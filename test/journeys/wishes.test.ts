// The agent answers a booked session: has seen it, or asks for another time, and gets one.
import { describe, expect, it } from 'vitest'
import { buttonId } from '../../src/coaching/proposal.ts'
import { INBOX, PROPOSAL } from '../../src/handlers/kinds.ts'
import { press } from '../../src/handlers/press.ts'
import type { Seen } from '../control.ts'
import { said } from '../said.ts'
import { sceneForEach } from '../world.ts'
import { bookButtons, cardSays, offered, privately, roughPattern } from './acts.ts'
import { STAGES, type Stage } from './cast.ts'

const scene = sceneForEach()
const labels = ({ buttons }: Seen): string[] => buttons.map(({ label }) => label)
const moves = (card: Seen, reader?: string): string[] =>
  labels(card).filter((label) => (reader ? said(reader, 'button.move') : /^Move to /).test(label))

/** A session is booked on its first time; what the decider and the agent then see. */
async function booked({ agent, decider, where }: Stage): Promise<{ card: Seen; told: Seen; at: string }> {
  const card = await roughPattern(scene.world, agent, where)
  const [first] = bookButtons(card)
  await scene.world.click(decider, card, first!)
  await cardSays(scene.world, where, card, /It stands on .* schedule/)
  const told = await scene.world.message({ user: agent }, /^A coaching session with/)
  return { card, told, at: first!.replace('Book ', '') }
}

/** The agent asks for another time; the card with three of them. */
async function asked({ agent, where }: Stage, card: Seen, told: Seen): Promise<Seen> {
  await scene.world.click(agent, told, 'Ask for another time')
  return cardSays(scene.world, where, card, /asks for another time\. (Three|Two|One) to choose/)
}

/** The decider, whose press of the first time is remembered, sends the agent's button, which only the agent ever sees. */
async function pressForged(agent: string): Promise<void> {
  const { ports } = scene.bot
  const [pressed] = await ports.store.dueOf(INBOX, Number.MAX_SAFE_INTEGER, 1)
  const { people } = await scene.world.people()
  const key = people.find(({ name }) => name.toLowerCase().startsWith(agent))!.id
  const [proposal] = await ports.store.find(PROPOSAL, { index: 'agent', key })
  const button = proposal!.body.buttons.find(({ does }) => does.kind === 'seen')!
  await press(ports, { button: buttonId(proposal!.body.id, button), place: pressed!.body.what.place, inputs: {} })
}

/** The sessions that stand in Genesys, by what the ledger says. */
async function standing(): Promise<string[]> {
  const ids = async (effect: string) => (await scene.world.effects(effect)).map(({ id }) => id)
  const gone = new Set(await ids('appointment.deleted'))
  return (await ids('appointment.created')).filter((id) => !gone.has(id))
}

describe.each(STAGES)('on $platform, $way', (stage) => {
  const { agent, decider, head, where, named } = stage

  it('"Got it" is seen on the card, once, and only the agent can say it', async () => {
    const { card, told } = await booked(stage)
    await pressForged(agent)
    await privately(scene.world, decider, said(decider, 'refusal.not-your-session'))
    await scene.world.click(agent, told, 'Got it')
    await cardSays(scene.world, where, card, /has seen it/)
    const thanked = await cardSays(scene.world, { user: agent }, told, /Thank you\. .+ knows that you have seen it/)
    expect(labels(thanked)).toEqual(['Ask for another time'])
    expect(told.text).not.toMatch(/-0\.\d|rough/)
  })

  it('another time is asked for, comes to attention, and the session moves there everywhere', async () => {
    const { card, told } = await booked(stage)
    const before = (await scene.world.messages({ user: decider })).length
    const three = await asked(stage, card, told)
    expect(moves(three).length).toBeGreaterThan(1)
    // The session that moves does not keep the new one at a distance from itself.
    const weekLater = Temporal.PlainDateTime.from(offered(card)[0]!.from).add({ days: 7 })
    expect(offered(three).filter(({ from }) => Temporal.PlainDateTime.compare(from, weekLater) < 0)).not.toEqual([])
    const anew = await scene.world.until('a message of its own', async () => {
      const messages = await scene.world.messages({ user: decider })
      return messages.length > before && messages.findLast((message) => moves(message, decider).length > 0)
    })
    expect(anew.id).not.toBe(card.id)

    await scene.world.click(decider, anew, moves(anew, decider)[1]!)
    const [, day, time] = /Move to (\w+) (.+)/.exec(moves(three)[1]!)!
    const moved = await cardSays(scene.world, where, card, new RegExp(`Moved to ${day} .+${time}.+It stands on`, 's'))
    expect(moved.text.includes('Moved by')).toBe(true)
    await cardSays(scene.world, { user: decider }, anew, said(decider, 'proposal.moved'))
    await cardSays(scene.world, { user: agent }, told, new RegExp(`Moved to ${day} .+${time}`))
    const answers = (await scene.world.messages({ user: agent })).filter(({ text }) => /Moved to/.test(text))
    expect(answers.map(labels)).toEqual([
      ['Got it', 'Ask for another time'],
      ['Got it', 'Ask for another time'],
    ])
    expect(await standing()).toHaveLength(1)
    const effects = async (effect: string) => (await scene.world.effects(effect)).length
    expect(await Promise.all(['event.created', 'event.deleted', 'schedule.activity-removed'].map(effects))).toEqual([2, 1, 1])
    const order = (await scene.world.ledger()).map(({ effect }) => effect).filter((effect) => /^appointment\./.test(effect))
    expect(order).toEqual(['appointment.created', 'appointment.created', 'appointment.deleted'])
  })

  it('a moved session can be taken back for ten minutes, and then nothing stands', async () => {
    const { card, told } = await booked(stage)
    const three = await asked(stage, card, told)
    await scene.world.click(decider, three, moves(three)[0]!)
    const moved = await cardSays(scene.world, where, card, /Moved to .+It stands on/s)
    await scene.world.click(decider, moved, 'Undo')
    await cardSays(scene.world, where, card, /Taken back by/)
    await cardSays(scene.world, { user: agent }, told, /^Cancelled: /)
    expect(await standing()).toEqual([])
    expect(await scene.world.effects('event.deleted')).toHaveLength(2)
  })

  it('the decider keeps the time: the agent is told, and can ask once more, not a third time', async () => {
    const { card, told, at } = await booked(stage)
    for (const round of [1, 2]) {
      const three = await asked(stage, card, told)
      await scene.world.click(named ? decider : head, three, `Keep ${at}`)
      await cardSays(scene.world, where, card, /asked for another time; .+ kept this one/)
      const answers = await scene.world.until('an answer of its own', async () => {
        const messages = (await scene.world.messages({ user: agent })).filter(({ text }) => /found no other time/.test(text))
        return messages.length === round + 1 && messages
      })
      expect(labels(answers[0]!)).toEqual(round === 1 ? ['Ask for another time'] : [])
    }
    await scene.world.click(agent, told, 'Ask for another time')
    await privately(scene.world, agent, /You have asked for another time twice/)
    expect(await standing()).toHaveLength(1)
  })

  it('the other time is gone at the click: the session stays, and others are offered', async () => {
    const { card, told } = await booked(stage)
    const three = await asked(stage, card, told)
    await scene.world.change({ kind: 'busy', person: decider, ...offered(three)[0]! })
    await scene.world.click(decider, three, moves(three)[0]!)
    const fresh = await cardSays(scene.world, where, card, /no longer free: .+ fresh times/s)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
    await scene.world.click(decider, fresh, moves(fresh)[0]!)
    await cardSays(scene.world, where, card, /Moved to .+It stands on/s)
    expect(await standing()).toHaveLength(1)
  })

  it('of two who answer, one moves the session and the other hears who', async () => {
    const { card, told } = await booked(stage)
    const three = await asked(stage, card, told)
    const by = named ? [decider, decider] : [decider, head]
    await scene.world.click(by[0]!, three, moves(three)[0]!)
    await cardSays(scene.world, where, card, /Moved to .+It stands on/s)
    await scene.world.click(by[1]!, three, moves(three)[1]!)
    await privately(scene.world, by[1]!, said(by[1]!, named ? 'decided.booked-you' : 'decided.booked'))
    expect(await standing()).toHaveLength(1)
  })

  it('once the session has begun nothing can be asked any more', async () => {
    const { card, told } = await booked(stage)
    await asked(stage, card, told)
    await scene.world.advance('P15D')
    const over = await cardSays(scene.world, where, card, /had asked for another time/)
    expect(labels(over)).toEqual([])
    const begun = (await scene.world.messages({ user: agent })).find(({ id }) => id === told.id)
    expect(labels(begun!)).toEqual([])
    await scene.world.click(agent, told, 'Ask for another time')
    await privately(scene.world, agent, /The session has begun/)
    expect(await standing()).toHaveLength(1)
  })
})
