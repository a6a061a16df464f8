// Is in the middle of one run for ever, and prints the id of every other job that was acknowledged, until it is killed.
import type { Jobs } from '../../src/ports.ts'
import { openHere } from './killed.ts'

const jobs = await openHere<Jobs>({ now: Date.now })
const begun = Promise.withResolvers<void>()
jobs.work('slow', () => {
  begun.resolve()
  return new Promise(() => {})
})
await jobs.add({ queue: 'slow', id: 'interrupted', at: 0 })
await begun.promise

async function add(id: string): Promise<void> {
  await jobs.add({ queue: 'quick', id, at: 0 })
  process.stdout.write(`${id}\n`)
}

for (let turn = 0; ; turn++) await Promise.all(Array.from({ length: 5 }, (_, place) => add(`${turn}-${place}`)))
