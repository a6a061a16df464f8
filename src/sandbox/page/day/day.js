// One agent's day: a chart, and the same in words below it.
import { byId, h, s } from '../dom.js'
import { first } from '../places.js'
import { curve, names } from './curve.js'
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

export const dateIn = (zone, time) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(time))

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

function highlight({ offers, elsewhere, clock, booked, span }) {
  if (booked.length > 0) return h('strong', {}, `Coaching booked: ${booked.map(span).join(', ')}`)
  const more = elsewhere > 0 ? `, and ${elsewhere} on other days` : ''
  return offers.length > 0 && h('strong', {}, `On offer: ${offers.map(({ start }) => clock(start)).join(', ')}${more}`)
}

function sentences({ day, clock, ...rest }) {
  const span = ({ start, end }) => `${clock(start)}–${clock(end)}`
  const peaks = day.peaks.map(({ from, to }) => span({ start: from, end: to })).join(' and ')
  const shiftAndPeaks = `Shift ${span(day.shift)}${peaks && ` · peaks ${peaks}`}`
  return [shiftAndPeaks, interruptions(day, clock).join(' · '), highlight({ ...rest, clock, span })]
}

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

/** `show({agent, day, offers, now})`: the day as the sandbox tells it, offered instants, the world's time. `onStep(days)`: an arrow. */
export function createDay({ onStep }) {
  const host = byId('day-chart')
  let last
  byId('day-before').addEventListener('click', () => onStep(-1))
  byId('day-after').addEventListener('click', () => onStep(1))
  new ResizeObserver(() => last && draw()).observe(host)

  function draw() {
    host.replaceChildren(chart(last, Math.max(280, Math.floor(host.clientWidth))))
  }

  function show({ agent, day, offers, now }) {
    byId('day-title').replaceChildren(
      `${first(agent)}’s day`,
      h('span', {}, day.date ? `${longDate(day.date)}, ${cityOf(day.zone)} time` : ''),
    )
    if (!day.shift) {
      last = undefined
      host.replaceChildren(h('p', { class: 'nothing' }, 'No shift on this day.'))
      return byId('day-words').replaceChildren()
    }
    const clock = clockIn(day.zone)
    const numbered = offers.map((start, n) => ({ start, n: n + 1 }))
    const onDay = numbered.filter(({ start }) => dateIn(day.zone, start) === day.date)
    last = { agent, day, offers: onDay, elsewhere: offers.length - onDay.length, now, clock, booked: bookedOn(day) }
    byId('day-words').replaceChildren(
      ...sentences(last)
        .filter(Boolean)
        .map((part) => h('span', { class: 'sentence' }, part)),
    )
    draw()
  }
  return { show }
}
