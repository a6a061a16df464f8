import * as z from 'zod'
import { DAY, type Interval, MINUTE, type SuggestedSlot } from '../coaching/slot.ts'
import type { ContactCentre } from '../ports.ts'
import type { Session } from './calls/session.ts'
import { Instant, range } from './times.ts'
import type { Units } from './units.ts'

const Schedule = z.object({ id: z.string(), businessUnit: z.object({ id: z.string() }), weekDate: z.string() })
const CoachingSlot = z.object({
  dateStart: Instant,
  lengthInMinutes: z.number().int().positive(),
  staffingDifference: z.number().nullish(),
  differenceRating: z.enum(['Good', 'Neutral', 'Poor']).nullish().catch(null),
  wfmSchedule: Schedule.nullish(),
})
const Slots = z.object({ suggestedSlots: z.array(CoachingSlot).nullish() })

/** A slot search covers at most a week at a time; longer windows are asked for in pieces. */
const SPAN_MS = 7 * DAY

/** Cuts a window into pieces of at most that length. */
export function spans({ from, to }: Interval, length: number): Interval[] {
  const count = Math.max(0, Math.ceil((to - from) / length))
  return Array.from({ length: count }, (_, index) => ({
    from: from + index * length,
    to: Math.min(to, from + (index + 1) * length),
  }))
}

function slotOf({ dateStart, lengthInMinutes, staffingDifference, differenceRating, wfmSchedule }: z.infer<typeof CoachingSlot>) {
  const rating = differenceRating ? (differenceRating.toLowerCase() as Lowercase<typeof differenceRating>) : null
  const schedule = wfmSchedule && { ...wfmSchedule, businessUnit: wfmSchedule.businessUnit.id }
  return { start: dateStart, minutes: lengthInMinutes, spare: staffingDifference ?? null, rating, schedule: schedule ?? null }
}

type Ask = Parameters<ContactCentre['suggestSlots']>[0]

/** When Genesys would put a session, with the staffing it leaves behind. What lies before now is not asked for. */
export function slots(session: Session, units: Pick<Units, 'learn'>, now: () => number) {
  async function slotsIn(span: Interval, ask: Ask): Promise<SuggestedSlot[]> {
    const { suggestedSlots } = await session.ask({
      name: 'postCoachingScheduleslotsQuery',
      schema: Slots,
      call: (apis) =>
        apis.coaching.postCoachingScheduleslotsQuery({
          interval: range(span),
          lengthInMinutes: ask.minutes,
          attendeeIds: [ask.agent],
          facilitatorIds: [ask.facilitator],
        }),
    })
    return (suggestedSlots ?? []).map(slotOf)
  }

  const suggestSlots: ContactCentre['suggestSlots'] = async (ask) => {
    const from = Math.max(ask.window.from, Math.ceil(now() / MINUTE) * MINUTE)
    const found = await Promise.all(spans({ from, to: ask.window.to }, SPAN_MS).map((span) => slotsIn(span, ask)))
    const planned = found.flat().find(({ schedule }) => schedule)?.schedule
    if (planned) units.learn(ask.agent, planned.businessUnit)
    const byStart = new Map(found.flat().map((slot) => [slot.start, slot]))
    return [...byStart.values()].toSorted((a, b) => a.start - b.start)
  }

  return { suggestSlots }
}
