// Some agents of the queues, the units they are planned in, and who is above them.
import * as z from 'zod'
import { PersonId } from '../../coaching/interaction.ts'
import type { Person } from '../../coaching/people.ts'
import type { ContactCentre } from '../../ports.ts'
import type { Probe } from './probe.ts'
import type { Sample } from './sample.ts'

/** Enough to meet every business unit of a usual organisation, and few enough for the client's budget. */
const QUEUES = 5
const AGENTS_PER_QUEUE = 2

const Members = z.object({ entities: z.array(z.object({ id: z.string() })).nullish() })
const Reference = z.object({ id: z.string() })
const Membership = z.object({ managementUnit: Reference, businessUnit: Reference.nullish() })
const ManagementUnit = z.object({ businessUnit: Reference.nullish() })

export interface Surroundings {
  readonly agents: readonly PersonId[]
  /** Those directly above them, each once. */
  readonly supervisors: readonly Person[]
  readonly businessUnits: readonly string[]
}

async function membersOf(probe: Probe, queue: string): Promise<PersonId[]> {
  const seen = await probe.ask(({ routing }) => routing.getRoutingQueueMembers(queue, { pageSize: 25 }))
  const members = Members.safeParse(seen.body).data?.entities ?? []
  return members.flatMap(({ id }) => PersonId.safeParse(id).data ?? []).slice(0, AGENTS_PER_QUEUE)
}

/** The business unit an agent is planned in. */
async function unitOf(probe: Probe, agent: PersonId): Promise<string | undefined> {
  const seen = await probe.ask(({ wfm }) => wfm.getWorkforcemanagementAgentManagementunit(agent))
  const found = Membership.safeParse(seen.body).data
  if (!found) return undefined
  if (found.businessUnit) return found.businessUnit.id
  const unit = await probe.ask(({ wfm }) => wfm.getWorkforcemanagementManagementunit(found.managementUnit.id))
  return ManagementUnit.safeParse(unit.body).data?.businessUnit?.id
}

export interface Around {
  readonly probe: Probe
  readonly centre: Pick<ContactCentre, 'superiors'>
  readonly queues: readonly string[]
}

/** Whoever cannot be seen is left out: what is missing shows in the permissions. */
export async function surroundings({ probe, centre, queues }: Around, { interactions }: Sample): Promise<Surroundings> {
  const members = await Promise.all(queues.slice(0, QUEUES).map((queue) => membersOf(probe, queue)))
  const agents = [...new Set([...interactions.map(({ agent }) => agent), ...members.flat()])].slice(0, QUEUES * AGENTS_PER_QUEUE)
  const [units, above] = await Promise.all([
    Promise.all(agents.map((agent) => unitOf(probe, agent))),
    Promise.all(agents.map(async (agent) => (await centre.superiors(agent).catch(() => [])).slice(0, 1))),
  ])
  const active = above.flat().filter((person) => person.active && person.email !== '')
  return {
    agents,
    supervisors: [...new Map(active.map((person) => [person.id, person])).values()],
    businessUnits: [...new Set(units.flatMap((unit) => unit ?? []))],
  }
}
