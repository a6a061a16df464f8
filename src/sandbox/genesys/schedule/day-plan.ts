// An agent's usual day, made up from nothing but who and when: the same question always gets the same answer.
// Every calendar day is a working day here, so that the world can be tried at weekends too.
import type { WorldPerson } from '../../core/world.ts'
import { CODES, type Code } from './codes.ts'

const MINUTE = 60_000
const SHIFT_MINUTES = 510

/** Something on the schedule other than waiting for customers. Instants in epoch milliseconds. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly code: Code
  readonly title: string
  /** The appointment behind a coaching block. */
  readonly appointment?: string
  /** What else was written about it, kept and shown as it came. */
  readonly more?: Readonly<Record<string, unknown>>
}

export interface Frame {
  readonly start: number
  readonly end: number
}

export const minutesOf = ({ start, end }: Frame): number => (end - start) / MINUTE

/** An activity as the APIs show it, but for its start, which each of them calls otherwise. */
export function activityShape({ start, end, code, title, appointment, more }: Mark) {
  return {
    lengthMinutes: minutesOf({ start, end }),
    description: title,
    activityCodeId: code.id,
    paid: code.paid,
    ...more,
    ...(appointment ? { externalActivityId: appointment, externalActivityType: 'Coaching' } : {}),
  }
}

/** FNV-1a: small, stable, good enough to vary days. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0)!, 0x01000193) >>> 0
  return value
}

export function at(date: string, time: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
    .epochMilliseconds
}

/** About 09:00 to 17:30 in the agent's own zone. */
export function usualFrame({ id, zone }: WorldPerson, date: string): Frame {
  const start = at(date, ['09:00', '08:45', '09:15'][hash(id) % 3]!, zone)
  return { start, end: start + SHIFT_MINUTES * MINUTE }
}

/** Two breaks, a meal, and on some days a team meeting, at fixed distances from the start of the shift. */
export function usualMarks({ id }: WorldPerson, date: string, frame: Frame): Mark[] {
  const late = (hash(`${id} ${date}`) % 2) * 15
  const mark = (after: number, minutes: number, code: Code, title: string): Mark => {
    const start = frame.start + after * MINUTE
    return { start, end: start + minutes * MINUTE, code, title }
  }
  const marks = [
    mark(90 + late, 15, CODES.break, 'Break'),
    mark(210 + late, 30, CODES.meal, 'Lunch'),
    mark(390 + late, 15, CODES.break, 'Break'),
  ]
  if (hash(`${date} ${id}`) % 3 === 0) marks.push(mark(300, 30, CODES.meeting, 'Team meeting'))
  return marks.filter(({ end }) => end <= frame.end)
}

/** Lays marks over queue work: where they overlap, the later one in the list wins. Contiguous, in order, no gaps. */
export function laid(frame: Frame, marks: readonly Mark[]): Mark[] {
  const edges = marks.flatMap(({ start, end }) => [start, end]).filter((edge) => edge > frame.start && edge < frame.end)
  const points = [...new Set([frame.start, ...edges, frame.end])].sort((a, b) => a - b)
  const pieces: Mark[] = []
  for (const [index, start] of points.slice(0, -1).entries()) {
    const over = marks.findLast((mark) => mark.start <= start && mark.end > start)
    const { code, title, appointment } = over ?? { code: CODES.queue, title: 'On queue', appointment: undefined }
    const last = pieces.at(-1)
    const end = points[index + 1]!
    if (last && last.title === title && last.code === code && last.appointment === appointment)
      pieces.splice(-1, 1, { ...last, end })
    else pieces.push({ start, end, code, title, ...(appointment ? { appointment } : {}) })
  }
  return pieces
}

const isQueue = ({ code }: Mark): boolean => code === CODES.queue
/** A coaching block that somebody wrote, and no appointment stands behind. */
const isHandmade = ({ code, appointment }: Mark): boolean => code === CODES.coaching && appointment === undefined
const byStart = (a: Mark, b: Mark): number => a.start - b.start

/** What of a stretch of time no mark lies on. */
export function bare({ start, end }: Frame, marks: readonly Frame[]): Frame[] {
  return marks.reduce<Frame[]>(
    (left, mark) =>
      left.flatMap((piece) =>
        [
          { start: piece.start, end: Math.min(piece.end, mark.start) },
          { start: Math.max(piece.start, mark.end), end: piece.end },
        ].filter((each) => each.end > each.start),
      ),
    [{ start, end }],
  )
}

/** Puts a mark over what stands there. The block of an appointment leaves one that somebody wrote beside it. */
export function over(activities: readonly Mark[], mark: Mark): Mark[] {
  const beside = (each: Mark) => mark.appointment !== undefined && isHandmade(each)
  const cut = activities.flatMap((each) => (beside(each) ? [each] : bare(each, [mark]).map((piece) => ({ ...each, ...piece }))))
  return [...cut, mark].sort(byStart)
}

/** Takes activities away; where nothing else lies then, customers are waited for. */
export function without(activities: readonly Mark[], gone: (mark: Mark) => boolean): Mark[] {
  const kept = activities.filter((mark) => !gone(mark))
  const freed = activities.filter(gone).flatMap((mark) => bare(mark, kept))
  const waiting = freed.map((piece) => ({ ...piece, code: CODES.queue, title: 'On queue' }))
  return joined([...kept, ...waiting].sort(byStart))
}

function joined(activities: readonly Mark[]): Mark[] {
  const whole: Mark[] = []
  for (const mark of activities) {
    const last = whole.at(-1)
    if (last && isQueue(last) && isQueue(mark) && last.title === mark.title && last.end === mark.start)
      whole.splice(-1, 1, { ...last, end: mark.end })
    else whole.push(mark)
  }
  return whole
}
