// The tenant's people as Graph shows them. https://learn.microsoft.com/graph/api/resources/user
import type { Json } from '../core/json.ts'
import { nameParts, principalName } from '../core/names.ts'
import type { Cast, WorldPerson } from '../core/world.ts'

/** People without a Teams account have an Entra account all the same. */
export const objectId = (person: WorldPerson): string =>
  person.accounts.find((account) => account.platform === 'teams')?.chatId ?? person.id.replace('-8000-', '-8001-')

const inTenant = (person: WorldPerson): boolean => person.role !== 'outsider'

/** By object id or user principal name, as in /users/{id}. */
export function findUser(cast: Cast, id: string): WorldPerson | undefined {
  const wanted = id.toLowerCase()
  return cast.people.find(
    (person) => inTenant(person) && (objectId(person) === wanted || principalName(person).toLowerCase() === wanted),
  )
}

/** Whose mailbox this address is, as long as they work here. */
export function mailboxOwner(cast: Cast, address: string): WorldPerson | undefined {
  const person = cast.byEmail(address)
  return person && hasMailbox(person) ? person : undefined
}

export const hasMailbox = (person: WorldPerson): boolean => person.active && person.calendars.includes('microsoft')

const DEFAULTS = ['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName', 'preferredLanguage', 'jobTitle']

function everything(person: WorldPerson): Json {
  const { given, family } = nameParts(person)
  return {
    id: objectId(person),
    displayName: person.name,
    givenName: given,
    surname: family,
    mail: person.email,
    userPrincipalName: principalName(person),
    preferredLanguage: person.language,
    jobTitle: null,
    userType: person.role === 'guest' ? 'Guest' : 'Member',
    accountEnabled: person.active,
  }
}

/** Only what `$select` names; without it the default set, which lacks `userType` and `accountEnabled`. */
export function userObject(person: WorldPerson, select: string | null): Json {
  const names = select ? select.split(',').map((name) => name.trim()) : DEFAULTS
  return Object.fromEntries(Object.entries(everything(person)).filter(([name]) => names.includes(name)))
}

/** `mail eq '…'` and the like; undefined for a filter this directory does not understand. */
export function filterUsers(cast: Cast, filter: string | null): WorldPerson[] | undefined {
  const people = cast.people.filter(inTenant)
  if (filter === null) return people
  const [, name, quoted] = /^(mail|userPrincipalName|id) eq '((?:[^']|'')*)'$/.exec(filter.trim()) ?? []
  if (name === undefined || quoted === undefined) return undefined
  const wanted = quoted.replaceAll("''", "'").toLowerCase()
  return people.filter((person) => String(everything(person)[name]).toLowerCase() === wanted)
}
