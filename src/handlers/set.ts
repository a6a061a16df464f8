// Moves a setting, or takes all of them back to an earlier version.
import type { Change } from '../coaching/command.ts'
import type { PersonId } from '../coaching/interaction.ts'
import { settingsFor, withOverride } from '../coaching/overrides.ts'
import type { Person } from '../coaching/people.ts'
import type { RuleChange } from '../coaching/rule-command.ts'
import type { Scope } from '../coaching/scope.ts'
import type { SettingValue } from '../coaching/setting-places.ts'
import { DEFAULTS, type Settings, settingOf, withSetting } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { aloneLine, changeSettings } from './change-settings.ts'
import { changesBetween, settingsOf, unknownVersion } from './history.ts'
import { ruleChanged } from './rules.ts'
import { saidScope, scopeOf, whereIn } from './scopes.ts'
import { shown } from './shown.ts'
import { type CurrentSettings, currentSettings, type Told } from './tune.ts'

interface Wish {
  readonly by: Person
  readonly words: Words
  readonly because: string | null
}

type SetWish = Wish & Change

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
  asked: (Change | RuleChange) & { readonly words: Words },
): Promise<Settings | Notice> {
  if ('rule' in asked) return ruleChanged(ports, settings, asked)
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
  const made = await changeSettings(ports, wish, { ...moving(current), settings: changed, told: toldOf(wish) })
  if (made === 'lost') return setForAll(ports, wish)
  if (typeof made === 'object') return made
  const lines = [
    changedTo(wish, { before, after: value, settings: changed }),
    ...hints(wish, value, current.version),
    ...aloneLine(made, words),
  ]
  return { title: words.say('command.set.title'), lines }
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
  const made = await changeSettings(ports, wish, { ...moving(current), settings: changed, told: toldOf(wish, scope) })
  if (made === 'lost') return setFor(ports, wish, scope)
  if (typeof made === 'object') return made
  const everybody = shown(what, settingOf(changed, what), words)
  const rest = value === undefined ? 'command.set.as-everybody' : 'command.set.elsewhere'
  return {
    title: words.say('command.set.title-for', { scope: said }),
    lines: [
      changedTo(wish, { before, after, settings }),
      words.say(rest, { value: everybody }),
      ...hints(wish, after, current.version),
      ...aloneLine(made, words),
    ],
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
  const made = await changeSettings(ports, wish, { ...moving(current), settings: then, told })
  if (made === 'lost') return rollback(ports, wish, version)
  if (typeof made === 'object') return made
  return {
    title: words.say('rollback.title', { version, now: current.version + 1 }),
    lines: [...lines, ...aloneLine(made, words)],
  }
}

const moving = ({ version, settings: before }: CurrentSettings) => ({ version, before })

/** For the audit: what was set, to what, and for whom. */
function toldOf({ what, value }: SetWish, scope: Scope | null = null): Told {
  const about = { setting: what, value: value === undefined ? 'default' : value }
  if (!scope) return { what: 'settings-changed', about }
  if (scope.kind === 'agent') return { what: 'settings-changed', about, agent: scope.id as PersonId }
  return { what: 'settings-changed', about: { ...about, [scope.kind]: scope.id } }
}

/** A minus sign is easily forgotten. */
function hints({ what, words }: SetWish, value: SettingValue, version: number): string[] {
  const high = (what === 'customer' || what === 'agent') && typeof value === 'number' && value > 0
  return high ? [words.say('settings.high', { value: words.score(value), command: `/coaching rollback ${version}` })] : []
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
