// Who the admins are: those listed by Genesys id or e-mail, and the members of the groups that were named.
import type { PersonId } from '../coaching/interaction.ts'
import type { Account, Person } from '../coaching/people.ts'
import { VendorError } from '../errors.ts'
import type { Chat, Ports } from '../ports.ts'
import { personOf } from './identify.ts'
import { means } from './leads.ts'

type Asked = Pick<Ports, 'house' | 'chats' | 'counts' | 'log' | 'store'>
type Group = Ports['house']['adminGroups'][number]

/** Groups are asked only about people who are not listed. */
export async function isAdmin(ports: Asked, person: Person): Promise<boolean> {
  if (ports.house.admins.some((admin) => means(admin, person))) return true
  const found = await Promise.all(ports.house.adminGroups.map((group) => isIn(ports, group, person)))
  return found.includes(true)
}

/** Whatever platform they act on: their account where the group is kept is the one of their e-mail. */
async function isIn(ports: Asked, group: Group, { email }: Person): Promise<boolean> {
  const found = await askedOf(ports, group, async (chat) => {
    const members = await chat.groupMembers(group.id)
    const account = members.length > 0 && email ? await chat.find(email) : undefined
    return members.filter(({ id }) => id === account?.id)
  })
  return found.length > 0
}

/** Whoever cannot be asked about admits nobody, and whoever was listed is an admin all the same. */
async function askedOf<T>({ chats, counts, log }: Asked, group: Group, ask: (chat: Chat) => Promise<T[]>): Promise<T[]> {
  try {
    const chat = chats.get(group.platform)
    return chat ? await ask(chat) : []
  } catch (error) {
    const trouble = error instanceof VendorError ? error.trouble : 'unknown'
    counts.add('admin group not asked')
    log.warn('a group of admins could not be asked, so nobody is an admin by it', { ...group, trouble })
    return []
  }
}

/** The admins, as far as they are active people in Genesys, for what they should be told: those listed, and the first members of each group. */
export async function adminIds(ports: Asked & Pick<Ports, 'centre'>): Promise<PersonId[]> {
  const [listed, members] = await Promise.all([listedAdmins(ports), Promise.all(ports.house.adminGroups.map(inGroup(ports)))])
  return [...new Set([...listed, ...members.flat()].flatMap((person) => (person?.active ? [person.id] : [])))]
}

async function listedAdmins({ centre, house }: Pick<Ports, 'centre' | 'house'>): Promise<(Person | undefined)[]> {
  const found = await Promise.all(
    house.admins.map(async (admin) =>
      admin.includes('@') ? centre.peopleByEmail(admin) : [await centre.person(admin as PersonId)],
    ),
  )
  return found.flat()
}

/** More than these need not be told, and each costs two calls. */
const MOST_TOLD = 25

const inGroup = (ports: Asked & Pick<Ports, 'centre'>) => (group: Group) =>
  askedOf(ports, group, async (chat) => {
    const members: readonly Account[] = (await chat.groupMembers(group.id)).slice(0, MOST_TOLD)
    const people = await Promise.all(members.map((account) => personOf(ports, account)))
    return people.filter((person) => typeof person === 'object')
  })
