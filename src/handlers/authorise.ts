// Whether somebody may do what they typed, and if not, what they may do instead. The one check before every command.
import type { Command, NotUnderstood } from '../coaching/command.ts'
import { namedIn } from '../coaching/command-words.ts'
import { ConversationId, type PersonId } from '../coaching/interaction.ts'
import type { Person } from '../coaching/people.ts'
import { type Role, rightTo, type Touched, touchedBy, typedFor } from '../coaching/roles.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { isAdmin } from './admins.ts'
import { note } from './audit.ts'
import { superiorsOf } from './identify.ts'
import { isLead, leadsTeam, ownOf } from './leads.ts'
import { scopeOf } from './scopes.ts'

/** Who asks. */
export interface Asker {
  readonly by: Person
  readonly role: Role
  /** What they typed. */
  readonly text: string
  readonly words: Words
}

/** As it is now; whom a lead leads is looked up with each command. */
export async function roleOf(ports: Ports, person: Person): Promise<Role> {
  if (await isAdmin(ports, person)) return 'admin'
  return (await isLead(ports, person)) ? 'lead' : 'member'
}

/** What to answer instead of carrying it out; undefined when they may. As strict as the strictest part of what it touches. */
export async function refusalOf(ports: Ports, asker: Asker, command: Command | NotUnderstood): Promise<Notice | undefined> {
  const right = rightTo(asker.role, command)
  if (right === 'allowed') return undefined
  if (asker.role !== 'lead') return refused(ports, asker, 'refusal.not-admin')
  // A number out of range says so, whoever it was meant for.
  if (command.kind === 'unclear' || command.kind === 'out-of-range') return undefined
  if (right === 'refused') return refused(ports, asker, 'refusal.lead', command)
  for (const part of touchedBy(command)) {
    const whose = await standingOf(ports, asker, part)
    if (typeof whose === 'object') return whose
    if (whose !== 'own') return refused(ports, asker, `refusal.lead-${whose}`, command)
  }
  return undefined
}

type Standing = 'own' | 'everybody' | 'division' | 'queue' | 'team' | 'agent'

/** Whether that is the lead's own, or what to say when there is no such thing. */
async function standingOf(ports: Ports, { by, words }: Asker, part: Touched): Promise<Standing | Notice> {
  if (part.kind === 'everybody' || part.kind === 'queue' || part.kind === 'division') return part.kind
  if (part.kind === 'conversation') return ofConversation(ports, by, part.name)
  const scope = await scopeOf(ports, { kind: part.kind, name: part.name }, words)
  if (!('kind' in scope)) return scope
  if (scope.kind !== 'team') return ofAgent(ports, by, scope.id as PersonId)
  return (await leadsTeam(ports, by, { id: scope.id, name: scope.name ?? '' })) ? 'own' : 'team'
}

async function ofAgent(ports: Ports, by: Person, agent: PersonId): Promise<Standing> {
  return (await superiorsOf(ports, agent)).some(({ id }) => id === by.id) ? 'own' : 'agent'
}

/** Of one that nobody knows there is nothing to tell, which the command says itself. */
async function ofConversation(ports: Ports, by: Person, typed: string): Promise<Standing> {
  const id = ConversationId.safeParse(typed)
  const held = id.success ? await ports.centre.interaction(id.data) : 'malformed'
  return typeof held === 'string' ? 'own' : ofAgent(ports, by, held.agent)
}

async function refused(ports: Ports, { by, role, text, words }: Asker, why: string, command?: Command): Promise<Notice> {
  ports.counts.add(why)
  ports.log.info('a command was refused', { why, by: by.id, role })
  await note(ports, { what: 'command-refused', by: by.id, uninvited: true, about: { command: namedIn(text) }, outcome: why })
  const instead = command ? await insteadOf(ports, { by, words }, command) : words.say('refusal.instead-member', MEMBERS)
  return { title: words.say(why), lines: [instead] }
}

const MEMBERS = { help: '/coaching help', here: '/coaching here' }

/** What a lead may do, ready to be typed wherever that can be told. */
async function insteadOf(ports: Ports, { by, words }: Pick<Asker, 'by' | 'words'>, command: Command): Promise<string> {
  const { team, agent } = await ownOf(ports, by)
  const person = agent ?? 'ana@example.com'
  if (command.kind === 'pause' || command.kind === 'resume' || command.kind === 'why')
    return words.say('refusal.instead-agent', { example: `/coaching ${command.kind} ${person}` })
  const typed = typedFor(command, team ? `team ${team}` : `agent ${person}`)
  if (typed) return words.say(team ? 'refusal.instead-team' : 'refusal.instead-agent', { example: `/coaching ${typed}` })
  return words.say('refusal.instead-lead', { help: MEMBERS.help })
}
