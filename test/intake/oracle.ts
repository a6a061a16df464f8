// The rule once more, from its words alone and in another shape than the bot's: what must become of each interaction.
// The words are those of the design, "What the words mean exactly": Order, Streak and Permit.

/** One interaction as the world knows it. Times in epoch ms, scores -1 to 1. */
export interface Happened {
  readonly conversation: string
  readonly agent: string
  readonly endedAt: number
  /** When it is told, whichever way comes first. */
  readonly arrivesAt: number
  readonly customer: number
  /** Null: nobody measured how the agent sounded. */
  readonly agentScore: number | null
}

export interface Decision {
  readonly conversation: string
  readonly late: boolean
  readonly kind: 'coach' | 'recognise' | 'leave'
  readonly why: string
  /** Of a card: the conversations it is about, in order. */
  readonly counted: readonly string[]
}

/** What runs until an admin changes it. The stories told here take hours, so that the fortnight of a streak never ends. */
const RULE = { customerBelow: -0.6, agentBelow: -0.3, inARow: 2, customerAbove: 0.8 }
const PERMIT_MS = 7 * 24 * 3_600_000

type Sound = 'rough' | 'open' | 'breaks'

function soundOf({ customer, agentScore }: Happened): Sound {
  if (customer >= RULE.customerBelow) return 'breaks'
  if (agentScore === null) return 'open'
  return agentScore < RULE.agentBelow ? 'rough' : 'breaks'
}

function inOrder(a: Happened, b: Happened): number {
  if (a.endedAt !== b.endedAt) return a.endedAt - b.endedAt
  return a.conversation < b.conversation ? -1 : 1
}

/** Every decision about everybody, by conversation. `settleMs`: how long after its arrival an interaction is judged. */
export function oracle(all: readonly Happened[], settleMs: number): ReadonlyMap<string, Decision> {
  const agents = Map.groupBy(all, ({ agent }) => agent)
  const decisions = [...agents.values()].flatMap((own) => decisionsOfOne(own, settleMs))
  return new Map(decisions.map((decision) => [decision.conversation, decision]))
}

/** At each moment at which something has settled, it is judged, and before it whatever is there that ended before it. */
function decisionsOfOne(own: readonly Happened[], settleMs: number): Decision[] {
  const judge = createJudge()
  const moments = [...new Set(own.map(({ arrivesAt }) => arrivesAt + settleMs))].toSorted((a, b) => a - b)
  let waiting = own.toSorted(inOrder)
  for (const moment of moments) {
    const last = waiting.findLastIndex(({ arrivesAt }) => arrivesAt + settleMs <= moment)
    const due = waiting.slice(0, last + 1).filter(({ arrivesAt }) => arrivesAt <= moment)
    for (const each of due) judge.take(each, moment)
    waiting = waiting.filter((each) => !due.includes(each))
  }
  return judge.decisions
}

function createJudge() {
  const decisions: Decision[] = []
  const counted = new Set<string>()
  const permits: number[] = []
  const line: Happened[] = []

  /** Between the two interactions around it that break a streak. */
  function stretchAround(each: Happened): Happened[] {
    const at = line.indexOf(each)
    const from = line.findLastIndex((other, n) => n < at && soundOf(other) === 'breaks') + 1
    const to = line.findIndex((other, n) => n > at && soundOf(other) === 'breaks')
    return line.slice(from, to === -1 ? undefined : to)
  }

  function rough(each: Happened, moment: number): Pick<Decision, 'kind' | 'why' | 'counted'> {
    const stretch = stretchAround(each)
    // A proposal starts the streak at zero: it begins behind the last one that a card was about.
    const begins = stretch.findLastIndex(({ conversation }) => counted.has(conversation)) + 1
    if (stretch.indexOf(each) < begins) return leave('counted-before')
    const run = stretch.slice(begins).filter((other) => soundOf(other) === 'rough')
    if (run.length < RULE.inARow) return leave('too-few')
    if (permits.some((at) => moment - at < PERMIT_MS)) return leave('limit')
    permits.push(moment)
    for (const { conversation } of run) counted.add(conversation)
    return { kind: 'coach', why: 'rough-in-a-row', counted: run.map(({ conversation }) => conversation) }
  }

  function verdict(each: Happened, moment: number): Pick<Decision, 'kind' | 'why' | 'counted'> {
    if (each.customer > RULE.customerAbove) return { kind: 'recognise', why: 'brilliant', counted: [] }
    const sound = soundOf(each)
    if (sound === 'rough') return rough(each, moment)
    return leave(sound === 'open' ? 'missing-signal' : 'fails')
  }

  return {
    decisions,
    take(each: Happened, moment: number): void {
      const behind = line.findLastIndex((other) => inOrder(other, each) < 0) + 1
      const late = behind < line.length
      line.splice(behind, 0, each)
      decisions.push({ conversation: each.conversation, late, ...verdict(each, moment) })
    },
  }
}

const leave = (why: string) => ({ kind: 'leave', why, counted: [] }) as const
