import { DOMAIN, ROOM_OF_TEAM } from '../core/cast.ts'
import type { Cast } from '../core/world.ts'

/** Settings that belong to the whole world: who the admins are, whose e-mails count, which teams' cards go to a room. */
export function worldKeys(cast: Cast): Record<string, string> {
  const admins = cast.people.filter((person) => person.role === 'admin').map((person) => person.email)
  return {
    ADMINS: admins.join(' '),
    IDENTITY_DOMAINS: DOMAIN,
    DELIVER: ROOM_OF_TEAM.map(({ team, platform, room }) => `${team}=room:${platform}:${room}`).join(' '),
  }
}
