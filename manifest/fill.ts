// What an operator says on the command line, and the manifests filled in with it.
import { parseArgs } from 'node:util'

export interface Wanted {
  /** Where the bot can be reached: "bot.example.org", with a port if there is one. */
  readonly host: string
  readonly website: string
  readonly slackName: string
  /** The bot's application id in Entra; undefined when not given. */
  readonly teamsAppId: string | undefined
}

/** Thrown with a sentence for the person at the command line. */
export class Usage extends Error {}

export const USAGE = `npm run manifest -- --url https://bot.example.org [--teams-app-id <guid>] [--slack-name Halftime] [--website https://example.org]

  --url           where Slack and Teams reach the bot: https, host and port only
  --teams-app-id  the application (client) id of the bot's registration in Entra; TEAMS_APP_ID when absent
  --slack-name    what the app is called in Slack (at most 35 characters)
  --website       the developer's page that Teams shows; --url when absent`

const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Reads the arguments, `knownAppId` standing in for --teams-app-id; throws Usage when one is missing or makes no sense. */
export function wantedFrom(args: readonly string[], knownAppId?: string): Wanted {
  const given = read(args)
  const teamsAppId = given['teams-app-id'] ?? knownAppId
  const slackName = given['slack-name'] ?? 'Halftime'
  if (teamsAppId !== undefined && !GUID.test(teamsAppId)) throw new Usage(`--teams-app-id must be a GUID, not "${teamsAppId}".`)
  if (slackName === '' || slackName.length > 35) throw new Usage('--slack-name must have 1 to 35 characters.')
  const url = httpsUrl('--url', given.url)
  if (given.url !== url.origin && given.url !== `${url.origin}/`) {
    throw new Usage(`--url must be only https, host and port: ${url.origin} instead of ${given.url}.`)
  }
  const website = httpsUrl('--website', given.website ?? url.origin)
  return { host: url.host, website: `${website.host}${website.pathname}`.replace(/\/$/, ''), slackName, teamsAppId }
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { url: text, website: text, 'slack-name': text, 'teams-app-id': text } }).values
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : 'The arguments make no sense.')
  }
}

function httpsUrl(name: string, value: string | undefined): URL {
  if (!value) throw new Usage(`${name} is missing.`)
  const url = URL.parse(value)
  if (!url) throw new Usage(`${name} must be an address such as https://bot.example.org, not "${value}".`)
  if (url.protocol !== 'https:')
    throw new Usage(`${name} must begin with https://, because Slack and Teams only call bots over TLS.`)
  return url
}

/** Stands in the templates where the bot's id belongs, so that they are valid as they are. */
export const NO_APP = '00000000-0000-0000-0000-000000000000'

export function fillSlack(template: string, { host, slackName }: Wanted): string {
  const manifest = JSON.parse(template.replaceAll('{{URL_HOST}}', host))
  manifest.display_information.name = slackName
  manifest.features.bot_user.display_name = slackName
  return pretty(manifest)
}

export function fillTeams(template: string, { website, teamsAppId }: Wanted): string {
  return pretty(JSON.parse(template.replaceAll('{{WEBSITE}}', website).replaceAll(NO_APP, teamsAppId ?? NO_APP)))
}

const pretty = (manifest: unknown): string => `${JSON.stringify(manifest, null, 2)}\n`
