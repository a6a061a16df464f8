import type { PersonId } from '../coaching/interaction.ts'
import { settingsFor } from '../coaching/overrides.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { whereOf } from '../coaching/scope.ts'
import { DEFAULTS, type Settings } from '../coaching/settings.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { audited, type Happened } from './audit.ts'
import { SETTINGS, SETTINGS_LOG } from './kinds.ts'

export interface CurrentSettings {
  readonly settings: Settings
  /** 0 until an admin changed something. */
  readonly version: number
}

export async function currentSettings(ports: Pick<Ports, 'store'>): Promise<CurrentSettings> {
  const stored: Stored<{ settings: Settings }> | undefined = await ports.store.get(SETTINGS, 'current')
  return stored ? { settings: stored.body.settings, version: stored.version } : { settings: DEFAULTS, version: 0 }
}

/** The settings for an agent by the queue of a conversation. */
export type SettingsAt = (queue: string | null) => Settings

/** Resolved once for each queue; whose team the agent is in is asked only where that matters. */
export async function settingsOfAgent(ports: Pick<Ports, 'centre'>, settings: Settings, agent: PersonId): Promise<SettingsAt> {
  const { rules, praises } = settings.policy
  const byPerson = settings.overrides.some(({ scope }) => scope.kind === 'team' || scope.kind === 'division')
  const byTeam = [...rules, ...praises].some(({ when }) => when !== undefined && when.teams.length > 0)
  const person = byPerson || byTeam ? await ports.centre.person(agent) : undefined
  const { division } = person ?? {}
  const team = person?.team?.id ?? null
  const known = new Map<string | null, Settings>()
  return (queue) => {
    const found = known.get(queue) ?? settingsFor(settings, { division, queue, team, agent })
    known.set(queue, found)
    return found
  }
}

/** As they are now for the agent, the team and the queue of these conversations. */
export async function settingsAbout(
  ports: Pick<Ports, 'store'>,
  { agent, counted }: Pick<Proposal, 'agent' | 'counted'>,
): Promise<Settings> {
  return settingsFor((await currentSettings(ports)).settings, whereOf(agent, counted))
}

/** What the audit is told of a change. */
export type Told = Omit<Happened, 'by' | 'uninvited' | 'outcome'> & { readonly what: 'settings-changed' | 'rolled-back' }

interface Written {
  /** The one that is changed. */
  readonly version: number
  readonly settings: Settings
  readonly told: Told
}

interface Author {
  readonly by: { readonly id: PersonId }
  readonly because: string | null
  /** The second admin, where it took one. */
  readonly approvedBy: PersonId | null
}

/** The settings, a line of their history and a record of the audit. */
export async function settingsChanges(
  ports: Pick<Ports, 'store' | 'now'>,
  { by, because, approvedBy }: Author,
  { version, settings, told }: Written,
): Promise<Change[]> {
  const at = ports.now()
  const about = { ...told.about, version: version + 1, ...(approvedBy ? { approved: approvedBy } : {}) }
  return [
    { put: SETTINGS.name, id: 'current', expect: version, body: { settings, by: by.id, at } },
    { append: SETTINGS_LOG.name, at, entry: { version: version + 1, settings, by: by.id, because, approvedBy } },
    await audited(ports, { ...told, by: by.id, about }),
  ]
}

/** Counted and logged once it is written. `version`: the one that was changed. */
export function noteChange(
  { counts, log }: Pick<Ports, 'counts' | 'log'>,
  { version, by }: { version: number; by: PersonId },
): void {
  counts.add('settings changed')
  log.info('settings changed', { version: version + 1, by })
}
