// The Connector's door: whose token it is, which conversation is meant, how refusals are worded.
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#errors
import type { Answer, Call } from '../core/world.ts'
import { BOT_SCOPE } from '../microsoft/apps.ts'
import { bearer } from '../microsoft/tokens.ts'
import type { Trouble } from './content.ts'
import { type Conversation, hasApp, type Tenant } from './tenant.ts'

export type Outcome = Answer | Trouble
export type Work = (call: Call) => Outcome

export const isTrouble = (outcome: object): outcome is Trouble => 'code' in outcome

const NO_CONVERSATION: Trouble = { status: 404, code: 'ConversationNotFound', message: 'Conversation not found.' }
export const NO_ACTIVITY: Trouble = {
  status: 404,
  code: 'ActivityNotFound',
  message: 'The activity was not found in the conversation.',
}
export const NO_ROSTER: Trouble = {
  status: 403,
  code: 'BotNotInConversationRoster',
  message: 'The bot is not part of the conversation roster.',
}

/** Breaches of the contract are noted for the tests, whatever Teams would answer. */
export function note({ world }: Tenant, call: Call, what: string): void {
  world.violate({ vendor: 'teams', method: call.method, path: call.path, what })
}

export function unauthorised(tenant: Tenant, call: Call): Trouble | undefined {
  const claims = bearer(call.headers.authorization, BOT_SCOPE, tenant.world.clock.now())
  if (typeof claims !== 'string') return undefined
  if (claims !== 'expired') note(tenant, call, `the bearer token is ${claims}`)
  return { status: 401, code: 'Unauthorized', message: 'Authorization has been denied for this request.' }
}

export function answer(tenant: Tenant, call: Call, outcome: Outcome): Answer {
  if (!isTrouble(outcome)) return outcome
  const { status, code, message } = outcome
  if (status === 400 || status === 413) note(tenant, call, `${code}: ${message}`)
  return { status, body: { error: { code, message } } }
}

export function open(tenant: Tenant, id: string): Conversation | Trouble {
  const conversation = tenant.conversation(id)
  if (!conversation) return NO_CONVERSATION
  return conversation.person && !hasApp(tenant, conversation.person) ? NO_ROSTER : conversation
}
