// How many pushed events a second are taken in durably, beside the least a server can do.
import { load, post } from './load.ts'
import { bareServer, halftime, usage } from './processes.ts'

const CONNECTIONS = 128
const KEY = { 'x-api-key': 'sandbox-genesys-events-secret' }
const BATCH = 100

/** As EventBridge sends it; a score that leads to nothing, as nearly all do. */
function event(): object {
  const conversationId = crypto.randomUUID()
  const topicName = `v2.speechandtextanalytics.conversation.${conversationId}.sentiment`
  const scores = { sentimentOverallScore: 0.1, sentimentTrendScore: 0 }
  const eventBody = { conversationId, ...scores, queueIds: [], divisionIds: [], flowIds: [] }
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': 'v2.speechandtextanalytics.conversation.{id}.sentiment',
    source: 'aws.partner/genesys.com/cloud/00000000-0000-4000-8000-000000000000/halftime',
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'eu-central-1',
    resources: [],
    detail: { topicName, version: '2', eventBody, metadata: { CorrelationId: crypto.randomUUID() } },
  }
}

export interface Round {
  readonly bare: number
  readonly single: number
  readonly batched: number
  readonly cpuMicroseconds: number
}

export interface Acceptances {
  readonly rounds: readonly Round[]
  readonly idleMegabytes: number
  readonly loadedMegabytes: number
}

/** Rounds of bare, single and batched in turn, so that a slow minute of the machine slows all of them. */
export async function acceptances(rounds: number, ms: number): Promise<Acceptances> {
  const [bare, bot] = [await bareServer(), await halftime({ SETTLE_SECONDS: '3600' })]
  const target = { url: `${bot.url}/genesys/events`, connections: CONNECTIONS, ms }
  const [one, many] = [
    () => post(target.url, KEY, JSON.stringify(event())),
    () => post(target.url, KEY, JSON.stringify(Array.from({ length: BATCH }, event))),
  ]
  const idle = usage(bot.pid)
  const found: Round[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const least = await load({ ...target, url: `${bare.url}/genesys/events`, request: one }, 202)
    const before = usage(bot.pid)
    const single = await load({ ...target, request: one }, 202)
    const after = usage(bot.pid)
    const batched = await load({ ...target, connections: 8, request: many }, 202)
    if (single.good !== single.answers || batched.good !== batched.answers) throw new Error('an event was not taken in')
    const cpuMicroseconds = ((after.cpuMs - before.cpuMs) * 1000) / single.answers
    // The first round only warms everything up.
    if (round > 0)
      found.push({ bare: least.perSecond, single: single.perSecond, batched: batched.perSecond * BATCH, cpuMicroseconds })
  }
  const loaded = usage(bot.pid)
  await Promise.all([bare.stop(), bot.stop()])
  return { rounds: found, idleMegabytes: idle.megabytes, loadedMegabytes: loaded.megabytes }
}
