// What the guided line is told: what was pressed here, and what can be seen of its consequences.
import { first } from '../places.js'
import { bookedOf, openCardOf, thankedOf } from '../story.js'

/** What this page remembers about an agent; everything else is looked up. `after`: how many effects there were at the last call. */
export function remembered(marks, id) {
  if (!marks.has(id))
    marks.set(id, {
      roughs: 0,
      last: undefined,
      picked: undefined,
      pickedAfter: 0,
      left: false,
      told: false,
      declining: false,
      after: 0,
    })
  return marks.get(id)
}

/** A choice is settled when the card asks again after it stopped asking, or when the one who chose was told something privately. */
function settle(mark, card, effects) {
  if (!mark.picked) return
  if (!card) mark.left = true
  const told = effects.some(({ n, body }) => n > mark.pickedAfter && body?.ephemeral)
  if ((card && mark.left) || told) Object.assign(mark, { picked: undefined, left: false, told })
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
  return {
    seat,
    roughs: mark.roughs,
    last: mark.last,
    picked: mark.picked,
    declined: mark.declining && !card && !fresh,
    card,
    booking,
    fresh,
    told: mark.told,
    thanked: since(thankedOf(person, effects)),
    unnamed: card !== undefined && !card.text.includes(first(person)),
  }
}
