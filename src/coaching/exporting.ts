// The settings as the commands that would set them, so that they can be kept as text and typed into another Halftime. Pure.
import { parseCommand } from './command.ts'
import { type Difference, differences } from './overrides.ts'
import type { Scope } from './scope.ts'
import { DEFAULTS, type Settings, settingOf } from './settings.ts'

export interface Exported {
  /** What to type after the slash command, in this order, where nothing was set yet. */
  readonly commands: readonly string[]
  /** So many values no command can say: about somebody who is gone, or longer than a command may be. */
  readonly lost: number
}

/** `nameOf`: what a queue or team is called, an agent's e-mail; undefined when nobody knows any more. */
export function exported(settings: Settings, nameOf: (scope: Scope) => string | undefined): Exported {
  const all = ordered(settings).map((one) => commandFor(one, nameOf))
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

function commandFor({ what, scope, after }: Difference, nameOf: (scope: Scope) => string | undefined): string | undefined {
  const name = scope && nameOf(scope)
  if (name === undefined) return undefined
  const asked = scope && { kind: scope.kind, name: name! }
  const typed = `${what === 'shadow' ? what : `set ${what}`} ${after ?? 'off'}${asked ? ` for ${asked.kind} ${asked.name}` : ''}`
  const command = parseCommand(typed)
  // Read as it will be read: a name such as "Care for team A" would be another scope.
  const isSame = command.kind === 'set' && command.what === what && command.value === after && command.because === null
  return isSame && JSON.stringify(command.scope) === JSON.stringify(asked) ? typed : undefined
}
