// POST /world/changes {kind: "evaluation"}: somebody in quality management rates an agent's conversation, or rates it anew.
import type { ChangeHandler } from '../../core/world.ts'
import type { Interaction } from '../conversations/interaction.ts'
import { waysOf } from '../conversations/reading.ts'
import type { Records } from '../conversations/records.ts'
import { DIVISION, iso, type Org } from '../org.ts'
import type { Tell } from './telling.ts'

const STATUSES = ['Finished', 'Pending', 'InProgress', 'InReview', 'Retracted'] as const
type Status = (typeof STATUSES)[number]

const FORM = { id: '00000000-0000-4000-8008-000000000001', name: 'Northwind calls' } as const

/** What is known of an evaluation once it was told; versions start at 1. */
interface Evaluation {
  readonly id: string
  readonly interaction: Interaction
  readonly agent: Interaction['agent']
  /** 0 to 100. */
  readonly score: number
  readonly status: Status
  readonly previous?: Status
  readonly version: number
  readonly assigned: number
  readonly released?: number
}

interface Quality {
  readonly org: Org
  readonly records: Records
  readonly tell: Tell
}

/** EvaluationQualityV2TopicEvaluationV2; instants in ISO 8601. */
function bodyOf({ id, interaction, agent, score, status, previous, version, assigned, released }: Evaluation, now: number) {
  return {
    id,
    conversationId: interaction.id,
    conversationDate: iso(interaction.start),
    agent: { id: agent.id, displayName: agent.name },
    ...(agent.supervisor ? { evaluator: { id: agent.supervisor } } : {}),
    evaluationFormId: FORM.id,
    formName: FORM.name,
    scoringSet: { totalScore: score, totalCriticalScore: score },
    status,
    ...(previous ? { previousStatus: previous } : {}),
    version,
    assignedDate: iso(assigned),
    changedDate: iso(now),
    eventTime: iso(now),
    ...(released === undefined ? {} : { releaseDate: iso(released) }),
    divisionIds: [DIVISION.id],
    agentHasRead: false,
    rescore: previous !== undefined,
  }
}

/** `id` names an earlier one, whose next version this becomes; the conversation is the agent's latest unless it is named. */
export function evaluations({ org, records, tell }: Quality): ChangeHandler {
  const all = new Map<string, Evaluation>()

  return (change) => {
    const now = org.world.clock.now()
    const { score, status = 'Finished', released = true } = change
    const agent = org.world.cast.person(String(change.agent ?? ''))
    if (agent?.role !== 'agent') return '"agent" must be an agent.'
    if (typeof score !== 'number' || score < 0 || score > 100) return '"score" must be a number from 0 to 100.'
    const known = STATUSES.find((each) => each === status)
    if (!known) return `"status" must be one of ${STATUSES.join(', ')}.`
    const id = change.id === undefined ? crypto.randomUUID() : String(change.id)
    const earlier = all.get(id)
    if (!earlier && change.id !== undefined) return `There is no evaluation "${id}".`
    const named = change.conversation === undefined ? undefined : records.get(String(change.conversation))
    if (!named && change.conversation !== undefined) return `There is no conversation "${String(change.conversation)}".`
    const interaction = named ?? earlier?.interaction ?? records.latestOf(agent.id)
    if (!interaction) return `${agent.name} has had no interaction yet.`
    const made: Evaluation = {
      id,
      interaction,
      agent,
      score,
      status: known,
      version: (earlier?.version ?? 0) + 1,
      assigned: earlier?.assigned ?? now,
      ...(earlier ? { previous: earlier.status } : {}),
      ...(released === true ? { released: now } : {}),
    }
    all.set(id, made)
    tell(waysOf(change), { topic: 'v2.quality.evaluations', id, eventBody: bodyOf(made, now) })
    return { id, version: made.version }
  }
}
