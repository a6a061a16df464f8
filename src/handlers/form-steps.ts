// What the buttons of a form do: show it, look at what would change, save that.
import { USUAL_DAYS } from '../coaching/command.ts'
import { type Basis, type Form, readForm, reasonOf, renewed, type Step, standing, type Wrongs } from '../coaching/form.ts'
import { errorsOf, formCard, offerCard, previewCard } from '../coaching/form-card.ts'
import type { Inputs } from '../coaching/inputs.ts'
import { differences } from '../coaching/overrides.ts'
import type { Person, Place } from '../coaching/people.ts'
import type { Scope } from '../coaching/scope.ts'
import type { Settings } from '../coaching/settings.ts'
import { HOUR } from '../coaching/slot.ts'
import { type Notice, noticeCard } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { aloneLine, changeSettings } from './change-settings.ts'
import { changesBetween, settingsOf } from './history.ts'
import { FORM, idFrom } from './kinds.ts'
import { saidScope, whereIn } from './scopes.ts'
import { showAt } from './screen.ts'
import { currentSettings } from './tune.ts'
import { effectOf, saidEffect } from './what-if.ts'

/** Nobody leaves a form open for longer. */
const KEPT_MS = 24 * HOUR

/** A form before somebody. */
export interface Seen {
  readonly stored: Stored<Form>
  readonly place: Place
  readonly words: Words
}

/** Before whoever opened it, who was checked just now. */
interface Acting extends Seen {
  readonly by: Person
}

interface Pressed {
  readonly does: Step
  readonly inputs: Inputs
}

export const putForm = (ports: Ports, { id, version, body }: Stored<Form>, changed: Partial<Form> = {}): Change => ({
  put: FORM.name,
  id,
  expect: version,
  body: { ...body, ...changed },
  due: ports.now() + KEPT_MS,
})

export const placesOf = async (ports: Ports, scope: Scope | null): Promise<Basis['where']> =>
  scope ? whereIn(ports, scope) : { queue: null, team: null, agent: '' }

export async function fillIn(ports: Ports, acting: Acting, pressed: Pressed): Promise<void> {
  const done = await step(ports, acting, pressed)
  if (done) return
  // Somebody wrote in between, most likely with the same press: what is there now decides.
  const stored = await ports.store.get(FORM, acting.stored.id)
  if (stored) await fillIn(ports, { ...acting, stored }, pressed)
}

/** False when somebody else wrote first. */
async function step(ports: Ports, acting: Acting, { does, inputs }: Pressed): Promise<boolean> {
  const { stored } = acting
  const basis = await basisOf(ports, stored.body)
  switch (does) {
    case 'fetch':
    case 'here':
      return open(ports, acting, basis)
    case 'back':
      return stored.body.state === 'saved' ? showSaved(ports, acting) : open(ports, acting, basis)
    case 'preview':
      return stored.body.state === 'saved' ? showSaved(ports, acting) : preview(ports, acting, { basis, typed: inputs })
    case 'save':
      return stored.body.state === 'saved' ? showSaved(ports, acting) : save(ports, acting, basis)
    default:
      return does satisfies never
  }
}

interface Now extends Basis {
  readonly version: number
}

async function basisOf(ports: Ports, { scope }: Form): Promise<Now> {
  return { ...(await currentSettings(ports)), scope, where: await placesOf(ports, scope) }
}

/** The form as it changed, unless somebody else wrote first. */
async function written(ports: Ports, { stored }: Seen, changed: Partial<Form>): Promise<Stored<Form> | undefined> {
  const { ok } = await ports.store.write([putForm(ports, stored, changed)])
  return ok ? { ...stored, version: stored.version + 1, body: { ...stored.body, ...changed } } : undefined
}

/** With what was typed before; one that was saved begins anew. */
async function open(ports: Ports, acting: Acting, basis: Now): Promise<boolean> {
  const { state, typed, stood } = acting.stored.body
  const now = standing(basis)
  const kept = state === 'saved' ? now : renewed(typed, stood, now)
  const stored = await written(ports, acting, { state: 'open', version: basis.version, stood: now, typed: kept })
  if (stored) await showForm(ports, { ...acting, stored })
  return stored !== undefined
}

interface Typed {
  readonly basis: Now
  readonly typed: Inputs
}

async function preview(ports: Ports, acting: Acting, { basis, typed }: Typed): Promise<boolean> {
  if (basis.version !== acting.stored.body.version) return meanwhile(ports, acting, { basis, typed })
  const read = readForm(basis, typed)
  const same = 'after' in read && differences(basis.settings, read.after).length === 0
  if ('wrong' in read || same) {
    const stored = await written(ports, acting, { typed, state: 'open' })
    const notice = same ? [acting.words.say('form.nothing')] : []
    if (stored) await showForm(ports, { ...acting, stored }, { notice, wrong: 'wrong' in read ? read.wrong : {} })
    return stored !== undefined
  }
  const { id, body } = acting.stored
  // Of this preview alone: one that was looked at before cannot be saved any more.
  const save = { code: idFrom(id, 'save', JSON.stringify(typed)).slice(0, 12), does: 'save' } as const
  const buttons = [...body.buttons.filter(({ does }) => does !== 'save'), save]
  const stored = await written(ports, acting, { typed, state: 'preview', buttons })
  if (stored) await showPreview(ports, { ...acting, stored }, { before: basis.settings, after: read.after })
  return stored !== undefined
}

