import type { Block } from '../coaching/block.ts'
import type { Proposal } from '../coaching/proposal.ts'
import { SECOND, spanOf } from '../coaching/slot.ts'
import { VendorError } from '../errors.ts'
import type { Ports } from '../ports.ts'
import type { Chain, Step } from './steps.ts'

/** The writes that put a session on the schedule by hand have a journal of their own: turned down, they take back no booking. */
export const scheduleJournal = (proposal: string): string => `${proposal}:schedule`

/** Undefined where there is no schedule to stand on. */
export function blockOf({ agent, appointment, chosen }: Proposal): Block | undefined {
  if (!appointment || !chosen?.slot.schedule) return undefined
  return { appointment: appointment.id, agent: agent.id, at: spanOf(chosen.slot), schedule: chosen.slot.schedule }
}

export const scheduleChain = (ports: Ports, proposal: string, block: Block): Chain<Block> => ({
  id: scheduleJournal(proposal),
  steps: [withheld(ports), inserted(ports)],
  about: block,
})

/** Genesys is told first, so that it adds none beside ours. Not taken back: with the booking the appointment itself goes. */
const withheld = (ports: Ports): Step<Block> => ({
  name: 'withheld',
  find: async () => undefined,
  write: async ({ appointment }) => {
    await ports.centre.withhold(appointment)
    return appointment
  },
})

/** An upload that went unanswered may still be on its way for so long. */
const LAG_MS = 30 * SECOND
const later = (code: string): VendorError => new VendorError({ vendor: 'Genesys', trouble: 'unavailable', code, inDoubt: true })

const inserted = (ports: Ports): Step<Block> => ({
  name: 'inserted',
  find: async (block, doubt) => {
    const { inserted: isThere } = await ports.centre.standing(block)
    if (isThere) return block.appointment
    if (doubt && doubt.ms < LAG_MS) throw later('not-seen-yet')
    return undefined
  },
  write: async (block) => {
    const title = ports.words(ports.house.locale).say('appointment.name')
    // Genesys's own came after all, or has not gone yet: it must not stand beside ours, so it is looked at again.
    if ((await ports.centre.insert(block, title)) === 'genesys') throw later('own-block-there')
    return block.appointment
  },
  mayStay: true,
  undo: (block) => ports.centre.takeOut(block),
})
