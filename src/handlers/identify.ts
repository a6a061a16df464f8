import type { PersonId } from '../coaching/interaction.ts'
import type { Account, Person, Place, Platform } from '../coaching/people.ts'
import { isPassing } from '../errors.ts'
import type { Ports } from '../ports.ts'
import { isErased } from './erased.ts'
import { HABIT, type Habit } from './kinds.ts'
import { configuredLeads } from './leads.ts'

type Identity = Person | 'stranger' | 'unlinked'

/**
 * Who an account is in Genesys: the platform vouches for an e-mail in one of our domains that belongs to exactly one active
 * person who was not erased. Nothing else links them; a name or a card's content never does.
 */
export async function personOf(ports: Pick<Ports, 'chats' | 'centre' | 'house' | 'store'>, account: Account): Promise<Identity> {
  const vouched = await ports.chats.get(account.platform)?.vouch(account)
  if (!vouched || vouched === 'stranger') return 'stranger'
  const domain = vouched.email.toLowerCase().split('@').at(-1) ?? ''
  if (!ports.house.identityDomains.includes(domain)) return 'stranger'
  const people = await ports.centre.peopleByEmail(vouched.email)
  const [person, ...others] = people
  return person && others.length === 0 && !(await isErased(ports, person.id)) ? person : 'unlinked'
}

/**
 * Where somebody acted, with the language and zone their platform knows of where the delivery said none (Slack's never do), so that what they
 * read there is theirs. Nothing fails over it.
 */
export async function readAt(ports: Pick<Ports, 'chats'>, place: Place): Promise<Place> {
  const { account } = place
  if (account.language) return place
  const vouched = await ports.chats
    .get(account.platform)
    ?.vouch(account)
    .catch(() => undefined)
  return vouched && vouched !== 'stranger' ? { ...place, account: { ...learnt(vouched), ...account } } : place
}

/** Those who may act on an agent, nearest first: active superiors, then whoever was named for the team; never the agent. */
export async function superiorsOf(ports: Pick<Ports, 'centre' | 'house'>, agent: PersonId): Promise<Person[]> {
  const [superiors, leads] = await Promise.all([ports.centre.superiors(agent), configuredLeads(ports, agent)])
  const all = [...superiors, ...leads].filter(({ id, active }) => active && id !== agent)
  return [...new Map(all.map((person) => [person.id, person])).values()]
}

/** The nearest who may decide: nearly always the manager, which is cheaper to ask than the whole way up. */
export async function supervisorOf(ports: Pick<Ports, 'centre' | 'house'>, agent: PersonId): Promise<Person | undefined> {
  const manager = await ports.centre.manager(agent)
  return manager?.active && manager.id !== agent ? manager : (await superiorsOf(ports, agent))[0]
}

/**
 * Where a person is reached: the platform they chose, else the one last used, else the house's order, leaving out those `tried` in vain; undefined when no
 * platform knows them. A platform that will not be asked is passed over.
 */
export async function accountOf(
  ports: Pick<Ports, 'store' | 'chats' | 'house' | 'counts'>,
  person: Person,
  tried: readonly Platform[] = [],
): Promise<Account | undefined> {
  const habit = (await ports.store.get(HABIT, person.id))?.body
  const own = habit ? [...(habit.chosen ? [habit.chosen] : []), habit.platform] : []
  const order = [...own, ...ports.house.chatOrder]
  for (const platform of new Set<Platform>(order).difference(new Set(tried))) {
    const account = person.email ? await findOn(ports, platform, person.email) : undefined
    // What they have set where they act says more about a person than what a directory has on them.
    if (account && platform === habit?.platform) return { ...learnt(habit), ...account, ...spoken(habit) }
    if (account) return account
  }
  return undefined
}

async function findOn(ports: Pick<Ports, 'chats' | 'counts'>, platform: Platform, email: string): Promise<Account | undefined> {
  try {
    return await ports.chats.get(platform)?.find(email)
  } catch (error) {
    if (isPassing(error)) throw error
    ports.counts.add('look-up refused')
    return undefined
  }
}

const learnt = ({ zone, language }: Pick<Account, 'zone' | 'language'>): Pick<Account, 'zone' | 'language'> => ({
  ...(zone ? { zone } : {}),
  ...(language ? { language } : {}),
})

const spoken = ({ language }: Habit): Pick<Account, 'language'> => (language ? { language } : {})

/** Remembers where somebody acts, and in which zone and language; writes only when that changed. */
export async function rememberHabit(ports: Pick<Ports, 'store'>, person: Person, account: Account): Promise<void> {
  const habit = await ports.store.get(HABIT, person.id)
  const { chosen, kudos } = habit?.body ?? {}
  const asked = { ...(chosen ? { chosen } : {}), ...(kudos ? { kudos } : {}) }
  const body: Habit = { platform: account.platform, ...learnt(account), ...asked }
  const same = habit && (['platform', 'zone', 'language'] as const).every((key) => habit.body[key] === body[key])
  if (same) return
  await ports.store.write([{ put: HABIT.name, id: person.id, expect: habit?.version ?? 0, body }])
}

/** From now on they are reached there, wherever they act; undefined = wherever they acted last. */
export const chooseHabit = (ports: Pick<Ports, 'store'>, person: Person, chosen: Platform | undefined): Promise<void> =>
  changeHabit(ports, person, ({ chosen: _, ...rest }) => ({ ...rest, ...(chosen ? { chosen } : {}) }))

/** Whether they are told of kudos from now on. */
export const chooseKudos = (ports: Pick<Ports, 'store'>, person: Person, on: boolean): Promise<void> =>
  changeHabit(ports, person, ({ kudos: _, ...rest }) => ({ ...rest, ...(on ? {} : { kudos: 'off' as const }) }))

/** Whoever never said so wants them. */
export const wantsKudos = async (ports: Pick<Ports, 'store'>, person: PersonId): Promise<boolean> =>
  (await ports.store.get(HABIT, person))?.body.kudos !== 'off'

async function changeHabit(ports: Pick<Ports, 'store'>, person: Person, changed: (habit: Habit) => Habit): Promise<void> {
  const habit = await ports.store.get(HABIT, person.id)
  if (!habit) throw new Error('somebody who never acted cannot have chosen')
  const change = { put: HABIT.name, id: person.id, expect: habit.version, body: changed(habit.body) }
  const written = await ports.store.write([change])
  if (!written.ok) await changeHabit(ports, person, changed)
}
