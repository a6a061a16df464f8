// How changes of a schedule are written into the ledger.
import type { Ledger, LedgerEntry } from '../../core/world.ts'
import { iso } from '../org.ts'
import { CODES } from './codes.ts'
import { activityShape, bare, type Mark } from './day-plan.ts'
import { scheduleOf, weekOf } from './planner.ts'

type By = LedgerEntry['by']
type Effect = 'activity-added' | 'activity-removed' | 'activity-changed'

export interface Told {
  readonly by: By
  readonly agent: string
  /** Of the appointment or the shift. */
  readonly id: string
}

export function tellActivity(ledger: Ledger, effect: Effect, { by, agent, id }: Told, mark: Mark): void {
  const { appointment, start } = mark
  const body = {
    userId: agent,
    ...(appointment ? { appointmentId: appointment } : {}),
    startDate: iso(start),
    ...activityShape(mark),
    schedule: scheduleOf(weekOf(start)),
  }
  ledger.commit({ vendor: 'genesys', effect: `schedule.${effect}`, by, id, body })
}

const printed = (mark: Mark): string => JSON.stringify([mark.start, activityShape(mark)])
const isWork = ({ code }: Mark): boolean => code === CODES.queue

/** The same thing said otherwise: of one kind, and either its start or its name stayed. */
const follows = (a: Mark, b: Mark): boolean =>
  a.code === b.code && a.appointment === b.appointment && (a.start === b.start || a.title === b.title)

/**
 * What became of a shift's activities. Waiting for customers is what is left between the others, so it is told of only where
 * it went and nothing took its place.
 */
export function tellChanges(ledger: Ledger, told: Told, before: readonly Mark[], after: readonly Mark[]): void {
  const [old, fresh] = [new Set(before.map(printed)), new Set(after.map(printed))]
  const gone = before.filter((mark) => !isWork(mark) && !fresh.has(printed(mark)))
  const come = after.filter((mark) => !isWork(mark) && !old.has(printed(mark)))
  for (const mark of come) {
    const from = gone.findIndex((each) => follows(each, mark))
    if (from >= 0) gone.splice(from, 1)
    tellActivity(ledger, from >= 0 ? 'activity-changed' : 'activity-added', told, mark)
  }
  const lost = before.filter(isWork).flatMap((mark) => bare(mark, after).map((piece) => ({ ...mark, ...piece })))
  for (const mark of [...gone, ...lost]) tellActivity(ledger, 'activity-removed', told, mark)
}
