// Messages that spoke of somebody who was erased: emptied where they stand, then forgotten.
import { noticeCard } from '../coaching/told-cards.ts'
import { isPassing, VendorError } from '../errors.ts'
import type { Ports, Stored } from '../ports.ts'
import { POST, type Post } from './kinds.ts'

/** True when nothing more is to be done. One that is gone, or that the platform will not change any more, is forgotten as well. */
export async function emptyCard(ports: Ports, { id, version, body: { to, posted } }: Stored<Post>): Promise<boolean> {
  const account = to && 'account' in to ? to.account : undefined
  const chat = ports.chats.get(account?.platform ?? (to && 'room' in to ? to.room.platform : 'slack'))
  const words = ports.words(account?.language ?? ports.house.locale)
  const notice = { title: words.say('erased.title'), lines: [words.say('erased.line')], practice: ports.house.practice }
  try {
    if (posted) await chat?.redraw(posted, noticeCard(notice, words))
  } catch (error) {
    if (!(error instanceof VendorError) || isPassing(error)) throw error
    ports.counts.add('card not emptied')
    ports.log.warn('a card about somebody who was erased could not be emptied', { vendor: error.vendor, trouble: error.trouble })
  }
  return (await ports.store.write([{ drop: POST.name, id, expect: version }])).ok
}
