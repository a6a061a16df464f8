// Everything that is set, and for whom.
import type { AskedScope } from '../coaching/command.ts'
import { settingsFor, sourceOf } from '../coaching/overrides.ts'
import type { Override, Scope } from '../coaching/scope.ts'
import type { Setting } from '../coaching/setting-places.ts'
import { SETTINGS, type Settings, settingOf } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { saidScope, scopeOf, whereIn } from './scopes.ts'
import { shown } from './shown.ts'
import { currentSettings } from './tune.ts'

/** As it is now: for everybody with whatever is different somewhere, or for one queue, team or agent, saying where each value comes from. */
export async function thresholds(ports: Ports, words: Words, asked: AskedScope | null): Promise<Notice> {
  const { settings, version } = await currentSettings(ports)
  if (!asked) {
    const others = await Promise.all(settings.overrides.map((each) => different(ports, each, words)))
    return { title: words.say('thresholds.title', { version }), facts: [...others, ...factsOf(settings, words)] }
  }
  const scope = await scopeOf(ports, asked, words)
  return 'kind' in scope ? thresholdsFor(ports, words, { settings, version, scope }) : scope
}

const factsOf = (settings: Settings, words: Words) =>
  SETTINGS.map((what) => ({ title: named(what, words), value: shown(what, settingOf(settings, what), words) }))

/** "customer's score (customer)": what it is, and what to type. */
const named = (what: Setting, words: Words): string =>
  words.say('thresholds.thing', { thing: words.say(`thing.${what}`), name: what })

async function different(ports: Ports, { scope, values }: Override, words: Words) {
  const said = Object.entries(values).map(([what, value]) =>
    words.say('thresholds.value', { what: words.say(`thing.${what}`), value: shown(what as Setting, value, words) }),
  )
  return { title: words.say('thresholds.for', { scope: await saidScope(ports, scope, words) }), value: said.join('; ') }
}

interface Asked {
  readonly settings: Settings
  readonly version: number
  readonly scope: Scope
}

async function thresholdsFor(ports: Ports, words: Words, { settings, version, scope }: Asked): Promise<Notice> {
  const where = await whereIn(ports, scope)
  const here = settingsFor(settings, where)
  const facts = SETTINGS.map(async (what) => {
    const value = shown(what, settingOf(here, what), words)
    const source = sourceOf(settings, where, what)
    const from = source && (await saidScope(ports, source, words))
    return { title: named(what, words), value: from ? words.say('thresholds.source', { value, scope: from }) : value }
  })
  const title = words.say('thresholds.title-for', { scope: await saidScope(ports, scope, words), version })
  return { title, facts: await Promise.all(facts) }
}
