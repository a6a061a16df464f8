import { COMMANDS, type NotUnderstood, parseCommand } from '../coaching/command.ts'
import type { Person, Place } from '../coaching/people.ts'
import { type Setting, type Settings, type SettingValue, settingOf, withSetting } from '../coaching/settings.ts'
import { type Notice, noticeCard } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { isAdmin, personOf, rememberHabit } from './identify.ts'
import { SETTINGS } from './kinds.ts'
import { status } from './status.ts'
import { currentSettings } from './tune.ts'

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
  switch (command.kind) {
    case 'help':
      return help(words)
    case 'status':
      return status(ports, words, place.account.zone ?? ports.house.zone)
    case 'set':
      return set(ports, { by, words, what: command.what, value: command.value })
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
    const said = words.say(outOfRange(command.what), { example: `/coaching ${example}`, least, most })
    return { title: words.say('command.out-of-range.title'), lines: [said] }
  }
  const lines = [words.say('command.unclear', { help: '/coaching help' })]
  if (command.meant) lines.unshift(words.say('command.unclear-meant', { meant: `/coaching ${command.meant}` }))
  return { title: words.say('command.unclear.title'), lines }
}

const SCORES: ReadonlySet<Setting> = new Set(['customer', 'agent', 'praise'])

const outOfRange = (what: Setting): string => `command.out-of-range${SCORES.has(what) ? '' : '-number'}`

/** Shown as it is typed. */
const FREE: ReadonlySet<Setting> = new Set(['hours', 'blackout'])

/** A value as people read it: "-0.65", "off", "the transcript". */
function shown(what: Setting, value: SettingValue, words: Words): string {
  if (value === null) return words.say('value.off')
  if (FREE.has(what)) return String(value)
  if (typeof value === 'string') return words.say(`${what}.${value}`)
  return SCORES.has(what) ? words.score(value) : String(value)
}

interface Wish {
  readonly by: Person
  readonly words: Words
  readonly what: Setting
  readonly value: SettingValue
}

/** Compare-and-set on the settings' version, so that two admins at once cannot undo each other unseen. */
async function set(ports: Ports, wish: Wish): Promise<Notice> {
  const { by, words, what, value } = wish
  const { settings, version } = await currentSettings(ports)
  const before = settingOf(settings, what)
  if (before === value) return { title: words.say('command.set.same', { value: shown(what, value, words) }) }
  const changed = withSetting(settings, what, value)
  if ('refused' in changed) return { title: words.say(changed.refused) }
  const at = ports.now()
  const written = await ports.store.write([
    { put: SETTINGS.name, id: 'current', expect: version, body: { settings: changed, by: by.id, at } },
    { append: 'settings', at, entry: { settings: changed, by: by.id } },
  ])
  if (!written.ok) return set(ports, wish)
  ports.counts.add('settings changed')
  ports.log.info('settings changed', { what, version: version + 1, by: by.id })
  return { title: words.say('command.set.title'), lines: [changedTo(wish, before, changed)] }
}

function changedTo({ words, what, value }: Wish, before: SettingValue, { policy }: Settings): string {
  const { customerBelow, agentBelow } = policy.coach
  return words.say(`command.set.${what}${value === null ? '-off' : ''}`, {
    value: shown(what, value, words),
    before: shown(what, before, words),
    customer: words.score(customerBelow),
    agentScore: words.score(agentBelow),
  })
}
