// Channels: who reads there. https://docs.slack.dev/reference/methods/conversations.members
import * as z from 'zod'
import type { Chat } from '../../ports.ts'
import type { Session } from './session.ts'

const PAGE = 200
/** A channel with more than ten pages of members is no place for names, whatever it says about itself. */
const MOST_PAGES = 10

const InfoAnswer = z.object({
  channel: z.object({
    is_private: z.boolean().nullish(),
    is_ext_shared: z.boolean().nullish(),
    is_pending_ext_shared: z.boolean().nullish(),
  }),
})
const MembersAnswer = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
})

async function membersOf(session: Session, channel: string): Promise<{ ids: string[]; complete: boolean }> {
  const ids: string[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const args = { channel, limit: PAGE, ...(cursor ? { cursor } : {}) }
    const answer = await session.call('conversations.members', { args, answer: MembersAnswer })
    ids.push(...answer.members)
    cursor = answer.response_metadata?.next_cursor || undefined
    if (!cursor) return { ids, complete: true }
  }
  return { ids, complete: false }
}

/** Private means: marked so, not shared with another company, and every member is listed. We ourselves are not listed. */
export function slackRoom(session: Session): Chat['room'] {
  return async ({ id }) => {
    const args = { channel: id }
    const { channel } = await session.call('conversations.info', { args, answer: InfoAnswer })
    const [{ ids, complete }, self] = [await membersOf(session, id), await session.self()]
    const closed = channel.is_private === true && !channel.is_ext_shared && !channel.is_pending_ext_shared
    const members = ids.filter((user) => user !== self.user).map((user) => ({ platform: 'slack' as const, id: user }))
    return { private: closed && complete, members }
  }
}
