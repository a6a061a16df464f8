// A5: each write of a booking is done, and the bot hears of an error, of nothing, or of success when it no longer listens.
import { expect } from 'vitest'
import { seed } from '../intake/extent.ts'
import { bookButtons } from '../journeys/acts.ts'
import type { Scene } from '../world.ts'
import { casesIn, endOfCase } from './cases.ts'
import { AGENTS, cardsFor, type Waiting } from './company.ts'
import { breachesIn, breachesOf, repeatsInTeams } from './invariants.ts'
import { IN_BOTH } from './pairs.ts'
import { type Call, whereOf } from './points.ts'
import { faultRow, type Run } from './row.ts'
import { inScene, MINUTE, type Watch, watch } from './weeks.ts'

type Write = Exclude<Call, 'claim' | 'block'> | 'google event'

/** What goes wrong for whom, in three kinds of week: Rita's team (Emil, Fay) has Google's calendars, half of all agents are in Teams. */
const WEEKS: readonly (readonly Write[])[] = [
  [
    'message',
    'slack card',
    'message',
    'teams card',
    'google event',
    'google event',
    'message',
    'appointment',
    'event',
    'appointment',
  ],
  [
    'slack card',
    'message',
    'teams card',
    'message',
    'google event',
    'slack card',
    'appointment',
    'teams card',
    'slack card',
    'event',
  ],
  ['appointment', 'event', 'event', 'appointment', 'message', 'google event', 'teams card', 'message', 'message', 'teams card'],
]

/** The bot stops listening after ten seconds. */
const TOO_LATE = { 'commit-then-delay': 10_500 }
/** Every fourth week the bot waits in vain: all its bookings at once, since that takes the machine's time. */
const PLANS = [['commit-then-timeout', TOO_LATE], ['commit-then-500'], ['commit-then-500'], ['commit-then-500']] as const

interface Booking extends Waiting {
  readonly run: Run
  readonly write: Write
}

const weekOf = ({ n }: Run): number => Math.floor(n / AGENTS.length)
const writeOf = (run: Run): Write => WEEKS[(weekOf(run) + seed) % WEEKS.length]![run.n % AGENTS.length]!

const nameOf = ({ write, agent }: Booking): string =>
  write === 'message' ? `${['cleo', 'dario', 'gus', 'hana', 'jon'].includes(agent.first) ? 'teams' : 'slack'} message` : write

const whereIs = ({ write, ...waiting }: Booking) =>
  write === 'google event'
    ? { vendor: 'google', method: 'POST', path: '/calendar/v3/calendars/{id}/events', about: waiting.agent.email }
    : whereOf(write, waiting)

/** A card is drawn at least twice: when it is being booked, and when it is. */
const isDrawnAgain = ({ write }: Booking): boolean => write.endsWith('card')

function loseAnswer({ world }: Scene, booking: Booking): Promise<unknown> {
  const { run } = booking
  const ways = PLANS[weekOf(run) % PLANS.length]!
  const first = isDrawnAgain(booking) && run.chance(2) === 1 ? ['ok'] : []
  return world.fault({ ...whereIs(booking), plan: [...first, ways[run.chance(ways.length)]!] })
}

/** Two bookings of one supervisor in one week go to different times. */
function press({ world }: Scene, { run, supervisor, card }: Booking): Promise<unknown> {
  const times = bookButtons(card)
  return world.click(supervisor.first, card, run.n % 2 === 0 ? times[0]! : times.at(-1)!)
}

const WRITTEN = /^(POST \/api\/v2\/coaching\/appointments|POST \S+\/events)$/

/** What was asked for since then: how often an answer did not arrive, and how often something was to be made. */
async function asked({ world }: Scene, since: number) {
  const requests = await world.requests(since)
  return {
    // Without a status: hung up on, or not answered yet; only what is over has taken any time.
    lost: requests.filter(({ status, ms }) => status === 500 || (status === 0 && ms > 0)).length,
    made: requests.filter(({ method, template }) => WRITTEN.test(`${method} ${template}`)).length,
  }
}

const isBooked = (seen: Watch, { proposal }: Booking): boolean => {
  const one = casesIn(seen.entries).find((each) => each.proposal === proposal)!
  return breachesOf(one).length === 0 && endOfCase(one) === 'booked'
}

/** One week: ten bookings, one write of each without an answer. */
async function week(scene: Scene, seen: Watch, runs: readonly Run[]): Promise<readonly Booking[]> {
  const { world } = scene
  const cards = await cardsFor(world)
  const bookings = runs.map((run): Booking => ({ ...cards[run.n % AGENTS.length]!, run, write: writeOf(run) }))
  await world.advance(MINUTE)
  const before = (await world.requests()).length
  for (const booking of bookings) await loseAnswer(scene, booking)
  await Promise.all(bookings.map((booking) => press(scene, booking)))
  await world.until('every answer to be lost', async () => (await asked(scene, before)).lost >= bookings.length)
  await seen.passUntil('everything to be booked', { step: 'PT5S', most: 60 }, () =>
    bookings.every((each) => isBooked(seen, each)),
  )
  const { lost, made } = await asked(scene, before)
  expect(lost, 'answers lost').toBe(bookings.length)
  expect(made, 'requests to make an appointment or a calendar event').toBe(bookings.length * 2)
  return bookings
}

faultRow(
  {
    id: 'A5',
    injected:
      'each of the seven writes of a booking is done, but the answer is a 500, never comes, or comes after our ten seconds',
    expected: '0 double, 0 orphan; what was done is found and adopted, not asked for again',
    whole: 390,
    sample: 40,
  },
  ({ runs, inRun, saw, note }) =>
    inScene(IN_BOTH, async (scene) => {
      const seen = watch(scene.world)
      const decided = new Set<string>()
      for (let first = 0; first < runs.length; first += AGENTS.length) {
        if (first > 0) await scene.world.advance('P8D')
        const bookings = await week(scene, seen, runs.slice(first, first + AGENTS.length))
        for (const { proposal } of bookings) decided.add(proposal)
        for (const booking of bookings)
          await inRun(booking.run, async () => {
            expect(isBooked(seen, booking)).toBe(true)
            saw(`${nameOf(booking)}: booked once`)
          })
        expect(breachesIn(seen.entries, decided)).toEqual([])
      }
      note(`${repeatsInTeams(seen.entries)} messages stand twice in Teams`)
    }),
)
