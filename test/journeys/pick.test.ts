// A supervisor picks a time of their own, on the card.
import { describe, expect, it } from 'vitest'
import { words } from '../../src/words.ts'
import type { Seen } from '../control.ts'
import { said } from '../said.ts'
import { sceneForEach } from '../world.ts'
import { bookButtons, cardSays, offered, privately, roughPattern } from './acts.ts'
import { CASTS, STAGES } from './cast.ts'

const scene = sceneForEach()
const en = words('en')

/** Everybody in these journeys reads Berlin time. */
const ZONE = 'Europe/Berlin'
const instantOf = (wall: string): number => Temporal.PlainDateTime.from(wall).toZonedDateTime(ZONE).epochMilliseconds
const wallAt = (at: number | string): string =>
  Temporal.Instant.fromEpochMilliseconds(new Date(at).getTime())
    .toZonedDateTimeISO(ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })

/** What goes into the inputs of a card for "2026-11-24T14:30". Slack and Teams name them differently; people see their labels. */
function filled({ inputs }: Seen, wall: string): Record<string, string> {
  const [day, time] = wall.slice(0, 16).split('T')
  const id = (label: RegExp) => inputs.find((input) => label.test(input.label))!.id
  return { [id(/^Day$/)]: day!, [id(/^Time \(Berlin time\)$/)]: time! }
}

interface Day {
  readonly shift: { readonly start: string; readonly end: string }
  readonly activities: readonly { readonly start: string; readonly end: string; readonly kind: string }[]
  readonly peaks: readonly { readonly from: string; readonly to: string }[]
}

/** Quarters of an hour, off the half hours that Genesys suggests, at which an agent works and no peak is expected. */
function oddQuarters({ activities, peaks }: Day): string[] {
  const half = 30 * 60_000
  return activities
    .filter(({ kind }) => kind === 'OnQueueWork')
    .flatMap(({ start, end }) => {
      const count = (Date.parse(end) - Date.parse(start)) / (half / 2)
      return Array.from({ length: count }, (_, n) => Date.parse(start) + (n * half) / 2).filter(
        (at) => at + half <= Date.parse(end),
      )
    })
    .filter((at) => at % half !== 0 && peaks.every(({ from, to }) => at + half <= Date.parse(from) || at >= Date.parse(to)))
    .map(wallAt)
}

