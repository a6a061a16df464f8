import { VendorError } from '../errors.ts'
import type { Chat, Ports, Posted, Stored } from '../ports.ts'
import { idFrom, POST, type Post } from './kinds.ts'
import { type Drawing, drawPost } from './show.ts'

/** How often a message is looked at again when a redraw was asked for while one was under way. */
const ROUNDS = 5

/**
 * Brings one message up to date: posts it once, or redraws it when its record has moved on. The only writer of that message; runs
 * of the same post never overlap, so a later drawing cannot be overtaken by an earlier one.
 */
export async function deliver(ports: Ports, id: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const stored = await ports.store.get(POST, id)
    if (!stored || stored.body.state === 'failed') return
    const drawing = await drawPost(ports, stored.body)
    const chat = ports.chats.get(platformOf(stored.body))
    if (!drawing || !chat) return
    if (await bringUpToDate(ports, { stored, drawing, chat })) return
  }
  throw new Error('a message keeps changing while it is drawn')
}

interface Delivery {
  readonly stored: Stored<Post>
  readonly drawing: Drawing
  readonly chat: Chat
}

/** True when nothing more is to be done. */
async function bringUpToDate(ports: Ports, delivery: Delivery): Promise<boolean> {
  const { stored, drawing, chat } = delivery
  try {
    if (!stored.body.posted) return await firstPost(ports, delivery)
    const print = printOf(drawing)
    if (stored.body.drawn < drawing.version && print !== stored.body.print) await chat.redraw(stored.body.posted, drawing.card)
    return await save(ports, stored, { ...stored.body, drawn: drawing.version, print })
  } catch (error) {
    if (!(error instanceof VendorError) || error.inDoubt) throw error
    return await afterTrouble(ports, stored, error)
  }
}

/** The intent is durable before the call; after any doubt the platform is asked for our marker before posting again. */
async function firstPost(ports: Ports, { stored, drawing, chat }: Delivery): Promise<boolean> {
  const { body } = stored
  const found = body.state === 'sending' ? await chat.lookup(body.to, stored.id) : undefined
  const intent = found === undefined || found === 'cannot' ? await intend(ports, stored) : stored
  if (!intent) return false
  if (found === 'cannot') ports.counts.add('posted again without certainty')
  const posted: Posted = found && found !== 'cannot' ? found : await chat.post(body.to, drawing.card, stored.id)
  ports.counts.add('posted')
  // A found copy may show an older state, so it counts as not drawn yet.
  const known = found && found !== 'cannot' ? { drawn: 0 } : { drawn: drawing.version, print: printOf(drawing) }
  return rememberPosted(ports, stored.id, { posted: { ...posted }, ...known })
}

/** Platforms flicker, or say "edited", even when nothing changed. */
const printOf = ({ card }: Drawing): string => idFrom(JSON.stringify(card))

async function intend(ports: Ports, stored: Stored<Post>): Promise<Stored<Post> | undefined> {
  const body: Post = { ...stored.body, state: 'sending' }
  const due = stored.due ?? ports.now()
  const written = await ports.store.write([change(stored, body, due)])
  return written.ok ? { ...stored, version: stored.version + 1, body } : undefined
}

/** Where the message stands must not be lost, whatever was written meanwhile; a redraw asked for in between stays due. */
async function rememberPosted(ports: Ports, id: string, known: Pick<Post, 'posted' | 'drawn' | 'print'>): Promise<boolean> {
  const stored = await ports.store.get(POST, id)
  if (!stored) return true
  await save(ports, stored, { ...stored.body, state: 'posted', ...known }, stored.due)
  return false
}

async function save(ports: Ports, stored: Stored<Post>, body: Post, due?: number): Promise<boolean> {
  return (await ports.store.write([change(stored, body, due)])).ok
}

const change = (stored: Stored<Post>, body: Post, due?: number) => ({
  put: POST.name,
  id: stored.id,
  expect: stored.version,
  body,
  index: { subject: { key: body.subject, at: 0 } },
  ...(due === undefined ? {} : { due }),
})

/** Certain trouble: passing kinds are tried again by the job; a message that is gone is posted anew; the rest ends here, counted. */
async function afterTrouble(ports: Ports, stored: Stored<Post>, error: VendorError): Promise<boolean> {
  const passing = error.trouble === 'unavailable' || error.trouble === 'rate-limited'
  const state = passing ? (stored.body.posted ? 'posted' : 'new') : 'failed'
  const latest = await ports.store.get(POST, stored.id)
  if (latest) await save(ports, latest, { ...latest.body, state }, passing ? (latest.due ?? ports.now()) : undefined)
  if (passing) throw error
  ports.counts.add('message failed')
  ports.log.warn('a message could not be delivered', { post: stored.id, vendor: error.vendor, code: error.code })
  return true
}

const platformOf = ({ to }: Post) => ('account' in to ? to.account.platform : to.room.platform)
