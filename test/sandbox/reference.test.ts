// docs/sandbox.md is a reference: whatever the control interface knows is named there.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { KNOWN_STEPS } from '../../src/sandbox/wire/faults.ts'
import { type OpenWorld, openWorld } from './world.ts'

const REFERENCE = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8')

let world: OpenWorld
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const unnamed = (words: readonly string[]) => words.filter((word) => !REFERENCE.includes(word))
const refusalOf = async (method: string, path: string, body?: object) =>
  String((await world.ask(method, path, body)).body.message)

it('names every call', async () => {
  const calls = (await refusalOf('GET', '/world/weather')).split('There are: ')[1]!.replace(/\.$/, '').split(', ')
  expect(calls.length).toBeGreaterThan(15)
  expect(unnamed(calls.map((call) => call.replace('/agents/{id}/', '/agents/{person}/')))).toEqual([])
})

it('names every kind of change', async () => {
  const kinds = (await refusalOf('POST', '/world/changes', { kind: 'weather' }))
    .split('Kinds: ')[1]!
    .replace(/\.$/, '')
    .split(', ')
  expect(unnamed(kinds.map((kind) => `| \`${kind}\` |`))).toEqual([])
})

it('names every limit', async () => {
  const { disconnected: _, ...limits } = (await world.change({ kind: 'limits' })) as Record<string, unknown>
  expect(unnamed(Object.keys(limits).map((key) => `\`${key}\``))).toEqual([])
})

it('names every plan entry of a fault', () => {
  const words = KNOWN_STEPS.filter((step) => /^[a-z0-9-]+$/.test(step))
  expect(unnamed(words.map((word) => `"${word}"`))).toEqual([])
})

it('names everybody who lives there', async () => {
  const { people } = await world.people()
  expect(unnamed(people.map(({ name }) => name.split(' ')[0]!))).toEqual([])
})
