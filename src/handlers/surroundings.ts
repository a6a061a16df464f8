import { chosen, LIVE_MS, type Refusal, refusal, type SlotRules } from '../coaching/against.ts'
import { chooseSlots, everyQuarter, type Held } from '../coaching/choosing.ts'
import { dayOf } from '../coaching/hours.ts'
import type { Person } from '../coaching/people.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { limitMs, type Settings } from '../coaching/settings.ts'
import {
  type Busy,
  DAY,
  type Interval,
  MINUTE,
  type Prediction,
  type Slot,
  type SuggestedSlot,
  type Surroundings,
  spanOf,
  within,
} from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { Ports } from '../ports.ts'

type Asking = Pick<Ports, 'centre' | 'calendar' | 'now' | 'house' | 'log' | 'counts'>

export interface Session {
  readonly proposal: Proposal
  readonly supervisor: Person
  readonly settings: Settings
}

/** The rules a slot of this session must keep, at this moment. Working hours and blackouts are in the zone of the agent's unit. */
export async function rulesFor(ports: Asking, { proposal, settings }: Session): Promise<SlotRules> {
  const { leadMinutes, horizonDays, margin, edgeMinutes, besideBreak, hours, blackouts } = settings.session
  return {
    agent: proposal.agent.id,
    replaces: proposal.appointment?.id ?? null,
    now: ports.now(),
    leadMs: leadMinutes * MINUTE,
    horizonMs: horizonDays * DAY,
    spacingMs: limitMs(settings),
    margin,
    edgeMs: edgeMinutes * MINUTE,
    besideBreak,
    hours,
    blackouts,
    zone: await zoneOf(ports, proposal.agent.id),
  }
}

/** Where the agent works: hours, days and expiry are counted there. */
export const zoneOf = async ({ centre, house }: Pick<Ports, 'centre' | 'house'>, agent: Person['id']): Promise<string> =>
  (await centre.zone(agent)) ?? house.zone

/** Soon is best, and costs half as many questions as looking all the way. */
const SOON_MS = 7 * DAY
const ENOUGH = 3

/** The best three times, given what other cards hold; asked again with other holds, nothing outside is asked twice. */
export type TimesFor = (held: readonly Held[], passed: readonly number[]) => Promise<Slot[]>

/** Looks at the next week; where it has not three times, at the whole time ahead that is set. */
export function timesFor(ports: Asking, session: Session): TimesFor {
  const { leadMinutes, horizonDays } = session.settings.session
  const from = ports.now() + leadMinutes * MINUTE
  const all = { from, to: from + horizonDays * DAY }
  const soon = { from, to: Math.min(all.to, from + SOON_MS) }
  const seen = new Map<Interval, Promise<TimesFor>>()

  function inside(window: Interval): Promise<TimesFor> {
    const looking = seen.get(window) ?? lookInto(ports, session, window)
    seen.set(window, looking)
    return looking
  }

  return async (held, passed) => {
    const slots = await (await inside(soon))(held, passed)
    return slots.length >= ENOUGH || soon.to === all.to ? slots : (await inside(all))(held, passed)
  }
}

/** Which of the times that serve are wanted. */
export type Choose = typeof chooseSlots

/** Suggestions, sessions and the supervisor's calendar are asked for at once; the shifts after them, since suggestions tell where the agent is planned. */
export async function lookInto(
  ports: Asking,
  session: Session,
  window: Interval,
  choose: Choose = chooseSlots,
): Promise<TimesFor> {
  const { settings, proposal, supervisor } = session
  const { minutes } = settings.session
  const suggesting = ports.centre.suggestSlots({ agent: proposal.agent.id, facilitator: supervisor.id, window, minutes })
  const looking = lookAround(ports, session, { window, after: suggesting })
  const [suggested, around] = await Promise.all([suggesting, looking])
  const alone = around.shifts === 'unscheduled' && suggested.length === 0
  return predicting(ports, session, { ...around, suggested: alone ? everyQuarter(window, minutes) : suggested }, choose)
}

