// Entra's token endpoint for the client credentials flow. Does not do: certificates, federated credentials, user sign-in, discovery.
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
import type { Answer, Call, Route, World } from '../core/world.ts'
import { APPS, GRAPH_SCOPE, TENANT } from './apps.ts'
import { issue, TOKEN_LIFE } from './tokens.ts'

interface Refusal {
  readonly status: number
  readonly error: string
  readonly code: number
  readonly text: string
}

const WRONG_TENANT = { status: 400, error: 'invalid_request', code: 90002, text: 'Tenant not found.' } as const
const WRONG_GRANT = {
  status: 400,
  error: 'unsupported_grant_type',
  code: 70003,
  text: 'The app requested an unsupported grant type.',
} as const
const WRONG_APP = {
  status: 400,
  error: 'unauthorized_client',
  code: 700016,
  text: 'Application was not found in the directory.',
} as const
const WRONG_SECRET = { status: 401, error: 'invalid_client', code: 7000215, text: 'Invalid client secret provided.' } as const
const WRONG_SCOPE = {
  status: 400,
  error: 'invalid_scope',
  code: 70011,
  text: 'The provided value for scope is not valid.',
} as const

function refuse({ status, error, code, text }: Refusal, now: number): Answer {
  const stamp = { error_codes: [code], timestamp: new Date(now).toISOString(), trace_id: crypto.randomUUID() }
  return { status, body: { error, error_description: `AADSTS${code}: ${text}`, ...stamp, correlation_id: crypto.randomUUID() } }
}

/** Client id and secret come in the form, or as Basic authentication. */
function credentials(call: Call, form: Readonly<Record<string, string>>): readonly [id: string, secret: string] {
  const basic = /^Basic (.+)$/i.exec(String(call.headers.authorization ?? ''))?.[1]
  if (!basic) return [form.client_id ?? '', form.client_secret ?? '']
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
  return [id, secret]
}

/** The audience, or what is wrong. */
function judge(call: Call): string | Refusal {
  const form = (call.body ?? {}) as Readonly<Record<string, string>>
  if (call.params.tenant !== TENANT) return WRONG_TENANT
  if (form.grant_type !== 'client_credentials') return WRONG_GRANT
  const [id, secret] = credentials(call, form)
  const app = APPS.find((each) => each.id === id)
  if (!app) return WRONG_APP
  if (secret !== app.secret) return WRONG_SECRET
  return app.scopes.find((scope) => form.scope === `${scope}/.default`) ?? WRONG_SCOPE
}

/** `withdrawn`: application permissions nobody consents to any longer; tokens already out keep theirs. */
export function serveEntra(world: World, withdrawn: ReadonlySet<string>, route: Route): void {
  route('POST', '/{tenant}/oauth2/v2.0/token', (call) => {
    const now = world.clock.now()
    const audience = judge(call)
    if (typeof audience !== 'string') return refuse(audience, now)
    const [appid] = credentials(call, (call.body ?? {}) as Readonly<Record<string, string>>)
    const consented = APPS.find(({ id }) => id === appid)?.consented ?? []
    const roles = audience === GRAPH_SCOPE ? consented.filter((role) => !withdrawn.has(role)) : []
    const life = { tid: TENANT, exp: Math.floor(now / 1000) + TOKEN_LIFE }
    const token = issue({ aud: audience, appid, ...(roles.length > 0 ? { roles } : {}), ...life })
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: TOKEN_LIFE, ext_expires_in: TOKEN_LIFE, access_token: token },
    }
  })
}
