// Everything about a Genesys organisation that must be right before Halftime goes live.
// What is asked here was left open by the documentation, or differs from one organisation to the next.

import type { Person } from '../../coaching/people.ts'
import type { AgentSignal } from '../../coaching/policy.ts'
import type { Finding } from '../../findings.ts'
import { type GenesysOptions, genesys } from '../genesys.ts'
import { COUNTING } from './counting.ts'
import { events } from './events.ts'
import { permissions } from './permissions.ts'
import { planning } from './planning.ts'
import { openProbe } from './probe.ts'
import { sample } from './sample.ts'
import { agentSignal, scaleFindings } from './scores.ts'
import { clocks, signingIn } from './signing-in.ts'
import { surroundings } from './surroundings.ts'
import { type Trial, trials } from './trial.ts'

export interface GenesysExamination {
  readonly findings: readonly Finding[]
  /** Supervisors of some agents, whom the chats should reach. */
  readonly supervisors: readonly Person[]
}

export interface ExaminationOptions extends GenesysOptions {
  /** Where the policy takes the agents' signal from. */
  readonly signal: AgentSignal
  /** Whether thanks are to be counted for anybody. */
  readonly counting: boolean
  readonly mayTry: Trial['mayTry']
}

/** Examines the organisation behind these settings. Reads only, but for the trials after a yes. Never throws for what Genesys answers. */
export async function examineGenesys(options: ExaminationOptions): Promise<GenesysExamination> {
  const probe = openProbe(options)
  const signedIn = await signingIn(probe, options)
  if (!signedIn.in) return { findings: signedIn.findings, supervisors: [] }
  const { centre, close } = genesys(options)
  try {
    const { now, queues, empathy, eventsSecret, counting, mayTry } = options
    const seen = await sample(probe, now())
    const around = await surroundings({ probe, centre, queues }, seen)
    const { agents, supervisors, businessUnits } = around
    const known = { agent: agents[0], queue: queues[0], businessUnit: businessUnits[0], now }
    const findings = [
      ...signedIn.findings,
      await clocks(probe),
      ...(await permissions(probe, known, counting ? COUNTING : [])),
      ...(await events(probe, { queues, empathy, pushed: eventsSecret !== '' })),
      ...scaleFindings(seen, options.scales),
      await agentSignal({ centre, from: options.signal }, seen),
      ...(await planning(probe, businessUnits)),
      ...(await trials({ probe, centre, agents, supervisors, mayTry, now })),
    ]
    return { findings, supervisors }
  } finally {
    await close()
  }
}
