// Who somebody in Slack is, and whether Slack vouches for them. https://docs.slack.dev/reference/objects/user-object
import * as z from 'zod'
import type { Account } from '../../coaching/people.ts'
import { VendorError } from '../../errors.ts'
import type { Chat, Log } from '../../ports.ts'
import { remembered } from '../../remembered.ts'
import type { Session } from './session.ts'

const KNOWN_MS = 5 * 60_000
const UNKNOWN_MS = 60_000

const User = z.object({
  id: z.string(),
  team_id: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  is_email_confirmed: z.boolean().nullish(),
  tz: z.string().max(64).nullish(),
  locale: z.string().max(16).nullish(),
  profile: z.object({ email: z.string().nullish() }).nullish(),
})
type User = z.infer<typeof User>

const UserAnswer = z.object({ user: User })
const UserIdAnswer = z.object({ user: z.object({ id: z.string() }) })

interface Member {
  readonly account: Account
  readonly email: string
}

export interface MembersOptions {
  readonly session: Session
  /** Own workspace; asked from Slack when it is not given. */
  readonly teamId?: string
  now(): number
  readonly log: Log
}

/** Guests, bots, strangers, those who left, and e-mails nobody confirmed: Slack does not vouch for them. */
function isStranger(user: User, team: string): boolean {
  const limited = user.is_restricted || user.is_ultra_restricted || user.is_stranger
  return Boolean(user.team_id !== team || user.deleted || user.is_bot || limited || user.is_email_confirmed === false)
}

function accountOf({ id, tz, locale }: User): Account {
  return { platform: 'slack', id, ...(tz ? { zone: tz } : {}), ...(locale ? { language: locale } : {}) }
}

/** Not found is an answer, anything else a failure. */
async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof VendorError && error.trouble === 'not-found') return undefined
    throw error
  }
}

/** Looks people up, at most once in five minutes each (one minute for those not found or not vouched for). */
export function slackMembers({ session, teamId, now, log }: MembersOptions): Pick<Chat, 'find' | 'vouch'> {
  const members = remembered<Member | 'stranger'>({
    now,
    lifeOf: (found) => (found === 'stranger' ? UNKNOWN_MS : KNOWN_MS),
  })
  const ids = remembered<string | undefined>({ now, lifeOf: (id) => (id === undefined ? UNKNOWN_MS : KNOWN_MS) })

  async function ask(id: string): Promise<Member | 'stranger'> {
    const args = { user: id, include_locale: true }
    const found = await orNone(session.call('users.info', { args, answer: UserAnswer }))
    const team = teamId ?? (await session.self()).team
    if (!found || isStranger(found.user, team)) return 'stranger'
    const email = found.user.profile?.email
    if (email) return { account: accountOf(found.user), email }
    // Either an account without a person, or our token lacks users:read.email; Slack does not say which.
    log.warn('A member of the workspace has no e-mail that we may read', { user: id })
    return 'stranger'
  }

  async function idOf(email: string): Promise<string | undefined> {
    const found = await orNone(session.call('users.lookupByEmail', { args: { email }, answer: UserIdAnswer }))
    return found?.user.id
  }

  return {
    async find(email) {
      const id = await ids(email.toLowerCase(), () => idOf(email))
      const member = id === undefined ? 'stranger' : await members(id, () => ask(id))
      return member === 'stranger' ? undefined : member.account
    },
    async vouch({ id }) {
      const member = await members(id, () => ask(id))
      if (member === 'stranger') return 'stranger'
      const { platform: _, id: __, ...reads } = member.account
      return { email: member.email, ...reads }
    },
  }
}
