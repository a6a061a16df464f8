// What was set for somebody who is erased goes, from the settings and from their history.
import type { PersonId } from '../coaching/interaction.ts'
import type { Person } from '../coaching/people.ts'
import type { Settings } from '../coaching/settings.ts'
import type { Change, Ports } from '../ports.ts'
import { commit } from './commit.ts'
import { SETTINGS_LOG } from './kinds.ts'
import { currentSettings, settingsChanges } from './tune.ts'

const MOST = 10_000

export async function forgetInSettings(ports: Ports, by: Person, person: PersonId): Promise<void> {
  const { settings, version } = await currentSettings(ports)
  const without = withoutAgent(settings, person)
  if (without.overrides.length < settings.overrides.length) {
    const told = { what: 'settings-changed', about: { setting: 'erased' } } as const
    const author = { by, because: null, approvedBy: null }
    const written = await commit(ports, await settingsChanges(ports, author, { version, settings: without, told }))
    if (!written.ok) return forgetInSettings(ports, by, person)
  }
  const log = await ports.store.read(SETTINGS_LOG, 0, MOST)
  if (!log.some(({ entry }) => entry.settings.overrides.some(({ scope }) => isOf(scope, person)))) return
  const anew = log.map(({ at, entry }): Change => {
    const cleaned = { ...entry, settings: withoutAgent(entry.settings, person) }
    return { append: SETTINGS_LOG.name, at, entry: cleaned }
  })
  await ports.store.write([...anew, { cut: SETTINGS_LOG.name, through: log.at(-1)!.n }])
}

const isOf = ({ kind, id }: Settings['overrides'][number]['scope'], person: PersonId): boolean =>
  kind === 'agent' && id === person

const withoutAgent = (settings: Settings, person: PersonId): Settings => ({
  ...settings,
  overrides: settings.overrides.filter(({ scope }) => !isOf(scope, person)),
})
