// The scale that scores come in, and whether agents have a signal at all.

import type { SentimentScale } from '../../coaching/interaction.ts'
import type { AgentSignal } from '../../coaching/policy.ts'
import type { Finding } from '../../findings.ts'
import type { ContactCentre } from '../../ports.ts'
import type { Scales } from '../scale.ts'
import { fine, unclear, wrong } from './findings.ts'
import type { Sample, Sampled } from './sample.ts'

const NONE_YET = 'Run this again when conversations with sentiment have been analysed.'
const hours = ({ minutes }: Sample): string => (minutes > 60 ? `the last ${minutes / 60} hours` : 'the last hour')

/** Documented as -100 to 100; only what lies beyond 1, or agrees with a metric that does not, can tell. */
function aggregateScale({ metric, aggregate }: Scored): Scale | undefined {
  if (aggregate === undefined || aggregate === 0) return undefined
  if (Math.abs(aggregate) > 1) return 'percent'
  return metric !== undefined && metric !== 0 && Math.abs(metric) <= 1 && isAbout(aggregate / metric, 1) ? 'unit' : undefined
}

/** Beside an aggregate the scale of a conversation's own score shows even near zero; alone, only what is beyond 1 does. */
export function metricScale({ metric, aggregate }: Scored): Scale | undefined {
  if (metric === undefined || metric === 0) return undefined
  if (Math.abs(metric) > 1) return 'percent'
  if (aggregate === undefined) return undefined
  if (isAbout(aggregate / metric, 100)) return 'unit'
  return aggregateScale({ metric, aggregate })
}

type Scale = 'unit' | 'percent'
type Scored = Pick<Sampled, 'metric' | 'aggregate'>
const isAbout = (ratio: number, wanted: number): boolean => ratio > wanted / 2 && ratio < wanted * 2

const SOURCES = [
  { name: 'aggregates', of: aggregateScale },
  { name: 'metrics', of: metricScale },
] as const

/** The scales of single scores and of scores in bulk, by which GENESYS_SCALE reads them. What events carry cannot be seen from here. */
export function scaleFindings(sample: Sample, set: Pick<Scales, 'aggregates' | 'metrics'>): Finding[] {
  if (!sample.asked) return [unclear('scale of scores', 'Genesys did not show scores', NONE_YET)]
  return SOURCES.map(({ name, of }) => {
    const what = `scale of scores: ${name}`
    const seen = [...new Set(sample.interactions.map(of).filter((each) => each !== undefined))]
    if (seen.length === 0) return unclear(what, `none that tells was seen in ${hours(sample)}`, NONE_YET)
    return judged(what, { name, seen, set: set[name], sample })
  })
}

interface Judging {
  readonly name: string
  readonly seen: readonly Scale[]
  readonly set: SentimentScale
  readonly sample: Sample
}

function judged(what: string, { name, seen: [seen, other], set, sample }: Judging): Finding {
  if (other) return wrong(what, 'scores come in both scales', 'Ask Genesys which one is meant: no setting can read both.')
  const from = `from ${seen === 'unit' ? '-1 to 1' : '-100 to 100'} in ${hours(sample)}`
  if (set === seen || (set === 'auto' && seen === 'unit')) return fine(what, `${from}, as they are read`)
  const how = set === 'auto' ? '"auto", which takes those within ±1 for strong ones' : `"${set}"`
  return wrong(what, `${from}, but they are read as ${how}`, `Add ${name}=${seen} to GENESYS_SCALE.`)
}

const NO_SIGNAL = 'the rule cannot fire: no agent signal; switch on empathy or choose customer-only'

interface Listening {
  readonly centre: Pick<ContactCentre, 'agentSignal'>
  /** Where the policy takes the agents' signal from. */
  readonly from: AgentSignal
}

async function heard({ centre, from }: Listening, { conversation, agent, empathy }: Sampled): Promise<boolean | 'unasked'> {
  if (empathy && from.source !== 'transcript') return true
  try {
    return (await centre.agentSignal(conversation, agent, from)) !== null
  } catch {
    return 'unasked'
  }
}

/** One interaction with a signal is enough to say that there are such things. */
export async function agentSignal(listening: Listening, sample: Sample): Promise<Finding> {
  const what = 'agent signal'
  const { source, missing } = listening.from
  if (source === 'off' || missing === 'customer-only') return fine(what, 'customer-only is chosen: the rule needs none')
  if (!sample.asked || sample.interactions.length === 0)
    return unclear(what, `no analysed conversation was seen in ${hours(sample)}`, NONE_YET)
  const found = await Promise.all(sample.interactions.map((each) => heard(listening, each)))
  const signalled = found.filter((each) => each === true).length
  if (signalled > 0) return fine(what, `${signalled} of ${found.length} conversations of ${hours(sample)} have one`)
  if (found.includes('unasked'))
    return unclear(what, 'transcripts could not be read', 'Mend the permissions above and run this again.')
  return wrong(
    what,
    NO_SIGNAL,
    'Switch on agent empathy (Admin → Speech and Text Analytics → Settings), or say "/coaching set missing customer-only" once Halftime runs.',
  )
}
