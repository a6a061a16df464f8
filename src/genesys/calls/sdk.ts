// The vendor's own SDK, kept from its habits: a hidden settings file it watches, its own log, its own idea of time.
import platformClient from 'purecloud-platform-client-v2'

export interface Whereabouts {
  /** Region host such as mypurecloud.de; see https://developer.genesys.cloud/platform/api/ */
  readonly region?: string
  /** Base of a stand-in for the region: login at <url>/oauth/token, API at <url>/api/v2/… */
  readonly url?: string
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

export const isLoopback = (url: URL): boolean => LOOPBACK.has(url.hostname)

type Client = typeof platformClient.ApiClient

/** Stops the settings file in the home directory from deciding anything, and the SDK's log from writing requests down. */
function silence(client: Client): void {
  const { config } = client
  config.live_reload_config = false
  config.setConfigPath('')
  config.logger.log_level = 'none'
  config.logger.log_to_console = false
  config.logger.log_file_path = ''
  config.logger.setLogger()
}

function gatewayOf(url: string) {
  const { protocol, hostname, port, pathname } = new URL(url)
  const path = pathname.replace(/\/+$/, '')
  return {
    host: hostname,
    protocol: protocol.replace(':', ''),
    ...(port ? { port: Number(port) } : {}),
    path_params_login: path,
    path_params_api: path,
  }
}

const LARGEST_ANSWER = 10 * 1024 * 1024

/** Genesys never redirects, and no answer of use is that large. What stands on this machine is not reached through a proxy. */
function restrain(client: Client, url: string | undefined): void {
  const http = client.getHttpClient() as InstanceType<typeof platformClient.DefaultHttpClient>
  const local = url !== undefined && isLoopback(new URL(url))
  Object.assign(http._axiosInstance.defaults, {
    maxRedirects: 0,
    maxContentLength: LARGEST_ANSWER,
    ...(local ? { proxy: false } : {}),
  })
}

/** One independent client with the APIs we use. Every answer comes as `{ status, headers, body }`, whatever the SDK's types say. */
export function openSdk({ region = 'mypurecloud.com', url }: Whereabouts) {
  silence(platformClient.ApiClient)
  const client: Client = new platformClient.ApiClientClass()
  silence(client)
  client.setReturnExtendedResponses(true)
  client.setEnvironment(region)
  if (url) client.setGateway(gatewayOf(url))
  restrain(client, url)
  const apis = {
    analytics: new platformClient.AnalyticsApi(client),
    speech: new platformClient.SpeechTextAnalyticsApi(client),
    authorization: new platformClient.AuthorizationApi(client),
    users: new platformClient.UsersApi(client),
    teams: new platformClient.TeamsApi(client),
    routing: new platformClient.RoutingApi(client),
    wfm: new platformClient.WorkforceManagementApi(client),
    coaching: new platformClient.CoachingApi(client),
    engagement: new platformClient.EmployeeEngagementApi(client),
    gamification: new platformClient.GamificationApi(client),
    notifications: new platformClient.NotificationsApi(client),
  }
  return { client, apis }
}

export type Sdk = ReturnType<typeof openSdk>
export type Apis = Sdk['apis']
