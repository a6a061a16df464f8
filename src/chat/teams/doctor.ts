// Whether this bot can work in this tenant: tokens, permission to look people up, and whether the app is installed for somebody.
import * as z from 'zod'
import { VendorError } from '../../errors.ts'
import { type Finding, findingsOf } from '../../findings.ts'
import { clientCredentials } from '../../oauth.ts'
import { openConnector } from './connector.ts'
import { entraGroups } from './groups.ts'
import { CONNECTOR_SCOPE, GLOBAL_SERVICE_URL, isServiceUrl, namedHosts, type TeamsOptions, tokenUrl } from './options.ts'
import { people } from './people.ts'

export interface TeamsExamination
  extends Pick<
    TeamsOptions,
    'appId' | 'appPassword' | 'tenantId' | 'loginUrl' | 'serviceUrl' | 'serviceHosts' | 'graphUrl' | 'now' | 'counts'
  > {
  /** Object ids of the Entra groups whose members are admins. */
  readonly groups: readonly string[]
  /** E-mails of people who should be reachable; `named`: exactly this one was asked about. */
  readonly people: readonly string[]
  readonly named: boolean
}

const { fine, wrong, unclear } = findingsOf('Teams')

const LATER = 'Run this again in a few minutes.'
const said = ({ status, code, trouble }: VendorError): string => [status, code || trouble].filter(Boolean).join(' ')
const asError = (error: unknown): VendorError =>
  error instanceof VendorError ? error : new VendorError({ vendor: 'Teams', trouble: 'unavailable', cause: error })
const isPassing = ({ trouble }: VendorError): boolean => trouble === 'unavailable' || trouble === 'rate-limited'

async function token({ appId, appPassword, now, ...where }: TeamsExamination): Promise<Finding> {
  const keys = { clientId: appId, clientSecret: appPassword, scope: CONNECTOR_SCOPE, now, vendor: 'Teams' } as const
  try {
    await clientCredentials({ url: tokenUrl(where), ...keys }).token()
    return fine('token', 'Entra signs the bot in')
  } catch (error) {
    const trouble = asError(error)
    if (isPassing(trouble)) return unclear('token', `Entra gave no proper answer (${said(trouble)})`, LATER)
    const next = 'Check TEAMS_APP_ID and TEAMS_TENANT_ID, and make a new client secret for TEAMS_APP_PASSWORD (they expire).'
    return wrong('token', `Entra refuses it (${said(trouble)})`, next)
  }
}

function address({ serviceUrl = GLOBAL_SERVICE_URL, ...options }: TeamsExamination): Finding {
  if (isServiceUrl(serviceUrl, namedHosts({ ...options, serviceUrl }))) return fine('service address', serviceUrl)
  const next = 'Set TEAMS_SERVICE_URL to an https address without query, such as https://smba.trafficmanager.net/teams/.'
  return wrong('service address', `${serviceUrl} is none the bot may write to`, next)
}

const Chat = z.object({ id: z.string() })
type Reach = 'reached' | 'nobody' | 'not-installed' | { readonly lookup: VendorError } | { readonly connector: VendorError }

const NOT_INSTALLED = new Set(['BotNotInConversationRoster', 'ConversationBlockedByUser', 'MessageWritesBlocked'])

/** Opening the personal chat shows nothing before the first message; for somebody without the app it is refused. */
async function reach(options: TeamsExamination, email: string): Promise<Reach> {
  const { appId, tenantId, serviceUrl = GLOBAL_SERVICE_URL } = options
  const account = await people(options)
    .find(email)
    .catch((error) => ({ lookup: asError(error) }))
  if (!account) return 'nobody'
  if ('lookup' in account) return account
  const ask = {
    isGroup: false,
    bot: { id: `28:${appId}`, name: '' },
    members: [{ id: account.id, name: '' }],
    tenantId,
    channelData: { tenant: { id: tenantId } },
  }
  try {
    const opened = await openConnector(options).call(serviceUrl, 'repeatable', ({ conversations }) =>
      conversations.createConversation(ask as unknown as Parameters<typeof conversations.createConversation>[0]),
    )
    Chat.parse(opened)
    return 'reached'
  } catch (error) {
    const trouble = asError(error)
    return NOT_INSTALLED.has(trouble.code) || trouble.status === 403 ? 'not-installed' : { connector: trouble }
  }
}

