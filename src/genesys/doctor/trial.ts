// The only check that leaves something behind, so it is made after a yes only: one appointment, taken back again, and one recognition.

import * as z from 'zod'
import type { PersonId } from '../../coaching/interaction.ts'
import type { Person } from '../../coaching/people.ts'
import { DAY, HOUR, MINUTE, type SuggestedSlot } from '../../coaching/slot.ts'
import type { Finding } from '../../findings.ts'
import type { ContactCentre } from '../../ports.ts'
import { fine, unclear, wrong } from './findings.ts'
import { grant, missingIn } from './permissions.ts'
import { type Probe, wentWell } from './probe.ts'

export type Consent = 'yes' | 'no' | 'unasked'

export interface Trial {
  readonly probe: Probe
  readonly centre: Pick<ContactCentre, 'suggestSlots' | 'createAppointment' | 'appointment' | 'removeAppointment' | 'person'>
  readonly agents: readonly PersonId[]
  readonly supervisors: readonly Person[]
  /** Asks the operator. */
  mayTry(question: string): Promise<Consent>
  now(): number
}

const NAME = 'Halftime: a trial, please ignore'
const NOTE = 'Halftime tries out whether it may do this. It is a test and means nothing.'
const Made = z.object({ id: z.string() })

/** A time that Genesys suggests; else one far from everybody's day, on no schedule. */
async function slotFor({ centre, now }: Trial, agent: PersonId, facilitator: PersonId): Promise<SuggestedSlot> {
  const window = { from: now() + DAY, to: now() + 5 * DAY }
  const [slot] = await centre.suggestSlots({ agent, facilitator, window, minutes: 15 }).catch(() => [])
  const start = Math.ceil((now() + 2 * DAY) / HOUR) * HOUR + 15 * MINUTE
  return slot ?? { start, minutes: 15, spare: null, rating: null, schedule: null }
}

async function appointment(trial: Trial, agent: Person, facilitator: PersonId): Promise<Finding> {
  const what = 'trial: coaching appointment'
  const { centre } = trial
  try {
    const slot = await slotFor(trial, agent.id, facilitator)
    const description = `${NOTE}\n${crypto.randomUUID()}`
    const made = await centre.createAppointment({
      agent: agent.id,
      facilitator,
      slot,
      name: NAME,
      description,
      conversations: [],
    })
    if (made === 'taken') return unclear(what, 'the time was taken meanwhile', 'Run this again.')
    const there = await centre.appointment(made.id)
    await centre.removeAppointment(made.id)
    if (!there) return wrong(what, 'created, but it cannot be seen', grant(['coaching:appointment:view']))
    return fine(what, `created, seen and deleted again, with this client's token`)
  } catch (error) {
    const said = error instanceof Error ? error.message : 'unknown'
    return wrong(
      what,
      said,
      `Mend the coaching permissions above; look for an appointment called "${NAME}" and delete it if it is there.`,
    )
  }
}

async function recognition({ probe }: Trial, agent: Person): Promise<Finding> {
  const what = 'trial: recognition'
  const seen = await probe.ask(({ engagement }) =>
    engagement.postEmployeeengagementRecognitions({ recipientId: agent.id, type: 'ThankYou', title: NAME, note: NOTE }),
  )
  if (seen.status === 403)
    return wrong(what, 'not allowed', grant(missingIn(seen, { permissions: ['engagement:recognition:add'] })))
  const id = Made.safeParse(seen.body).data?.id
  if (!wentWell(seen) || !id)
    return wrong(
      what,
      `refused (${seen.status} ${seen.code})`,
      'Check that employee engagement (recognitions) is switched on in Genesys.',
    )
  const there = await probe.ask(({ engagement }) => engagement.getEmployeeengagementRecognition(id))
  const seenAgain = wentWell(there) ? 'created and seen' : 'created'
  return fine(what, `${seenAgain}; it stays, because Genesys has no way to delete recognitions`)
}

/** Tries with the first agent who has somebody above them. */
export async function trials(trial: Trial): Promise<Finding[]> {
  const what = 'trial'
  const [id] = trial.agents
  const agent = id && (await trial.centre.person(id).catch(() => undefined))
  const [facilitator] = trial.supervisors
  if (!agent || !facilitator)
    return [
      unclear(what, 'no agent with a supervisor was found', 'Check GENESYS_QUEUES and that agents have a manager in Genesys.'),
    ]
  const question =
    `May I create one coaching appointment and one recognition for ${agent.name}? The appointment is deleted again; ` +
    'the recognition stays, because Genesys cannot delete one. Both people may be notified.'
  const consent = await trial.mayTry(question)
  if (consent === 'unasked')
    return [unclear(what, 'not tried: nobody could be asked', 'Run it with --yes to try, with --no to leave it out.')]
  if (consent === 'no') return [unclear(what, 'not tried, as you wished')]
  return [await appointment(trial, agent, facilitator.id), await recognition(trial, agent)]
}