/** All of it as one version, and the form saved with it, or nothing. */
async function save(ports: Ports, acting: Acting, basis: Now): Promise<boolean> {
  const { stored, by } = acting
  const { typed, version, state } = stored.body
  if (version !== basis.version) return meanwhile(ports, acting, { basis, typed })
  const read = readForm(basis, typed)
  if (state !== 'preview' || 'wrong' in read) return preview(ports, acting, { basis, typed })
  const also = [putForm(ports, stored, { state: 'saved', saved: version + 1 })]
  const told = { what: 'settings-changed', about: { form: stored.id } } as const
  const moving = { version, before: basis.settings, settings: read.after, told }
  const made = await changeSettings(ports, { by, because: reasonOf(typed), words: acting.words, also }, moving)
  if (made === 'lost') return false
  if (typeof made === 'object') return asked(ports, acting, made)
  const saved = { ...acting, stored: { ...stored, body: { ...stored.body, saved: version + 1 } } }
  return showSaved(ports, saved, aloneLine(made, acting.words))
}

/** It waits for a second admin: the form is done, and says so. */
async function asked(ports: Ports, acting: Acting, notice: Notice): Promise<true> {
  const card = noticeCard({ ...notice, practice: ports.house.practice }, acting.words)
  await showAt(ports, acting.place, { card, marker: markerOf(acting) })
  return true
}

/** Somebody else changed the settings since the form was filled with them: that is said, and nothing that was typed is lost. */
async function meanwhile(ports: Ports, acting: Acting, { basis, typed }: Typed): Promise<boolean> {
  const { words, stored } = acting
  const now = standing(basis)
  const changed = { typed: renewed(typed, stored.body.stood, now), stood: now, version: basis.version, state: 'open' } as const
  const next = await written(ports, acting, changed)
  if (!next) return false
  const then = await settingsOf(ports, stored.body.version)
  const changes = then ? await changesBetween(ports, { before: then, after: basis.settings }, words) : []
  await showForm(ports, { ...acting, stored: next }, { notice: [words.say('form.meanwhile'), ...changes], wrong: {} })
  return true
}

async function drawn(ports: Ports, { stored: { id, body }, words }: Seen) {
  const scope = body.scope && (await saidScope(ports, body.scope, words))
  return { id, form: body, scope, practice: ports.house.practice }
}

const markerOf = ({ stored }: Seen): string => `form:${stored.id}`

interface Said {
  readonly notice: readonly string[]
  readonly wrong: Wrongs
}

export async function showForm(ports: Ports, seen: Seen, { notice, wrong }: Said = { notice: [], wrong: {} }): Promise<void> {
  const card = formCard({ ...(await drawn(ports, seen)), notice, wrong }, seen.words)
  await showAt(ports, seen.place, { card, errors: errorsOf(wrong, seen.words), marker: markerOf(seen) })
}

/** Both ways to open it, as a message of its own. */
export async function offer(ports: Ports, seen: Seen): Promise<void> {
  await showAt(ports, seen.place, { card: offerCard(await drawn(ports, seen), seen.words), marker: markerOf(seen) })
}

async function showPreview(
  ports: Ports,
  seen: Seen,
  meant: { readonly before: Settings; readonly after: Settings },
): Promise<void> {
  const { words, stored, place } = seen
  const changes = await changesBetween(ports, meant, words)
  const days = Math.min(USUAL_DAYS, ports.house.scoreDays)
  const effect = saidEffect(await effectOf(ports, { ...meant, days }), words)
  const because = reasonOf(stored.body.typed)
  const card = previewCard({ ...(await drawn(ports, seen)), changes, effect, because }, words)
  await showAt(ports, place, { card, marker: markerOf(seen) })
}

async function showSaved(ports: Ports, seen: Seen, more: readonly string[] = []): Promise<true> {
  const { words, place, stored } = seen
  const version = stored.body.saved ?? 0
  const [before, after] = [await settingsOf(ports, version - 1), await settingsOf(ports, version)]
  const changes = before && after ? await changesBetween(ports, { before, after }, words) : []
  const back = words.say('form.saved-line', { command: `/coaching rollback ${version - 1}` })
  const notice = {
    title: words.say('form.saved', { version }),
    lines: [...changes, back, ...more],
    practice: ports.house.practice,
  }
  await showAt(ports, place, { card: noticeCard(notice, words), marker: markerOf(seen) })
  return true
}
