// Reading a transcript as it streams in: only who spoke when, and how each phrase sounded. The words are read past, never kept.
import { JSONParser } from '@streamparser/json'
import * as z from 'zod'
import type { PersonId } from '../coaching/interaction.ts'
import { Unreadable } from './calls/download.ts'

/** 10^5 phrases are days of talk: more is no transcript. */
const MOST_PHRASES = 100_000
const MOST_SPEAKERS = 1000

const Phrase = z.object({
  participant: z.string().nullish(),
  sentiment: z.unknown().optional(),
  startTimeMs: z.number().nullish(),
})
type Phrase = z.infer<typeof Phrase>
const Speaker = z.object({
  participantPurpose: z.string().nullish(),
  userId: z.string().nullish(),
  startTimeMs: z.number().nullish(),
  endTimeMs: z.number().nullish(),
})
type Speaker = z.infer<typeof Speaker>

const SPEAKERS = '$.participants.*'
const PHRASES = '$.transcripts.*.analytics.sentiment.*'

/** With several agents in a transcript only what was said during this one's stretches counts. */
function spokenBy(agent: PersonId, speakers: readonly Speaker[]): (at: number | null | undefined) => boolean {
  const inside = speakers.filter(({ participantPurpose }) => participantPurpose === 'internal')
  const others = inside.some(({ userId }) => userId && userId !== agent)
  const own = inside.filter(({ userId }) => userId === agent)
  if (!others || own.length === 0) return () => true
  return (at) => own.some(({ startTimeMs, endTimeMs }) => (at ?? 0) >= (startTimeMs ?? 0) && (at ?? 0) < (endTimeMs ?? Infinity))
}

function take<T>(list: T[], most: number, parsed: z.ZodSafeParseResult<T>): void {
  if (!parsed.success || list.length === most) throw new Unreadable('not a transcript')
  list.push(parsed.data)
}

/** The sentiment of each of the agent's phrases, as Genesys sends it. Throws Unreadable for what is no transcript. */
export async function agentPhrases(pieces: AsyncIterable<Uint8Array>, agent: PersonId): Promise<unknown[]> {
  const [speakers, phrases]: [Speaker[], Phrase[]] = [[], []]
  const parser = new JSONParser({ paths: [SPEAKERS, PHRASES], keepStack: false })
  parser.onValue = ({ value, stack }) => {
    if (stack.at(-1)?.key === 'participants') return take(speakers, MOST_SPEAKERS, Speaker.safeParse(value))
    const phrase = Phrase.safeParse(value)
    if (phrase.data?.participant !== 'external') take(phrases, MOST_PHRASES, phrase)
  }
  let broken: unknown
  parser.onError = (error) => {
    broken = error
  }
  for await (const piece of pieces) {
    parser.write(piece)
    if (broken) throw broken instanceof Unreadable ? broken : new Unreadable('not JSON')
  }
  if (!parser.isEnded) throw new Unreadable('broken off')
  const mine = spokenBy(agent, speakers)
  return phrases
    .filter(({ participant, startTimeMs }) => participant === 'internal' && mine(startTimeMs))
    .map(({ sentiment }) => sentiment)
}
