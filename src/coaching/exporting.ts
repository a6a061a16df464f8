// The settings as the commands that would set them, so that they can be kept as text and typed into another Halftime. Pure.
import { canonical } from './chain.ts'
import { parseCommand } from './command.ts'
import { wordsOf } from './command-words.ts'
import { type Difference, differences } from './overrides.ts'
import { ruleIn } from './rule-command.ts'
import { type AnyRule, ruleOf, typedRule, withRule } from './rules.ts'
import type { Scope } from './scope.ts'
import { DEFAULTS, type Settings, settingOf } from './settings.ts'

export interface Exported {
  /** What to type after the slash command, in this order, where nothing was set yet. */
  readonly commands: readonly string[]
  /** So many values no command can say: about somebody who is gone, or longer than a command may be. */
  readonly lost: number
}

type NameOf = (scope: Scope) => string | undefined

/** `nameOf`: what a queue or team is called, an agent's e-mail; undefined when nobody knows any more. */
export function exported(settings: Settings, nameOf: NameOf): Exported {
  const { rules, praises } = settings.policy
  const moved = ordered(settings)
  const all = [
    ...moved.filter(({ scope }) => scope === null).map((one) => commandFor(one, nameOf)),
    ...[...rules, ...praises].map((rule) => commandForRule(settings, rule)),
    ...moved.filter(({ scope }) => scope !== null).map((one) => commandFor(one, nameOf)),
  ]
  const commands = all.filter((command) => command !== undefined)
  return { commands, lost: all.length - commands.length }
}

/** Coaching must begin below the score for thanks at every step, so whichever gives the other room goes first. */
function ordered(settings: Settings): Difference[] {
  const all = differences(DEFAULTS, settings)
  if (settingOf(settings, 'praise')! < settingOf(DEFAULTS, 'praise')!) return all
  const isFirst = ({ what, scope }: Difference) => what === 'praise' && scope === null
  return [...all.filter(isFirst), ...all.filter((one) => !isFirst(one))]
}

/** No more is read of a command; the slash command's own name may be part of it. */
const MOST = 280

/** Read as it will be read: a name with a quotation mark in it would be another one. */
function commandForRule(settings: Settings, rule: AnyRule): string | undefined {
  const typed = `rule ${typedRule(rule)}`
  const read = ruleIn(wordsOf(typed).slice(1))
  if (typed.length > MOST || read.kind !== 'rule') return undefined
  const { queues = [], teams = [], zone = '' } = rule.when ?? {}
  const named = (known: typeof queues, wanted: unknown) =>
    known.filter(({ name }) => Array.isArray(wanted) && wanted.includes(name))
  const change = { ...read, queues: named(queues, read.parts?.queues), teams: named(teams, read.parts?.teams), zone }
  const others = { ...settings, policy: { ...settings.policy, rules: [], praises: [] }, overrides: [] }
  const made = withRule(others, change)
  return !('refused' in made) && canonical(ruleOf(made, rule.id)) === canonical(rule) ? typed : undefined
}

function commandFor({ what, scope, after }: Difference, nameOf: NameOf): string | undefined {
  const name = scope && nameOf(scope)
  if (name === undefined) return undefined
  const asked = scope && { kind: scope.kind, name: name! }
  const typed = `${what === 'shadow' ? what : `set ${what}`} ${after ?? 'off'}${asked ? ` for ${asked.kind} ${asked.name}` : ''}`
  const command = parseCommand(typed)
  // Read as it will be read: a name such as "Care for team A" would be another scope.
  const isSame = command.kind === 'set' && command.what === what && command.value === after && command.because === null
  return isSame && typed.length <= MOST && JSON.stringify(command.scope) === JSON.stringify(asked) ? typed : undefined
}
