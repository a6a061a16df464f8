import type { Ports } from '../ports.ts'
import { type Chosen, tellDecided } from './answers.ts'
import { changeProposal } from './change.ts'
import { PROPOSAL } from './kinds.ts'

/** None of the times suits: the card says that others are looked for, and shows them when they are found. As often as there are some. */
export async function otherTimes(ports: Ports, chosen: Chosen): Promise<void> {
  const { stored, by } = chosen
  const { state, slots, passed } = stored.body
  // Pressed twice, the second press finds the search under way.
  if (state === 'gathering') return
  if (state !== 'open') return tellDecided(ports, chosen, false)
  const body = {
    ...stored.body,
    state: 'gathering' as const,
    passed: [...passed, ...slots.map(({ start }) => start)],
    slots: [],
    asking: null,
    note: null,
  }
  if (!(await changeProposal(ports, stored, { body, due: ports.now() }))) return onceMore(ports, chosen)
  ports.counts.add('other times asked for')
  ports.log.info('other times are wanted', { proposal: stored.id, by: by.id })
}

/** Somebody wrote in between: judge the press by what is there now. */
async function onceMore(ports: Ports, chosen: Chosen): Promise<void> {
  const stored = await ports.store.get(PROPOSAL, chosen.stored.id)
  if (stored) await otherTimes(ports, { ...chosen, stored })
}
