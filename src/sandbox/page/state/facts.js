// What the guided line is told: what was pressed here, and what can be seen of its consequences.
import { bookedOf, openCardOf, thankedOf } from '../story.js'

/** A card that is not there by then will hardly come. */
export const PATIENCE_MS = 10_000

/**
 * What this page remembers about an agent; everything else is looked up. `after`: how many effects there were at the last call, `heardAt`
 * when that was (this machine's clock). `press`: the last button pressed on a card, `{label, after, by, picked, left}`, until it is settled;
 * `told`: who pressed, when the answer was for them alone.
 */
export function remembered(marks, id) {
  if (!marks.has(id)) marks.set(id, { roughs: 0, after: 0, heardAt: 0 })
  return marks.get(id)
}

/** A press is settled when the card asks again after it stopped asking, or when the one who pressed was told something privately. */
function settle(mark, card, effects) {
  const { press } = mark
  if (!press) return
  if (!card) press.left = true
  const answer = ({ n, effect, body }) =>
    n > press.after && effect === 'message.posted' && body.ephemeral && body.user === press.by
  const told = effects.some(answer)
  if ((card && press.left) || told) Object.assign(mark, { press: undefined, told: told ? press.by : undefined })
}

/** How much longer a card may take, in milliseconds; undefined when none is expected. */
function patienceFor({ roughs, heardAt }, card) {
  return card || roughs < 2 ? undefined : Math.max(0, heardAt + PATIENCE_MS - Date.now())
}

/** See guide.js for what each fact means. */
export function factsOf({ seat, mates, effects, messages, mark }) {
  const { person } = seat
  const card = openCardOf({ person, mates, asked: mark.last === 'rough' }, messages)
  settle(mark, card, effects)
  // A suggestion starts the streak at zero, whatever becomes of it.
  if (card) mark.roughs = 0
  const booking = bookedOf(person, effects)
  const since = (entry) => entry !== undefined && entry.n > mark.after
  const fresh = since(booking)
  const { press } = mark
  return {
    seat,
    roughs: mark.roughs,
    last: mark.last,
    picked: press?.picked ? press.label : undefined,
    declined: press?.label === 'Decline' && !card && !fresh,
    card,
    booking,
    fresh,
    patience: patienceFor(mark, card),
    told: seat.decider.viewers.find(({ id }) => id === mark.told),
    thanked: since(thankedOf(person, effects)),
    unnamed: card !== undefined && !card.text.includes(person.name),
  }
}