const INSTALL = 'Teams admin center → Teams apps → Setup policies → Installed apps'

/** `lookup` troubles are told apart: they are about Graph's permission, not about the app. */
function judged(mails: readonly string[], reached: readonly Reach[], named: boolean): Finding[] {
  const what = named ? `app installed for ${mails[0]}` : 'app installed for supervisors'
  const those = (how: Reach) => mails.filter((_, index) => reached[index] === how).join(', ')
  const lookup = reached.flatMap((each) => (typeof each === 'object' && 'lookup' in each ? [each.lookup] : []))[0]
  if (lookup) return [lookedUp(lookup), unclear(what, 'nobody could be looked up')]
  const found = fine('finding people', 'Graph answers with the permission it needs')
  if (those('reached')) return [found, fine(what, `can be written to: ${those('reached')}`)]
  if (those('not-installed')) {
    const next = `Install Halftime for ${those('not-installed')} (${INSTALL}); it can take a day to arrive.`
    return [found, wrong(what, `not installed for ${those('not-installed')}`, next)]
  }
  const broken = reached.flatMap((each) => (typeof each === 'object' && 'connector' in each ? [each.connector] : []))[0]
  if (broken?.trouble === 'unauthorised')
    return [
      found,
      wrong(
        what,
        `the Bot Connector refuses us (${said(broken)})`,
        'Check that an Azure Bot exists for TEAMS_APP_ID and has the Teams channel.',
      ),
    ]
  if (broken) return [found, unclear(what, `the Bot Connector gave no proper answer (${said(broken)})`, LATER)]
  const next =
    'Nothing to do if they are reached in Slack; otherwise they need a member account with the e-mail they have in Genesys.'
  return [found, unclear(what, `no member of the tenant has the e-mail ${those('nobody')}`, next)]
}

function lookedUp(trouble: VendorError): Finding {
  const what = 'finding people'
  if (trouble.trouble !== 'unauthorised') return unclear(what, `Graph gave no proper answer (${said(trouble)})`, LATER)
  const next =
    "Add the application permission User.ReadBasic.All of Microsoft Graph to the bot's app in Entra and grant admin consent."
  return wrong(what, `Graph refuses (${said(trouble)}): User.ReadBasic.All is missing`, next)
}

/** Whether each group of admins can be read. */
function groupsOf(options: TeamsExamination): Promise<Finding[]> {
  const { groupMembers } = entraGroups(options)
  return Promise.all(
    options.groups.map(async (group) => {
      const what = `admins in ${group}`
      try {
        const { length } = await groupMembers(group)
        if (length === 0) return unclear(what, 'the group has no members', 'Nobody is an admin by it.')
        return fine(what, `the group has ${length} ${length === 1 ? 'member' : 'members'}`)
      } catch (error) {
        return groupTrouble(what, asError(error))
      }
    }),
  )
}

function groupTrouble(what: string, trouble: VendorError): Finding {
  if (isPassing(trouble)) return unclear(what, `Graph gave no proper answer (${said(trouble)})`, LATER)
  const consent =
    "Add the application permission GroupMember.Read.All of Microsoft Graph to the bot's app in Entra and grant admin consent."
  if (trouble.trouble === 'unauthorised')
    return wrong(what, `Graph refuses (${said(trouble)}): GroupMember.Read.All is missing`, consent)
  const next = "Copy the group's object id from Entra into ADMIN_GROUPS; a group of some dozens at most."
  return wrong(what, `Graph does not list who is in it (${said(trouble)})`, next)
}

/** Looks only: nothing is posted. */
export async function examineTeams(options: TeamsExamination): Promise<Finding[]> {
  const signedIn = await token(options)
  if (signedIn.verdict !== 'ok') return [signedIn, address(options)]
  const groups = await groupsOf(options)
  if (options.people.length === 0) {
    const nobody = unclear('app installed', 'nobody to look for', 'Name somebody: --person <e-mail>.')
    return [signedIn, address(options), nobody, ...groups]
  }
  const reached = await Promise.all(options.people.map((email) => reach(options, email)))
  return [signedIn, address(options), ...judged(options.people, reached, options.named), ...groups]
}
