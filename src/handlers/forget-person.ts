// What becomes of each record that names somebody who is erased, and of the messages about it.
import type { PersonId } from '../coaching/interaction.ts'
import type { Change, Ports, RecordKind, Spot } from '../ports.ts'
import { commit } from './commit.ts'
import {
  APPROVAL,
  AUDIT_KEY,
  FORM,
  HABIT,
  HALT,
  HEARD,
  INBOX,
  idFrom,
  JOURNAL,
  KEPT_DAY,
  MAIL,
  PERMIT,
  POST,
  type Post,
  PROPOSAL,
  RECOGNITION,
  SENT,
  SETTLED,
  SIGNAL,
  TALLY,
  THANKED,
} from './kinds.ts'
import { putPost } from './post.ts'

/** These go as they are. */
const GONE = new Set(
  [HEARD, SIGNAL, KEPT_DAY, PERMIT, THANKED, SETTLED, TALLY, HALT, HABIT, FORM, INBOX, AUDIT_KEY].map(({ name }) => name),
)
/** These go with everything that has the same id, and the messages about them are emptied. */
const TOLD = new Set([PROPOSAL, RECOGNITION, APPROVAL].map(({ name }) => name))
const SAME_ID: readonly RecordKind<unknown>[] = [JOURNAL, MAIL, SENT, PERMIT, THANKED, SETTLED]

type Found = Spot & { readonly version: number }

interface Dropped {
  readonly dropped: number
  /** Messages that are emptied. */
  readonly cards: number
}

/** Drops them one by one; what somebody else writes at the same moment is met by the next run. What is about others is left as it is. */
export async function dropAll(ports: Ports, found: readonly Found[], person: PersonId): Promise<Dropped> {
  let [dropped, cards] = [0, 0]
  // The command itself waits in the inbox: it goes last, so that a crash in the midst of this lets it begin anew.
  for (const { kind, id, version } of found.toSorted((a, b) => Number(a.kind === INBOX.name) - Number(b.kind === INBOX.name))) {
    const changes = await changesFor(ports, { kind, id, version }, person)
    if (changes.length === 0 || !(await commit(ports, changes)).ok) continue
    dropped += 1
    cards += changes.filter((change) => 'put' in change).length
  }
  return { dropped, cards }
}

async function changesFor(ports: Ports, { kind, id, version }: Found, person: PersonId): Promise<Change[]> {
  if (GONE.has(kind)) return [{ drop: kind, id, expect: version }]
  if (kind === POST.name) return isEmptied({ kind, id }) ? [] : emptied(ports, id, person)
  if (!TOLD.has(kind)) return []
  const posts = await ports.store.find(POST, { index: 'subject', key: id })
  const others = await Promise.all(SAME_ID.map((each) => dropOf(ports, each, id)))
  const messages = await Promise.all(posts.map((post) => emptied(ports, post.id, person)))
  return [{ drop: kind, id, expect: version }, ...others.flat(), ...messages.flat()]
}

async function dropOf({ store }: Pick<Ports, 'store'>, { name, schema }: RecordKind<unknown>, id: string): Promise<Change[]> {
  const stored = await store.get({ name, schema }, id)
  return stored ? [{ drop: name, id, expect: stored.version }] : []
}

const EMPTIED = 'erased:'
/** The subject of messages that they themselves were sent. */
export const THEIR_OWN = 'erased-own'

/** A message that waits to be emptied. */
export const isEmptied = ({ kind, id }: Spot): boolean => kind === POST.name && id.startsWith(EMPTIED)

/** A message that stands somewhere is emptied under a new name: the old one may hold who read it. */
async function emptied(ports: Ports, id: string, person: PersonId): Promise<Change[]> {
  const stored = await ports.store.get(POST, id)
  if (!stored) return []
  const { to, posted, reader } = stored.body
  const gone: Change = { drop: POST.name, id, expect: stored.version }
  if (!to || !posted) return [gone]
  const subject = reader === person ? THEIR_OWN : 'erased'
  const body: Post = { shows: 'erased', subject, to, reader: null, state: 'posted', posted, drawn: 0, tries: 0, tried: [] }
  return [gone, putPost({ id: `${EMPTIED}${idFrom(id)}`, version: 0, body }, body, ports.now())]
}
