// Somebody is forgotten: everything that is remembered of them goes, cards that speak of them are emptied, and nothing new is kept. Safe to repeat.
import { PersonId } from '../coaching/interaction.ts'
import type { Person } from '../coaching/people.ts'
import type { Notice } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import type { Ports, Spot } from '../ports.ts'
import { audited } from './audit.ts'
import { commit } from './commit.ts'
import { erasedId, isErased } from './erased.ts'
import { dropAll, isEmptied } from './forget-person.ts'
import { forgetInSettings } from './forget-settings.ts'
import { keepScores } from './keep-scores.ts'
import { AUDIT_KEY, ERASED, POST, PROPOSAL, SCORES, SETTINGS_LOG } from './kinds.ts'

interface Wish {
  readonly by: Person
  readonly words: Words
  /** An e-mail, or, of somebody who left, a Genesys id. */
  readonly who: string
  readonly sure: boolean
}

/** Looked through in one go: a moment's work. */
const PAGE = 500
const BEGINNING: Spot = { kind: '', id: '' }
/** What must come to an end first: half a booking would be left in Genesys otherwise. */
const UNDER_WAY: ReadonlySet<string> = new Set(['booking', 'moving', 'undoing'])

/** Says what is remembered; and, when they are sure, erases it and proves it. */
export async function erase(ports: Ports, wish: Wish): Promise<Notice> {
  const { words, who, sure } = wish
  const person = await personBy(ports, who)
  if (!person) return { title: words.say('command.nobody', { who: plain(who) }) }
  const texts = await textsOf(ports, person)
  if (!sure) return asked(ports, wish, texts)
  const proposals = await ports.store.find(PROPOSAL, { index: 'agent', key: person.id, newest: true })
  if (proposals.some(({ body }) => UNDER_WAY.has(body.state))) return { title: words.say('erase.under-way') }
  await bury(ports, wish.by, person.id)
  await keepScores(ports)
  await forgetInSettings(ports, wish.by, person.id)
  const { dropped, cards } = await dropAll(ports, await every(ports, texts), person.id)
  await closeGap(ports, person.id)
  await ports.store.scrub()
  ports.log.info('somebody was erased', { by: wish.by.id, records: dropped })
  return proof(ports, words, { texts, dropped, cards })
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function personBy({ centre }: Pick<Ports, 'centre'>, who: string): Promise<{ id: PersonId; email: string } | undefined> {
  if (who.includes('@')) {
    const people = await centre.peopleByEmail(who)
    return people.length === 1 ? people[0] : undefined
  }
  if (!UUID.test(who)) return undefined
  const id = PersonId.parse(who)
  return (await centre.person(id)) ?? { id, email: '' }
}

/** Whatever names them: their id, their e-mail, and their accounts as far as something was sent there. */
async function textsOf(ports: Ports, { id, email }: { id: PersonId; email: string }): Promise<string[]> {
  const accounts = new Set<string>()
  for (const { kind, id: post } of await every(ports, [id])) {
    const body = kind === POST.name ? (await ports.store.get(POST, post))?.body : undefined
    if (body?.reader === id && body.to && 'account' in body.to) accounts.add(body.to.account.id)
  }
  return [id, ...(email ? [email] : []), ...accounts]
}

type Found = Spot & { readonly version: number }

/** Every record that holds one of the texts; whoever presses a button meanwhile is not kept waiting. */
async function every({ store }: Pick<Ports, 'store'>, texts: readonly string[]): Promise<Found[]> {
  const all: Found[] = []
  for (let spot: Spot | undefined = BEGINNING; spot; ) {
    const { found, next } = await store.mentions(texts, spot, PAGE)
    all.push(...found)
    await new Promise((go) => setImmediate(go))
    spot = next
  }
  return all
}

async function asked(ports: Ports, { words, who }: Wish, texts: readonly string[]): Promise<Notice> {
  const found = await every(ports, texts)
  const command = `/coaching erase ${plain(who)} for good`
  return { title: words.say('erase.sure', { count: found.length }), lines: [words.say('erase.sure-line', { command })] }
}

/** From now on nothing new is kept; the audit tells of it by the old name, and its key is destroyed in the same write. */
async function bury(ports: Ports, by: Person, person: PersonId): Promise<void> {
  if (await isErased(ports, person)) return
  const told = await audited(ports, { what: 'erased', by: by.id, agent: person })
  const key = await ports.store.get(AUDIT_KEY, person)
  const written = await commit(ports, [
    { put: ERASED.name, id: erasedId(person), expect: 0, body: { at: ports.now() } },
    told,
    ...(key ? [{ drop: AUDIT_KEY.name, id: person, expect: key.version }] : []),
  ])
  if (!written.ok) await bury(ports, by, person)
}

/** The last entry of the stream of scores stays: it must not be theirs. */
async function closeGap({ store, now }: Pick<Ports, 'store' | 'now'>, person: PersonId): Promise<void> {
  const left = await store.read(SCORES, 0, PAGE)
  if (!left.some(({ entry }) => !('gap' in entry) && entry.agent === person)) return
  await store.write([
    { append: SCORES.name, entry: { gap: true }, at: now() },
    { cut: SCORES.name, through: left.at(-1)!.n },
  ])
}

interface Done {
  readonly texts: readonly string[]
  readonly dropped: number
  readonly cards: number
}

/** Looks through everything once more. */
async function proof(ports: Ports, words: Words, { texts, dropped, cards }: Done): Promise<Notice> {
  const left = await every(ports, texts)
  // An address goes with the last message that is emptied there.
  const waiting = left.filter((one) => isEmptied(one) || texts.includes(one.id)).length
  const log = (await ports.store.read(SETTINGS_LOG, 0, 10_000)).filter(({ entry }) =>
    texts.some((text) => JSON.stringify(entry).toLowerCase().includes(text.toLowerCase())),
  )
  const still = left.length - waiting + log.length
  const facts = { dropped, cards, still }
  return {
    title: words.say(still === 0 ? 'erase.done' : 'erase.done-but', { count: still }),
    lines: [words.say('erase.proof', facts), words.say('erase.audit'), words.say('erase.elsewhere')],
  }
}

/** Somebody who was erased is treated like everybody else again; nothing comes back. */
export async function readmit(ports: Ports, { words, who, by }: Omit<Wish, 'sure'>): Promise<Notice> {
  const person = await personBy(ports, who)
  const stored = person && (await ports.store.get(ERASED, erasedId(person.id)))
  if (!stored) return { title: words.say('erase.not-erased', { who: plain(who) }) }
  await commit(ports, [
    { drop: ERASED.name, id: stored.id, expect: stored.version },
    await audited(ports, { what: 'readmitted', by: by.id }),
  ])
  return { title: words.say('erase.readmitted') }
}
