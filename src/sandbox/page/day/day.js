// One agent's day: a chart, and the same in words below it.
import { byId, h, s } from '../dom.js'
import { first } from '../places.js'
import { curve, names } from './curve.js'
import { createOffers, dateIn, spareWords } from './offers.js'
import { hoursOf, LAYOUT, scaleOf } from './scale.js'
import { isCoaching, isWork, shift } from './shift.js'

const clockIn = (zone) => {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone })
  return (time) => format.format(new Date(time))
}

/** "Tuesday 24 November" of a plain date. */
const longDate = (date) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
    .format(new Date(`${date}T12:00Z`))
    .replace(',', '')

/** The neighbouring plain date. */
export const daysFrom = (date, days) => new Date(Date.parse(`${date}T12:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The zone's city, as people say it. */
const cityOf = (zone) => zone.split('/').at(-1).replaceAll('_', ' ')

const bookedOn = (day) => day.activities.filter(isCoaching)

/** "breaks 10:30 and 15:30 · lunch 12:30", each kind once. */
function interruptions({ activities }, clock) {
  const off = activities.filter((one) => !isWork(one) && !isCoaching(one))
  const kinds = Map.groupBy(off, ({ title }) => title.toLowerCase())
  return [...kinds].map(
    ([title, all]) => `${title}${all.length > 1 ? 's' : ''} ${all.map(({ start }) => clock(start)).join(' and ')}`,
  )
}

function sentences({ day, clock, booked }) {
  const span = ({ start, end }) => `${clock(start)}–${clock(end)}`
  const peaks = day.peaks.map(({ from, to }) => span({ start: from, end: to })).join(' and ')
  const shiftAndPeaks = `Shift ${span(day.shift)}${peaks && ` · peaks ${peaks}`}`
  const session = booked.length > 0 && h('strong', {}, `Coaching booked: ${booked.map(span).join(', ')}`)
  return [shiftAndPeaks, interruptions(day, clock).join(' · '), session]
}

const CAPTION = 'Agents to spare, or too few, per quarter of an hour'

function chart(facts, width) {
  const { day, offers, booked, agent } = facts
  const scale = scaleOf(day, width, [...offers.map(({ start }) => start), ...booked.flatMap(({ start, end }) => [start, end])])
  const label = `${first(agent)}’s day, ${longDate(day.date)}: agents more or fewer than needed per quarter of an hour, and the shift with its breaks.`
  return s(
    'svg',
    { width, height: LAYOUT.height, viewBox: `0 0 ${width} ${LAYOUT.height}`, role: 'img', 'aria-label': label },
    ...curve(day, scale),
    ...shift(day, scale, { ...facts, hours: hoursOf(scale) }),
    ...names(day, scale),
  )
}

/**
 * `show({agent, day, offers, now})`: the day as the sandbox tells it, offered instants, the world's time. `onStep(days)`: an arrow,
 * `onDate(date)`: the day of an offered time.
 */
export function createDay({ onStep, onDate }) {
  const host = byId('day-chart')
  const row = createOffers({ onDate })
  let last
  byId('day-before').addEventListener('click', () => onStep(-1))
  byId('day-after').addEventListener('click', () => onStep(1))
  new ResizeObserver(() => last && draw()).observe(host)

  function draw() {
    host.replaceChildren(chart(last, Math.max(220, Math.floor(host.clientWidth))))
  }

  /** Below the chart. The row of times stays where it is while it is the same, so that a pressed one keeps the focus. */
  function say(lines, offered) {
    const words = lines.filter(Boolean).map((part) => h('span', { class: 'sentence' }, part))
    for (const child of [...byId('day-words').children]) if (child !== offered) child.remove()
    byId('day-words').prepend(...words)
    if (offered && !offered.isConnected) byId('day-words').append(offered)
  }

  function show({ agent, day, offers, now }) {
    byId('day-title').replaceChildren(
      `${first(agent)}’s day`,
      h('span', {}, day.date ? `${longDate(day.date)}, ${cityOf(day.zone)} time` : ''),
    )
    const numbered = offers.map((start, n) => ({ start, n: n + 1 }))
    const onDay = numbered.filter(({ start }) => dateIn(day.zone, start) === day.date)
    const offered = row.show({ offers: numbered, day })
    byId('day-caption').textContent = (day.shift && spareWords(day, onDay)) || CAPTION
    last = day.shift && { agent, day, offers: onDay, now, clock: clockIn(day.zone), booked: bookedOn(day) }
    say(last ? sentences(last) : [], offered)
    if (last) draw()
    else host.replaceChildren(h('p', { class: 'nothing' }, 'No shift on this day.'))
  }
  return { show }
}
