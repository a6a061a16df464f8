import type { Seen, Where, World } from '../control.ts'
import { inAny, MOMENT, MONTHS, says } from '../said.ts'

export const ROUGH = { customer: -0.8, agentScore: -0.5 } as const

/** Two rough calls in a row; answers the card that comes of it. */
export async function roughPattern(world: World, agent: string, where: Where): Promise<Seen> {
  const before = new Set((await world.messages(where)).map(({ id }) => id))
  await world.interaction({ agent, ...ROUGH })
  await world.interaction({ agent, ...ROUGH, customer: -0.72 })
  return world.until(`a card with times at ${JSON.stringify(where)}`, async () => {
    const messages = await world.messages(where)
    return messages.find(({ id, buttons }) => !before.has(id) && buttons.some(({ label }) => says(label, 'button.book')))
  })
}

/** The buttons that book, in order. */
export const bookButtons = (card: Seen): string[] =>
  card.buttons.map(({ label }) => label).filter((label) => says(label, 'button.book'))

/** The same message as it is seen now, once it reads like that. */
export const cardSays = (world: World, where: Where, { id }: Seen, text: RegExp): Promise<Seen> =>
  world.until(`the card to say ${text}`, async () => {
    const now = (await world.messages(where)).find((message) => message.id === id)
    return now && text.test(now.text) ? now : undefined
  })

/** A private answer to somebody, anywhere they look: at the place of the press, or directly when it took a while. */
export const privately = (world: World, user: string, text: RegExp): Promise<Seen> =>
  world.until(`${user} to be told ${text} privately`, async () =>
    (await world.messages({ user })).findLast((message) => text.test(message.text)),
  )

/** A moment with more behind it that are not the scores of a conversation. */
const SCORES = ['scores', 'scores-alone', 'evaluated'].map((key) => inAny(`proposal.${key}`))
const OFFERED = new RegExp(`${MOMENT} · (?!${SCORES.join('|')})`, 'gu')

const wallOf = (day = '', month = '', time = ''): Temporal.PlainDateTime =>
  Temporal.PlainDate.from({ year: new Date().getUTCFullYear(), month: MONTHS.get(month) ?? 0, day: Number(day) }).toPlainDateTime(
    time,
  )

/** The times a card offers, as the wall clock of its reader, e.g. 2026-11-24T14:30; each half an hour long. */
export function offered({ text }: Seen): { from: string; to: string }[] {
  return [...text.matchAll(OFFERED)].map(([, day, month, time]) => {
    const at = wallOf(day, month, time)
    const from = at.since(Temporal.Now.plainDateTimeISO()).total('days') < -2 ? at.add({ years: 1 }) : at
    return { from: from.toString(), to: from.add({ minutes: 30 }).toString() }
  })
}

const BERLIN = 'Europe/Berlin'
const OPEN_UNTIL = new RegExp(String.raw`${inAny('proposal.open-until')}\W+\p{L}+\.?,? ${MOMENT}`, 'u')

/** Until when a card says that it is open, read in Berlin. */
export function openUntil({ text }: Seen): Temporal.ZonedDateTime {
  const [, day, month, time] = OPEN_UNTIL.exec(text) ?? []
  const now = Temporal.Now.zonedDateTimeISO(BERLIN)
  const until = wallOf(day, month, time).toZonedDateTime(BERLIN)
  return Temporal.ZonedDateTime.compare(until, now) < 0 ? until.add({ years: 1 }) : until
}

/** Time passes until then; the bot has done what falls due. */
export async function advanceTo(world: World, until: Temporal.ZonedDateTime): Promise<void> {
  const { now } = await world.call<{ now: string }>('GET', '')
  await world.advance(Temporal.Instant.from(now).until(until.toInstant()).toString())
}
