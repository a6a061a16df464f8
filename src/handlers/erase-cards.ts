// Messages that spoke of somebody who was erased: emptied where they stand, then forgotten.
import type { Account } from '../coaching/people.ts'
import { noticeCard } from '../coaching/told-cards.ts'
import { isPassing, VendorError } from '../errors.ts'
import type { Ports, Stored } from '../ports.ts'
import { THEIR_OWN } from './forget-person.ts'
import { POST, type Post } from './kinds.ts'

/** True when nothing more is to be done. One that is gone, or that the platform will not change any more, is forgotten as well. */
export async function emptyCard(ports: Ports, { id, version, body: { to, posted, subject } }: Stored<Post>): Promise<boolean> {
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
  if (subject === THEIR_OWN && account && (await isLast(ports, account))) await chat?.forget(account)
  return (await ports.store.write([{ drop: POST.name, id, expect: version }])).ok
}

async function isLast({ store }: Pick<Ports, 'store'>, { id }: Account): Promise<boolean> {
  const left = await store.find(POST, { index: 'subject', key: THEIR_OWN, limit: 10_000 })
  return left.filter(({ body: { to } }) => to && 'account' in to && to.account.id === id).length <= 1
}
