// Choosing a team and one of its agents, as two sets of radio buttons: arrow keys move, Tab leaves.
import { byId, h } from '../dom.js'
import { first } from '../places.js'

const PLATFORM = { slack: 'Slack', teams: 'Teams' }

function radio({ name, value, checked, onchange }, ...label) {
  return h(
    'label',
    {},
    h('input', { type: 'radio', name, value, checked, onchange }),
    h('span', { class: name === 'agent' && 'pill' }, ...label),
  )
}

function tile(team, chosen, choose) {
  const [{ decider }] = team.agents
  const how = `${PLATFORM[decider.platform]} ${decider.viewers.length > 1 ? 'room' : 'DM'}`
  return radio(
    { name: 'team', value: team.id, checked: team === chosen, onchange: () => choose(team) },
    h('strong', {}, team.name),
    h('small', {}, how),
  )
}

/** "Sam decides, in direct messages." */
function deciding({ decider, supervisor }) {
  const where = decider.viewers.length > 1 ? `in ${decider.title}` : 'in direct messages'
  return `${first(supervisor)} decides, ${where} (${PLATFORM[decider.platform]}).`
}

/** Draws the picker; `chosen` is the agent to begin with (an id, or undefined), `onChoose(seat)` hears which agent was chosen. Answers `{show(seat)}`, which says who decides about that agent. */
export function createPicker(teams, chosen, onChoose) {
  const chooseTeam = (team, seat = team.agents[0]) => {
    const agents = team.agents.map((one) =>
      radio({ name: 'agent', value: one.person.id, checked: one === seat, onchange: () => onChoose(one) }, first(one.person)),
    )
    byId('agents').replaceChildren(...agents)
    onChoose(seat)
  }
  const isChosen = ({ person }) => person.id === chosen
  const team = teams.find(({ agents }) => agents.some(isChosen)) ?? teams[0]
  byId('teams').replaceChildren(...teams.map((each) => tile(each, team, chooseTeam)))
  chooseTeam(team, team.agents.find(isChosen))
  return { show: (seat) => byId('decides').replaceChildren(deciding(seat)) }
}
