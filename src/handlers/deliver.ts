import { isPassing, VendorError } from '../errors.ts'
import type { Chat, Ports, Posted, Stored } from '../ports.ts'
import { alarmUnreachable } from './alarm.ts'
import { emptyCard } from './erase-cards.ts'
import { accountOf } from './identify.ts'
import { idFrom, POST, type Post, PROPOSAL } from './kinds.ts'
import { putPost } from './post.ts'
import { type Drawing, drawPost } from './show.ts'

/** How often a message is looked at again when a redraw was asked for while one was under way. */
const ROUNDS = 8
/** A message the platform turns down so often goes another way. */
const TRIES = 5

/**
 * Brings one message up to date: posts it once, or redraws it when its record has moved on. The only writer of that message; runs
 * of the same post never overlap, so a later drawing cannot be overtaken by an earlier one.
 */
export async function deliver(ports: Ports, id: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const stored = await ports.store.get(POST, id)
    if (!stored || (await bringUpToDate(ports, stored))) return
  }
  throw new Error('a message keeps changing while it is drawn')
}

/** True when nothing more is to be done. */
async function bringUpToDate(ports: Ports, stored: Stored<Post>): Promise<boolean> {
  const { body } = stored
  if (body.shows === 'erased') return emptyCard(ports, stored)
  if (body.state === 'failed') return save(ports, stored, body)
  try {
    if (!body.to) return await findOut(ports, stored)
    const drawing = await drawPost(ports, body)
    const chat = ports.chats.get(platformOf(body.to))
    if (!drawing || !chat) return await save(ports, stored, body)
    return body.posted ? await redraw(ports, { stored, drawing, chat }) : await firstPost(ports, { stored, drawing, chat })
  } catch (error) {
    return afterTrouble(ports, stored.id, error)
  }
}

/** Where its reader is reached; asked only now, so that a slow directory holds up this message and nothing else. */
async function findOut(ports: Ports, stored: Stored<Post>): Promise<boolean> {
  const { reader, tried } = stored.body
  const person = reader && (await ports.centre.person(reader))
  const account = person ? await accountOf(ports, person, tried) : undefined
  if (account) await save(ports, stored, { ...stored.body, to: { account } }, stored.due)
  else await giveUp(ports, stored)
  return false
}

async function giveUp(ports: Ports, stored: Stored<Post>): Promise<void> {
  ports.counts.add('unreachable')
  ports.log.warn('a message reaches nobody', { post: stored.id })
  await save(ports, stored, { ...stored.body, state: 'failed' })
  await alarmUnreachable(ports, stored.body)
}

interface Delivery {
  readonly stored: Stored<Post>
  readonly drawing: Drawing
  readonly chat: Chat
}

async function redraw(ports: Ports, { stored, drawing, chat }: Delivery): Promise<boolean> {
  const { posted, drawn, print: before } = stored.body
  const print = printOf(drawing)
  if (posted && drawn < drawing.version && print !== before) await chat.redraw(posted, drawing.card)
  return save(ports, stored, { ...stored.body, drawn: drawing.version, print, tries: 0 })
}

/** The intent is durable before the call; after any doubt the platform is asked for our marker before posting again. */
async function firstPost(ports: Ports, { stored, drawing, chat }: Delivery): Promise<boolean> {
  const { body } = stored
  if (!body.to) return false
  const found = body.state === 'sending' ? await chat.lookup(body.to, stored.id) : undefined
  if (found && found !== 'cannot') return rememberPosted(ports, stored.id, { posted: { ...found }, drawn: 0 })
  if (found === 'cannot') ports.counts.add('posted again without certainty')
  if (!(await save(ports, stored, { ...body, state: 'sending' }, stored.due ?? ports.now()))) return false
  const posted: Posted = await chat.post(body.to, drawing.card, stored.id)
  ports.counts.add('posted')
  return rememberPosted(ports, stored.id, { posted: { ...posted }, drawn: drawing.version, print: printOf(drawing) })
}

/** Platforms flicker, or say "edited", even when nothing changed. */
const printOf = ({ card }: Drawing): string => idFrom(JSON.stringify(card))

/** Where the message stands must not be lost, whatever was written meanwhile; a redraw asked for in between stays due. */
async function rememberPosted(ports: Ports, id: string, known: Pick<Post, 'posted' | 'drawn' | 'print'>): Promise<boolean> {
  for (;;) {
    const stored = await ports.store.get(POST, id)
    if (!stored || (await save(ports, stored, { ...stored.body, ...known, state: 'posted', tries: 0 }, stored.due))) return false
  }
}

async function save(ports: Ports, stored: Stored<Post>, body: Post, due?: number): Promise<boolean> {
  return (await ports.store.write([putPost(stored, body, due)])).ok
}

/**
 * Passing trouble, and our own missing permissions, come back by the job. A message that is gone is posted anew. What is turned down,
 * or stays in doubt, again and again goes another way: the reader's other platform, or from a room to the supervisor.
 */
async function afterTrouble(ports: Ports, id: string, error: unknown): Promise<boolean> {
  const stored = await ports.store.get(POST, id)
  if (!stored || !(error instanceof VendorError)) throw error
  const tries = stored.body.tries + 1
  const body: Post = { ...stored.body, tries, state: stateAfter(stored.body, error) }
  ports.log.warn('a message met trouble', { post: id, vendor: error.vendor, trouble: error.trouble, code: error.code, tries })
  const due = stored.due ?? ports.now()
  if (tries >= TRIES && (error.inDoubt || !waits(error))) return elsewhere(ports, stored)
  const isGone = error.trouble === 'not-found' && body.posted !== null
  const next: Post = isGone ? { ...body, posted: null, state: 'new', drawn: 0 } : body
  // A redraw asked for meanwhile must not make this try go uncounted.
  if (!(await save(ports, stored, next, due))) return afterTrouble(ports, id, error)
  if (isGone) return false
  throw error
}

const waits = (error: VendorError): boolean => isPassing(error) || error.trouble === 'unauthorised'

/** What surely was not posted needs no looking up. */
function stateAfter({ posted, state }: Post, { inDoubt }: VendorError): Post['state'] {
  if (posted) return 'posted'
  return inDoubt ? state : 'new'
}

async function elsewhere(ports: Ports, stored: Stored<Post>): Promise<boolean> {
  const { body } = stored
  ports.counts.add('sent another way')
  const supervisor = body.shows === 'proposal' ? (await ports.store.get(PROPOSAL, body.subject))?.body.supervisor?.id : undefined
  const reader = body.reader ?? supervisor ?? null
  const tried = body.to && 'account' in body.to ? [...body.tried, body.to.account.platform] : body.tried
  const anew: Post = { ...body, to: null, reader, tried, state: 'new', posted: null, drawn: 0, tries: 0 }
  await save(ports, stored, anew, stored.due ?? ports.now())
  return false
}

const platformOf = (to: NonNullable<Post['to']>) => ('account' in to ? to.account.platform : to.room.platform)
