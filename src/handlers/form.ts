// The form for the common settings: opened by a command, then every press in it, looked up and checked again.
import type { Command } from '../coaching/command.ts'
import { type Form, standing } from '../coaching/form.ts'
import type { Inputs } from '../coaching/inputs.ts'
import type { Person, Place } from '../coaching/people.ts'
import { parseButtonId } from '../coaching/proposal.ts'
import type { Scope } from '../coaching/scope.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports, Stored } from '../ports.ts'
import { isAdmin } from './admins.ts'
import { note } from './audit.ts'
import { fillIn, offer, placesOf, putForm, showForm } from './form-steps.ts'
import { personOf, rememberHabit } from './identify.ts'
import { FORM, idFrom } from './kinds.ts'
import { scopeOf } from './scopes.ts'
import { tell } from './screen.ts'
import { currentSettings } from './tune.ts'

interface Opening {
  /** The same for every run of one command. */
  readonly asked: string
  readonly by: Person
  readonly place: Place
  readonly words: Words
  readonly command: Extract<Command, { kind: 'form' }>
}

/** Opens a form, or says why not. A platform may have no dialogs where somebody is, and does not tell: there, both ways are offered. */
export async function openForm(ports: Ports, opening: Opening): Promise<Notice | undefined> {
  const { command, words, place } = opening
  const scope = command.scope && (await scopeOf(ports, command.scope, words))
  if (scope && !('kind' in scope)) return scope
  const stored = await created(ports, opening, scope)
  // A command is answered with a message of its own, whatever it was a reply to.
  const { message: _, ...here } = place
  const seen = { stored, place: here, words }
  if (command.card || place.dialog !== undefined) await showForm(ports, seen)
  else await offer(ports, seen)
  return undefined
}

async function created(ports: Ports, { asked, by }: Opening, scope: Scope | null): Promise<Stored<Form>> {
  const id = idFrom('form', asked)
  const known = await ports.store.get(FORM, id)
  if (known) return known
  const { settings, version } = await currentSettings(ports)
  const stood = standing({ settings, scope, where: await placesOf(ports, scope) })
  const buttons = (['fetch', 'here', 'preview', 'back'] as const).map((does) => ({ code: idFrom(id, does).slice(0, 12), does }))
  const body: Form = { by: by.id, scope, version, stood, typed: stood, state: 'open', saved: null, buttons }
  await ports.store.write([putForm(ports, { id, version: 0, body })])
  return { id, version: 1, body }
}

interface Pressed {
  readonly button: string
  readonly inputs: Inputs
  readonly place: Place
}

/** Somebody pressed a button of a form. False when it is none of a form. */
export async function pressForm(ports: Ports, { button, inputs, place }: Pressed): Promise<boolean> {
  const parsed = parseButtonId(button)
  const stored = parsed && (await ports.store.get(FORM, parsed.proposal))
  const found = stored?.body.buttons.find(({ code }) => code === parsed?.code)
  if (!stored || !found) return false
  const words = ports.words(place.account.language ?? ports.house.locale)
  const by = await personOf(ports, place.account)
  const who = await checked(ports, by, stored.body)
  if (typeof who === 'string') {
    ports.counts.add(who)
    const named = typeof by === 'string' ? { by } : { by: by.id, uninvited: true }
    await note(ports, { what: 'press-refused', ...named, about: { form: stored.id }, outcome: who })
    await tell(ports, place, { title: words.say(who) })
    return true
  }
  await rememberHabit(ports, who, place.account)
  await fillIn(ports, { stored, by: who, place, words }, { does: found.does, inputs })
  return true
}

/** Whoever opened it, as long as they are an admin; else why not. */
async function checked(ports: Ports, by: Awaited<ReturnType<typeof personOf>>, form: Form): Promise<Person | string> {
  if (by === 'stranger' || by === 'unlinked') return `refusal.${by}`
  if (!(await isAdmin(ports, by))) return 'refusal.not-admin'
  return by.id === form.by ? by : 'form.not-yours'
}
