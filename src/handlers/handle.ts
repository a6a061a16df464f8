import type { Ports } from '../ports.ts'
import { answer } from './answer.ts'
import { backfill } from './backfill.ts'
import { book } from './book.ts'
import { deliver } from './deliver.ts'
import { tend } from './gather.ts'
import { lookAgain, lookIntoWaiting } from './hear.ts'
import { judge } from './judge.ts'
import { BACKFILL, HEARD, INBOX, PERMIT, POST, PROPOSAL, RECOGNITION, SIGNAL } from './kinds.ts'
import { praise } from './recognise.ts'
import { forget, judgeSignal } from './tidy.ts'
import { takeBackBooking } from './undo.ts'
import { watchSchedule } from './watch.ts'

/** What happens when a record falls due, by its kind; every run is safe to repeat. */
export function work(ports: Ports): void {
  const { jobs } = ports
  jobs.work(BACKFILL.name, () => backfill(ports))
  jobs.work('hear', () => lookIntoWaiting(ports))
  jobs.work(HEARD.name, () => lookAgain(ports), { atOnce: 16 })
  jobs.work('judge', (agent) => judge(ports, agent as Parameters<typeof judge>[1]), { atOnce: 16 })
  jobs.work(SIGNAL.name, (id) => judgeSignal(ports, id))
  jobs.work(PERMIT.name, (id) => forget(ports, PERMIT, id))
  jobs.work(PROPOSAL.name, (id) => advance(ports, id), { atOnce: 16 })
  jobs.work(RECOGNITION.name, (id) => praise(ports, id))
  jobs.work(POST.name, (id) => deliver(ports, id), { atOnce: 16 })
  jobs.work(INBOX.name, (id) => answer(ports, id), { atOnce: 16 })
}

/** Moves a proposal on, whatever state it is in. */
async function advance(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, id)
  switch (stored?.body.state) {
    case 'gathering':
    case 'open':
      return tend(ports, stored)
    case 'booking':
      return book(ports, stored)
    case 'booked':
      return watchSchedule(ports, stored)
    case 'undoing':
      return takeBackBooking(ports, stored)
    default:
      return
  }
}
