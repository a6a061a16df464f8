import * as z from 'zod'
import { PersonId } from '../coaching/interaction.ts'
import { MINUTE } from '../coaching/slot.ts'
import type { ContactCentre } from '../ports.ts'
import { remember } from './calls/remember.ts'
import type { Session } from './calls/session.ts'
import { orUndefined } from './calls/trouble.ts'

const Members = z.object({
  entities: z.array(z.object({ id: PersonId })).nullish(),
  nextUri: z.string().nullish(),
})

const PAGE = 100
/** A team of a thousand is an error, or not a team that one person leads. */
const MOST_PAGES = 10

/** Where the next page begins: https://developer.genesys.cloud/platform/api/ pages by cursors here, and tells the whole address. */
const cursorIn = (nextUri: string): string | undefined =>
  URL.parse(nextUri, 'https://localhost')?.searchParams.get('after') ?? undefined

/** Who is in a team; kept a few minutes. */
export function teams(session: Session, now: () => number): Pick<ContactCentre, 'teamMembers'> {
  const page = (team: string, after: string | undefined) =>
    session.ask({
      name: 'getTeamMembers',
      schema: Members,
      call: ({ teams }) => teams.getTeamMembers(team, { pageSize: PAGE, ...(after ? { after } : {}) }),
    })

  async function everybodyIn(team: string): Promise<readonly PersonId[] | undefined> {
    const found: PersonId[] = []
    let after: string | undefined
    for (let read = 0; read < MOST_PAGES; read += 1) {
      const { entities, nextUri } = await page(team, after)
      found.push(...(entities ?? []).map(({ id }) => id))
      after = nextUri ? cursorIn(nextUri) : undefined
      if (!after) return found
    }
    return undefined
  }

  return { teamMembers: remember(now, 5 * MINUTE, (team) => orUndefined(everybodyIn(team))) }
}
