// What a change would mean, said before it is saved.
import { differences } from '../coaching/overrides.ts'
import type { Settings } from '../coaching/settings.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'

export interface Meant {
  readonly before: Settings
  readonly after: Settings
}

/** A line each. */
export async function effectLines(_: Ports, { before, after }: Meant, words: Words): Promise<readonly string[]> {
  return [words.say('form.effect-count', { count: differences(before, after).length })]
}
