// Scores at rest: what history needs of an agent's day and no more, some forty bytes a conversation. Pure.
import * as z from 'zod'
import { byEnd, Evaluation, type Interaction, PersonId } from './interaction.ts'
import { DAY } from './slot.ts'

/** One interaction as it was measured, and what became of it. Times are epoch milliseconds. */
export interface KeptScore extends Omit<Interaction, 'shared'> {
  /** The name of the rule, or why nothing followed. */
  readonly outcome: string
}

/** An agent's day (UTC), in order of end time. `rows`: base64, one after the other, laid out as `LAYOUT` says. */
export const KeptDay = z.strictObject({
  agent: PersonId,
  /** Its beginning, epoch ms. */
  day: z.number().int(),
  /** As Genesys had it when the day was written. */
  team: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  division: z.string().optional(),
  /** Each queue, medium and language there were together. */
  places: z.array(z.tuple([z.string().nullable(), z.string(), z.string().nullable()])),
  outcomes: z.array(z.string()),
  /** Conversations whose id is no UUID, and evaluations, by the place of their row. */
  ids: z.record(z.string(), z.string()),
  evaluations: z.record(z.string(), Evaluation),
  rows: z.string(),
})
export type KeptDay = z.infer<typeof KeptDay>

export type Rows = Pick<KeptDay, 'places' | 'outcomes' | 'ids' | 'evaluations' | 'rows'>
type Whose = Pick<KeptDay, 'agent' | 'day'>

export const dayBegins = (at: number): number => Math.floor(at / DAY) * DAY

/** Where each part of a row stands, in bytes. Scores are whole numbers of billionths, as fine as they come; `NONE` = not measured. */
const LAYOUT = { id: 0, at: 16, customer: 20, agent: 24, trend: 28, seconds: 32, place: 34, outcome: 36, length: 37 } as const
const NONE = -0x80000000
const UNIT = 1e9
/** Longer ones are as good as this long. */
const MOST_SECONDS = 0xfffe
const UNKNOWN_SECONDS = 0xffff
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const billionths = (score: number | null | undefined): number =>
  score === null || score === undefined ? NONE : Math.round(score * UNIT)

type Place = [queue: string | null, media: string, language: string | null]

const placeOf = ({ queue, media, language }: KeptScore): Place => [queue, media, language ?? null]
const placeName = (score: KeptScore): string => JSON.stringify(placeOf(score))

/** `scores` in any order, all of the day that begins then. */
export function packed(scores: readonly KeptScore[], day: number): Rows {
  const ordered = scores.toSorted(byEnd)
  const places = new Map(ordered.map((score) => [placeName(score), placeOf(score)]))
  const outcomes = [...new Set(ordered.map(({ outcome }) => outcome))]
  const [ids, evaluations]: [Record<string, string>, Record<string, Evaluation>] = [{}, {}]
  const placeNames = [...places.keys()]
  const rows = Buffer.alloc(ordered.length * LAYOUT.length)
  for (const [n, score] of ordered.entries()) {
    const from = n * LAYOUT.length
    const { conversation, evaluation, seconds } = score
    if (UUID.test(conversation)) rows.write(conversation.replaceAll('-', ''), from, 'hex')
    else ids[n] = conversation
    if (evaluation) evaluations[n] = evaluation
    rows.writeUInt32LE(score.endedAt - day, from + LAYOUT.at)
    rows.writeInt32LE(billionths(score.customer), from + LAYOUT.customer)
    rows.writeInt32LE(billionths(score.agentScore), from + LAYOUT.agent)
    rows.writeInt32LE(billionths(score.trend), from + LAYOUT.trend)
    rows.writeUInt16LE(seconds === undefined ? UNKNOWN_SECONDS : Math.min(seconds, MOST_SECONDS), from + LAYOUT.seconds)
    rows.writeUInt16LE(placeNames.indexOf(placeName(score)), from + LAYOUT.place)
    rows.writeUInt8(outcomes.indexOf(score.outcome), from + LAYOUT.outcome)
  }
  return { places: [...places.values()], outcomes, ids, evaluations, rows: rows.toString('base64') }
}

/** In order of end time. */
export function unpacked({ agent, day, places, outcomes, ids, evaluations, rows: text }: Rows & Whose): KeptScore[] {
  const rows = Buffer.from(text, 'base64')
  const scores: KeptScore[] = []
  for (let from = 0; from < rows.length; from += LAYOUT.length) {
    const n = scores.length
    const [queue, media, language] = places[rows.readUInt16LE(from + LAYOUT.place)]!
    const [trend, seconds] = [rows.readInt32LE(from + LAYOUT.trend), rows.readUInt16LE(from + LAYOUT.seconds)]
    const [evaluation, outcome] = [evaluations[n], outcomes[rows.readUInt8(from + LAYOUT.outcome)]!]
    scores.push({
      conversation: (ids[n] ?? uuidAt(rows, from)) as KeptScore['conversation'],
      agent,
      queue,
      media,
      ...(language === null ? {} : { language }),
      endedAt: day + rows.readUInt32LE(from + LAYOUT.at),
      customer: scoreOf(rows.readInt32LE(from + LAYOUT.customer)),
      agentScore: scoreOf(rows.readInt32LE(from + LAYOUT.agent)),
      ...(trend === NONE ? {} : { trend: scoreOf(trend) }),
      ...(seconds === UNKNOWN_SECONDS ? {} : { seconds }),
      ...(evaluation ? { evaluation } : {}),
      outcome,
    })
  }
  return scores
}

const scoreOf = (billions: number): Interaction['customer'] =>
  (billions === NONE ? null : billions / UNIT) as Interaction['customer']

function uuidAt(rows: Buffer, from: number): string {
  const hex = rows.toString('hex', from, from + 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