/** Predictions cost a call a day, and the queues one, so they are asked for only where a time would be offered, until that is true of all three. */
async function predicting(ports: Asking, session: Session, around: Surroundings, choose: Choose): Promise<TimesFor> {
  const agent = session.proposal.agent.id
  const rules = await rulesFor(ports, session)
  const days: Interval[] = []
  const unforeseen: Interval[] = []
  let predicted: readonly Prediction[] = []
  let live: Surroundings['live'] | undefined

  return async (held, passed) => {
    for (;;) {
      const known = { ...around, predicted, unforeseen, live: live ?? null }
      const slots = choose(known, rules, { held, passed: new Set(passed) })
      const fresh = unseenDays(slots, days, rules.zone)
      const near = live === undefined && slots.some((slot) => isNear(slot, rules.now))
      if (fresh.length === 0 && !near) return slots
      days.push(...fresh)
      if (near) live = (await orUnknown(ports, () => ports.centre.live(agent))) ?? null
      const answers = await Promise.all(fresh.map((day) => orUnknown(ports, () => ports.centre.predicted(agent, day))))
      unforeseen.push(...fresh.filter((_, n) => answers[n] === undefined))
      predicted = [...predicted, ...answers.flatMap((answer) => answer ?? [])]
    }
  }
}

/** A card is not held up for a forecast; it says that there was none, and the click asks again. */
async function orUnknown<T>({ counts, log }: Asking, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof VendorError)) throw error
    counts.add('forecast unchecked')
    log.warn('how busy it will be could not be asked', { trouble: error.trouble, code: error.code })
    return undefined
  }
}

const isNear = ({ start }: SuggestedSlot, now: number): boolean => start < now + LIVE_MS

function unseenDays(slots: readonly Slot[], seen: readonly Interval[], zone: string): Interval[] {
  const unseen = slots.map((slot) => dayOf(slot.start, zone)).filter((day) => !seen.some((each) => within(day, each)))
  return [...new Map(unseen.map((day) => [day.from, day])).values()]
}

/** Why a time that somebody chose does not serve; undefined when it does. */
export const reasonAgainst = async (ports: Asking, session: Session, slot: SuggestedSlot): Promise<Refusal | undefined> =>
  (await lookAgain(ports, session, slot)).why

/** Everything about one time, asked anew: the shift, the predictions, the queues, sessions booked since, the calendars; and what speaks against it. */
export async function lookAgain(
  ports: Asking,
  session: Session,
  slot: SuggestedSlot,
): Promise<{ readonly around: Surroundings; readonly why: Refusal | undefined }> {
  const agent = session.proposal.agent.id
  const span = spanOf(slot)
  const [seen, predicted, live, rules] = await Promise.all([
    lookAround(ports, session, { window: span }),
    unlessForbidden(ports.centre.predicted(agent, span, true)),
    isNear(slot, ports.now()) ? ports.centre.live(agent) : undefined,
    rulesFor(ports, session),
  ])
  const around = {
    ...seen,
    suggested: [slot],
    predicted: predicted ?? [],
    unforeseen: predicted ? [] : [span],
    live: live ?? null,
  }
  return { around, why: refusal(slot, around, chosen(rules)) }
}

/** Who may not see forecasts cannot be asked to wait for one; any other trouble lets the booking wait. */
async function unlessForbidden<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof VendorError && error.trouble === 'unauthorised') return undefined
    throw error
  }
}

interface Look {
  readonly window: Interval
  /** The shifts are asked for once this has been answered. */
  readonly after?: Promise<unknown>
}

async function lookAround(ports: Asking, session: Session, { window, after }: Look): Promise<Surroundings> {
  const { proposal, supervisor, settings } = session
  const agent = proposal.agent.id
  const wide = { from: window.from - limitMs(settings), to: window.to + limitMs(settings) }
  const [shifts, appointments, own] = await Promise.all([
    Promise.resolve(after).then(() => ports.centre.shifts(agent, window)),
    ports.centre.appointments([agent, supervisor.id], wide),
    busyTimes(ports, supervisor.email, window),
  ])
  const calendar = shifts === 'unscheduled' ? together(own, await busyTimes(ports, proposal.agent.email, window)) : own
  return { suggested: [], shifts, predicted: [], unforeseen: [], live: null, appointments, calendar }
}

async function busyTimes({ calendar }: Asking, email: string, window: Interval): Promise<Busy> {
  return (await calendar.busy([email], window)).get(email) ?? { times: [], checked: false }
}

/** Whoever has a schedule is planned there; of anybody else only the calendar tells. */
const together = (one: Busy, other: Busy): Busy => ({
  times: [...one.times, ...other.times],
  checked: one.checked && other.checked,
})
