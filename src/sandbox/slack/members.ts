// People as `users.info` shows them: full members, guests, strangers from a connected workspace, those who left, and the bot.
// https://docs.slack.dev/reference/objects/user-object
import { firstName, localeOf, nameParts } from '../core/names.ts'
import type { WorldPerson } from '../core/world.ts'
import { BOT, chatIdOf, OTHER_TEAM, TEAM } from './workspace.ts'

function offset(zone: string, at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9
}

export const teamOf = (person: WorldPerson): string => (person.role === 'outsider' ? OTHER_TEAM : TEAM.id)

export const userName = (person: WorldPerson): string => firstName(person.name)

function profile(person: WorldPerson): Record<string, unknown> {
  const { given, family } = nameParts(person)
  return {
    real_name: person.name,
    real_name_normalized: person.name,
    display_name: given,
    display_name_normalized: given,
    first_name: given,
    last_name: family,
    email: person.email,
    team: teamOf(person),
    status_text: '',
    status_emoji: '',
  }
}

const rights = (person: WorldPerson) => ({
  is_admin: person.role === 'admin',
  is_owner: false,
  is_primary_owner: false,
  is_restricted: person.role === 'guest',
  is_ultra_restricted: false,
  is_bot: false,
  is_app_user: false,
  is_email_confirmed: true,
})

/** The user object. A deactivated member keeps little more than a name, as in Slack. */
export function member(person: WorldPerson, at: number): Record<string, unknown> {
  const head = { id: chatIdOf(person), team_id: teamOf(person), name: userName(person), deleted: !person.active }
  const tail = { real_name: person.name, profile: profile(person), updated: 1_700_000_000 }
  if (!person.active) return { ...head, ...tail, is_bot: false, is_app_user: false }
  const zone = { tz: person.zone, tz_label: person.zone, tz_offset: offset(person.zone, at) }
  const stranger = person.role === 'outsider' ? { is_stranger: true } : {}
  return { ...head, ...tail, ...zone, locale: localeOf(person), ...rights(person), ...stranger }
}

export function botMember(): Record<string, unknown> {
  const name = { real_name: 'Halftime', display_name: '' }
  return {
    id: BOT.user,
    team_id: TEAM.id,
    name: BOT.name,
    deleted: false,
    real_name: 'Halftime',
    tz: 'America/Los_Angeles',
    profile: { ...name, bot_id: BOT.bot, api_app_id: BOT.app, team: TEAM.id },
    is_admin: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: true,
    is_app_user: false,
    updated: 1_700_000_000,
  }
}
