// What was heard of a conversation before anybody knew whose it was: asked for in bulk, kept as an interaction to be judged.
import type { Evaluated, Score } from '../coaching/event.ts'
import { Interaction } from '../coaching/interaction.ts'
import { policiesOf } from '../coaching/overrides.ts'
import { type CoachingPolicy, coachRules, mayMatter } from '../coaching/policy.ts'
import { MINUTE, SECOND } from '../coaching/slot.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { isErased } from './erased.ts'
import { HEARD, type Heard } from './kinds.ts'
import { heardId, keepSignal, knownChange } from './signal.ts'
import { forget } from './tidy.ts'
import { currentSettings } from './tune.ts'

/** Genesys analyses in its own time: ask again after so many minutes, then give up and count it. */
const ASK_AGAIN_MINUTES = [1, 3, 10, 30, 120, 1440]
/** So many are looked into in one run; the next run takes the rest. */
const CROWD = 400
const QUEUE = 'hear'
const ALL = 'waiting'

/** A score that may lead to a card is looked into at once; the others wait for company, so that one question serves many. */
export async function hearScore(ports: Ports, { conversation, customer, raw, trend }: Score): Promise<void> {
  const matters = (await recentPolicies(ports)).some((policy) => mayMatter(customer, policy))
  const due = matters ? ports.now() : nextRound(ports)
  const score = { customer, raw, ...(trend === undefined ? {} : { trend }) }
  await listenFor(ports, fresh(ports, { conversation, score }), due)
}

/** Evaluations count only where the rule asks for them; a newer one is kept whatever its score, since it replaces the older. */
export async function hearEvaluation(ports: Ports, { conversation, agent, evaluation }: Evaluated): Promise<void> {
  const { settings } = await currentSettings(ports)
  if (
    policiesOf(settings)
      .flatMap(coachRules)
      .every(({ evaluationBelow }) => evaluationBelow === null)
  )
    return ports.counts.add('left out: no rule for evaluations')
  if (await isErased(ports, agent)) return ports.counts.add('left out: erased')
  await listenFor(ports, fresh(ports, { conversation, evaluated: { agent, evaluation } }), ports.now())
}

const RECENT_MS = SECOND
const recent = new WeakMap<Ports['store'], { readonly until: number; readonly policies: readonly CoachingPolicy[] }>()

/** Decides only when a score is looked into, not what becomes of it: so it need not be read anew for each of a flood. */
async function recentPolicies(ports: Ports): Promise<readonly CoachingPolicy[]> {
  const kept = recent.get(ports.store)
  if (kept && kept.until > ports.now()) return kept.policies
  const policies = policiesOf((await currentSettings(ports)).settings)
  recent.set(ports.store, { until: ports.now() + RECENT_MS, policies })
  return policies
}

/** Rounds divide the time to settle into four: whoever waits for one is still judged in order. */
function nextRound({ now, house }: Ports): number {
  const round = Math.ceil(house.settleMs / 4)
  return round === 0 ? now() : Math.ceil((now() + 1) / round) * round
}

function fresh(ports: Ports, heard: Pick<Heard, 'conversation'> & Partial<Pick<Heard, 'score' | 'evaluated'>>): Heard {
  return { score: null, evaluated: null, ...heard, heardAt: ports.now(), tries: 0, known: false }
}

async function listenFor(ports: Ports, heard: Heard, due: number): Promise<void> {
  const written = await ports.store.write([waitingChange(heard, 0, due)])
  if (written.ok) await ports.jobs.add({ queue: QUEUE, id: ALL, at: due })
  else ports.counts.add('heard before')
}

function waitingChange(heard: Heard, version: number, due: number): Change {
  return { put: HEARD.name, id: heardId(heard), expect: version, body: heard, due }
}

/** Looks into everything that waits and is due, all at once: the contact centre answers for many in one question. */
export async function lookIntoWaiting(ports: Ports): Promise<void> {
  const waiting = await ports.store.dueOf(HEARD, ports.now(), CROWD)
  const outcomes = await Promise.allSettled(waiting.map((stored) => lookInto(ports, stored)))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
  const [next] = await ports.store.dueOf(HEARD, Number.MAX_SAFE_INTEGER, 1)
  if (next?.due !== undefined) await ports.jobs.add({ queue: QUEUE, id: ALL, at: next.due })
}

/** One that fell due by itself is looked into with all the others. */
export const lookAgain = (ports: Ports): Promise<void> =>
  ports.jobs.add({ queue: QUEUE, id: ALL, at: ports.now(), patient: true })

/** Either still to be asked about, or old enough to be forgotten. */
async function lookInto(ports: Ports, stored: Stored<Heard>): Promise<void> {
  const { conversation, score, evaluated, heardAt, known: forgettable } = stored.body
  if (forgettable) return forget(ports, HEARD, stored.id)
  const found = await ports.centre.interaction(conversation)
  if (found === 'unknown') return later(ports, stored)
  const known = knownChange(ports, stored.body, stored.version)
  if (typeof found === 'string') {
    ports.counts.add(`left out: ${found}`)
    await ports.store.write([known])
    return
  }
  const about = evaluated ? { agent: evaluated.agent, evaluation: evaluated.evaluation } : {}
  const { customer = null, trend } = score ?? {}
  const interaction = Interaction.parse({
    ...found,
    customer,
    ...(trend === undefined ? {} : { trend }),
    agentScore: null,
    ...about,
  })
  const written = await keepSignal(ports, { interaction, raw: score?.raw ?? null, arrivedAt: heardAt }, [known])
  // The interaction may be known longer than this was heard of: then nothing is left to ask.
  if (!written.ok && written.id !== stored.id) await ports.store.write([known])
}

async function later(ports: Ports, stored: Stored<Heard>): Promise<void> {
  const wait = ASK_AGAIN_MINUTES[stored.body.tries]
  if (wait === undefined) {
    ports.counts.add('left out: never analysed')
    await ports.store.write([knownChange(ports, stored.body, stored.version)])
    return
  }
  const due = ports.now() + wait * MINUTE
  await ports.store.write([waitingChange({ ...stored.body, tries: stored.body.tries + 1 }, stored.version, due)])
}
