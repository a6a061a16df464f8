import { expiryOf } from '../coaching/expiry.ts'
import { type Balance, Proposal } from '../coaching/proposal.ts'
import { limitMs } from '../coaching/settings.ts'
import type { Change, Limit, Ports } from '../ports.ts'
import { audited, type Happened } from './audit.ts'
import { balanceLimits, balanceOf } from './balance.ts'
import { commit } from './commit.ts'
import { idFrom, PERMIT, PROPOSAL, SETTLED, type SignalRecord } from './kinds.ts'
import { type Acting, mustCommit, signalChange, verdictBody, verdictChanges } from './verdict.ts'

type Coaching = Acting<'coach'>

/**
 * Permit, proposal and verdict in one write; the proposal falls due at once for gathering. Refused by the weekly limit, by a
 * pause, or because praise comes first, the verdict says so and the streak stays as it is.
 */
export async function propose(ports: Ports, coaching: Coaching): Promise<SignalRecord> {
  const { agent } = coaching.interaction
  const id = idFrom('coach', coaching.interaction.conversation, agent)
  if (coaching.current.settings.shadow ?? ports.house.shadow) return shadow(ports, coaching, id)
  const proposal = newProposal(ports, { coaching, id, balance: await balanceOf(ports, agent) })
  const now = ports.now()
  const body = verdictBody(coaching, coaching.verdict.rule, id)
  const changes: Change[] = [
    { put: PROPOSAL.name, id, expect: 0, body: proposal, due: now, index: { agent: { key: agent, at: now } } },
    {
      put: PERMIT.name,
      id,
      expect: 0,
      body: { agent, at: now },
      due: now + limitMs(coaching.current.settings),
      index: { agent: { key: agent, at: now } },
    },
    ...verdictChanges(ports, coaching.signal, body),
    ...countedChanges(coaching, id),
    await audited(ports, told(coaching, { what: 'proposed', about: { proposal: id } })),
  ]
  const balanced = await balanceLimits(ports, agent, coaching.current.settings.praiseFirst)
  const written = await commit(ports, changes, ...limitsOf(coaching, now), ...balanced)
  if (written.ok) return proposed(ports, body)
  if (written.why === 'limit') return refused(ports, coaching, REFUSED[written.id] ?? 'limit')
  throw new Error(`another run was faster at ${written.id}`)
}

/** By the kind whose limit was reached. */
const REFUSED: Readonly<Record<string, 'settled' | 'praise-first'>> = {
  [SETTLED.name]: 'settled',
  [PROPOSAL.name]: 'praise-first',
}

/** By the rule and the version of the settings. */
const told = ({ interaction, verdict, current }: Coaching, { about, ...more }: Omit<Happened, 'by'>): Happened => ({
  ...more,
  by: 'bot',
  agent: interaction.agent,
  about: { ...about, rule: verdict.rule, settings: current.version },
})

/** At most so many permits in the window, and no pause that still lasts. */
function limitsOf({ interaction: { agent: key }, current: { settings } }: Coaching, now: number): Limit[] {
  return [
    { kind: PERMIT.name, index: 'agent', key, since: now - limitMs(settings) + 1, most: settings.limit.sessions },
    { kind: SETTLED.name, index: 'agent', key, since: now + 1, most: 0 },
  ]
}

function proposed(ports: Ports, body: SignalRecord): SignalRecord {
  ports.counts.add('proposed')
  return body
}

interface Wanted {
  readonly coaching: Coaching
  readonly id: string
  readonly balance: Balance
}

function newProposal(ports: Ports, { coaching: { agent, verdict, current }, id, balance }: Wanted): Proposal {
  const now = ports.now()
  return Proposal.parse({
    id,
    state: 'gathering',
    agent,
    supervisor: null,
    rule: verdict.rule,
    pattern: verdict.pattern,
    settingsVersion: current.version,
    counted: verdict.counted,
    balance,
    proposedAt: now,
    expiresAt: expiryOf(current.settings, now, ports.house.zone),
    slots: [],
    offeredAt: null,
    passed: [],
    round: 'first',
    buttons: [],
    asking: null,
    picking: null,
    note: null,
    chosen: null,
    declined: null,
    superseded: null,
    undone: null,
    undoUntil: null,
    appointment: null,
    seenAt: null,
    answersUntil: null,
    wish: null,
    move: null,
    moves: 0,
    waiting: null,
  } satisfies Record<keyof Proposal, unknown>)
}

/** The other interactions of the run are marked as counted, so that no later pattern counts them again. */
function countedChanges(coaching: Coaching, proposal: string): Change[] {
  const counted = new Set(coaching.verdict.counted.map(({ conversation }) => conversation))
  return coaching.entries
    .filter((entry) => entry.id !== coaching.signal.id && counted.has(entry.body.interaction.conversation))
    .map((entry) => signalChange(entry, { ...entry.body, proposal }))
}

async function refused(ports: Ports, coaching: Coaching, why: 'limit' | 'settled' | 'praise-first'): Promise<SignalRecord> {
  ports.counts.add(`refused by the ${why}`)
  const body = verdictBody({ ...coaching, verdict: { kind: 'leave', why: 'too-few' } }, why)
  const held = await audited(ports, told(coaching, { what: 'not-proposed', outcome: why }))
  await mustCommit(ports, [...verdictChanges(ports, coaching.signal, body), held])
  return body
}

/** Shadow: judged and recorded like the real thing, nobody told. */
async function shadow(ports: Ports, coaching: Coaching, id: string): Promise<SignalRecord> {
  ports.counts.add('proposed in shadow')
  const body = verdictBody(coaching, coaching.verdict.rule, id)
  const held = await audited(ports, told(coaching, { what: 'not-proposed', outcome: 'shadow' }))
  await mustCommit(ports, [...verdictChanges(ports, coaching.signal, body), ...countedChanges(coaching, id), held])
  return body
}
