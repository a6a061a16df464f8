// What has happened with one agent, told from what everybody can see: the ledger of effects and the messages.

const concerns = (entry, id) => JSON.stringify(entry.body).includes(id)

const startOf = ({ body }) => body.dateStart ?? body.start ?? body.appointment?.dateStart

/** The newest appointment of an agent that was not deleted since: `{id, start, n, scheduled, inCalendar}` or undefined. */
export function bookedOf(agent, ledger) {
  const of = (effect) => ledger.filter((entry) => entry.effect === effect && concerns(entry, agent.id))
  const gone = new Set(ledger.filter(({ effect }) => effect === 'appointment.deleted').map(({ id }) => id))
  const made = of('appointment.created').findLast(({ id }) => !gone.has(id))
  if (!made) return undefined
  const later = (effect) => ledger.some((entry) => entry.effect === effect && entry.n > made.n && entry.by === 'bot')
  const scheduled = of('schedule.activity-added').some(({ n }) => n > made.n)
  return { id: made.id, n: made.n, start: startOf(made), scheduled, inCalendar: later('event.created') }
}

export const thankedOf = (agent, ledger) =>
  ledger.findLast((entry) => entry.effect === 'recognition.created' && concerns(entry, agent.id))

/** Whether a card with buttons is about this agent: it says the name, or (in a room that must not know) it is the one just asked for. */
function about(message, { person, mates, asked }) {
  if (message.text.includes(person.name)) return true
  return asked && !mates.some((mate) => message.text.includes(mate.person.name))
}

/** The newest card that still waits for a decision about this agent. */
export const openCardOf = (seat, messages) =>
  messages.findLast((one) => one.buttons.length > 1 && !one.ephemeral && about(one, seat))

export const isTime = (label) => /\d{1,2}[:.]\d{2}/.test(label)

const MONTHS = ['en-GB', 'de-DE'].map((locale) => new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }))

function monthOf(name) {
  const starts = (format, month) =>
    format
      .format(Date.UTC(2024, month, 1))
      .toLowerCase()
      .startsWith(name.slice(0, 3).toLowerCase())
  return [...Array(12).keys()].find((month) => MONTHS.some((format) => starts(format, month)))
}

/** Wall time in a zone as an instant: the first guess is corrected by what the zone shows at it. */
function instant(wall, zone) {
  const shown = (ms) => {
    const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(ms)
    return Date.parse(`${parts.replace(' ', 'T')}Z`)
  }
  const guess = wall - (shown(wall) - wall)
  return guess - (shown(guess) - wall)
}

/**
 * The times a card offers, as instants. The page knows no more than a reader does, so it reads "Tue 24 Nov, 14:30" in the reader's zone
 * (in a room: the agent's).
 */
export function offersOf(card, { zone, now }) {
  if (!card) return []
  const year = new Date(now).getUTCFullYear()
  const found = [...card.text.matchAll(/(\d{1,2})\.? (\p{L}{3,})\.?,? (\d{1,2})[:.](\d{2})[^\n–]*·/gu)]
  const offered = ([, , , hour, minute]) => card.buttons.some(({ label }) => label.includes(`${hour}:${minute}`))
  return found.filter(offered).flatMap(([, day, name, hour, minute]) => {
    const month = monthOf(name)
    if (month === undefined) return []
    const at = instant(Date.UTC(year, month, Number(day), Number(hour), Number(minute)), zone)
    const coming =
      at < now - 86_400_000 * 60 ? instant(Date.UTC(year + 1, month, Number(day), Number(hour), Number(minute)), zone) : at
    return coming >= now ? [new Date(coming).toISOString()] : []
  })
}
