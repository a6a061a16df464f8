// Whether this bot token will do in this workspace: sign-in, scopes, and whether somebody can be written to.
import { webApi } from '@slack/bolt'
import * as z from 'zod'
import { VendorError } from '../../errors.ts'
import { type Finding, findingsOf } from '../../findings.ts'
import type { Counts, Log } from '../../ports.ts'
import { slackGroups } from './groups.ts'
import { slackMembers } from './members.ts'
import { CALL_TIMEOUT_MS, openSession, quiet, type Session } from './session.ts'
import { slackTrouble } from './trouble.ts'

export interface SlackExamination {
  readonly token: string
  readonly apiUrl: string
  /** What the app's manifest asks for. */
  readonly scopes: readonly string[]
  /** Ids of the user groups whose members are admins. */
  readonly groups: readonly string[]
  /** E-mails of people who should be reachable; `named`: exactly this one was asked about. */
  readonly people: readonly string[]
  readonly named: boolean
  now(): number
  readonly log: Log
  readonly counts: Counts
}

const { fine, wrong, unclear } = findingsOf('Slack')

/** The SDK puts the x-oauth-scopes header of an answer here. */
const Signed = z.object({
  team: z.string().nullish(),
  user: z.string().nullish(),
  response_metadata: z.object({ scopes: z.array(z.string()).nullish() }).nullish(),
})
const Opened = z.object({ channel: z.object({ id: z.string() }) })

const REINSTALL = 'under OAuth & Permissions (or update the app from the manifest), then reinstall it to the workspace.'

async function authTest({ token, apiUrl }: SlackExamination) {
  const options = { slackApiUrl: apiUrl, timeout: CALL_TIMEOUT_MS, retryConfig: { retries: 0 }, logger: quiet }
  return Signed.parse(await new webApi.WebClient(token, options).apiCall('auth.test'))
}

function signInTrouble(error: unknown): Finding {
  const { trouble, code, status } = slackTrouble(error, false)
  const said = code || status || trouble
  if (trouble === 'unavailable' || trouble === 'rate-limited')
    return unclear('token', `Slack gave no proper answer (${said})`, 'Run this again in a few minutes.')
  const next = 'Copy the Bot User OAuth Token (xoxb-…) from the app\'s page "OAuth & Permissions" into SLACK_BOT_TOKEN.'
  return wrong('token', `Slack refuses it (${said})`, next)
}

/** Wanted only where a user group is named. */
const GROUPS = 'usergroups:read'

function scopesOf(granted: readonly string[] | null | undefined, { scopes, groups }: SlackExamination): Finding {
  const wanted = scopes.filter((scope) => scope !== GROUPS || groups.length > 0)
  if (!granted) return unclear('scopes', 'Slack did not say which scopes the token has')
  const missing = wanted.filter((scope) => !granted.includes(scope))
  if (missing.length === 0) return fine('scopes', `all ${wanted.length} that are needed`)
  const found = `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing`
  return wrong('scopes', found, `Add ${missing.join(', ')} ${REINSTALL}`)
}

type Reach = 'reached' | 'nobody' | VendorError

/** Opening a direct chat shows nothing to the other side before the first message. */
async function reach(session: Session, options: SlackExamination, email: string): Promise<Reach> {
  try {
    const account = await slackMembers({ ...options, session }).find(email)
    if (!account) return 'nobody'
    await session.call('conversations.open', { args: { users: account.id }, answer: Opened })
    return 'reached'
  } catch (error) {
    return error instanceof VendorError ? error : slackTrouble(error, false)
  }
}

async function reachable(options: SlackExamination): Promise<Finding> {
  const { people, named } = options
  const what = named ? `reaching ${people[0]}` : 'reaching supervisors'
  const session = openSession(options)
  const reached = await Promise.all(people.map((email) => reach(session, options, email)))
  const trouble = reached.find((each) => each instanceof VendorError)
  if (reached.includes('reached')) {
    const found = people.filter((_, index) => reached[index] === 'reached')
    return fine(what, `can be written to: ${found.join(', ')}`)
  }
  if (trouble?.trouble === 'unauthorised')
    return wrong(what, `not allowed (${trouble.code})`, `Add the missing scope ${REINSTALL}`)
  if (trouble)
    return unclear(what, `could not be looked up (${trouble.code || trouble.trouble})`, 'Run this again in a few minutes.')
  if (people.length === 0) return unclear(what, 'nobody to look for', 'Name somebody: --person <e-mail>.')
  const next =
    'Nothing to do if they are reached in Teams; otherwise they need a full member account with the e-mail they have in Genesys.'
  return unclear(what, `no full member of the workspace has the e-mail ${people.join(', ')}`, next)
}

/** Whether each group of admins can be read. */
function groupsOf(options: SlackExamination): Promise<Finding[]> {
  const { groupMembers } = slackGroups(openSession(options), options.now)
  return Promise.all(
    options.groups.map(async (group) => {
      const what = `admins in ${group}`
      try {
        return peopled(what, (await groupMembers(group)).length)
      } catch (error) {
        return groupTrouble(what, error instanceof VendorError ? error : slackTrouble(error, false))
      }
    }),
  )
}

const peopled = (what: string, count: number): Finding =>
  count > 0
    ? fine(what, `the user group has ${count} ${count === 1 ? 'member' : 'members'}`)
    : unclear(what, 'the user group has no members', 'Nobody is an admin by it.')

function groupTrouble(what: string, { trouble, code }: VendorError): Finding {
  if (code === 'missing_scope') return wrong(what, `${GROUPS} is missing`, `Add ${GROUPS} ${REINSTALL}`)
  if (code === 'plan_upgrade_required')
    return wrong(what, "the workspace's plan has no user groups", 'List the admins in ADMINS instead.')
  if (trouble === 'unavailable' || trouble === 'rate-limited')
    return unclear(what, `Slack gave no proper answer (${code || trouble})`, 'Run this again in a few minutes.')
  const next = "Copy the group's id (S…) from its page in Slack into ADMIN_GROUPS."
  return wrong(what, `Slack does not list who is in it (${code || trouble})`, next)
}

/** Looks only: nothing is posted. */
export async function examineSlack(options: SlackExamination): Promise<Finding[]> {
  try {
    const { team, user, response_metadata: answered } = await authTest(options)
    const signedIn = fine('token', `${user ?? 'a bot'} in the workspace ${team ?? 'of this token'}`)
    return [signedIn, scopesOf(answered?.scopes, options), await reachable(options), ...(await groupsOf(options))]
  } catch (error) {
    return [signInTrouble(error)]
  }
}
