import { exported } from '../coaching/exporting.ts'
import type { PersonId } from '../coaching/interaction.ts'
import type { Scope } from '../coaching/scope.ts'
import type { Settings } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { currentSettings } from './tune.ts'

/** So many characters are a message that both platforms show whole, however much of it has to be escaped. */
const MOST = 4_000

/** Whatever is set otherwise than Halftime came, as the commands that set it. */
export async function exportSettings(ports: Ports, words: Words, asked: number): Promise<Notice> {
  const { settings, version } = await currentSettings(ports)
  const emails = await emailsOf(ports, settings)
  const nameOf = ({ kind, id, name }: Scope) => (kind === 'agent' ? emails.get(id) : (name ?? undefined))
  const { commands, lost } = exported(settings, nameOf)
  const missing = lost > 0 ? [words.say('export.lost', { count: lost })] : []
  if (commands.length === 0) return { title: words.say('export.none', { version }), lines: missing }
  const parts = inParts(commands.map((command) => `/coaching ${command}`))
  const part = Math.min(asked, parts.length)
  const more =
    part < parts.length ? [words.say('export.more', { part, parts: parts.length, next: `/coaching export ${part + 1}` })] : []
  return {
    title: words.say('export.title', { version }),
    lines: [words.say('export.line'), ...(parts[part - 1] ?? []), ...more, ...missing],
  }
}

async function emailsOf({ centre }: Ports, { overrides }: Settings): Promise<ReadonlyMap<string, string>> {
  const agents = overrides.filter(({ scope }) => scope.kind === 'agent').map(({ scope }) => scope.id)
  const found = await Promise.all(agents.map((id) => centre.person(id as PersonId)))
  return new Map(found.flatMap((person) => (person?.active && person.email ? [[person.id, person.email] as const] : [])))
}

function inParts(lines: readonly string[]): string[][] {
  const parts: string[][] = []
  let room = 0
  for (const line of lines) {
    room -= line.length
    if (room < 0) {
      parts.push([])
      room = MOST - line.length
    }
    parts.at(-1)!.push(line)
  }
  return parts
}
