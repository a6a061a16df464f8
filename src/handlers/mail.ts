// Thanks by e-mail: at most once. Nothing tells whether a mail that went unanswered was sent, so it is never sent again.
import type { Recognition } from '../coaching/recognition.ts'
import { mailOf } from '../coaching/told-cards.ts'
import { isPassing, VendorError } from '../errors.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { accountOf } from './identify.ts'
import { MAIL, type MailRecord, RECOGNITION } from './kinds.ts'
import { praiseIn, readerFor } from './show.ts'
import { settingsAbout } from './tune.ts'

/** The mail that is written together with the last word on a recognition, where somebody wants it and there is a mailbox to send from. */
export async function mailFor(ports: Ports, { id, agent, interaction }: Recognition): Promise<Change[]> {
  if (!ports.mail) return []
  const settings = await settingsAbout(ports, { agent, counted: interaction ? [interaction] : [] })
  if (!settings.thanks.mail) return []
  return [{ put: MAIL.name, id, expect: 0, body: { state: 'new' } satisfies MailRecord, due: ports.now() }]
}

/** Durable before the call: whoever finds it "sending" later does not know whether it was sent. */
export async function sendMail(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(MAIL, id)
  const recognition = await ports.store.get(RECOGNITION, id)
  if (!stored || !recognition || !ports.mail) return
  if (stored.body.state === 'sending') return end(ports, stored, 'unknown')
  if (stored.body.state !== 'new') return
  const { email } = recognition.body.agent
  const praise = praiseIn(recognition.body)
  if (email === '' || !praise) return end(ports, stored, 'refused')
  // A chat that cannot be asked just now holds up no mail.
  const account = await accountOf(ports, recognition.body.agent).catch(() => undefined)
  const words = ports.words(account?.language ?? ports.house.locale)
  const sending = await put(ports, stored, 'sending', ports.now())
  if (!sending) return
  try {
    await ports.mail.send({ to: email, ...mailOf(praise, readerFor(ports, account), words) })
    await end(ports, sending, 'sent')
  } catch (error) {
    await afterTrouble(ports, sending, error)
  }
}

async function afterTrouble(ports: Ports, sending: Stored<MailRecord>, error: unknown): Promise<void> {
  if (!(error instanceof VendorError)) throw error
  ports.log.warn('a mail met trouble', { mail: sending.id, trouble: error.trouble, code: error.code })
  if (error.inDoubt) return end(ports, sending, 'unknown')
  if (!isPassing(error)) return end(ports, sending, 'refused')
  await put(ports, sending, 'new', ports.now())
  throw error
}

/** Undefined when another run was faster. */
async function put(
  ports: Ports,
  stored: Stored<MailRecord>,
  state: MailRecord['state'],
  due?: number,
): Promise<Stored<MailRecord> | undefined> {
  const body: MailRecord = { state }
  const change = { put: MAIL.name, id: stored.id, expect: stored.version, body, ...(due === undefined ? {} : { due }) }
  const written = await ports.store.write([change])
  return written.ok ? { ...stored, version: stored.version + 1, body } : undefined
}

async function end(ports: Ports, stored: Stored<MailRecord>, state: 'sent' | 'unknown' | 'refused'): Promise<void> {
  if (await put(ports, stored, state)) ports.counts.add(`mail ${state}`)
}
