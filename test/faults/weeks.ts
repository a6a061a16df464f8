// One simulated world for many runs: a card for each of the ten agents, whatever the row does to them, and eight days later ten more.
import type { Entry, Seen, World } from '../control.ts'
import { AGENTS } from '../intake/remembered.ts'
import { bookButtons, offered, ROUGH } from '../journeys/acts.ts'
import { says } from '../said.ts'
import { openScene, type Scene } from '../world.ts'
import type { Run } from './row.ts'

/** Every card goes to its supervisor alone: a team nobody is in has a room. */
export const DIRECTLY = { DELIVER: '00000000-0000-4000-8002-000000000009=room:slack:C0SUPPORTLEADS' }

/** After it the row has Genesys's budget of 300 calls a minute to itself. */
export const MINUTE = 'PT61S'

const SUPERVISORS = ['sam', 'tessa', 'rita', 'theo', 'priya'] as const

interface Known {
  readonly first: string
  readonly name: string
  readonly id: string
  readonly email: string
}

/** A run and those it is about. */
export interface Part {
  readonly run: Run
  readonly agent: Known
  readonly supervisor: Known
}

/** Its card waits for a click. */
export interface Turn extends Part {
  readonly card: Seen
  /** One of the card's buttons that book, by the run's own choice. */
  readonly button: string
  /** The time that button books, by the clock of Berlin, where all supervisors are. */
  readonly time: { readonly from: string; readonly to: string }
}

export type Watch = ReturnType<typeof watch>

/** Reads the ledger as it grows. */
export function watch(world: World) {
  const entries: Entry[] = []
  const texts = new Map<string, string>()
  async function read(): Promise<readonly Entry[]> {
    for (const entry of await world.ledger(entries.length)) {
      if (entry.n <= entries.length) continue
      entries.push(entry)
      if (entry.effect.startsWith('message.') && entry.body.ephemeral === false) texts.set(entry.id, String(entry.body.text))
    }
    return entries
  }
  const isSo = async (done: () => boolean): Promise<boolean> => {
    await read()
    return done()
  }
  return {
    entries,
    read,
    /** What a message says now. */
    text: (id: string): string => texts.get(id) ?? '',
    until: (what: string, done: () => boolean) => world.until(what, () => isSo(done)),
    /** Lets time pass in steps until it is so; answers how many steps it took. */
    async passUntil(what: string, { step, most }: { step: string; most: number }, done: () => boolean): Promise<number> {
      for (let steps = 0; steps < most; steps += 1) {
        if (await isSo(done)) return steps
        await world.advance(step)
      }
      await world.until(what, () => isSo(done))
      return most
    },
  }
}

/** A world of its own; whatever happens in it, it is closed again. */
export async function inScene(env: Readonly<Record<string, string>>, work: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await openScene(env)
  try {
    await work(scene)
  } catch (error) {
    await scene.close().catch(() => undefined)
    throw error
  }
  await scene.close()
}

/** Ten turns a week (fewer at the end). The weekly limit of every agent is over before the next. */
export async function* weeks(
  { world }: Pick<Scene, 'world'>,
  { seen, runs, before = async () => undefined, apart = 'P8D' }: Weeks,
): AsyncGenerator<readonly Turn[]> {
  for (let first = 0; first < runs.length; first += AGENTS.length) {
    if (first > 0) await world.advance(apart)
    const parts = await partsOf(world, runs.slice(first, first + AGENTS.length))
    await before(parts)
    const turns = await turnsOf(world, seen, parts)
    await world.advance(MINUTE)
    yield turns
  }
}

interface Weeks {
  readonly seen: Watch
  readonly runs: readonly Run[]
  /** Each week, before anything happens. */
  readonly before?: (parts: readonly Part[]) => Promise<unknown>
  /** From one week's turns to the next, an ISO duration. */
  readonly apart?: string
}

async function partsOf(world: World, runs: readonly Run[]): Promise<Part[]> {
  const { people } = await world.people()
  const known = (first: string): Known => ({ ...people.find(({ email }) => email.startsWith(`${first}@`))!, first })
  return runs.map((run) => {
    const place = run.n % AGENTS.length
    return { run, agent: known(AGENTS[place]!), supervisor: known(SUPERVISORS[Math.floor(place / 2)]!) }
  })
}

/** The same turns with their cards as they read now, and another choice among the times on them. */
export async function anew(world: World, turns: readonly Turn[]): Promise<Turn[]> {
  const all = await messagesOf(world)
  return turns.map(({ card: { id }, ...part }) => withCard(part, all.find((card) => card.id === id)!))
}

const messagesOf = async (world: World): Promise<Seen[]> =>
  (await Promise.all(SUPERVISORS.map((user) => world.messages({ user })))).flat()

function withCard(part: Part, card: Seen): Turn {
  const buttons = bookButtons(card)
  const place = part.run.chance(buttons.length)
  return { ...part, card, button: buttons[place]!, time: offered(card)[place]! }
}

async function turnsOf(world: World, seen: Watch, parts: readonly Part[]): Promise<Turn[]> {
  await seen.read()
  const before = seen.entries.length
  await world.call('POST', '/interactions', [
    ...parts.map(({ agent }) => ({ agent: agent.first, ...ROUGH })),
    ...parts.map(({ agent }) => ({ agent: agent.first, ...ROUGH, customer: -0.72 })),
  ])
  const cardOf = ({ agent }: Part) =>
    seen.entries.findLast(({ n, id, body }) => n > before && body.ephemeral === false && offersTimes(seen.text(id), agent.name))
      ?.id
  await seen.until('a card for everybody', () => parts.every(cardOf))
  const all = await messagesOf(world)
  return parts.map((part) => withCard(part, all.find(({ id }) => id === cardOf(part))!))
}

const offersTimes = (text: string, name: string): boolean =>
  says(text, 'proposal.title', { agent: name }) && says(text, 'button.book')

/** Everybody presses the button that their run chose. */
export const pressAll = (world: World, turns: readonly Turn[]) =>
  Promise.all(turns.map(({ supervisor, card, button }) => world.click(supervisor.first, card, button)))

/** Of these entries, what the bot did of one kind that has to do with somebody (by id, name or e-mail). */
export const deeds = (entries: readonly Entry[], effect: string, about: string): Entry[] =>
  entries.filter((entry) => entry.effect === effect && entry.by === 'bot' && JSON.stringify(entry.body).includes(about))

/** The cards that name an agent, as they were posted. */
export const cardsAbout = (entries: readonly Entry[], agent: string): Entry[] =>
  deeds(entries, 'message.posted', agent).filter(({ body }) => says(body.text, 'proposal.title', { agent }))

export const isBooked = (text: string): boolean => says(text, 'proposal.booked')
