import { type NotUnderstood, parseCommand } from '../coaching/command.ts'
import { namedIn } from '../coaching/command-words.ts'
import { COMMANDS, type Topic } from '../coaching/commands.ts'
import type { Person, Place } from '../coaching/people.ts'
import { askedBack, commandsOf, type Role } from '../coaching/roles.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { note } from './audit.ts'
import { refusalOf, roleOf } from './authorise.ts'
import { erase, readmit } from './erase.ts'
import { exportSettings } from './export.ts'
import { openForm } from './form.ts'
import { diff, history } from './history.ts'
import { chooseHabit, personOf, rememberHabit } from './identify.ts'
import { kudos } from './kudos.ts'
import { pause, resume } from './pause.ts'
import { rules, setRule } from './rules.ts'
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
  /** The same for every repeat. */
  readonly delivery: string
}

/** Answers a command privately: by what whoever typed it may do, as it is now. */
export async function configure(ports: Ports, commanded: Commanded): Promise<void> {
  const { place } = commanded
  const words = ports.words(place.account.language ?? ports.house.locale)
  const by = await personOf(ports, place.account)
  const notice = await answerTo(ports, { ...commanded, by, words })
  if (notice) await tell(ports, place, notice)
}

interface Asking extends Commanded {
  readonly by: Person | 'stranger' | 'unlinked'
  readonly words: Words
}

/** Undefined when more was shown than a notice. */
async function answerTo(ports: Ports, { by, text, place, words, delivery }: Asking): Promise<Notice | undefined> {
  if (by === 'stranger' || by === 'unlinked') return refused(ports, { by, text, words }, `refusal.${by}`)
  await rememberHabit(ports, by, place.account)
  const command = parseCommand(text)
  const role = await roleOf(ports, by)
  const refusal = await refusalOf(ports, { by, role, text, words }, command)
  if (refusal) return refusal
  const zone = place.account.zone ?? ports.house.zone
  switch (command.kind) {
    case 'help':
      return help(words, role, command.topic)
    case 'here':
      return here(ports, { by, place, words }, command.off)
    case 'kudos':
      return kudos(ports, { by, words, delivery }, command.asked)
    case 'status':
      return status(ports, words, zone)
    case 'thresholds':
      return thresholds(ports, words, command.scope)
    case 'form':
      return openForm(ports, { by, words, place, asked: delivery, command })
    case 'history':
      return history(ports, words, { zone, count: command.count })
    case 'export':
      return exportSettings(ports, words, command.part)
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
    case 'erase':
      return erase(ports, { by, words, ...command })
    case 'readmit':
      return readmit(ports, { by, words, ...command })
    case 'rules':
      return rules(ports, words)
    case 'rule':
      return setRule(ports, { by, words, ...command })
    case 'set':
      return set(ports, { by, words, ...command })
    default:
      return notUnderstood(words, askedBack(role, command))
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

async function refused(ports: Ports, { by, text, words }: Pick<Asking, 'by' | 'text' | 'words'>, why: string): Promise<Notice> {
  ports.counts.add(why)
  const who = typeof by === 'string' ? { by } : { by: by.id, uninvited: true }
  await note(ports, { what: 'command-refused', ...who, about: { command: namedIn(text) }, outcome: why })
  return { title: words.say(why) }
}

const SCOPED_EXAMPLE = '/coaching set customer -0.7 for queue Billing because a new product'
const LEADS_EXAMPLE = '/coaching set customer -0.7 for team Billing because a new product'

/** In parts: all of it at once is more than a message in Slack holds, and than anybody reads. */
function help(words: Words, role: Role, asked: Topic): Notice {
  const topic = role === 'member' ? 'all' : asked
  const own = commandsOf(role).filter(({ setting }) => (setting?.topic ?? 'all') === topic)
  const facts = own.map(({ usage, about }) => ({ title: `/coaching ${usage}`, value: words.say(about) }))
  if (role === 'member') return { title: words.say('command.help.title'), lines: [words.say('command.help.member')], facts }
  const isLead = role === 'lead'
  const scope = isLead
    ? words.say('command.help.scope-lead', { example: LEADS_EXAMPLE })
    : words.say('command.help.scope', { example: SCOPED_EXAMPLE })
  if (topic !== 'all') return { title: words.say(`command.help.title-${topic}`), lines: [scope], facts }
  const set = {
    title: `/coaching set <what> <value> ${isLead ? 'for team|agent …' : '[for …]'} [because …]`,
    value: words.say('command.set.about'),
  }
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
