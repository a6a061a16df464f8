// Who may type what: one table, and whom a command is about. Pure; who somebody is, and whom they lead, is found out elsewhere.
import { type Command, type NotUnderstood, parseCommand } from './command.ts'
import { COMMANDS, type CommandEntry } from './commands.ts'
import type { Scope } from './scope.ts'

/** A `lead` has agents or a team, a `member` is every other colleague, the `unlinked` are nobody in Genesys, a `stranger` is none of ours. */
export const ROLES = ['admin', 'lead', 'member', 'unlinked', 'stranger'] as const
export type Role = (typeof ROLES)[number]

/** `own`: for own teams and own agents only. */
export type Right = 'allowed' | 'own' | 'refused'
type Rights = Readonly<Record<Role, Right>>

const NOBODY = { admin: 'refused', lead: 'refused', member: 'refused', unlinked: 'refused', stranger: 'refused' } as const
const ADMINS: Rights = { ...NOBODY, admin: 'allowed' }
const LEADS: Rights = { ...ADMINS, lead: 'allowed' }
const OWN: Rights = { ...ADMINS, lead: 'own' }
const COLLEAGUES: Rights = { ...LEADS, member: 'allowed' }

/** A new command is admins' until somebody decides otherwise here. */
export const RIGHTS: Readonly<Record<Command['kind'], Rights>> = {
  help: COLLEAGUES,
  here: COLLEAGUES,
  // Whom they may thank is looked at with each.
  kudos: COLLEAGUES,
  status: LEADS,
  thresholds: LEADS,
  history: LEADS,
  diff: LEADS,
  set: OWN,
  pause: OWN,
  resume: OWN,
  why: OWN,
  rules: LEADS,
  rule: ADMINS,
  erase: ADMINS,
  readmit: ADMINS,
  rollback: ADMINS,
  export: ADMINS,
  form: ADMINS,
  // Its answer tells of every team and supervisor.
  'what-if': ADMINS,
}

/** One part of what a command is about. */
export type Touched = { readonly kind: 'everybody' } | { readonly kind: Scope['kind'] | 'conversation'; readonly name: string }

const EVERYBODY: Touched = { kind: 'everybody' }

/** Whom a command is about; whatever names nobody is about everybody. */
export function touchedBy(command: Command): readonly [Touched, ...Touched[]] {
  switch (command.kind) {
    case 'set':
    case 'thresholds':
      return [command.scope ?? EVERYBODY]
    case 'pause':
    case 'resume':
      return [command.who ?? EVERYBODY]
    case 'why':
      return [{ kind: command.about.includes('@') ? 'agent' : 'conversation', name: command.about }]
    default:
      return [EVERYBODY]
  }
}

/** What a role has to do with a command, before it is known whom it leads; what was not understood is asked back whoever typed it. */
export function rightTo(role: Role, { kind }: Command | NotUnderstood): Right {
  if (kind === 'unclear') return RIGHTS.help[role]
  return RIGHTS[kind === 'out-of-range' ? 'set' : kind][role]
}

/** What somebody can lead; a queue has no lead of its own. */
export const isLeadable = ({ kind }: Touched): boolean => kind !== 'everybody' && kind !== 'queue' && kind !== 'division'

/** Whether a command is within reach of a role, whoever it is about: as strict as its strictest part. */
export function isInReach(role: Role, command: Command | NotUnderstood): boolean {
  const right = rightTo(role, command)
  if (right !== 'own' || command.kind === 'unclear' || command.kind === 'out-of-range') return right !== 'refused'
  return touchedBy(command).every(isLeadable)
}

/** Suggests nothing that they may not type. */
export function askedBack(role: Role, command: NotUnderstood): NotUnderstood {
  if (command.kind !== 'unclear' || command.meant === undefined) return command
  return isInReach(role, parseCommand(command.meant)) ? command : { kind: 'unclear' }
}

/** As it may be typed again, for somebody else. */
export function typedFor(command: Command, whom: string): string | undefined {
  switch (command.kind) {
    case 'set': {
      const value = command.value === undefined ? 'default' : (command.value ?? 'off')
      return `${command.what === 'shadow' ? '' : 'set '}${command.what} ${value} for ${whom}`
    }
    default:
      return undefined
  }
}

/** The commands of a role, each as far as it goes for them; the order is kept. */
export function commandsOf(role: Role): readonly CommandEntry[] {
  const own = COMMANDS.filter(({ example }) => rightTo(role, parseCommand(example)) !== 'refused')
  return own.map((entry) => ({ ...entry, usage: entry.usages?.[role] ?? entry.usage }))
}
