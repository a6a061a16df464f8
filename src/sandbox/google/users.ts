// Who of the world has an account in the Workspace, and with it a calendar of their own.
import type { Cast, WorldPerson } from '../core/world.ts'

const hasAccount = ({ active, calendars }: WorldPerson): boolean => active && calendars.includes('google')

export function findUser(cast: Cast, address: string): WorldPerson | undefined {
  const person = cast.byEmail(address)
  return person && hasAccount(person) ? person : undefined
}

/** Delegation ends where the Workspace's own domain does. */
export const inDomain = ({ people }: Cast, address: string): boolean => {
  const home = people.find(({ role }) => role === 'admin')?.email.split('@')[1]
  return address.toLowerCase().endsWith(`@${home}`)
}
