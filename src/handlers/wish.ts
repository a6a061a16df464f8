// The agent answers: "Got it", or asks for another time, for which the supervisor then gets three.
import { nextLook } from '../coaching/looks.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { isWished, mayAcknowledge, mayWish, wishesLeft } from '../coaching/wish.ts'
import type { Ports, Stored } from '../ports.ts'
import { type Chosen, refuse, tellDecided } from './answers.ts'
import { audited } from './audit.ts'
import { changeProposal } from './change.ts'
import { PROPOSAL } from './kinds.ts'
import { offerTimes, timeButtons } from './offering.ts'
import { notPosted, postTo } from './post.ts'
import { settingsAbout } from './tune.ts'

/** The agent has seen the session as it stands; whoever holds it sees that on the card. */
export async function acknowledge(ports: Ports, chosen: Chosen): Promise<void> {
  const { body } = chosen.stored
  if (!mayAcknowledge(body)) return tellWhy(ports, chosen, body.seenAt !== null)
  const now = ports.now()
  await answered(ports, chosen, { ...body, seenAt: now }, acknowledge)
}

/** The agent asks for another time. The session stands until somebody chose one. */
export async function wishForAnother(ports: Ports, chosen: Chosen): Promise<void> {
  const { body } = chosen.stored
  if (!mayWish(body)) return tellWhy(ports, chosen, isWished(body))
  const now = ports.now()
  const wish = { times: (body.wish?.times ?? 0) + 1, at: now, outcome: 'open', by: null } as const
  const none = { slots: [], passed: [], offeredAt: null, note: null }
  await answered(ports, chosen, { ...body, ...none, wish, seenAt: body.seenAt ?? now }, wishForAnother)
}

/** Somebody wrote in between: `again`, by what is there now. */
async function answered(
  ports: Ports,
  chosen: Chosen,
  body: Proposal,
  again: (ports: Ports, chosen: Chosen) => Promise<void>,
): Promise<void> {
  const { id } = chosen.stored
  const what = isWished(body) ? 'wished' : 'acknowledged'
  const told = await audited(ports, { what, by: chosen.by.id, agent: body.agent.id, about: { proposal: id } })
  if (await changeProposal(ports, chosen.stored, { body, due: nextLook(body, ports.now()), more: [told] })) {
    ports.counts.add(isWished(body) ? 'another time wished for' : 'acknowledged')
    return ports.log.info('the agent answered', { proposal: id, wish: isWished(body) })
  }
  const stored = await ports.store.get(PROPOSAL, id)
  if (stored) await again(ports, { ...chosen, stored })
}

/** Why an answer is not taken: the session is not as it was, has begun, or was asked about often enough. The same press once more says nothing. */
async function tellWhy(ports: Ports, chosen: Chosen, repeated: boolean): Promise<void> {
  const { body } = chosen.stored
  if (body.state !== 'booked') return tellDecided(ports, chosen, false)
  if (body.answersUntil === null) return refuse(ports, chosen, 'refusal.begun')
  if (!repeated && wishesLeft(body) === 0) return refuse(ports, chosen, 'refusal.wished-enough')
}

/** Three other times for the session, on every copy of its card, which is also posted anew to whoever holds it, so that they notice. */
export async function offerOthers(ports: Ports, stored: Stored<Proposal>): Promise<void> {
  const { supervisor, wish, slots: before, note: earlier } = stored.body
  if (!supervisor || !wish) throw new Error('a wish without a supervisor')
  const settings = await settingsAbout(ports, stored.body)
  const note = before.length === 0 ? earlier : null
  const session = { proposal: stored.body, supervisor, settings }
  await offerTimes(ports, { stored, session }, async (find) => {
    const slots = await find([])
    const buttons = [...stored.body.buttons, ...timeButtons('move', slots)]
    const body: Proposal = { ...stored.body, slots, buttons, note, offeredAt: ports.now() }
    const anew = postTo(ports, { shows: 'proposal', subject: stored.id, reader: supervisor.id, nth: wish.times })
    return { body, due: nextLook(body, ports.now()), more: await notPosted(ports, stored.id, [anew]) }
  })
}
