// Where things are on the day's chart: instants to pixels across, agents to pixels up.

const HOUR = 3_600_000

export const LAYOUT = { height: 240, left: 26, right: 8, top: 28, middle: 98, bottom: 150, bar: 164, barHeight: 36, axis: 219 }

/** From the full hour before the shift (or before what stands outside it) to the one after. */
export function scaleOf(day, width, marks) {
  const times = [day.shift.start, day.shift.end, ...marks].map((iso) => Date.parse(iso))
  const from = Math.floor(Math.min(...times) / HOUR) * HOUR
  const to = Math.ceil(Math.max(...times) / HOUR) * HOUR
  const span = width - LAYOUT.left - LAYOUT.right
  const most = Math.max(1, ...day.staffing.map(({ difference }) => Math.abs(difference)))
  return {
    from,
    to,
    most,
    x: (time) => LAYOUT.left + ((Math.min(Math.max(new Date(time).getTime(), from), to) - from) / (to - from)) * span,
    /** Up from the middle line for agents to spare, down for agents lacking. */
    y: (difference) =>
      LAYOUT.middle - (difference / most) * (difference > 0 ? LAYOUT.middle - LAYOUT.top - 4 : LAYOUT.bottom - LAYOUT.middle - 4),
    shows: (time) => new Date(time).getTime() >= from && new Date(time).getTime() < to,
  }
}

/** The hours to write below; every second one where there is little room. */
export function hoursOf({ from, to, x }) {
  const step = (x(from + HOUR) - x(from) < 34 ? 2 : 1) * HOUR
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => from + n * step)
}
