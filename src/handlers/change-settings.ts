// Every change of the settings goes through here: compare-and-set, history, audit, and a second admin where it takes one.
import type { Person } from '../coaching/people.ts'
import type { Settings } from '../coaching/settings.ts'
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Change, Ports } from '../ports.ts'
import { approvalFor } from './approve.ts'
import { commit } from './commit.ts'
import { settingsChanges, type Told } from './tune.ts'

/** Who changes the settings, and why. `also` is written with it, or neither. */
export interface Changing {
  readonly by: Person
  readonly because: string | null
  readonly words: Words
  readonly also?: readonly Change[]
}

export interface Moving {
  /** The one that is changed. */
  readonly version: number
  readonly before: Settings
  readonly settings: Settings
  readonly told: Told
}

/** `made-alone`: a second admin should have been asked, but there is none. `lost`: somebody else was faster, so that two admins at once cannot undo each other unseen. A notice: it waits for a second admin. */
export type Made = 'made' | 'made-alone' | 'lost' | Notice

export async function changeSettings(ports: Ports, changing: Changing, moving: Moving): Promise<Made> {
  const waiting = await approvalFor(ports, changing, moving)
  if (typeof waiting === 'object') return waiting
  const { by, because, also = [] } = changing
  const written = await commit(ports, [...(await settingsChanges(ports, { by, because, approvedBy: null }, moving)), ...also])
  if (!written.ok) return 'lost'
  ports.counts.add('settings changed')
  ports.log.info('settings changed', { version: moving.version + 1, by: by.id })
  return waiting ? 'made-alone' : 'made'
}

/** What to add to the answer where a second admin should have been asked. */
export const aloneLine = (made: Made, words: Words): string[] => (made === 'made-alone' ? [words.say('approval.alone')] : [])
