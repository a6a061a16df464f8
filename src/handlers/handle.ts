import type { Ports } from '../ports.ts'
import { answer } from './answer.ts'
import { endApproval } from './approve.ts'
import { backfill } from './backfill.ts'
import { book } from './book.ts'
import { deliver } from './deliver.ts'
import { tend } from './gather.ts'
import { lookAgain, lookIntoWaiting } from './hear.ts'
import { judge } from './judge.ts'
import { keepScores } from './keep-scores.ts'
import {
  APPROVAL,
  AUDIT_HEAD,
  BACKFILL,
  FORM,
  HEARD,
  INBOX,
  KEEPING,
  KEPT_DAY,
  MAIL,
  PERMIT,
  POST,
  PROPOSAL,
  RECOGNITION,
  SENT,
  SETTLED,
  SIGNAL,
  TALLY,
  THANKED,
} from './kinds.ts'
import { sendMail } from './mail.ts'
import { move } from './move.ts'
import { praise } from './praise.ts'
import { seal } from './seal.ts'
import { countSoon, recordTallies } from './tally.ts'
import { forget, judgeSignal } from './tidy.ts'
import { takeBackBooking } from './undo.ts'
import { watch } from './watch.ts'

/** What happens when a record falls due, by its kind; every run is safe to repeat. Hurried is what follows a press, a command or a booking. */
export function work(ports: Ports): void {
  const { jobs, centre } = ports
  // Said for every run: one is begun by whatever asked for it, and would go on at that pace.
  const begin = (pace: Pace) => (queue: string, run: (id: string) => Promise<void>, atOnce?: number) =>
    jobs.work(queue, (id) => centre.paced(pace, () => run(id)), atOnce ? { atOnce } : {})
  const [calmly, hurriedly] = [begin('calm'), begin('hurried')]

  calmly(BACKFILL.name, () => backfill(ports))
  calmly('hear', () => lookIntoWaiting(ports))
  calmly(HEARD.name, () => lookAgain(ports), CROWD)
  calmly('judge', (agent) => judge(ports, agent as Parameters<typeof judge>[1]), CROWD)
  calmly(SIGNAL.name, (id) => judgeSignal(ports, id))
  calmly(KEEPING.name, () => keepScores(ports))
  calmly(KEPT_DAY.name, (id) => forget(ports, KEPT_DAY, id))
  calmly(APPROVAL.name, (id) => endApproval(ports, id))
  calmly(PERMIT.name, (id) => forget(ports, PERMIT, id))
  calmly(THANKED.name, (id) => forget(ports, THANKED, id))
  calmly(SENT.name, (id) => forget(ports, SENT, id))
  calmly(SETTLED.name, (id) => forget(ports, SETTLED, id))
  calmly(FORM.name, (id) => forget(ports, FORM, id))
  calmly(RECOGNITION.name, (id) => praise(ports, id))
  calmly(MAIL.name, (id) => sendMail(ports, id))
  calmly('count', () => recordTallies(ports))
  calmly(TALLY.name, () => countSoon(ports))
  calmly(AUDIT_HEAD.name, () => seal(ports))
  calmly(PROPOSAL.name, (id) => advance(ports, id), CROWD)
  hurriedly(POST.name, (id) => deliver(ports, id), CROWD)
  hurriedly(INBOX.name, (id) => answer(ports, id), CROWD)
}

type Pace = Parameters<Ports['centre']['paced']>[0]

/** So many runs side by side where each mostly waits for an answer. */
const CROWD = 16

/** Moves a proposal on, whatever state it is in. */
async function advance(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, id)
  switch (stored?.body.state) {
    case 'gathering':
    case 'open':
      return tend(ports, stored)
    case 'booking':
      return ports.centre.paced('hurried', () => book(ports, stored))
    case 'booked':
      return ports.centre.paced('hurried', () => watch(ports, stored))
    case 'moving':
      return ports.centre.paced('hurried', () => move(ports, stored))
    case 'undoing':
      return ports.centre.paced('hurried', () => takeBackBooking(ports, stored))
    default:
      return
  }
}
