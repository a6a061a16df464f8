// The ten agents of the simulated world, a card for each of them in Slack and in Teams, and how to find what belongs to it.
import type { Seen, World } from '../control.ts'
import { ROUGH } from '../journeys/acts.ts'
import { says } from '../said.ts'
import { type Case, casesIn } from './cases.ts'

const TEAM = '00000000-0000-4000-8002-00000000000'
const IN_TEAMS = 'both:teams:19:returns-leads@thread.tacv2'
const IN_SLACK = 'both:slack:C0SUPPORTLEADS'

/** Every supervisor gets a card where they are, and a room of the other platform another copy. */
export const BOTH_PLATFORMS = [1, 3, 5]
  .map((n) => `${TEAM}${n}=${IN_TEAMS}`)
  .concat([2, 4].map((n) => `${TEAM}${n}=${IN_SLACK}`))
  .join(' ')

/** First names; those of one supervisor side by side. */
export const AGENTS: readonly string[] = ['ana', 'ben', 'cleo', 'dario', 'emil', 'fay', 'gus', 'hana', 'ines', 'jon']
const SUPERVISORS = ['sam', 'tessa', 'rita', 'theo', 'priya'] as const

interface Known {
  readonly first: string
  readonly id: string
  readonly email: string
}

/** A card that waits for a click. */
export interface Waiting {
  readonly agent: Known
  readonly supervisor: Known
  readonly proposal: string
  /** The copy that names the agent. */
  readonly card: Seen
  /** Ids of its copies. */
  readonly slack: string
  readonly teams: string
  /** The second of the conversations it is about. */
  readonly conversation: string
}

/** Two rough calls for each of these agents; answers their cards once every copy stands. */
export async function cardsFor(world: World, agents: readonly string[] = AGENTS): Promise<Waiting[]> {
  await Promise.all(agents.map((agent) => world.interaction({ agent, ...ROUGH })))
  const seconds = await Promise.all(agents.map((agent) => world.interaction({ agent, ...ROUGH, customer: -0.72 })))
  const { people } = await world.people()
  const known = (first: string) => ({ ...people.find(({ email }) => email.startsWith(`${first}@`))!, first })
  const own = await world.until(`both cards about ${agents}`, async () => {
    const cases = casesIn(await world.ledger())
    const found = agents.map((first) => cardsIn(cases, known(first).name))
    return found.every((one) => one !== undefined) && found
  })
  return Promise.all(
    agents.map(async (first, n): Promise<Waiting> => {
      const supervisor = known(supervisorOf(first))
      const card = (await world.messages({ user: supervisor.first })).find(({ id }) => id === own[n]!.named)!
      return { ...own[n]!, agent: known(first), supervisor, card, conversation: seconds[n]!.conversationId }
    }),
  )
}

export const supervisorOf = (agent: string): string => SUPERVISORS[AGENTS.indexOf(agent) >> 1]!

function cardsIn(cases: readonly Case[], agent: string) {
  for (const { proposal, cards } of cases) {
    const named = cards.find(({ text }) => says(text, 'proposal.title', { agent }))
    const [slack, teams] = ['slack', 'teams'].map((vendor) => cards.find((card) => card.vendor === vendor))
    if (named && slack && teams && cards.every(({ text }) => says(text, 'button.book')))
      return { proposal, named: named.id, slack: slack.id, teams: teams.id }
  }
  return undefined
}
