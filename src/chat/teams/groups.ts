// Entra groups: who is in them, directly or by another group. https://learn.microsoft.com/graph/api/group-list-transitivemembers
import * as z from 'zod'
import { VendorError } from '../../errors.ts'
import type { Chat } from '../../ports.ts'
import { remembered } from '../../remembered.ts'
import { type AskGraph, type GraphOptions, openGraph } from './graph.ts'
import { GRAPH_URL, graphBase } from './options.ts'

/** Whoever is taken out loses what the group gave within this time. */
const KNOWN_MS = 60_000
const PAGE = 999
/** A group of more people than that names nobody in particular. */
const MOST_PAGES = 5

const Page = z.object({
  value: z.array(z.object({ '@odata.type': z.string().nullish(), id: z.string() })),
  '@odata.nextLink': z.string().nullish(),
})
const PERSON = '#microsoft.graph.user'

const trouble = (kind: 'not-found' | 'malformed' | 'refused', code: string) =>
  new VendorError({ vendor: 'Teams', trouble: kind, code })

/** With the application permission GroupMember.Read.All. */
export function entraGroups(options: GraphOptions): Pick<Chat, 'groupMembers'> {
  const ask = openGraph(options)
  const base = graphBase(options.graphUrl ?? GRAPH_URL)
  const known = remembered<readonly string[]>({ now: options.now, lifeOf: () => KNOWN_MS })
  return {
    async groupMembers(group) {
      const ids = await known(group, () => everybodyIn(ask, base, group))
      return ids.map((id) => ({ platform: 'teams', id }))
    },
  }
}

async function everybodyIn(ask: AskGraph, base: string, group: string): Promise<readonly string[]> {
  const ids: string[] = []
  let path: string | undefined = `groups/${encodeURIComponent(group)}/transitiveMembers?$select=id&$top=${PAGE}`
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: z.infer<typeof Page> | undefined = await ask(path, Page)
    if (!answer) throw trouble('not-found', 'group')
    ids.push(...answer.value.filter((member) => member['@odata.type'] === PERSON).map(({ id }) => id))
    path = followed(answer['@odata.nextLink'], base)
    if (!path) return ids
  }
  throw trouble('refused', 'group-too-large')
}

/** Our token goes to no other address than Graph's. */
function followed(link: string | null | undefined, base: string): string | undefined {
  if (!link) return undefined
  if (!link.startsWith(base)) throw trouble('malformed', 'nextLink')
  return link.slice(base.length)
}
