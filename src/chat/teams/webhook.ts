import type { IncomingMessage } from 'node:http'
import { type Activity as BotActivity, CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from 'botbuilder'
import type { ServiceClientCredentialsFactory } from 'botframework-connector'
import type { Server } from 'restify'
import type { CoachingEvent } from '../../coaching/event.ts'
import { VendorError } from '../../errors.ts'
import { type Activity, channelOf, isPersonal, isTask, meaningOf, tenantOf } from './activity.ts'
import { readActivity } from './body.ts'
import { failure, type InvokeAnswer, type Sentence } from './invokes.ts'
import { isServiceUrl, namedHosts, OPEN_ID_URL, type TeamsOptions, TOKEN_ISSUER } from './options.ts'
import { type References, references } from './references.ts'
import { type TaskAnswer, taskMessage } from './tasks.ts'
import { doorman } from './tokens.ts'

export interface WebhookOptions extends TeamsOptions {
  /** Resolves once the event is stored durably; only then Teams is told that we have it. */
  receive(event: CoachingEvent): Promise<void>
  /** What somebody reads who pressed something we do not know: "This button is no longer known." */
  readonly unknown: Sentence
  /** What somebody reads in a dialog whose press could not be stored. */
  readonly failed: Sentence
}

interface Reply {
  readonly status: number
  readonly body?: InvokeAnswer | TaskAnswer | { readonly error: string }
}

/**
 * POST /api/messages, what Azure Bot Service calls. 413 and 415 for bodies that are no activity of ours, 400 for malformed ones, 401 for
 * whoever is not the Bot Connector, 403 for a serviceUrl or a tenant we do not know, 503 while the Connector's keys cannot be had;
 * else 200, whatever became of it: Teams shows any other status as a fault of its own. 500 only when a message could not be stored.
 */
export function mountTeams(server: Server, options: WebhookOptions): void {
  if (!options.appId) throw new Error('Teams needs an application id: without one the SDK lets everybody in')
  const answer = answering(options)
  server.post('/api/messages', async (request, response) => {
    const { status, body } = await answer(request)
    if (status !== 200) options.counts.add(`teams.answered-${status}`)
    // A body we did not read to its end would be taken for the next request.
    if (status === 413 || status === 415) response.header('connection', 'close')
    response.send(status, body)
  })
}

function answering(options: WebhookOptions): (request: IncomingMessage) => Promise<Reply> {
  const door = doorman(options)
  const hosts = namedHosts(options)
  const adapter = new Adapter(authentication(options))
  const known = references(options.store, options.now)

  async function admit(activity: Activity, authorization: string | undefined): Promise<Reply | undefined> {
    if (!isServiceUrl(activity.serviceUrl, hosts)) return refused(403, 'serviceUrl')
    if (!(await door.admits(authorization, activity.serviceUrl))) return refused(401, 'unauthorised')
    return tenantOf(activity) === options.tenantId ? undefined : refused(403, 'tenant')
  }

  return async (request) => {
    const read = await readActivity(request)
    if ('status' in read) return refused(read.status, read.error)
    const { activity, raw } = read
    const { authorization } = request.headers
    try {
      const refusal = await admit(activity, authorization)
      if (refusal) return refusal
      let reply: Reply = { status: 200 }
      await adapter.hear(authorization ?? '', raw, async () => {
        reply = await act(activity, options, known)
      })
      return reply
    } catch (error) {
      return broken(error, options)
    }
  }
}

const refused = (status: number, error: string): Reply => ({ status, body: { error } })

/** The one catch of this doorway. What the error says stays with us. */
function broken(error: unknown, { log }: WebhookOptions): Reply {
  if (error instanceof VendorError) return refused(503, 'unavailable')
  if (error instanceof Error && /^(AuthenticationError|JsonWebTokenError|NotBeforeError|TokenExpiredError)$/.test(error.name))
    return refused(401, 'unauthorised')
  log.error('A Teams activity could not be taken in', { error: error instanceof Error ? error.name : 'unknown' })
  return refused(500, 'not stored')
}

async function act(activity: Activity, options: WebhookOptions, known: References): Promise<Reply> {
  // Knowing where somebody can be reached is a convenience; what they said is not lost over it.
  await remember(activity, known).catch(() => options.log.warn('A Teams conversation could not be remembered'))
  if (isTask(activity)) return { status: 200, body: await answerTask(activity, options) }
  if (activity.type === 'invoke') return { status: 200, body: await answerInvoke(activity, options) }
  if (activity.type === 'conversationUpdate' || activity.type === 'installationUpdate') return { status: 200 }
  await options.receive(counted(meaningOf(activity), options))
  return { status: 200 }
}

async function answerInvoke(activity: Activity, options: WebhookOptions): Promise<InvokeAnswer> {
  const { invokes, receive, log, unknown } = options
  const place = { conversation: activity.conversation.id, activity: activity.replyToId ?? '' }
  const { handle, answer } = invokes.open(place, activity.locale)
  const event = counted(meaningOf(activity, { reply: handle }), options)
  try {
    await receive(event)
  } catch (error) {
    log.error('A press in Teams could not be stored', { error: error instanceof Error ? error.name : 'unknown' })
    invokes.fail(handle)
  }
  if (event.kind === 'pressed') return answer
  invokes.fail(handle)
  return failure(unknown(activity.locale), 400)
}

async function answerTask(activity: Activity, options: WebhookOptions): Promise<TaskAnswer> {
  const { tasks, receive, log, unknown } = options
  const { handle, answer } = tasks.open(`${activity.conversation.id} ${activity.id ?? ''}`, activity.locale)
  const event = counted(meaningOf(activity, { dialog: handle }), options)
  try {
    await receive(event)
  } catch (error) {
    log.error('A press in Teams could not be stored', { error: error instanceof Error ? error.name : 'unknown' })
    tasks.say(handle, options.failed(activity.locale))
  }
  return event.kind === 'pressed' ? answer : taskMessage(unknown(activity.locale))
}

function counted(event: CoachingEvent, { counts }: WebhookOptions): CoachingEvent {
  counts.add(`teams.${event.kind}`)
  return event
}

/** serviceUrl may change at any time and the latest one counts, so every activity is looked at. */
async function remember(activity: Activity, known: References): Promise<void> {
  const { serviceUrl, conversation, from, channelData } = activity
  const channel = channelOf(activity)
  const key = channel ?? (isPersonal(activity) ? from.aadObjectId : undefined)
  if (!key) return
  if (activity.type === 'installationUpdate' && activity.action?.startsWith('remove')) return known.forget(key)
  const team = channelData?.team?.id
  await known.seen(key, { conversation: channel ?? conversation.id, serviceUrl, ...(team ? { team } : {}) })
}

/** The SDK's authentication stays on behind our own; it is reached without `process()`, which prints errors into the answer. */
class Adapter extends CloudAdapter {
  async hear(authorization: string, activity: BotActivity, logic: (context: TurnContext) => Promise<void>): Promise<void> {
    await this.processActivity(authorization, activity, logic)
  }
}

function authentication({ appId, tenantId, openIdUrl = OPEN_ID_URL, tokenIssuer = TOKEN_ISSUER }: WebhookOptions) {
  const settings = {
    MicrosoftAppId: appId,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenantId,
    ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
    ToBotFromChannelTokenIssuer: tokenIssuer,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdUrl,
    ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${tenantId}`,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://token.botframework.com',
    CallerId: 'urn:botframework:azure',
  }
  // Nothing is sent through this adapter: writing is the client's affair, so it gets no credentials.
  const credentials: ServiceClientCredentialsFactory = {
    isValidAppId: async (id) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({ signRequest: async (request) => request }),
  }
  return new ConfigurationBotFrameworkAuthentication(settings, credentials)
}
