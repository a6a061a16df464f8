// A22: Teams cannot be asked whether a message stands, so a second copy may; the one the bot does not know of is known once it is pressed.
import { expect } from 'vitest'
import type { Seen } from '../control.ts'
import { bookButtons, ROUGH } from '../journeys/acts.ts'
import { inAny, says } from '../said.ts'
import type { Scene } from '../world.ts'
import { faultRow, type Run } from './row.ts'
import { cardsAbout, DIRECTLY, deeds, inScene, isBooked, MINUTE, type Watch, watch } from './weeks.ts'

/** Theirs are the cards that go to Teams. */
const PAIRS = [
  ['cleo', 'tessa'],
  ['dario', 'tessa'],
  ['gus', 'theo'],
  ['hana', 'theo'],
] as const

/** The card as it is, or a sentence. */
const ANSWER = new RegExp(['proposal.booked', 'decided.booked', 'decided.booked-you'].map((key) => inAny(key)).join('|'))

interface Copies {
  readonly run: Run
  readonly agent: { readonly id: string; readonly name: string }
  readonly supervisor: { readonly first: string; readonly id: string }
  /** The bot never heard that it stands. */
  readonly stray: Seen
  readonly known: Seen
}

/** A card for each of the four, the answer to posting it lost. */
async function copiesOf({ world }: Scene, seen: Watch, runs: readonly Run[]): Promise<readonly Copies[]> {
  const { people } = await world.people()
  const personOf = (first: string) => ({ ...people.find(({ email }) => email.startsWith(`${first}@`))!, first })
  const from = (await seen.read()).length
  const pairs = runs.map((run) => {
    const [agent, supervisor] = PAIRS[run.n % PAIRS.length]!
    return { run, agent: personOf(agent), supervisor: personOf(supervisor) }
  })
  for (const { agent } of pairs)
    await world.fault({
      vendor: 'teams',
      method: 'POST',
      path: '/v3/conversations/{id}/activities',
      about: agent.name.split(' ').at(-1)!,
      plan: ['commit-then-reset'],
    })
  await world.call('POST', '/interactions', [
    ...pairs.map(({ agent }) => ({ agent: agent.first, ...ROUGH })),
    ...pairs.map(({ agent }) => ({ agent: agent.first, ...ROUGH, customer: -0.72 })),
  ])
  const copies = ({ agent }: (typeof pairs)[number]) => cardsAbout(seen.entries.slice(from), agent.name).map(({ id }) => id)
  await seen.passUntil('two copies of each card', { step: 'PT5S', most: 24 }, () =>
    pairs.every((pair) => copies(pair).length === 2 && says(seen.text(copies(pair)[1]!), 'button.book')),
  )
  await world.advance(MINUTE)
  return Promise.all(
    pairs.map(async (pair): Promise<Copies> => {
      const all = await world.messages({ user: pair.supervisor.first })
      const [stray, known] = copies(pair).map((id) => all.find((each) => each.id === id)!)
      return { ...pair, stray: stray!, known: known! }
    }),
  )
}

faultRow(
  {
    id: 'A22 second copies',
    injected:
      'the answer to posting a card in Teams is lost, and the supervisor presses the copy that the bot does not know of, twice',
    expected: 'booked once, both copies say so; a further press of either is answered clearly and does nothing',
    whole: 200,
    sample: 20,
  },
  ({ runs, inRun, saw }) =>
    inScene(DIRECTLY, async (scene) => {
      const { world } = scene
      const seen = watch(world)
      for (let first = 0; first < runs.length; first += PAIRS.length) {
        if (first > 0) await world.advance('P8D')
        const all = await copiesOf(scene, seen, runs.slice(first, first + PAIRS.length))
        const from = seen.entries.length
        const press = ({ supervisor, stray }: Copies, which: 0 | -1) =>
          world.click(supervisor.first, stray, bookButtons(stray).at(which)!)
        await Promise.all(all.map((each, n) => press(each, n % 2 === 0 ? 0 : -1)))
        await seen.passUntil('all to be booked', { step: 'PT5S', most: 60 }, () =>
          all.every(({ known }) => isBooked(seen.text(known.id))),
        )
        // So soon after the first it would only be the same press.
        await world.advance('PT2M')
        const late = await Promise.all(all.map((each, n) => press(each, n % 2 === 0 ? -1 : 0)))
        await world.advance(MINUTE)
        await seen.read()
        for (const [n, { run, agent, stray }] of all.entries())
          await inRun(run, async () => {
            expect(deeds(seen.entries.slice(from), 'appointment.created', agent.id)).toHaveLength(1)
            expect([late[n]!.status, JSON.stringify(late[n]!.body)]).toEqual([200, expect.stringMatching(ANSWER)])
            expect(isBooked(seen.text(stray.id))).toBe(true)
            saw('booked once, both copies say so')
          })
      }
    }),
)
