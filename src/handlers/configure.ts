import { type NotUnderstood, parseCommand } from '../coaching/command.ts'
import { COMMANDS, type Topic } from '../coaching/commands.ts'
import type { Person, Place } from '../coaching/people.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { openForm } from './form.ts'
import { diff, history } from './history.ts'
import { chooseHabit, isAdmin, personOf, rememberHabit } from './identify.ts'
import { pause, resume } from './pause.ts'
import { tell } from './screen.ts'
import { rollback, set } from './set.ts'
import { isScore } from './shown.ts'
import { status } from './status.ts'
import { thresholds } from './thresholds.ts'
import { whatIf } from './what-if.ts'
import { why } from './why.ts'

export interface Commanded {
  readonly text: string
  readonly place: Place
  /** The same for every run of one command. */
  readonly asked: string
}

/** Answers a command privately; only admins get more than a refusal. */
export async function configure(ports: Ports, { text, place, asked }: Commanded): Promise<void> {
  const words = ports.words(place.account.language ?? ports.house.locale)
  const by = await personOf(ports, place.account)
  const notice = await answerTo(ports, { by, text, place, asked, words })
  if (notice) await tell(ports, place, notice)
}

interface Asking extends Commanded {
  readonly by: Person | 'stranger' | 'unlinked'
  readonly words: Words
}

/** Undefined when more was shown than a notice. */
async function answerTo(ports: Ports, { by, text, place, asked, words }: Asking): Promise<Notice | undefined> {
  if (by === 'stranger' || by === 'unlinked') return refused(ports, words, `refusal.${by}`)
  await rememberHabit(ports, by, place.account)
  const command = parseCommand(text)
  if (command.kind === 'here') return here(ports, { by, place, words }, command.off)
  if (!isAdmin(ports, by)) return refused(ports, words, 'refusal.not-admin')
  const zone = place.account.zone ?? ports.house.zone
  switch (command.kind) {
    case 'help':
      return help(words, command.topic)
    case 'status':
      return status(ports, words, zone)
    case 'thresholds':
      return thresholds(ports, words, command.scope)
    case 'form':
      return openForm(ports, { by, words, place, asked, command })
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
    case 'what-if':
      return whatIf(ports, { words, zone, ...command })
    case 'set':
      return set(ports, { by, words, ...command })
    default:
      return notUnderstood(words, command)
  }
}

/** Everybody's own business, whoever may change the rest. */
async function here(ports: Ports, { by, place, words }: HereWish, off: boolean): Promise<Notice> {
  const { platform } = place.account
  await chooseHabit(ports, by, off ? undefined : platform)
  return { title: words.say(off ? 'command.here.off' : `command.here.${platform}`) }
}

interface HereWish {
  readonly by: Person
  readonly place: Place
  readonly words: Words
}

function refused(ports: Ports, words: Words, why: string): Notice {
  ports.counts.add(why)
  return { title: words.say(why) }
}

const SCOPED_EXAMPLE = '/coaching set customer -0.7 for queue Billing because a new product'

/** In parts: all of it at once is more than a message in Slack holds, and than anybody reads. */
function help(words: Words, topic: Topic): Notice {
  const own = COMMANDS.filter(({ setting }) => (setting?.topic ?? 'all') === topic)
  const facts = own.map(({ usage, about }) => ({ title: `/coaching ${usage}`, value: words.say(about) }))
  const scope = words.say('command.help.scope', { example: SCOPED_EXAMPLE })
  if (topic !== 'all') return { title: words.say(`command.help.title-${topic}`), lines: [scope], facts }
  const set = { title: '/coaching set <what> <value> [for …] [because …]', value: words.say('command.set.about') }
  return { title: words.say('command.help.title'), lines: [words.say('command.help.line'), scope], facts: [...facts, set] }
}

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