describe.each(STAGES)('on $platform, $way', ({ platform, where, agent, decider, named }) => {
  const dayOf = (wall: string) => scene.world.call<Day>('GET', `/agents/${agent}/day?date=${wall.slice(0, 10)}`)

  /** A card that asks for a time. */
  async function asking(): Promise<{ card: Seen; times: { from: string; to: string }[] }> {
    const card = await roughPattern(scene.world, agent, where)
    await scene.world.click(decider, card, 'Pick a time')
    return { card: await cardSays(scene.world, where, card, /When should the session be\?/), times: offered(card) }
  }

  const pick = (card: Seen, wall: string) => scene.world.click(decider, card, 'Book this time', filled(card, wall))

  /** What the card says of a time that does not do. */
  async function refused(card: Seen, wall: string): Promise<Seen> {
    await pick(card, wall)
    const at = instantOf(wall)
    return cardSays(scene.world, where, card, new RegExp(`${en.day(at, ZONE)}, ${en.time(at, ZONE)} does not work: `))
  }

  async function bookedAt(card: Seen, wall: string): Promise<Readonly<Record<string, unknown>>> {
    await cardSays(scene.world, where, card, /Booked: .*It stands on .* schedule/s)
    const [appointment, ...others] = await scene.world.effects('appointment.created')
    expect(others).toEqual([])
    expect(Date.parse(String(appointment?.body.dateStart))).toBe(instantOf(wall))
    return appointment!.body
  }

  it('a time is picked, and booked at exactly that instant', async () => {
    const { card, times } = await asking()
    expect(bookButtons(card)).toEqual(['Book this time'])
    const answer = await pick(card, times[1]!.from)
    expect(answer).toMatchObject({ status: 200 })
    expect(answer.ms).toBeLessThan(1000)
    expect(await bookedAt(card, times[1]!.from)).toMatchObject({ lengthInMinutes: 30, wfmSchedule: { id: expect.any(String) } })
    expect(await scene.world.effects('event.created')).toHaveLength(1)
  })

  it('the time that stands there already can be booked as it is', async () => {
    const { card, times } = await asking()
    await scene.world.click(decider, card, 'Book this time')
    await bookedAt(card, times[0]!.from)
  })

  it('a time that Genesys would not have suggested is booked all the same, and stands on the schedule', async () => {
    const { card, times } = await asking()
    let tried = 0
    for (const wall of oddQuarters(await dayOf(times[2]!.from))) {
      await pick(card, wall)
      const now = await cardSays(
        scene.world,
        where,
        card,
        new RegExp(`${wall.slice(11)} does not work|Booked: .*It stands on`, 's'),
      )
      tried += 1
      // Of the calendar nothing can be known here: where it stands in the way, the next one is tried.
      if (!/Booked/.test(now.text)) continue
      expect(await bookedAt(card, wall)).toMatchObject({ wfmSchedule: { id: expect.any(String) } })
      return
    }
    expect.fail(`none of ${tried} times could be booked`)
  })

  it('a time when the supervisor is busy is refused with why and with what would do, which is then booked', async () => {
    const { card, times } = await asking()
    await scene.world.change({ kind: 'busy', person: decider, ...times[1]! })
    const told = await refused(card, times[1]!.from)
    expect(told.text).toMatch(named ? /you have another meeting then\./ : /another meeting then\./)
    expect(told.text).toMatch(/\. (?:[A-Z][a-z]{2} \d+ [A-Z][a-z]+, )?\d\d:\d\d would\./)
    expect(await scene.world.effects('appointment.created')).toEqual([])

    await scene.world.click(decider, told, 'Book this time')
    await cardSays(scene.world, where, card, /Booked: .*It stands on .* schedule/s)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
  })

  it('a break, a peak, another session nearby, an odd minute and the past are refused, each with its reason', async () => {
    const { card, times } = await asking()
    const [first, second, third] = times as [{ from: string; to: string }, { from: string; to: string }, { from: string }]
    const meal = (await dayOf(third.from)).activities.find(({ kind }) => kind === 'Meal')!
    const name = named ? '[A-Z][a-z]+ [A-Z][a-z]+' : 'the agent'
    const resting = await refused(card, wallAt(meal.start))
    expect(resting.text).toMatch(new RegExp(`${name} has something else then\\. `))

    await scene.world.change({
      kind: 'peak',
      agent,
      from: new Date(instantOf(second.from)),
      to: new Date(instantOf(second.to)),
    })
    expect((await refused(card, second.from)).text).toContain('it will be busy then')

    const odd = first.from.replace(/\d\d(:\d\d)?$/, '10')
    expect((await refused(card, odd)).text).toMatch(/sessions begin on a quarter of an hour\. Try \d\d:\d\d or \d\d:\d\d\./)

    const { now } = await scene.world.call<{ now: string }>('GET', '')
    expect((await refused(card, `${wallAt(now).slice(0, 10)}T00:00`)).text).toContain('that moment has passed')

    await scene.world.change({
      kind: 'appointment',
      action: 'create',
      agent,
      from: new Date(instantOf(third.from)),
      minutes: 30,
    })
    expect((await refused(card, third.from)).text).toMatch(/another session stands there|has something else then/)
    expect((await refused(card, first.from)).text).toContain('it is too close to another session')
    expect(await scene.world.effects('appointment.created')).toEqual([])
  })

  it('the same time again is answered privately, since the card says it all', async () => {
    const { card, times } = await asking()
    await scene.world.change({ kind: 'busy', person: decider, ...times[1]! })
    await refused(card, times[1]!.from)
    await pick(card, times[1]!.from)
    await privately(scene.world, decider, said(decider, 'pick.same'))
  })

  it('Back shows the times again, and one of them is booked', async () => {
    const { card, times } = await asking()
    await scene.world.click(decider, card, 'Back')
    const back = await cardSays(scene.world, where, card, /good times/)
    expect(back.inputs).toEqual([])
    expect(offered(back)).toEqual(times)
    await scene.world.click(decider, back, bookButtons(back)[0]!)
    await bookedAt(card, times[0]!.from)
  })

  it('of two times picked at the same moment, one is booked', async () => {
    const { card, times } = await asking()
    await Promise.all([pick(card, times[1]!.from), pick(card, times[2]!.from)])
    await cardSays(scene.world, where, card, /Booked: .*It stands on .* schedule/s)
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
  })

  if (platform === 'slack')
    it('an input that was left empty, which Slack lets through, is asked for again', async () => {
      const { card, times } = await asking()
      await scene.world.click(decider, card, 'Book this time', { ...filled(card, times[0]!.from), [card.inputs[0]!.id]: '' })
      const again = await cardSays(scene.world, where, card, /Please choose a day and a time/)
      await pick(again, times[1]!.from)
      await bookedAt(card, times[1]!.from)
    })
})

it.each(CASTS)('on $platform, whoever may not decide cannot pick a time either', async ({ room }) => {
  const where = { room: room.id }
  const card = await roughPattern(scene.world, room.agent, where)
  await scene.world.click(room.without, card, 'Pick a time')
  await privately(scene.world, room.without, /Only the supervisors of this agent can do that/)
  await scene.world.click(room.supervisor, card, 'Pick a time')
  const open = await cardSays(scene.world, where, card, /When should the session be/)
  await scene.world.click(room.without, open, 'Book this time')
  await scene.world.until('the second refusal', async () => {
    const told = (await scene.world.messages({ user: room.without })).filter(({ text }) => /Only the supervisors/.test(text))
    return told.length === 2
  })
  expect(await scene.world.effects('appointment.created')).toEqual([])
})
