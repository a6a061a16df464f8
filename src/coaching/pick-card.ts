// What an open card shows while it asks for a time of one's own: a sentence, and the two inputs.
import { DAY_INPUT, quartersAround, TIME_INPUT, wallOf } from './pick.ts'
import type { Attempt, Picking, Proposal } from './proposal.ts'
import { type Facts, momentFor, type Reader, sayMarkdown, type Words } from './view.ts'

/** An input as the template shows it: plain text. What is empty is left out. */
interface InputView {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly error: string
}
interface DayView extends InputView {
  readonly min: string
  readonly max: string
}

interface Asking {
  readonly proposal: Proposal
  readonly reader: Reader
  readonly words: Words
  /** The names in the sentences of refusals. */
  readonly names: Facts
  /** Whether the reader is the one who would hold the session. */
  readonly you: boolean
}

/** None unless a time is asked for. What would do stands in the inputs already; else what was tried, or the first offered time. */
export function pickInputs({ proposal, reader, words }: Omit<Asking, 'names' | 'you'>): { days: DayView[]; times: InputView[] } {
  const { picking } = proposal
  if (proposal.state !== 'open' || proposal.asking !== 'time' || !picking) return { days: [], times: [] }
  const start = picking.attempt?.nearest ?? picking.attempt?.start ?? proposal.slots[0]?.start
  const { day, time } = start === undefined ? { day: '', time: '' } : wallOf(start, reader.zone)
  const [min, max] = [picking.from, picking.to].map((at) => wallOf(at, reader.zone).day) as [string, string]
  const bounds = { from: words.day(picking.from, reader.zone), to: words.day(picking.to, reader.zone) }
  const zone = words.zone(reader.zone)
  return {
    days: [{ id: DAY_INPUT, label: words.say('pick.day'), value: day, min, max, error: words.say('pick.day-error', bounds) }],
    times: [{ id: TIME_INPUT, label: words.say('pick.time', { zone }), value: time, error: words.say('pick.time-error') }],
  }
}

/** What stands above the inputs: the question, or what became of the last try. */
export function pickSentence(asking: Asking): string {
  const { picking } = asking.proposal
  const attempt = picking?.attempt
  if (!picking || !attempt) return asking.words.say('pick.ask')
  const { why, start } = attempt
  if (why === 'unclear' || start === null) return asking.words.say('pick.unclear')
  return `${refused(asking, { ...attempt, start }, picking)} ${instead(asking, { ...attempt, start })}`
}

type Tried = Attempt & { readonly start: number }

/** Said of a time that never was on the card, so not as if something had changed. */
const OWN: ReadonlySet<Attempt['why']> = new Set(['past', 'too-far', 'outside-shift', 'appointment', 'supervisor-busy'])

function refused({ reader, words, names, you }: Asking, { why, start, wall }: Tried, { to }: Picking): string {
  if (why === 'gap') return words.say('pick.gap', { day: words.day(start, reader.zone), time: wall ?? '' })
  const spoken = why === 'supervisor-busy' && you ? '-you' : ''
  const facts = { ...names, until: words.day(to, reader.zone) }
  const reason = words.say(`${OWN.has(why) ? 'pick.why-' : 'note.'}${why}${spoken}`, facts)
  return sayMarkdown(words, 'pick.refused', { moment: momentFor(start, unzoned(reader), words), why: reason })
}

function instead({ reader, words }: Asking, { why, start, nearest }: Tried): string {
  if (why === 'off-grid') {
    const [before, after] = quartersAround(start).map((quarter) => words.time(quarter, reader.zone)) as [string, string]
    return words.say('pick.quarters', { before, after })
  }
  if (nearest === null) return words.say('pick.other')
  const sameDay = wallOf(nearest, reader.zone).day === wallOf(start, reader.zone).day
  const moment = sameDay ? words.time(nearest, reader.zone) : momentFor(nearest, unzoned(reader), words)
  return words.say('pick.nearest', { moment })
}

/** The zone stands beside the input. */
const unzoned = (reader: Reader): Reader => ({ ...reader, zoneLabel: false })
