// Between the card and the click the world moves on: nothing is booked that is no longer good, and the card offers what is.

import { expect } from 'vitest'
import type { World } from '../control.ts'
import { anyone, inAny, said } from '../said.ts'
import { type Account, faultRow } from './row.ts'
import { anew, DIRECTLY, deeds, inScene, isBooked, MINUTE, pressAll, type Turn, watch, weeks } from './weeks.ts'

type Span = Turn['time']

const moved = ({ from, to }: Span, from_: object, to_: object): Span => ({
  from: Temporal.PlainDateTime.from(from).add(from_).toString(),
  to: Temporal.PlainDateTime.from(to).add(to_).toString(),
})

const overlaps = (one: Span, other: Span): boolean => one.from < other.to && other.from < one.to

const inBerlin = (instant: unknown): Temporal.PlainDateTime =>
  Temporal.Instant.from(String(instant)).toZonedDateTimeISO('Europe/Berlin').toPlainDateTime()

/** The card asked again, in the words it uses for it. */
const FRESH = new RegExp(
  ['', '-zoned'].flatMap((zoned) => [1, 2].map((count) => inAny(`note.again-choose${zoned}`, { count }))).join('|'),
)
/** Another session stands, and that is said on the card. */
const OTHER = [
  anyone('proposal.superseded'),
  new RegExp(['appointment', 'too-close'].map((why) => inAny(`note.${why}`)).join('|')),
]
/** Fresh times are there within that time. */
const FRESH_MS = 5000

interface Row extends Account {
  /** Makes the chosen time bad; answers when it is, and what the card must say of it. */
  spoil(world: World, turn: Turn): Promise<{ readonly bad: Span; readonly says: RegExp }>
}

/** Everybody's time is spoilt and then pressed; of the fresh ones one is booked. */
function tenAtATime({ runs, inRun, saw, waited, spoil }: Row): Promise<void> {
  return inScene(DIRECTLY, async (scene) => {
    const { world } = scene
    const seen = watch(world)
    const waits: number[] = []
    for await (const turns of weeks(scene, { seen, runs })) {
      const effects = seen.entries.length
      const spoilt = new Map<Turn, Awaited<ReturnType<Row['spoil']>>>()
      for (const turn of turns) spoilt.set(turn, await spoil(world, turn))
      const began = performance.now()
      const arrived = new Map<Turn, number>()
      await pressAll(world, turns)
      await seen.until('fresh times for everybody', () => {
        for (const turn of turns)
          if (!arrived.has(turn) && FRESH.test(seen.text(turn.card.id))) arrived.set(turn, performance.now() - began)
        return arrived.size === turns.length
      })
      waits.push(...arrived.values())
      expect(seen.entries.slice(effects).filter(({ effect, by }) => effect === 'appointment.created' && by === 'bot')).toEqual([])
      for (const { card, run } of turns)
        await inRun(run, async () =>
          expect(seen.text(card.id)).toMatch(spoilt.get(turns.find((each) => each.run === run)!)!.says),
        )
      await world.advance(MINUTE)
      await pressAll(world, await anew(world, turns))
      await seen.until('everybody to be booked', () => turns.every(({ card }) => isBooked(seen.text(card.id))))
      for (const turn of turns)
        await inRun(turn.run, async () => {
          const [made, ...others] = deeds(seen.entries.slice(effects), 'appointment.created', turn.agent.id)
          expect(others).toEqual([])
          const from = inBerlin(made!.body.dateStart)
          const booked = { from: from.toString(), to: from.add({ minutes: 30 }).toString() }
          expect(overlaps(booked, spoilt.get(turn)!.bad)).toBe(false)
          saw('not booked at the spoilt time, three fresh ones on the same card, one of these booked')
        })
    }
    waited('fresh times', waits, FRESH_MS)
  })
}

faultRow(
  {
    id: 'A16',
    injected: 'the supervisor’s calendar fills up between the card and the click: exactly then, only in part, or around it',
    expected: 'asked again at the click: fresh times on the same card within 5 s, no booking over a meeting',
    whole: 300,
    sample: 30,
  },
  (account) =>
    tenAtATime({
      ...account,
      async spoil(world, { time, supervisor, run }) {
        const shapes = [time, moved(time, { minutes: -20 }, { minutes: -20 }), moved(time, { minutes: 25 }, { minutes: 25 })]
        const bad = [...shapes, moved(time, { minutes: -5 }, { minutes: 5 })][run.chance(4)]!
        await world.change({ kind: 'busy', person: supervisor.first, ...bad })
        return { bad, says: said(supervisor.first, 'note.supervisor-busy-you') }
      },
    }),
)

const SPOILERS = [
  {
    kind: 'shift',
    span: (time: Span) => ({ from: moved(time, { hours: -6 }, { hours: 0 }).from, to: time.from }),
    why: 'outside-shift',
  },
  { kind: 'timeoff', span: (time: Span) => time, why: 'agent-busy' },
  { kind: 'timeoff', span: (time: Span) => moved(time, { hours: -8 }, { hours: 8 }), why: 'agent-busy' },
  { kind: 'peak', span: (time: Span) => time, why: 'peak' },
] as const

faultRow(
  {
    id: 'A17',
    injected:
      'between the card and the click the agent’s shift is moved, or the agent is ill then or all day, or the queue will be short of people',
    expected: 'asked again at the click: fresh times on the same card within 5 s, no booking outside the shift or in a peak',
    whole: 300,
    sample: 30,
  },
  (account) =>
    tenAtATime({
      ...account,
      async spoil(world, { time, agent, supervisor, run }) {
        const { kind, span, why } = SPOILERS[run.chance(SPOILERS.length)]!
        await world.change({ kind, agent: agent.first, ...span(time) })
        return { bad: kind === 'shift' ? time : span(time), says: said(supervisor.first, `note.${why}`) }
      },
    }),
)

/** The cards name no year, so a scene ends before it is over. */
const RUNS_A_YEAR = 100

faultRow(
  {
    id: 'A18',
    injected:
      'somebody books the agent’s session of the week by hand in Genesys before the click, at the same time or up to six days later',
    expected: 'the card says when the other session is; no second one',
    whole: 300,
    sample: 30,
  },
  async (account) => {
    for (let first = 0; first < account.runs.length; first += RUNS_A_YEAR)
      await byHand({ ...account, runs: account.runs.slice(first, first + RUNS_A_YEAR) })
  },
)

function byHand({ runs, inRun, saw }: Account): Promise<void> {
  return inScene(DIRECTLY, async (scene) => {
    const { world } = scene
    const seen = watch(world)
    // The hand-made sessions lie further ahead than ours, and keep everybody from the next one for a week.
    for await (const turns of weeks(scene, { seen, runs, apart: 'P22D' })) {
      const effects = seen.entries.length
      for (const { agent, time, run } of turns) {
        const days = run.chance(7)
        const { from } = moved(time, { days }, { days })
        await world.change({ kind: 'appointment', action: 'create', agent: agent.first, from, minutes: 30 })
      }
      await pressAll(world, turns)
      await seen.passUntil('everybody to hear of the other session', { step: MINUTE, most: 5 }, () =>
        turns.every(({ card }) => OTHER.some((said) => said.test(seen.text(card.id)))),
      )
      for (const { run, agent } of turns)
        await inRun(run, async () => {
          expect(deeds(seen.entries.slice(effects), 'appointment.created', agent.id)).toEqual([])
          saw('told so, and no second session')
        })
    }
  })
}
