import type { RoomRef } from '../coaching/people.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { POST, type Post } from './kinds.ts'

type PostChange = Extract<Change, { readonly put: string }>

interface Wanted {
  readonly shows: Post['shows']
  /** The id of what it shows. */
  readonly subject: string
  /** Whose eyes it is for; where they are reached is found out when it is delivered. */
  readonly reader?: NonNullable<Post['reader']>
  readonly room?: RoomRef
  /** Posted once more for the n-th time, so that it comes to attention. */
  readonly nth?: number
}

/** A message to be delivered: to a person wherever they are reached, or into a room. */
export function postTo(ports: Pick<Ports, 'now'>, { shows, subject, reader, room, nth }: Wanted): PostChange {
  const to: Post['to'] = room ? { room } : null
  const body: Post = { shows, subject, to, reader: reader ?? null, state: 'new', posted: null, drawn: 0, tries: 0, tried: [] }
  const again = nth === undefined ? '' : `:${nth}`
  const id = `${subject}:${shows}:${room ? `${room.platform}:${room.id}` : reader}${again}`
  return putPost({ id, version: 0, body }, body, ports.now())
}

export function putPost(stored: Stored<Post>, body: Post, due?: number): PostChange {
  const index = { subject: { key: body.subject, at: 0 } }
  return { put: POST.name, id: stored.id, expect: stored.version, body, index, ...(due === undefined ? {} : { due }) }
}

/** Those of the messages about a subject that do not stand yet. */
export async function notPosted(ports: Pick<Ports, 'store'>, subject: string, wanted: readonly PostChange[]): Promise<Change[]> {
  const known = new Set((await ports.store.find(POST, { index: 'subject', key: subject })).map(({ id }) => id))
  return wanted.filter(({ id }) => !known.has(id))
}
