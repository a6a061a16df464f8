// What somebody may no longer do in the simulated vendors, refused in the vendors' own words.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ANA, type OpenWorld, openWorld, signedIn, UNIT } from './world.ts'

let world: OpenWorld
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const change = (more: { kind: string; [key: string]: unknown }) => world.change(more)

async function token(form: Readonly<Record<string, string>>): Promise<string> {
  const { TEAMS_LOGIN_URL, TEAMS_TENANT_ID } = world.env
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form })
  const answer = await fetch(`${TEAMS_LOGIN_URL}/${TEAMS_TENANT_ID}/oauth2/v2.0/token`, { method: 'POST', body })
  return ((await answer.json()) as { access_token: string }).access_token
}

describe('a Slack app without a scope', () => {
  const call = (method: string, args: Readonly<Record<string, string>> = {}) =>
    fetch(`${world.env.SLACK_API_URL}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.env.SLACK_BOT_TOKEN}` },
      body: new URLSearchParams(args),
    })

  it('is refused by name, and every answer says which scopes there are', async () => {
    await change({ kind: 'permission', vendor: 'slack', permission: 'chat:write', granted: false })
    const refused = await call('chat.postMessage', { channel: 'C0SUPPORTLEADS', text: 'hello' })
    const provided = refused.headers.get('x-oauth-scopes')
    expect(provided).not.toContain('chat:write')
    expect(await refused.json()).toEqual({ ok: false, error: 'missing_scope', needed: 'chat:write', provided })
    expect((await call('auth.test')).headers.get('x-oauth-scopes')).toBe(provided)
    await change({ kind: 'permission', vendor: 'slack', permission: 'chat:write', granted: true })
    expect(await (await call('chat.postMessage', { channel: 'C0SUPPORTLEADS', text: 'hello' })).json()).toMatchObject({
      ok: true,
    })
  })

  it('needs the scope of the kind of conversation it looks into', async () => {
    await change({ kind: 'permission', vendor: 'slack', permission: 'groups:history', granted: false })
    const looked = await call('conversations.history', { channel: 'C0SUPPORTLEADS' })
    expect(await looked.json()).toMatchObject({ error: 'missing_scope', needed: 'groups:history' })
  })
})

describe('an application without consent', () => {
  const ask = (bearer: string, path: string, init: RequestInit = {}) =>
    fetch(`${world.env.GRAPH_URL}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    })
  const daemon = () =>
    token({
      client_id: world.env.GRAPH_CLIENT_ID!,
      client_secret: world.env.GRAPH_CLIENT_SECRET!,
      scope: 'https://graph.microsoft.com/.default',
    })

  it('has no such role in a new token and is refused; a token that is out keeps what it had', async () => {
    const before = await daemon()
    await change({ kind: 'permission', vendor: 'microsoft', permission: 'Calendars.ReadWrite', granted: false })
    const after = await daemon()
    const path = '/users/sam@northwind.example/events?$top=1'
    expect((await ask(before, path)).status).toBe(200)
    const refused = await ask(after, path)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ error: { code: 'ErrorAccessDenied' } })
    expect((await ask(after, '/users/sam@northwind.example')).status).toBe(200)
  })

  it('cannot look anybody up without a permission for the directory', async () => {
    await change({ kind: 'permission', vendor: 'microsoft', permission: 'User.Read.All', granted: false })
    const refused = await ask(await daemon(), '/users/sam@northwind.example')
    expect(await refused.json()).toMatchObject({ error: { code: 'Authorization_RequestDenied' } })
  })
})

describe('a bot whose app somebody lacks', () => {
  it('is not in the roster, until the app is installed again', async () => {
    const { TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID, TEAMS_SERVICE_URL } = world.env
    const bearer = await token({
      client_id: TEAMS_APP_ID!,
      client_secret: TEAMS_APP_PASSWORD!,
      scope: 'https://api.botframework.com/.default',
    })
    const open = () =>
      fetch(`${TEAMS_SERVICE_URL}v3/conversations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify({ isGroup: false, members: [{ id: 'tessa@northwind.example' }], tenantId: TEAMS_TENANT_ID }),
      })
    await change({ kind: 'app', person: 'tessa', action: 'remove' })
    const refused = await open()
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'BotNotInConversationRoster' } }])
    await change({ kind: 'app', person: 'tessa', action: 'add' })
    expect((await open()).status).toBe(201)
  })
})

describe('a Genesys that is set up otherwise', () => {
  const limits = (changed: Readonly<Record<string, unknown>>) => change({ kind: 'limits', ...changed })

  it('does not know a client of another region, and refuses a wrong secret otherwise', async () => {
    const signIn = async (secret: string) => {
      const authorization = `Basic ${Buffer.from(`${world.env.GENESYS_CLIENT_ID}:${secret}`).toString('base64')}`
      const body = new URLSearchParams({ grant_type: 'client_credentials' })
      const answer = await fetch(`${world.env.GENESYS_URL}/oauth/token`, { method: 'POST', headers: { authorization }, body })
      return ((await answer.json()) as { description?: string }).description
    }
    expect(await signIn('wrong')).toBe('authentication failed')
    await limits({ clientSecret: 'a new one' })
    expect(await signIn(world.env.GENESYS_CLIENT_SECRET!)).toBe('authentication failed')
    expect(await signIn('a new one')).toBeUndefined()
    await limits({ region: 'mypurecloud.ie' })
    expect(await signIn(world.env.GENESYS_CLIENT_SECRET!)).toMatch(/^client not found/)
  })

  it('lists topics with what was asked for, and takes none over a WebSocket that no WebSocket carries', async () => {
    await limits({ topicTransports: 'EventBridge' })
    const { notifications } = await signedIn(world)
    const id = 'v2.speechandtextanalytics.conversation.{id}.sentiment'
    const { entities } = await notifications.getNotificationsAvailabletopics({ expand: ['transports'] })
    expect(entities?.find((topic) => topic.id === id)).toEqual({ id, requiresCurrentUser: false, transports: ['EventBridge'] })
    const channel = await notifications.postNotificationsChannels()
    const topic = { id: id.replace('{id}', crypto.randomUUID()) }
    const answer = await notifications.putNotificationsChannelSubscriptions(channel.id!, [topic], { ignoreErrors: true })
    expect(answer.entities).toMatchObject([{ ...topic, state: 'Rejected' }])
  })

  it('tells another time, another scale, and no activity code for coaching', async () => {
    await limits({ dateOff: -600_000, metricsScale: 'percent', coachingCode: false })
    const answer = await fetch(`${world.env.GENESYS_URL}/api/v2/users/${ANA}`)
    expect(Date.now() - Date.parse(answer.headers.get('date')!)).toBeGreaterThan(598_000)
    const { speech, wfm } = await signedIn(world)
    const { conversationId } = await world.interaction({ agent: 'ana', customer: -0.75, via: 'backfill' })
    expect(await speech.getSpeechandtextanalyticsConversation(conversationId)).toMatchObject({ sentimentScore: -75 })
    const unit = await wfm.getWorkforcemanagementBusinessunit(UNIT, { expand: ['settings.coaching'] })
    expect(unit.settings?.coaching).toEqual({})
    const { entities } = await wfm.getWorkforcemanagementBusinessunitActivitycodes(UNIT)
    expect(entities?.find(({ name }) => name === 'Coaching')?.active).toBe(false)
  })
})
