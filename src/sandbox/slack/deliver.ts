// Deliveries to the bot, signed as Slack signs them, answered within three seconds or not at all.
// https://docs.slack.dev/authentication/verifying-requests-from-slack
import { createHmac, randomBytes } from 'node:crypto'
import type { Delivered } from '../core/world.ts'
import { deliver as post } from '../wire/deliver.ts'
import { type Grant, SIGNING_SECRET, type Workspace } from './workspace.ts'

const PATIENCE = 3000
/** A modal must be opened within. */
const TRIGGER_LIFE = 3000

/** How long and how often a response_url may be used. https://docs.slack.dev/interactivity/handling-user-interaction */
const ANSWER = { life: 30 * 60_000, uses: 5 } as const

// Signatures follow the machine's clock, not the world's: the bot compares them with its own.
function signed(body: string): Record<string, string> {
  const seconds = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${seconds}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': seconds, 'x-slack-signature': `v0=${signature}` }
}

const trouble = { late: 'operation_timeout', unreachable: 'dispatch_failed' } as const

/** Posts a form to the bot. Status 0: not reached, or no answer in time (`body.error` says which, in Slack's words). */
export function deliver({ world }: Workspace, form: Readonly<Record<string, string>>): Promise<Delivered> {
  const body = new URLSearchParams(form).toString()
  const plain = { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Slackbot 1.0' }
  return world.deliveries.first((repeat) => {
    const headers = { ...plain, ...retried(repeat), ...signed(body) }
    return post({ url: `${world.botUrl()}/slack/events`, headers, body, patience: PATIENCE, trouble })
  })
}

/** https://docs.slack.dev/apis/events-api/#retries */
const retried = (repeat: number): Record<string, string> =>
  repeat === 0 ? {} : { 'x-slack-retry-num': String(repeat), 'x-slack-retry-reason': 'http_timeout' }

const key = (): string => randomBytes(12).toString('hex')

/** A fresh trigger for a modal and an address for answers, as every delivery brings along. */
export function grants(workspace: Workspace, grant: Omit<Grant, 'until' | 'uses'>): { trigger_id: string; response_url: string } {
  const { world, triggers, grants: answers } = workspace
  const now = world.clock.now()
  const trigger = `${now}.${key()}`
  const answer = key()
  triggers.set(trigger, { ...grant, until: now + TRIGGER_LIFE, uses: 0 })
  answers.set(answer, { ...grant, until: now + ANSWER.life, uses: ANSWER.uses })
  return { trigger_id: trigger, response_url: `${world.url()}/slack/response/${answer}` }
}
