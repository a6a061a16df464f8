import type { AskedScope } from '../coaching/command.ts'
import { distance } from '../coaching/command-words.ts'
import type { Scope, Where } from '../coaching/scope.ts'
import type { Notice } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import type { Named, Ports } from '../ports.ts'
import { isErased } from './erased.ts'

/** Whom a command is about, or what to say when that is nobody, or several. */
export async function scopeOf(ports: Ports, { kind, name }: AskedScope, words: Words): Promise<Scope | Notice> {
  if (kind === 'agent') {
    const [person, ...others] = await ports.centre.peopleByEmail(name)
    if (!person || others.length > 0) return { title: words.say('command.nobody', { who: plain(name) }) }
    return (await isErased(ports, person.id)) ? { title: words.say('erase.left-alone') } : { kind, id: person.id, name: null }
  }
  const found = await namedOne(ports, { kind, name }, words)
  return 'title' in found ? found : { kind, id: found.id, name: found.name }
}

type NameKind = Parameters<Ports['centre']['named']>[0]

/** The one that is called so, or what to say when that is none, or several. */
export async function namedOne(
  ports: Ports,
  { kind, name }: { readonly kind: NameKind; readonly name: string },
  words: Words,
): Promise<Named | Notice> {
  const found = await ports.centre.named(kind, name)
  const exact = found.filter((each) => each.name.toLowerCase() === name.toLowerCase())
  if (exact.length === 1) return { id: exact[0]!.id, name: exact[0]!.name.slice(0, 100) }
  const close = found.length > 0 ? found : await misspelt(ports, kind, name)
  const key = exact.length > 1 ? 'several' : close.length > 0 ? 'near' : 'none'
  const near = words.list(close.slice(0, 5).map((each) => plain(each.name, 60)))
  return { title: words.say(`scope.${kind}-${key}`, { name: plain(name, 60), near }) }
}

/** So many letters at the beginning are taken to be right. */
const SURE = 3

async function misspelt(ports: Ports, kind: NameKind, name: string): Promise<readonly Named[]> {
  const typed = name.toLowerCase()
  const alike = await ports.centre.named(kind, typed.slice(0, SURE))
  return alike.filter((each) => {
    const begins = each.name.toLowerCase().slice(0, typed.length + 1)
    return Math.min(distance(typed, each.name.toLowerCase()), distance(typed, begins)) <= Math.max(2, typed.length / 4)
  })
}

/** "the queue Billing", "Ana Alvarez". */
export async function saidScope({ centre }: Pick<Ports, 'centre'>, { kind, id, name }: Scope, words: Words): Promise<string> {
  const called = name ?? (await centre.person(id as Parameters<typeof centre.person>[0]))?.name ?? id
  return words.say(`scope.${kind}`, { name: plain(called, 60) })
}

/** Where a scope alone is meant: nothing is known of the rest. An agent is in a team and a division, too. */
export async function whereIn({ centre }: Pick<Ports, 'centre'>, { kind, id }: Scope): Promise<Where> {
  const person = kind === 'agent' ? await centre.person(id as Parameters<typeof centre.person>[0]) : undefined
  return { division: person?.division, queue: null, team: person?.team?.id ?? null, agent: '', [kind]: id }
}
