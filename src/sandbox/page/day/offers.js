// The times on the card, below the chart: each is a button that turns to its day, and what booking it leaves.
import { h } from '../dom.js'

const QUARTER = 15 * 60_000
const SESSION = 30 * 60_000

/** The fewest agents to spare while a session from `start` would last; undefined where the day has no staffing. */
function spareAt({ staffing }, start) {
  const from = Date.parse(start)
  const touched = staffing.filter(({ at }) => Date.parse(at) < from + SESSION && Date.parse(at) + QUARTER > from)
  return touched.length > 0 ? Math.min(...touched.map(({ difference }) => difference)) : undefined
}

/**
 * "At 1 and 2: 6 agents to spare, 5 once booked · at 3: 4, then 3": the curve counts the agent who would be away, the card does not. `offers`: `{start,
 * n}` of this day; undefined when there is nothing to say.
 */
export function spareWords(day, offers) {
  const known = offers.map(({ start, n }) => ({ n, spare: spareAt(day, start) })).filter(({ spare }) => spare !== undefined)
  const groups = [...Map.groupBy(known, ({ spare }) => spare)]
  const parts = groups.map(([spare, all], place) => {
    const numbers = all.map(({ n }) => n).join(' and ')
    return place === 0
      ? `At ${numbers}: ${spare} agents to spare, ${spare - 1} once booked`
      : `at ${numbers}: ${spare}, then ${spare - 1}`
  })
  return parts.length > 0 ? parts.join(' · ') : undefined
}

function chip({ start, n }, { zone, onDate }) {
  const format = { weekday: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: zone }
  const when = new Intl.DateTimeFormat('en-GB', format).format(new Date(start))
  const date = dateIn(zone, start)
  return h(
    'button',
    { type: 'button', class: 'offer-time', onclick: () => onDate(date), 'data-date': date, title: 'Show this day' },
    h('span', { class: 'pin' }, n),
    when,
  )
}

/** The plain date of an instant in a zone. */
export const dateIn = (zone, time) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(time))

/** `show({offers, day})` answers the row; the same times keep their buttons, and so the focus. `onDate(date)`: one was pressed. */
export function createOffers({ onDate }) {
  const row = h('span', { class: 'offers', role: 'group', 'aria-label': 'Times on the card' })
  let shown = ''
  return {
    show({ offers, day }) {
      const key = JSON.stringify([offers, day.zone])
      if (key !== shown) row.replaceChildren(...offers.map((one) => chip(one, { zone: day.zone, onDate })))
      shown = key
      for (const one of row.children) one.setAttribute('aria-current', one.dataset.date === day.date ? 'date' : 'false')
      return offers.length > 0 && row
    },
  }
}
