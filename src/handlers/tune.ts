import { DEFAULTS, type Settings } from '../coaching/settings.ts'
import type { Ports, Stored } from '../ports.ts'
import { SETTINGS } from './kinds.ts'

export interface CurrentSettings {
  readonly settings: Settings
  /** 0 until an admin changed something. */
  readonly version: number
}

export async function currentSettings(ports: Pick<Ports, 'store'>): Promise<CurrentSettings> {
  const stored: Stored<{ settings: Settings }> | undefined = await ports.store.get(SETTINGS, 'current')
  return stored ? { settings: stored.body.settings, version: stored.version } : { settings: DEFAULTS, version: 0 }
}
