import { type NotUnderstood, parseCommand } from '../coaching/command.ts'
import { COMMANDS } from '../coaching/commands.ts'
import type { Person, Place } from '../coaching/people.ts'
import { type Setting, type Settings, type SettingValue, settingOf, withSetting } from '../coaching/settings.ts'
import { type Notice, noticeCard } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { changesBetween, diff, history, settingsOf, unknownVersion } from './history.ts'
import { isAdmin, personOf, rememberHabit } from './identify.ts'
import { SETTINGS, SETTINGS_LOG } from './kinds.ts'
import { pause, resume } from './pause.ts'
import { isScore, shown } from './shown.ts'
import { status } from './status.ts'
import { currentSettings } from './tune.ts'
import { thresholds, why } from './why.ts'

export interface Commanded {
  readonly text: string
  readonly place: Place
}

/** Answers a command privately; only admins get more than a refusal. */
export async function configure(ports: Ports, { text, place }: Commanded): Promise<void> {
  const words = ports.words(place.account.language ?? ports.house.locale)
  const by = await personOf(ports, place.account)
  const notice = await answerTo(ports, { by, text, place, words })
  await ports.chats.get(place.account.platform)?.whisper(place, noticeCard({ ...notice, practice: ports.house.practice }, words))
}

interface Asking extends Commanded {
  readonly by: Person | 'stranger' | 'unlinked'
  readonly words: Words
}

async function answerTo(ports: Ports, { by, text, place, words }: Asking): Promise<Notice> {
  if (by === 'stranger' || by === 'unlinked') return refused(ports, words, `refusal.${by}`)
  await rememberHabit(ports, by, place.account)
  if (!isAdmin(ports, by)) return refused(ports, words, 'refusal.not-admin')
  const command = parseCommand(text)
  const zone = place.account.zone ?? ports.house.zone
  switch (command.kind) {
    case 'help':
      return help(words)
    case 'status':
      return status(ports, words, zone)
    case 'thresholds':
      return thresholds(ports, words)
    case 'history':
      return history(ports, words, { zone, count: command.count })
    case 'diff':
      return diff(ports, words, command.version)
    case 'rollback':
      return rollback(ports, { by, words, because: command.because }, command.version)
    case 'pause':
      return pause(ports, { by, words, zone, ...command })
    case 'resume':
      return resume(ports, { by, words, zone, ...command })
    case 'why':
      return why(ports, { words, zone, about: command.about })
    case 'set':
      return set(ports, { by, words, ...command })
    default:
      return notUnderstood(words, command)
  }
}

function refused(ports: Ports, words: Words, why: string): Notice {
  ports.counts.add(why)
  return { title: words.say(why) }
}

const help = (words: Words): Notice => ({
  title: words.say('command.help.title'),
  lines: [words.say('command.help.line')],
  facts: COMMANDS.map(({ usage, about }) => ({ title: `/coaching ${usage}`, value: words.say(about) })),
})

function notUnderstood(words: Words, command: NotUnderstood): Notice {
  if (command.kind === 'out-of-range') {
    const { example, setting } = COMMANDS.find((entry) => entry.setting?.what === command.what)!
    const { least, most } = setting!.range!
    const said = words.say(isScore(command.what) ? 'command.out-of-range' : 'command.out-of-range-number', {
      example: `/coaching ${example}`,
      least,
      most,
    })
    return { title: words.say('command.out-of-range.title'), lines: [said] }
  }
  const lines = [words.say('command.unclear', { help: '/coaching help' })]
  if (command.meant) lines.unshift(words.say('command.unclear-meant', { meant: `/coaching ${command.meant}` }))
  return { title: words.say('command.unclear.title'), lines }
}

interface Wish {
  readonly by: Person
  readonly words: Words
  readonly because: string | null
}

interface SetWish extends Wish {
  readonly what: Setting
  readonly value: SettingValue
}

async function set(ports: Ports, wish: SetWish): Promise<Notice> {
  const { words, what, value } = wish
  const current = await currentSettings(ports)
  const before = settingOf(current.settings, what)
  if (before === value) return { title: words.say('command.set.same', { value: shown(what, value, words) }) }
  const changed = withSetting(current.settings, what, value)
  if ('refused' in changed) return { title: words.say(changed.refused) }
  if (!(await change(ports, wish, current.version, changed))) return set(ports, wish)
  return { title: words.say('command.set.title'), lines: [changedTo(wish, before, changed)] }
}

/** Everything as it was in an earlier version, as a new one, so that nothing is lost and this can be taken back, too. */
async function rollback(ports: Ports, wish: Wish, version: number): Promise<Notice> {
  const { words } = wish
  const current = await currentSettings(ports)
  const then = await settingsOf(ports, version)
  if (!then) return unknownVersion(words, version, current.version)
  const lines = changesBetween(current.settings, then, words)
  if (lines.length === 0) return { title: words.say('diff.same') }
  if (!(await change(ports, wish, current.version, then))) return rollback(ports, wish, version)
  return { title: words.say('rollback.title', { version, now: current.version + 1 }), lines }
}

/** Compare-and-set on the settings' version, so that two admins at once cannot undo each other unseen: false when somebody else was faster. */
async function change(ports: Ports, { by, because }: Wish, version: number, settings: Settings): Promise<boolean> {
  const at = ports.now()
  const written = await ports.store.write([
    { put: SETTINGS.name, id: 'current', expect: version, body: { settings, by: by.id, at } },
    { append: SETTINGS_LOG.name, at, entry: { version: version + 1, settings, by: by.id, because } },
  ])
  if (!written.ok) return false
  ports.counts.add('settings changed')
  ports.log.info('settings changed', { version: version + 1, by: by.id })
  return true
}

function changedTo({ words, what, value }: SetWish, before: SettingValue, { policy }: Settings): string {
  const { customerBelow, agentBelow } = policy.coach
  return words.say(`command.set.${what}${value === null ? '-off' : ''}`, {
    value: shown(what, value, words),
    before: shown(what, before, words),
    customer: words.score(customerBelow),
    agentScore: words.score(agentBelow),
  })
}
