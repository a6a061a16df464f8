// Amazon EventBridge between Genesys and the bot: an API destination that posts each event until it is taken, in no promised order.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
import { deliver } from '../../wire/deliver.ts'
import { EVENTS_SECRET, iso, ORGANIZATION, type Org } from '../org.ts'
import { envelopeOf, type Happening, nameOf } from './telling.ts'

/** An API destination waits five seconds for an answer. */
const PATIENCE = 5000
const AT_ONCE = 32
const COPY_GAP_MS = 200
/** EventBridge itself goes on for a day and up to 185 times. */
const RETRY = { tries: 20, first: 500, growth: 1.5, most: 10_000 } as const

/** Topics that a rule of the organisation sends on; conversations of queues are for WebSockets. */
const BRIDGED = new Set([
  'v2.detail.events.conversation.{id}.user.end',
  'v2.speechandtextanalytics.conversation.{id}.sentiment',
  'v2.speechandtextanalytics.conversation.{id}.empathy',
  'v2.quality.evaluations',
])
const SCORES = 'v2.speechandtextanalytics.conversation.{id}.sentiment'

interface Parcel {
  readonly body: string
  readonly tries: number
}

const trouble = { late: 'timeout', unreachable: 'unreachable' } as const
const isAgain = (status: number): boolean => status === 0 || status === 429 || status >= 500

function envelope(happening: Happening, now: number): string {
  const detail = { ...envelopeOf(nameOf(happening), happening.eventBody), timestamp: iso(now) }
  return JSON.stringify({
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': happening.topic,
    source: `aws.partner/genesys.com/cloud/${ORGANIZATION}/sandbox`,
    account: '000000000000',
    time: iso(now).replace(/\.\d+Z$/, 'Z'),
    region: 'eu-central-1',
    resources: [],
    detail,
  })
}

/** `forward` answers at once; delivery goes on behind it, a copy of an event keeping the envelope and its id. */
export function bridge({ world, later, limits }: Org) {
  let coming: Parcel[] = []
  let going: Parcel[] = []
  let flying = 0
  let closed = false

  /** Two lists make a row whose front is cheap to take, however long it is. */
  function next(): Parcel | undefined {
    if (going.length === 0) [coming, going] = [[], coming.reverse()]
    return going.pop()
  }

  function queue(parcel: Parcel): void {
    coming.push(parcel)
    if (flying < AT_ONCE) fly()
  }

  function fly(): void {
    const parcel = next()
    if (parcel) void post(parcel)
  }

  async function post({ body, tries }: Parcel): Promise<void> {
    flying += 1
    const headers = { 'content-type': 'application/json; charset=utf-8', 'x-api-key': EVENTS_SECRET, 'user-agent': AGENT }
    const { status } = await deliver({ url: `${world.botUrl()}/genesys/events`, headers, body, patience: PATIENCE, trouble })
    flying -= 1
    if (closed) return
    const again = isAgain(status) && tries < RETRY.tries
    if (again) later.after(pauseAfter(tries), () => queue({ body, tries: tries + 1 }))
    fly()
  }

  return {
    forward(happening: Happening): void {
      if (!BRIDGED.has(happening.topic) || (limits.pushes === 'scores' && happening.topic !== SCORES)) return
      const body = envelope(happening, world.clock.now())
      queue({ body, tries: 1 })
      // The gap lets other events in between, as between the deliveries of an event that was thought lost.
      for (let copy = 1; copy < limits.pushCopies; copy++) later.after(copy * COPY_GAP_MS, () => queue({ body, tries: 1 }))
    },
    close(): void {
      closed = true
      coming = []
      going = []
    },
  }
}

const AGENT = 'Amazon/EventBridge/ApiDestinations'

/** Milliseconds of world time until an event is tried again after so many tries. */
const pauseAfter = (tries: number): number => Math.min(RETRY.most, RETRY.first * RETRY.growth ** (tries - 1))
