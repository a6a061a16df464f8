// Kudos by hand, and whether one wants any.
import { type Kudos, MOST_LINE } from '../coaching/kudos.ts'
import type { Person } from '../coaching/people.ts'
import { Recognition } from '../coaching/recognition.ts'
import type { Notice } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { isAdmin } from './admins.ts'
import { note } from './audit.ts'
import { commit } from './commit.ts'
import { isErased } from './erased.ts'
import { chooseKudos, superiorsOf } from './identify.ts'
import { idFrom } from './kinds.ts'
import { thanksChanges } from './recognise.ts'
import { currentSettings, settingsAbout } from './tune.ts'

interface Wish {
  readonly by: Person
  readonly words: Words
  /** The same for every repeat of one command. */
  readonly delivery: string
}

const EXAMPLE = '/kudos ana@example.com Thank you for staying so calm!'

/** Everybody may ask for help, and say whether they want kudos; who may give them is looked at for each. */
export async function kudos(ports: Ports, wish: Wish, asked: Kudos): Promise<Notice> {
  const { by, words } = wish
  switch (asked.kind) {
    case 'help':
      return help(words)
    case 'messages':
      await chooseKudos(ports, by, asked.on)
      return { title: words.say(asked.on ? 'kudos.on' : 'kudos.off'), lines: [words.say('kudos.stays')] }
    case 'too-long':
      return { title: words.say('kudos.too-long', { most: MOST_LINE }) }
    case 'unclear': {
      const meant = asked.meant === undefined ? [] : [words.say('command.unclear-meant', { meant: `/${asked.meant}` })]
      return { title: words.say(`kudos.${asked.why}`), lines: [...meant, words.say('kudos.example', { example: EXAMPLE })] }
    }
    case 'thank':
      return thank(ports, wish, asked)
    default:
      return asked satisfies never
  }
}

function help(words: Words): Notice {
  const facts = ['give', 'off', 'on'].map((what) => ({
    title: words.say(`kudos.help.${what}`),
    value: words.say(`kudos.help.${what}-about`),
  }))
  return { title: words.say('kudos.help.title'), lines: [words.say('kudos.example', { example: EXAMPLE })], facts }
}

type Thanking = Extract<Kudos, { kind: 'thank' }>

async function thank(ports: Ports, wish: Wish, { to, line }: Thanking): Promise<Notice> {
  const { by, words } = wish
  const [agent, ...others] = await ports.centre.peopleByEmail(to)
  if (!agent || others.length > 0 || (await isErased(ports, agent.id)))
    return { title: words.say('kudos.nobody', { who: plain(to) }) }
  const why = await refusal(ports, by, agent)
  if (why) {
    ports.counts.add(why)
    const about = { command: 'kudos' }
    await note(ports, { what: 'command-refused', by: by.id, uninvited: true, agent: agent.id, about, outcome: why })
    return { title: words.say(why) }
  }
  await give(ports, wish, { agent, line })
  return { title: words.say('kudos.given', { name: plain(agent.name) }), lines: [words.say('kudos.given-where')] }
}

/** Superiors and admins may, for anybody but themselves. */
async function refusal(ports: Ports, by: Person, agent: Person): Promise<string | undefined> {
  if (by.id === agent.id) return 'refusal.kudos-self'
  if (await isAdmin(ports, by)) return undefined
  const superiors = await superiorsOf(ports, agent.id)
  return superiors.some(({ id }) => id === by.id) ? undefined : 'refusal.kudos'
}

/** Named after the command, so that its repeats give nothing more. The limit of thanks sees these, but does not stop them: a person means them. */
async function give(ports: Ports, { by, delivery }: Wish, { agent, line }: { agent: Person; line: string }): Promise<void> {
  const id = idFrom('kudos', delivery)
  const { version } = await currentSettings(ports)
  const { thanks } = await settingsAbout(ports, { agent, counted: [] })
  const recognition = Recognition.parse({
    id,
    agent,
    interaction: null,
    byHand: { by: { id: by.id, name: by.name }, line },
    rule: 'by-hand',
    settingsVersion: version,
    decidedAt: ports.now(),
    recognised: null,
  })
  const written = await commit(ports, thanksChanges(ports, recognition, thanks.days))
  if (!written.ok) return
  ports.counts.add('kudos given')
  ports.log.info('kudos given by hand', { recognition: id, by: by.id, to: agent.id })
}
