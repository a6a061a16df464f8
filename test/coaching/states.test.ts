import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { next } from '../../src/coaching/proposal.ts'

it('the states of a card are those that are documented, and so is what follows them', () => {
  const page = readFileSync(new URL('../../docs/card.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  const named = (cell: string | undefined) => [...(cell ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name)
  const documented = rows.map((row) => {
    const cells = row.split('|')
    return [named(cells[1])[0], named(cells[4])]
  })
  expect(Object.fromEntries(documented)).toEqual(next)
})
