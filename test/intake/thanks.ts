// These tests count thanks to tell what was judged, so nobody is thanked too seldom for that.
import { DEFAULTS } from '../../src/coaching/settings.ts'
import { SETTINGS } from '../../src/handlers/kinds.ts'
import type { Running } from '../../src/main.ts'

/** From now on every brilliant conversation is thanked for, as if an admin had said so. */
export async function thankForAll({ ports: { store, now } }: Pick<Running, 'ports'>): Promise<void> {
  const settings = { ...DEFAULTS, thanks: { ...DEFAULTS.thanks, times: 1000, days: 1 } }
  const body = { settings, by: '00000000-0000-4000-8001-0000000000d1', at: now() }
  const written = await store.write([{ put: SETTINGS.name, id: 'current', expect: 0, body }])
  if (!written.ok) throw new Error('the settings were changed before')
}
