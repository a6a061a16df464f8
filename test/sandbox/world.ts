// What the sandbox's own tests share: a fresh world, its control interface by fetch, and Genesys through the vendor's SDK.
import pc from 'purecloud-platform-client-v2'
import { startSandbox } from '../../src/sandbox/main.ts'
import { worldAt } from '../control.ts'

export interface Asked<T> {
  readonly status: number
  readonly body: T
}

/** A world of its own: the control interface in the words all tests use, and `ask` for questions that may be refused. */
export async function openWorld(botUrl = 'http://127.0.0.1:9') {
  const sandbox = await startSandbox({ port: 0, botUrl })
  const control = worldAt(sandbox.url)
  async function ask<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Asked<T>> {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const response = await fetch(`${sandbox.url}${path}`, { method, ...sent })
    return { status: response.status, body: (await response.json()) as T }
  }
  /** Everything that was committed, as `by effect`. */
  const deeds = async () => (await control.ledger()).map(({ effect, by }) => `${by} ${effect}`)
  return { ...control, ...sandbox, ask, deeds }
}

export type OpenWorld = Awaited<ReturnType<typeof openWorld>>

/** The real SDK, pointed at the sandbox the way an operator's GENESYS_URL points it. */
export async function signedIn(world: OpenWorld) {
  const client = new pc.ApiClientClass()
  const { hostname, port, pathname } = new URL(world.env.GENESYS_URL!)
  client.config.live_reload_config = false
  client.setGateway({
    host: hostname,
    protocol: 'http',
    port: Number(port),
    path_params_login: pathname,
    path_params_api: pathname,
  })
  await client.loginClientCredentialsGrant(world.env.GENESYS_CLIENT_ID!, world.env.GENESYS_CLIENT_SECRET!)
  return {
    client,
    coaching: new pc.CoachingApi(client),
    users: new pc.UsersApi(client),
    wfm: new pc.WorkforceManagementApi(client),
    speech: new pc.SpeechTextAnalyticsApi(client),
    analytics: new pc.AnalyticsApi(client),
    conversations: new pc.ConversationsApi(client),
    notifications: new pc.NotificationsApi(client),
    engagement: new pc.EmployeeEngagementApi(client),
    gamification: new pc.GamificationApi(client),
    teams: new pc.TeamsApi(client),
    routing: new pc.RoutingApi(client),
    search: new pc.SearchApi(client),
  }
}

/** Asks again until the answer is there; the condition, not the clock, decides. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export const ANA = '00000000-0000-4000-8000-0000000000a1'
export const BEN = '00000000-0000-4000-8000-0000000000a2'
export const SAM = '00000000-0000-4000-8000-0000000000b1'
export const HELENA = '00000000-0000-4000-8000-0000000000c1'
export const UNIT = '00000000-0000-4000-8005-000000000001'
