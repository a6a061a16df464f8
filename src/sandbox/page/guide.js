// The guided line: what to press next and what just happened. Pure: from what is known to a sentence; *stars* mark names of buttons.
import { first } from './places.js'

export const STEPS = ['Rough calls', 'A card', 'A choice', 'Booked']

const PLATFORM = { slack: 'Slack', teams: 'Teams' }

const COUNT = ['no time', 'one time', 'two times', 'three times']

function moment(iso, zone) {
  const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }
  return new Intl.DateTimeFormat('en-GB', parts).format(new Date(iso)).replace(',', '')
}

const where = ({ decider, supervisor }) =>
  decider.viewers.length > 1
    ? `${first(supervisor)} and colleagues have a card in ${decider.title} (${PLATFORM[decider.platform]})`
    : `${first(supervisor)} has a card in ${PLATFORM[decider.platform]}`

function booked({ seat, booking }) {
  const agent = first(seat.person)
  const when = moment(booking.start, seat.person.zone)
  if (!booking.scheduled) return { step: 4, text: `Booked: ${when}. Genesys is adding it to ${agent}’s schedule …` }
  const calendar = booking.inCalendar ? ` and in ${first(seat.supervisor)}’s calendar` : ''
  return {
    step: 5,
    text: `Booked: ${when}. It stands on ${agent}’s schedule${calendar}. Now press *Brilliant call*, or choose another team.`,
  }
}

function answered({ seat, told }) {
  const may = seat.deciders.some(({ id }) => id === told.id)
  const next = may ? 'Pick a time on the card.' : `${seat.deciders.map(first).join(' or ')} can decide.`
  return { step: 3, text: `Halftime answered, and only ${first(told)} sees it. ${next}` }
}

function pick({ seat, offers, unnamed }) {
  const times = offers > 0 ? ` with ${COUNT[offers] ?? `${offers} times`}` : ''
  const show = unnamed ? ' *Show* tells who it is, only to you.' : ''
  return { step: 3, text: `${where(seat)}${times}. Pick one.${show}` }
}

function rough({ seat, roughs, booking, patience }) {
  const agent = first(seat.person)
  if (roughs === 1) return { step: 1, text: 'One rough call heard. Halftime waits for a pattern: make one more.' }
  if (booking)
    return {
      step: 5,
      text: `Again a pattern, but ${agent} has a session this week: Halftime asks for one at most. Try another agent.`,
    }
  if (patience === 0)
    return {
      step: 2,
      text: 'No card: Halftime asks at most once a week for each agent. Try another agent, or book or decline the open card.',
    }
  return {
    step: 2,
    text: `${roughs === 2 ? 'Two' : roughs} rough calls in a row: a pattern. Halftime looks for quiet times that suit everyone …`,
  }
}

function brilliant({ seat, thanked }) {
  const agent = first(seat.person)
  if (!thanked) return { step: 1, text: `A brilliant call heard. Halftime thanks ${agent} …` }
  return {
    step: 1,
    text: `${agent} has a thank-you in ${PLATFORM[seat.own.platform]}, and it stands in Genesys. A good call also breaks a streak of rough ones.`,
  }
}

/**
 * `{step, text}`: step 1 to 4 of STEPS is under way, 5 means all done. Facts: seat (agent, supervisor, conversations), trouble (a
 * sentence), roughs and last (what was pressed here: rough | brilliant), picked (a button's label, while it is not settled), told (who pressed, when the answer was for them alone),
 * patience (milliseconds a card may still take, 0 = too long already), declined,
 * card (one is open), offers (how many times on it), unnamed, booking, fresh (booked since the last press), thanked.
 */
export function guide(facts) {
  const { seat, trouble, last, roughs, card, picked, declined, told, booking, fresh } = facts
  const agent = first(seat.person)
  if (trouble) return { step: 0, text: trouble }
  if (picked && !fresh) return { step: 4, text: `“${picked}”: Halftime checks everything again, then books it …` }
  if (fresh) return booked(facts)
  if (declined && !card)
    return { step: 1, text: `Declined: nothing was booked. ${agent} can be suggested again after the next pattern.` }
  if (card) return told ? answered(facts) : pick(facts)
  if (last === 'brilliant') return brilliant(facts)
  if (roughs > 0) return rough(facts)
  if (booking) return booked(facts)
  return { step: 1, text: `Press *Rough call* twice for ${agent}: one bad call is not a pattern.` }
}
