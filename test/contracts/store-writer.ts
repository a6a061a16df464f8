// Writes as fast as it can and prints the id of every write that was acknowledged, until it is killed.
import type { Store } from '../../src/ports.ts'
import { openHere } from './killed.ts'

const store = await openHere<Store>()

async function write(id: string): Promise<void> {
  const written = await store.write([
    { put: 'note', id, expect: 0, body: { words: `about ${id}` }, index: { all: { key: 'all', at: 1 } } },
    { append: 'notes', entry: { id }, at: 1 },
  ])
  if (written.ok) process.stdout.write(`${id}\n`)
}

for (let turn = 0; ; turn++) await Promise.all(Array.from({ length: 5 }, (_, place) => write(`${turn}-${place}`)))
