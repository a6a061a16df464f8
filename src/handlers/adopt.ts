import type { Place } from '../coaching/people.ts'
import type { Ports } from '../ports.ts'
import { commit } from './commit.ts'
import { idFrom, POST, type Post } from './kinds.ts'
import { putPost } from './post.ts'

interface Pressed {
  readonly subject: string
  readonly shows: Post['shows']
  readonly place: Place
}

/**
 * A message whose posting was never answered may stand all the same, beside the one posted after it, and nobody keeps it true. As
 * soon as somebody presses it, it is known, and drawn like every other copy.
 */
export async function adopt(ports: Ports, { subject, shows, place }: Pressed): Promise<void> {
  const posts = (await ports.store.find(POST, { index: 'subject', key: subject })).map(({ body }) => body)
  const known = posts.flatMap(({ posted }) => (posted ? [posted] : []))
  const posted = ports.chats.get(place.account.platform)?.stray(place, known)
  // Without another copy there, this is the one whose posting is under way.
  const other = posted && posts.find((post) => post.posted !== null && post.shows === shows && standsAt(post, place))
  if (!other) return
  const { print: _, ...like } = other
  const body: Post = { ...like, state: 'posted', posted: { ...posted }, drawn: 0, tries: 0 }
  const id = `${subject}:${shows}:stray:${idFrom(JSON.stringify(posted))}`
  const written = await commit(ports, [putPost({ id, version: 0, body }, body, ports.now())])
  if (written.ok) ports.counts.add('copies adopted')
}

function standsAt({ to }: Post, { account, room }: Place): boolean {
  if (!to) return false
  if ('room' in to) return to.room.platform === room?.platform && to.room.id === room.id
  return room === undefined && to.account.platform === account.platform && to.account.id === account.id
}
