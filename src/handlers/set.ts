// Moves a setting, or takes all of them back to an earlier version.
import type { Change } from '../coaching/command.ts'
import type { PersonId } from '../coaching/interaction.ts'
import { settingsFor, withOverride } from '../coaching/overrides.ts'
import type { Person } from '../coaching/people.ts'
import type { Scope } from '../coaching/scope.ts'
import { DEFAULTS, type Settings, type SettingValue, settingOf, withSetting } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports, Change as Write } from '../ports.ts'
import { audited, type Happened } from './audit.ts'
import { commit } from './commit.ts'
import { changesBetween, settingsOf, unknownVersion } from './history.ts'
import { SETTINGS, SETTINGS_LOG } from './kinds.ts'
import { saidScope, scopeOf, whereIn } from './scopes.ts'
import { shown } from './shown.ts'
import { currentSettings } from './tune.ts'

interface Wish {
  readonly by: Person
  readonly words: Words
  readonly because: string | null
}

type SetWish = Wish & Change

/** Who changes the settings, and why. `also` is written with it, or neither. */
interface Changing extends Pick<Wish, 'by' | 'because'> {
  readonly also?: readonly Write[]
}

export async function set(ports: Ports, wish: SetWish): Promise<Notice> {
  if (wish.what === 'praise-mail' && wish.value === 'on' && !ports.mail) return { title: wish.words.say('settings.no-mailbox') }
  if (!wish.scope) return setForAll(ports, { ...wish, value: defaultOf(wish) })
  const scope = await scopeOf(ports, wish.scope, wish.words)
  return 'kind' in scope ? setFor(ports, wish, scope) : scope
}

/** The settings as they would be with a change, or why that cannot be. */
export async function changedBy(
  ports: Ports,
  settings: Settings,
  asked: Change & { readonly words: Words },
): Promise<Settings | Notice> {
  const { what, value, words } = asked
  const scope = asked.scope && (await scopeOf(ports, asked.scope, words))
  if (scope && 'title' in scope) return scope
  const changed = scope ? withOverride(settings, scope, what, value) : withSetting(settings, what, defaultOf(asked))
  return 'refused' in changed ? { title: words.say(changed.refused) } : changed
}

const defaultOf = ({ what, value }: Change): SettingValue => (value === undefined ? settingOf(DEFAULTS, what) : value)

async function setForAll(ports: Ports, wish: SetWish & { readonly value: SettingValue }): Promise<Notice> {
  const { words, what, value } = wish
  const current = await currentSettings(ports)
  const before = settingOf(current.settings, what)
  if (before === value) return { title: words.say('command.set.same', { value: shown(what, value, words) }) }
  const changed = withSetting(current.settings, what, value)
  if ('refused' in changed) return { title: words.say(changed.refused) }
  if (!(await change(ports, wish, { version: current.version, settings: changed, told: toldOf(wish) })))
    return setForAll(ports, wish)
  return { title: words.say('command.set.title'), lines: [changedTo(wish, { before, after: value, settings: changed })] }
}

async function setFor(ports: Ports, wish: SetWish, scope: Scope): Promise<Notice> {
  const { words, what, value } = wish
  const current = await currentSettings(ports)
  const where = await whereIn(ports, scope)
  const changed = withOverride(current.settings, scope, what, value)
  if ('refused' in changed) return { title: words.say(changed.refused) }
  const before = settingOf(settingsFor(current.settings, where), what)
  const settings = settingsFor(changed, where)
  const after = settingOf(settings, what)
  const isSame = JSON.stringify(changed.overrides) === JSON.stringify(current.settings.overrides)
  const said = await saidScope(ports, scope, words)
  if (isSame) return { title: words.say('command.set.same-for', { value: shown(what, after, words), scope: said }) }
  const told = toldOf(wish, scope)
  if (!(await change(ports, wish, { version: current.version, settings: changed, told }))) return setFor(ports, wish, scope)
  const everybody = shown(what, settingOf(changed, what), words)
  const rest = value === undefined ? 'command.set.as-everybody' : 'command.set.elsewhere'
  return {
    title: words.say('command.set.title-for', { scope: said }),
    lines: [changedTo(wish, { before, after, settings }), words.say(rest, { value: everybody })],
  }
}

/** Everything as it was in an earlier version, as a new one, so that nothing is lost and this can be taken back, too. */
export async function rollback(ports: Ports, wish: Wish, version: number): Promise<Notice> {
  const { words } = wish
  const current = await currentSettings(ports)
  const then = await settingsOf(ports, version)
  if (!then) return unknownVersion(words, version, current.version)
  const lines = await changesBetween(ports, { before: current.settings, after: then }, words)
  if (lines.length === 0) return { title: words.say('diff.same') }
  const told: Told = { what: 'rolled-back', about: { to: version } }
  if (!(await change(ports, wish, { version: current.version, settings: then, told }))) return rollback(ports, wish, version)
  return { title: words.say('rollback.title', { version, now: current.version + 1 }), lines }
}

type Told = Omit<Happened, 'by'>

/** For the audit: what was set, to what, and for whom. */
function toldOf({ what, value }: SetWish, scope: Scope | null = null): Told {
  const about = { setting: what, value: value === undefined ? 'default' : value }
  if (!scope) return { what: 'settings-changed', about }
  if (scope.kind === 'agent') return { what: 'settings-changed', about, agent: scope.id as PersonId }
  return { what: 'settings-changed', about: { ...about, [scope.kind]: scope.id } }
}

interface Moving {
  /** The one that is changed. */
  readonly version: number
  readonly settings: Settings
  readonly told: Told
}

/** Compare-and-set on the settings' version, so that two admins at once cannot undo each other unseen: false when somebody else was faster. */
export async function change(
  ports: Ports,
  { by, because, also = [] }: Changing,
  { version, settings, told }: Moving,
): Promise<boolean> {
  const at = ports.now()
  const written = await commit(ports, [
    { put: SETTINGS.name, id: 'current', expect: version, body: { settings, by: by.id, at } },
    { append: SETTINGS_LOG.name, at, entry: { version: version + 1, settings, by: by.id, because } },
    await audited(ports, { ...told, by: by.id, about: { ...told.about, version: version + 1 } }),
    ...also,
  ])
  if (!written.ok) return false
  ports.counts.add('settings changed')
  ports.log.info('settings changed', { version: version + 1, by: by.id })
  return true
}

interface Changed {
  readonly before: SettingValue
  readonly after: SettingValue
  readonly settings: Settings
}

function changedTo({ words, what }: SetWish, { before, after, settings: { policy } }: Changed): string {
  const { customerBelow, agentBelow } = policy.coach
  return words.say(`command.set.${what}${after === null ? '-off' : ''}`, {
    value: shown(what, after, words),
    before: shown(what, before, words),
    customer: words.score(customerBelow),
    agentScore: words.score(agentBelow),
  })
}
