// What only an admin can mend, told to the admins directly: once a day for each such thing.

import type { Account, Card } from '../coaching/people.ts'
import { noticeCard } from '../coaching/told-cards.ts'
import { VendorError } from '../errors.ts'
import type { Ports } from '../ports.ts'
import { adminIds } from './admins.ts'
import { commit } from './commit.ts'
import type { Post } from './kinds.ts'
import { postTo } from './post.ts'

/** `forbidden`: a vendor no longer lets us do something. `unreachable`: somebody's cards reach them nowhere. */
export type Alarm = Extract<Post['shows'], 'forbidden' | 'unreachable'>

/** What it is about (a vendor, a name of ours), a person or nobody, and the day, all in the message's subject: nothing else is kept of it. */
const subjectOf = (about: string, now: number): string => `${about} ${new Date(now).toISOString().slice(0, 10)}`

async function tellAdmins(ports: Ports, shows: Alarm, about: string): Promise<void> {
  const subject = subjectOf(about, ports.now())
  ports.counts.add(`admins told: ${shows}`)
  // Whoever was told today has that message already; the write is refused, and that is fine.
  for (const reader of await adminIds(ports)) await commit(ports, [postTo(ports, { shows, subject, reader })])
}

/** Does the work; when the vendor says that we may not, the admins hear of it, and whoever asked gets the error all the same. */
export async function orAlarm<T>(ports: Ports, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof VendorError && error.trouble === 'unauthorised')
      await tellAdmins(ports, 'forbidden', error.vendor).catch(() =>
        ports.log.error('the admins could not be told', { vendor: error.vendor }),
      )
    throw error
  }
}

/** A supervisor's card reaches them nowhere. */
export const alarmUnreachable = (ports: Ports, { shows, reader }: Post): Promise<void> =>
  shows === 'proposal' && reader ? tellAdmins(ports, 'unreachable', reader) : Promise.resolve()

/** What the admin reads. */
export async function drawAlarm(
  ports: Ports,
  { shows, subject }: Post & { readonly shows: Alarm },
  account: Account,
): Promise<Card> {
  const [about = '', day = ''] = subject.split(' ')
  const words = ports.words(account.language ?? ports.house.locale)
  const name =
    shows === 'unreachable' ? ((await ports.centre.person(about as Parameters<Ports['centre']['person']>[0]))?.name ?? '') : ''
  const facts = { vendor: about, name, day: words.day(Date.parse(day), 'UTC'), command: 'npm run doctor' }
  const notice = { title: words.say(`${shows}.title`, facts), lines: [words.say(`${shows}.line`, facts)] }
  return noticeCard({ ...notice, practice: ports.house.practice }, words)
}
