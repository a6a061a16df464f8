// Every change of the settings goes through here: compare-and-set, history, audit, and a second admin where it takes one.
import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Change, Ports } from '../ports.ts'
import { approvalFor, type Changing, type Moving } from './approve.ts'
import { commit } from './commit.ts'
import { noteChange, settingsChanges } from './tune.ts'

/** `also` is written with the change, or neither. */
interface Writing extends Changing {
  readonly also?: readonly Change[]
}

/** `made-alone`: a second admin should have been asked, but there is none. `lost`: somebody else was faster, so that two admins at once cannot undo each other unseen. A notice: it waits for a second admin. */
export type Made = 'made' | 'made-alone' | 'lost' | Notice

export async function changeSettings(ports: Ports, changing: Writing, moving: Moving): Promise<Made> {
  const waiting = await approvalFor(ports, changing, moving)
  if (typeof waiting === 'object') return waiting
  const { by, because, also = [] } = changing
  const written = await commit(ports, [...(await settingsChanges(ports, { by, because, approvedBy: null }, moving)), ...also])
  if (!written.ok) return 'lost'
  noteChange(ports, { version: moving.version, by: by.id })
  return waiting ? 'made-alone' : 'made'
}

/** What to add to the answer where a second admin should have been asked. */
export const aloneLine = (made: Made, words: Words): string[] => (made === 'made-alone' ? [words.say('approval.alone')] : [])
